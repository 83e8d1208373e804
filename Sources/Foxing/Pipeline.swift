internal import Codecs
public import Diagnostics
public import Engine
internal import Files
internal import Foundation
public import Imaging
internal import Jobs
public import OperationKit
internal import Readability
internal import Truth

/// A pipeline that is ready to run: checked, with every picture loaded that its steps name.
///
///     let pipeline = try Pipeline(contentsOf: "pipelines/office-scan.yaml")
///     let page = try Page(contentsOf: "scan.png")
///     for variant in try pipeline.variants(of: page, count: 5) {
///         print(variant.page.pixels.size, variant.applied.map(\.operation))
///     }
public struct Pipeline: Sendable {
    public let plan: Plan
    /// Makes variants of pages that are decoded already.
    public let renderer: Renderer
    /// What the checker had to say, warnings only.
    public let warnings: [Diagnostic]
    /// Where relative paths of the pipeline start.
    let folder: String

    /// Reads and checks a pipeline file; `overrides` are texts such as `stages.post.jpeg.quality=20..40`, `catalog` is
    /// what its steps may name. Throws `WrongPipeline` with a report that is ready to print, or `UnreadableFile`.
    public init(
        contentsOf path: String, overrides: [String] = [], catalog: Catalog = Pipeline.operations
    ) throws {
        try self.init(PipelineFile(path: path, overrides: overrides, catalog: catalog))
    }

    /// Takes a file that was read and checked. `seed` and `variants` stand in for what the file says. Steps of programs
    /// fail unless `allowsCommands`.
    public init(
        _ file: PipelineFile, seed: UInt64? = nil, variants: Int? = nil, allowsCommands: Bool = false
    ) throws {
        guard let checked = file.plan else { throw WrongPipeline(report: file.report()) }
        plan = checked.with(seed: seed, variants: variants)
        warnings = file.findings
        let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent()
        self.folder = folder.path
        let pictures = try NamedPictures.load(plan.pictureNames, from: folder)
        renderer = Renderer(
            plan: plan, resampler: VisionResampler(), pictures: pictures,
            programs: allowsCommands ? ProgramSteps(in: folder.path) : nil)
    }

    private init(_ other: Pipeline, _ renderer: Renderer) {
        self.plan = renderer.plan
        self.renderer = renderer
        warnings = other.warnings
        folder = other.folder
    }

    /// The same pipeline without one step, such as `2.1` of a stage; all others draw what they drew with it. nil when there
    /// is no such step.
    package func without(step place: String, of stage: String) -> Pipeline? {
        plan.without(step: place, of: stage).map { Pipeline(self, renderer.with($0)) }
    }

    /// Why a run of the pipeline needs leave to start programs; nil where it starts none.
    package var commandProblem: String? { Self.problem(plan.commands) }

    /// The same of variants that nobody reads.
    package var stepCommandProblem: String? { Self.problem(plan.stepCommands) }

    private static func problem(_ commands: [[String]]) -> String? {
        guard let command = commands.first else { return nil }
        return "the pipeline starts the program '\(command.joined(separator: " "))'; allow that with --allow-commands"
    }

    /// Where a run looks for the truth of its pages, as `input` says. Without it words cannot be counted and training
    /// sets have nothing to hold.
    public var truthSource: TruthSource {
        truthSource(isRequired: plan.readability?.keep.words != nil || !plan.datasets.isEmpty)
    }

    func truthSource(isRequired: Bool) -> TruthSource {
        TruthSource(
            plan.input.truth, folder: folder, edge: plan.input.edge, isRequired: isRequired,
            keepsForm: plan.datasets.contains { $0.form == .asWritten })
    }

    /// Variants 0 ..< `count` of a page, by default as many as the pipeline says. All chance follows from the
    /// pipeline's seed, `name` and the variant's number.
    public func variants(of page: Page, named name: String = "page", count: Int? = nil) throws -> [Variant] {
        let prepared = try renderer.prepare(page)
        return try (0..<(count ?? plan.variants)).map { number in
            Variant(try renderer.render(prepared, VariantKey(source: name, variant: number)), number: number)
        }
    }

    /// A page with the places of its text, where the pipeline asks for that and they are not known; as it is where nothing
    /// is found, or Tesseract is not there.
    public func aligned(_ page: Page, tessdata: String? = nil) throws -> Page {
        guard plan.input.truth.align, page.truth.level == .page else { return page }
        let installed = PageReader.languages(tessdata: tessdata)
        let named = plan.readability?.languages ?? []
        let languages = named.isEmpty ? LanguageChoice(installed: installed).languages : named
        return try PageReader(languages: languages, tessdata: tessdata).aligned(page).page
    }

    /// What reads pages back as the pipeline's `readability` asks; nil without that section. `judges` are those of the
    /// calling program, by the names that a pipeline calls them. Throws `MissingOnMachine` when Tesseract, a language or its
    /// model, or the judge is not there.
    public func judges(
        tessdata: String? = nil, among judges: [String: any LineReader] = [:]
    ) throws -> (any JudgeMaker)? {
        let judge = try own(judges)
        return try self.judges(tessdata: tessdata, own: judge, readsWholePages: false)
    }

    /// The judge that the pipeline names, among those of the calling program.
    func own(_ judges: [String: any LineReader]) throws(MissingOnMachine) -> (any LineReader)? {
        guard let name = plan.readability?.judge else { return nil }
        if let judge = judges[name] { return judge }
        throw MissingOnMachine(message: "there is no judge '\(name)' in this program", help: nil)
    }

    /// The same with a judge of the calling program, if there is one; with `readsWholePages` as it was before lines were read, to be compared with.
    func judges(
        tessdata: String?, own: (any LineReader)?, readsWholePages: Bool
    ) throws -> (any JudgeMaker)? {
        // Without a check Tesseract may still have to look where texts stand.
        guard let check = plan.readability ?? (plan.input.truth.align ? ReadabilityPlan() : nil) else { return nil }
        do {
            let stage = plan.stages[check.stage].name
            let looksAtPages = plan.input.truth.align || plan.input.truth.name == "self"
            let tesseract =
                (check.command.isEmpty && own == nil) || looksAtPages
                ? try TesseractJudges(
                    check, stage: stage, edge: plan.input.edge, tessdata: tessdata, readsWholePages: readsWholePages,
                    digest: WholeFile.rememberedDigest(of:)) : nil
            if let own {
                return LineJudges(
                    plan: check, stage: stage, engine: "judge \(own.name)",
                    identity: "judge \(own.name)\u{0}\(own.identity)", clean: tesseract
                ) { OwnReader(own) }
            }
            if check.command.isEmpty { return tesseract }
            let folder = folder
            return LineJudges(
                plan: check, stage: stage, engine: "command " + check.command.joined(separator: " "),
                identity: CommandReader.identity(of: check.command, in: folder), clean: tesseract
            ) { CommandReader(check, in: folder) }
        } catch let problem as RecognizerProblem {
            throw MissingOnMachine(message: problem.message, help: problem.hint)
        }
    }
}

/// One degraded result of a page.
public struct Variant: Sendable {
    public let number: Int
    /// The training image with the labels that moved along.
    public let page: Page
    /// Every output of the pipeline by its name, the training image first.
    public let outputs: [(name: String, page: Page)]
    /// What was done, with the values that were drawn, in order.
    public let applied: [AppliedStep]

    init(_ rendering: Rendering, number: Int) {
        self.number = number
        page = rendering.outputs[0].page
        outputs = rendering.outputs
        applied = rendering.applied
    }
}

extension Page {
    /// Reads a picture file and the ground truth beside it. A file of several pages gives its page `number`, from 1.
    /// `dpi` is the resolution of a page that does not say its own. Throws a problem with a code and a message.
    public init(
        contentsOf path: String, number: Int = 1, truth: TruthSource = .automatic, dpi: Double? = nil
    ) throws {
        let file = try PictureFile(path: path)
        guard file.pages.indices.contains(number - 1) else {
            throw PictureProblem(.unreadable, "there is no page \(number); the file has \(file.pages.count)")
        }
        let picture = try file.decode(page: number - 1)
        let found = try truth.truth(
            besideImage: path, page: number, size: picture.raster.size,
            orientation: file.pages[number - 1].orientation, dpi: picture.dpi ?? dpi)
        self.init(
            pixels: picture.raster, dpi: picture.dpi ?? dpi ?? Page.assumedDPI(picture.raster.size, found.truth),
            dpiDown: picture.dpiDown,
            truth: found.truth)
        isDPIGuessed = picture.dpi == nil && dpi == nil
    }
}

/// A pipeline file with errors.
public struct WrongPipeline: Error, CustomStringConvertible {
    /// All findings, rendered.
    public let report: String

    public var description: String { report }
}

/// Something that this machine lacks.
public struct MissingOnMachine: Error, CustomStringConvertible {
    public let message: String
    /// What to install.
    public let help: String?

    public var description: String { message + (help.map { "; \($0)" } ?? "") }
}
