internal import Codecs
internal import Diagnostics
internal import Engine
internal import Files
internal import Imaging
internal import JSON
internal import Jobs
internal import PipelineSyntax
internal import Sets
internal import Truth

/// What is wrong with the pages and the truth that a pipeline names, found from headers and label files: no pixel is
/// decoded and nothing is written.
public struct InputCheck: Sendable {
    /// One thing that a run would say or stop at.
    public struct Finding: Sendable, Equatable {
        /// Such as `I14`, `T12`, `DW40`.
        public let code: String
        /// Whether the page, or the run, would be left out.
        public let isError: Bool
        public let message: String
        public let help: String?
        /// The picture, by its name below the input's common folder; nil for what concerns all.
        public let file: String?
        /// From 1; nil for a file with one page.
        public let page: Int?
    }

    /// By picture in the order of a run, what concerns all of them last.
    public private(set) var findings: [Finding] = []
    /// Pages that were looked at.
    public private(set) var pages = 0
    /// What was said of files for many pictures.
    private var toldOfFiles: Set<String> = []

    /// How many findings of one code are shown one by one.
    private static let shown = 20

    /// Looks at what `input` of a checked pipeline names.
    public init(_ pipeline: Pipeline) {
        let plan = pipeline.plan
        let limits = PictureLimits()
        let input = PicturePages(
            plan.input.images, from: pipeline.folder, excluding: [], ids: plan.input.idsFromFile ? .file : .stem,
            limits: limits)
        pages = input.refs.count
        let truth = pipeline.truthSource
        let run = RunPictures(input.refs.map(\.source.file.path))
        for (position, page) in input.refs.enumerated() {
            let carried = page.carriesTruth ? try? input.truth(of: position) : nil
            look(at: page, carried, truth, plan.datasets, dpi: plan.input.dpi, run, position)
        }
        let files = input.refs.filter { $0.source.page == 1 }.map(\.source.file)
        for problem in SameBytes.notes(among: files) { add(problem, nil) }
        for clash in input.clashes { add(clash, nil) }
        if !plan.datasets.isEmpty, input.clashes.isEmpty { lookAtSplits(of: plan, input, folder: pipeline.folder) }
    }

    private mutating func look(
        at page: PageRef, _ carried: CarriedTruth?, _ truth: TruthSource, _ datasets: [DatasetPlan], dpi: Double?,
        _ run: RunPictures,
        _ position: Int
    ) {
        let isKnown = dpi != nil
        for note in page.notes where !(note.code == PictureCode.unknownResolution.rawValue && isKnown) {
            add(note.code, isError: false, note.message, page.source)
        }
        if let problem = page.problem { return add(problem.code, isError: true, problem.message, page.source) }
        guard let size = page.size else { return }
        do {
            let source = page.source
            let picture =
                carried.map { carried in
                    PictureInfo(
                        path: RelativePath.join(source.file.path, carried.picture), name: source.file.name, size: size,
                        orientation: page.orientation, dpi: page.dpi ?? dpi, dpiDown: page.dpiDown,
                        carried: carried.files)
                }
                ?? PictureInfo(
                    path: source.file.path, name: source.file.name, page: source.page, pageCount: source.pageCount,
                    size: size, orientation: page.orientation, dpi: page.dpi ?? dpi, dpiDown: page.dpiDown, run: run,
                    position: position)
            let found = try truth.truth(of: picture)
            for note in found.notes where !note.isShared || toldOfFiles.insert(note.message).inserted {
                add(note, page.source)
            }
            if let lack = datasets.lazy.compactMap({ TrainingSets.lack(in: found.truth, of: $0) }).first {
                add(lack, page.source)
            }
        } catch {
            add(error, page.source)
        }
    }

    private mutating func lookAtSplits(of plan: Plan, _ input: PicturePages, folder: String) {
        let members = input.refs.map { SplitAssignment.Member(id: $0.source.id, file: $0.source.file.name) }
        do {
            let sets = try TrainingSets(
                plan.datasets, outputs: plan.outputs.map(\.name), sources: members, folder: folder)
            for note in sets.notes { add(note, nil) }
        } catch {
            add(error, nil)
        }
    }

    private mutating func add(_ problem: JobProblem, _ source: Source?) {
        add(problem.code.rawValue, isError: !problem.code.isNote, problem.message, source, help: problem.help)
    }

    private mutating func add(_ problem: TruthProblem, _ source: Source?) {
        add(problem.code.rawValue, isError: !problem.code.isNote, problem.message, source, help: problem.help)
    }

    private mutating func add(
        _ code: String, isError: Bool, _ message: String, _ source: Source?, help: String? = nil
    ) {
        findings.append(
            Finding(
                code: code, isError: isError, message: message, help: help, file: source?.file.name,
                page: (source?.pageCount ?? 1) > 1 ? source?.page : nil))
    }

    /// The findings in the form of those about a pipeline; of many with one code the first, and how many more there are.
    public func report(color: Bool = false) -> String {
        let renderer = DiagnosticRenderer(sources: [], color: color)
        var counts: [String: Int] = [:]
        var blocks: [String] = []
        for finding in findings {
            let count = counts[finding.code, default: 0] + 1
            counts[finding.code] = count
            guard count <= Self.shown else { continue }
            blocks.append(
                renderer.text(
                    finding.isError ? .error : .warning, finding.code, finding.message, at: finding.place,
                    help: finding.help))
        }
        for (code, count) in counts.sorted(by: { $0.key < $1.key }) where count > Self.shown {
            blocks.append("and \(count - Self.shown) more of [\(code)]; --format json lists them all\n")
        }
        return blocks.joined(separator: "\n")
    }
}

extension InputCheck.Finding {
    fileprivate var place: String? { file.map { $0 + (page.map { " page \($0)" } ?? "") } }

    /// The keys of findings about a pipeline, and the page; a picture has no lines and columns.
    var json: JSONValue {
        DiagnosticRenderer.object(isError ? .error : .warning, code, message, file: file, page: page, help: help)
    }
}
