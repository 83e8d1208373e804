internal import Engine
internal import Imaging
internal import Jobs
internal import Readability

/// Makes one Tesseract per worker for the readability check of a plan.
struct TesseractJudges: JudgeMaker {
    let plan: ReadabilityPlan
    let stage: String
    let edge: EdgeLimits
    let folder: ModelFolder
    let engine: String
    /// Language → SHA-256 of its model file.
    let models: [(language: String, sha256: String)]

    /// Checks that the languages are there and that Tesseract reads its built-in line right. Throws a
    /// `RecognizerProblem` when this machine lacks something.
    init(
        _ plan: ReadabilityPlan, stage: String, edge: EdgeLimits, tessdata: String?, digest: (String) -> String?
    ) throws {
        self.plan = plan
        self.stage = stage
        self.edge = edge
        folder = try ModelFolder(given: tessdata)
        engine = "tesseract " + (try Tesseract.version())
        let folder = folder
        models = plan.languages.map { ($0, digest(folder.file(of: $0)) ?? "") }
        var trial = try Recognizer(languages: plan.languages, folder: folder)
        try trial.selfTest()
    }

    func makeJudge() throws -> any PageJudge { try TesseractJudge(self) }

    var readingIdentity: String {
        let parts = ["foxing \(foxingVersion)", engine, "layout \(plan.layout)", "edge \(edge.share) \(edge.end)"]
        return (parts + models.map { "\($0.language) \($0.sha256)" }).joined(separator: "\n")
    }
}

/// Reads pages with one Tesseract and compares what it read.
private final class TesseractJudge: PageJudge {
    private let setting: TesseractJudges
    private let layout: PageLayout
    private var recognizer: Recognizer

    init(_ setting: TesseractJudges) throws {
        self.setting = setting
        layout = PageLayout(rawValue: setting.plan.layout) ?? .block
        recognizer = try Recognizer(languages: setting.plan.languages, folder: setting.folder, layout: layout)
    }

    func reference(for clean: Page) throws -> JudgeReference? {
        let size = clean.pixels.size
        if clean.truth.level != .none {
            // Agreement with a reading of its own does not measure correctness.
            let kind: Reference = clean.truth.origin == "self" ? .own : .truth
            return JudgeReference(kind: kind.rawValue, truth: clean.truth, size: size)
        }
        guard let reading = try read(clean), reading.isEnoughForReference else { return nil }
        return JudgeReference(kind: Reference.own.rawValue, truth: reading.labels(), size: size)
    }

    func labels(of clean: Page, minConfidence: Double) throws -> GroundTruth {
        guard let reading = try read(clean) else { return .page("", origin: "self") }
        var regions = reading.labels().regions
        var words = reading.words.makeIterator()
        for r in regions.indices {
            for l in regions[r].lines.indices {
                for w in regions[r].lines[l].words.indices {
                    guard let word = words.next() else { break }
                    regions[r].lines[l].words[w].confidence = word.confidence
                    regions[r].lines[l].words[w].illegible = word.confidence < minConfidence ? .marked : nil
                }
            }
        }
        return GroundTruth.checked(
            regions, origin: "self", size: clean.pixels.size, setting.edge, keepsGlue: true
        ).truth
    }

    func judge(
        _ result: StageResult, against reference: JudgeReference, _ chance: RandomStream
    ) throws -> Judgement? {
        let kind = Reference(rawValue: reference.kind) ?? .truth
        let labels =
            kind == .truth
            ? result.page.truth : reference.truth.moved(by: result.moves, from: reference.size, setting.edge)
        guard let read = try read(result.page, labels, kind, chance) else { return nil }
        let scores = read.scores
        var objection: String?
        if case .refused(let rule) = bounds.verdict(scores) { objection = rule }
        return Judgement(
            ManifestRow.Readability(
                engine: setting.engine, models: setting.models, on: setting.stage, layout: read.layout.rawValue,
                reference: kind.rawValue, recipe: scores.recipe, cer: scores.cer.pair, wer: scores.wer.pair,
                words: scores.words.pair, extra: scores.extra, confidence: scores.confidence, sampled: read.sampled,
                text: scores.text),
            objection: objection, unread: kind == .truth ? labels.ids(of: scores.unread) : [])
    }

    private typealias Comparison = (scores: Scores, layout: PageLayout, sampled: [Int]?)

    /// Reads the page, or some of its lines, and compares. nil when that took too long or the labels know no text.
    private func read(
        _ page: Page, _ labels: GroundTruth, _ kind: Reference, _ chance: RandomStream
    ) throws -> Comparison? {
        guard let count = setting.plan.sampledLines, let sample = LineSample(of: labels, count: count, chance) else {
            guard let reading = try read(page) else { return nil }
            return Scores(reading, against: labels, as: kind).map { ($0, layout, nil) }
        }
        let start = ContinuousClock.now
        var readings: [(reading: Reading, size: Size)] = []
        for member in sample.members {
            let picture = sample.picture(of: member, on: page.pixels)
            let spent = start.duration(to: .now) / .seconds(1)
            guard spent < setting.plan.timeout else { return nil }
            let line = Page(pixels: picture, dpi: page.dpi)
            guard let reading = try read(line, as: .line, within: setting.plan.timeout - spent) else { return nil }
            readings.append((reading, picture.size))
        }
        let scores = sample.scores(readings, as: kind)
        return scores.map { ($0, .line, [sample.members.count, sample.all]) }
    }

    private var bounds: Bounds {
        let keep = setting.plan.keep
        return Bounds(cer: keep.cer, wer: keep.wer, words: keep.words, confidence: keep.confidence)
    }

    private func read(_ page: Page) throws -> Reading? {
        try read(page, as: layout, within: setting.plan.timeout)
    }

    /// nil when the page took too long.
    private func read(_ page: Page, as layout: PageLayout, within seconds: Double) throws -> Reading? {
        do throws(RecognizerProblem) {
            return try recognizer.read(page.pixels, dpi: page.dpi, layout: layout, timeLimit: seconds)
        } catch .timeLimit {
            return nil
        } catch {
            throw error
        }
    }
}

extension Ratio {
    /// Numerator and denominator, as the manifest has them.
    var pair: [Int] { [numerator, denominator] }
}
