internal import Engine
internal import Files
public import Imaging
internal import Readability
import Truth

/// A source decoded, with its truth and with what all its variants share.
struct PreparedSource: Sendable {
    let prepared: Renderer.Prepared
    /// Of what the page was loaded from.
    let sha256: String
    /// Of the page and its truth.
    let inputs: String
    /// What the variants are compared with when read; nil without a check, or with too little text.
    let reference: JudgeReference?
    /// How much of its transcript was found on it; nil where none was looked for.
    let aligned: TextAlignment.Report?
    let notes: [SourceNote]
    /// What the file of its truth holds and is not used.
    let unused: UnusedTruth
    /// What it took to load it.
    let times: WorkTimes
}

/// Loads the pages of a job and finds their truth.
struct SourceReader: Sendable {
    let job: Job
    private let run: RunPictures

    init(job: Job) {
        self.job = job
        run = RunPictures(job.pages.refs.map(\.source.file.path))
    }

    /// Stands for all that a source is made from: its page and its truth.
    func inputs(of index: Int) throws(SourceFailure) -> String {
        let ref = job.pages.refs[index]
        if let problem = ref.problem { throw problem }
        return inputs(of: index, sha256: try job.pages.digest(of: index))
    }

    private func inputs(of index: Int, sha256: String) -> String {
        let ref = job.pages.refs[index]
        let truth = job.truth.digest(for: picture(index, ref.size ?? Size(width: 0, height: 0)))
        return SHA256.hex(of: "\(sha256)\u{0}\(ref.source.page)\u{0}\(truth)")
    }

    private func picture(
        _ index: Int, _ size: Size, dpi: Double? = nil, dpiDown: Double? = nil, carried: CarriedTruth? = nil
    ) -> PictureInfo {
        let ref = job.pages.refs[index]
        if ref.carriesTruth {
            return PictureInfo(
                path: RelativePath.join(ref.source.file.path, carried?.picture ?? ""), name: ref.source.file.name,
                size: size, orientation: ref.orientation, dpi: dpi, dpiDown: dpiDown, carried: carried?.files ?? [])
        }
        return PictureInfo(
            path: ref.source.file.path, name: ref.source.file.name, page: ref.source.page,
            pageCount: ref.source.pageCount, size: size, orientation: ref.orientation, dpi: dpi, dpiDown: dpiDown,
            run: run, position: index)
    }

    /// A page with its truth, and what is known of it, before a pipeline does anything to it.
    struct CleanPage: Sendable {
        let page: Page
        let sha256: String
        let aligned: TextAlignment.Report?
        let notes: [SourceNote]
        let unused: UnusedTruth
    }

    func prepare(_ index: Int, judge: (any PageJudge)?) throws(SourceFailure) -> PreparedSource {
        let start = ContinuousClock.now
        let clean = try page(index, judge: judge)
        do {
            let reference = try judge?.reference(for: clean.page)
            var times = WorkTimes()
            times.add(start.duration(to: .now) / .seconds(1), of: .loading)
            let prepared = try times.measure(.rendering) { try job.renderer.prepare(clean.page) }
            times.add(prepared.times)
            return PreparedSource(
                prepared: prepared, sha256: clean.sha256, inputs: inputs(of: index, sha256: clean.sha256),
                reference: reference, aligned: clean.aligned, notes: clean.notes, unused: clean.unused, times: times)
        } catch {
            throw SourceFailure(JobCode.operationFault.rawValue, String(describing: error))
        }
    }

    /// Loads a page and finds its truth.
    func page(_ index: Int, judge: (any PageJudge)?) throws(SourceFailure) -> CleanPage {
        let ref = job.pages.refs[index]
        let loaded = try job.pages.load(index)
        let carried = ref.carriesTruth ? try job.pages.truth(of: index) : nil
        do {
            let found = try job.truth.truth(
                of: picture(
                    index, loaded.pixels.size, dpi: loaded.dpi ?? job.dpi, dpiDown: loaded.dpiDown, carried: carried))
            let assumed = job.dpi ?? Page.assumedDPI(loaded.pixels.size, found.truth)
            var page = Page(
                pixels: loaded.pixels, dpi: loaded.dpi ?? assumed, dpiDown: loaded.dpiDown, truth: found.truth)
            page.isDPIGuessed = loaded.dpi == nil && job.dpi == nil
            let source = "\(loaded.sha256)/\(ref.source.page)"
            if let reading = job.truth.ownReading { page.truth = try read(page, source, reading, judge) }
            let aligned = try align(&page, source, judge)
            return CleanPage(
                page: page, sha256: loaded.sha256, aligned: aligned,
                notes: loaded.notes + (found.notes + [aligned?.note].compactMap(\.self)).map(SourceNote.init),
                unused: found.unused)
        } catch let problem as TruthProblem {
            throw SourceFailure(problem.code.rawValue, problem.message, help: problem.help)
        } catch {
            throw SourceFailure(JobCode.operationFault.rawValue, String(describing: error))
        }
    }

    /// The truth that is read on the page itself.
    private func read(
        _ page: Page, _ source: String, _ reading: TruthSource.OwnReading, _ judge: (any PageJudge)?
    ) throws -> GroundTruth {
        guard let judge else { return .unknown }
        let key = ReadingStore.Key([
            source, job.judges?.readingIdentity ?? "", "\(page.dpi)", "\(reading.minConfidence)",
        ])
        let labels = try job.readings?.reading(key) ?? readAnew(page, key, reading, judge)
        let legible = labels.lines.reduce(0) { $0 + $1.words.count(where: \.isLegible) }
        guard legible >= reading.minWords else {
            throw TruthProblem(
                .nothingRead,
                "\(legible) words can be read on the page with a confidence of \(reading.minConfidence) or more, and "
                    + "\(reading.minWords) are wanted")
        }
        return labels
    }

    private func readAnew(
        _ page: Page, _ key: ReadingStore.Key, _ reading: TruthSource.OwnReading, _ judge: any PageJudge
    ) throws -> GroundTruth {
        kept(try judge.labels(of: page, minConfidence: reading.minConfidence), of: page, key)
    }

    /// A reading as it comes back from where readings are kept.
    func kept(_ labels: GroundTruth, of page: Page, _ key: ReadingStore.Key) -> GroundTruth {
        let bytes = LabelsFile.bytes(labels, image: "", size: page.pixels.size)
        guard let stored = ReadingStore.truth(bytes) else { return labels }
        // A page that was not read in time looks empty; another time it may be.
        if stored.level != .page { job.readings?.keep(bytes, key) }
        return stored
    }
}

extension SourceNote {
    init(_ note: TruthProblem) {
        self.init(note.code.rawValue, note.message)
        isShared = note.isShared
    }
}

extension Page {
    /// The resolution of a page that does not say it: its lines are taken as 4.5 mm high, else its longer side as
    /// 297 mm; kept within 72…600.
    public static func assumedDPI(_ size: Size, _ truth: GroundTruth) -> Double {
        let heights = truth.placedLines.map { line in
            let bounds = line.outline.bounds
            return min(bounds.high.y - bounds.low.y, bounds.high.x - bounds.low.x)
        }.sorted()
        let guess =
            heights.isEmpty
            ? Double(max(size.width, size.height)) / 297 * 25.4 : heights[heights.count / 2] / 4.5 * 25.4
        return min(max(guess.rounded(), 72), 600)
    }
}
