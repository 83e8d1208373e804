internal import Engine
internal import Imaging
internal import Jobs
internal import Readability

/// Reads variants in place of Tesseract, one at a time.
protocol VariantReader: AnyObject {
    /// The next requests are about this page.
    func turn(to page: Page) throws
    /// The text of all of it.
    func readPage() throws -> Reading
    /// The texts of some lines, in their order.
    func read(_ lines: [Stretch]) throws -> [Reading]
}

/// Makes readers that are no Tesseract, once for each worker.
struct LineJudges: JudgeMaker {
    let plan: ReadabilityPlan
    let stage: String
    /// What the manifest calls the reader.
    let engine: String
    /// All that the reader depends on.
    let identity: String
    /// What reads clean pages, for truth that is looked for on them; nil where none is.
    let clean: TesseractJudges?
    let makeReader: @Sendable () -> any VariantReader

    func makeJudge() throws -> any PageJudge { LineJudge(self) }

    var readingIdentity: String { [identity, clean?.readingIdentity ?? ""].joined(separator: "\u{0}") }
}

/// Has lines of pages read, and compares what was read.
private final class LineJudge: PageJudge {
    /// How many lines are asked for at once.
    private static let batch = 4

    private let setting: LineJudges
    private let reader: any VariantReader
    private let clean: TesseractJudge?

    init(_ setting: LineJudges) {
        self.setting = setting
        reader = setting.makeReader()
        clean = setting.clean.map(TesseractJudge.init)
    }

    func reference(for clean: Page) throws -> JudgeReference? {
        if clean.truth.level == .none { return nil }
        let kind: Reference = clean.truth.origin == "self" ? .own : .truth
        return JudgeReference(kind: kind.rawValue, truth: clean.truth, size: clean.pixels.size)
    }

    func labels(of page: Page, minConfidence: Double) throws -> GroundTruth {
        try clean?.labels(of: page, minConfidence: minConfidence) ?? .page("", origin: "self")
    }

    func reading(of page: Page, saying text: String, attempt: Int) throws -> GroundTruth? {
        try clean?.reading(of: page, saying: text, attempt: attempt)
    }

    func judge(
        _ result: StageResult, against reference: JudgeReference, _ chance: RandomStream
    ) throws -> Judged {
        let kind = Reference(rawValue: reference.kind) ?? .truth
        let labels = result.page.truth
        try reader.turn(to: result.page)
        let finding =
            labels.level == .page || labels.hasUnplacedText
            ? try findWhole(labels, kind) : try findLines(labels, kind, chance)
        return .measured(finding.judgement(setting.engine, [], on: setting.stage, labels))
    }

    private var metric: Metric { Metric(rawValue: setting.plan.metric) ?? .usual }

    private func findWhole(_ labels: GroundTruth, _ kind: Reference) throws -> Finding {
        let reading = try reader.readPage()
        guard let scores = Scores(reading, against: labels, as: kind, by: metric) else {
            throw JudgeFault("\(setting.engine) was asked about a page of unknown text")
        }
        var finding = Finding(scores: scores, layout: .columns)
        finding.judge(by: Bounds(setting.plan.keep), setting.plan.bands.map { Band(name: $0.name, range: $0.cer) })
        return finding
    }

    private func findLines(_ labels: GroundTruth, _ kind: Reference, _ chance: RandomStream) throws -> Finding {
        // Whole lines: other recognizers are made for them.
        var course = ReadingCourse(setting.plan, labels, as: kind, columns: nil, chance)
        _ = try course.compare(batch: Self.batch) { stretches in
            zip(stretches, try reader.read(stretches)).map { stretch, reading in
                (reading, stretch.scores(saying: reading, as: kind, by: metric))
            }
        }
        return course.finding()
    }
}
