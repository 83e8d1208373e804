internal import Codecs
internal import Engine
internal import Files
internal import Foundation
internal import Imaging
internal import JSON
internal import Jobs
internal import Readability

/// Starts the program that a pipeline names, once for each worker.
struct CommandJudges: JudgeMaker {
    let plan: ReadabilityPlan
    let stage: String
    /// Where the program runs: the folder of the pipeline file.
    let folder: String
    /// What reads clean pages, for truth that is looked for on them; nil where none is.
    let clean: TesseractJudges?

    func makeJudge() throws -> any PageJudge { CommandJudge(self) }

    /// The command, and the state of every file in it.
    var readingIdentity: String {
        let files = plan.command.map { WholeFile.digest(of: RelativePath.join(folder, $0)) ?? "" }
        return (["command"] + plan.command + files + [clean?.readingIdentity ?? ""]).joined(separator: "\u{0}")
    }
}

/// Has a program read the lines of pages, and compares what it read.
private final class CommandJudge: PageJudge {
    /// How many lines are asked for at once.
    private static let batch = 4

    private let setting: CommandJudges
    private let process: JudgeProcess
    private let clean: TesseractJudge?
    private let picture: String

    init(_ setting: CommandJudges) {
        self.setting = setting
        process = JudgeProcess(setting.plan.command, in: setting.folder)
        clean = setting.clean.map(TesseractJudge.init)
        let memory = "/dev/shm"
        let folder = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        picture = "\(folder)/foxing-\(UUID().uuidString).png"
    }

    deinit { unlink(picture) }

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
        let (page, labels) = (result.page, result.page.truth)
        do {
            try PictureFormat.png.encode(page.pixels, dpi: page.dpi).withUnsafeBytes {
                try Data($0).write(to: URL(fileURLWithPath: picture))
            }
        } catch {
            throw JudgeFault("cannot write '\(picture)': \(error)")
        }
        let finding =
            labels.level == .page ? try findWhole(page, labels, kind) : try findLines(page, labels, kind, chance)
        let engine = "command " + setting.plan.command.joined(separator: " ")
        return .measured(finding.judgement(engine, [], on: setting.stage, labels))
    }

    private var metric: Metric { Metric(rawValue: setting.plan.metric) ?? .usual }

    private func request(_ page: Page, _ lines: JSONValue) -> [JSONValue.Member] {
        [
            JSONValue.Member("image", .string(picture)), JSONValue.Member("width", .integer(page.pixels.width)),
            JSONValue.Member("height", .integer(page.pixels.height)),
            JSONValue.Member("dpi", .decimal(page.dpi, digits: 2)), JSONValue.Member("lines", lines),
        ]
    }

    private func findWhole(_ page: Page, _ labels: GroundTruth, _ kind: Reference) throws -> Finding {
        let answer = try process.ask(request(page, .null), within: setting.plan.timeout)
        guard let text = answer["text"]?.text else { throw JudgeFault("gave no \"text\" for a page without lines") }
        let reading = Reading(text: text, confidence: answer["confidence"]?.double ?? 0)
        guard let scores = Scores(reading, against: labels, as: kind, by: metric) else {
            throw JudgeFault("was asked about a page of unknown text")
        }
        var finding = Finding(scores: scores, layout: .columns)
        finding.judge(by: Bounds(setting.plan.keep), setting.plan.bands.map { Band(name: $0.name, range: $0.cer) })
        return finding
    }

    private func findLines(
        _ page: Page, _ labels: GroundTruth, _ kind: Reference, _ chance: RandomStream
    ) throws -> Finding {
        // Whole lines: other recognizers are made for them.
        var course = ReadingCourse(setting.plan, labels, as: kind, columns: nil, chance)
        _ = try course.compare(batch: Self.batch) { stretches in
            let lines = stretches.map { stretch -> JSONValue in
                let points = stretch.label.outline.points.map { point -> JSONValue in
                    .array([.decimal(point.x, digits: 2), .decimal(point.y, digits: 2)])
                }
                return .object(("outline", .array(points)))
            }
            let answer = try process.ask(request(page, .array(lines)), within: setting.plan.timeout)
            guard let read = answer["lines"]?.elements, read.count == stretches.count else {
                throw JudgeFault("gave no \"lines\" with an entry for each of \(stretches.count)")
            }
            return try zip(stretches, read).map { stretch, line in
                guard let text = line["text"]?.text else { throw JudgeFault("gave a line without \"text\"") }
                let reading = Reading(text: text, confidence: line["confidence"]?.double ?? 0)
                return (reading, stretch.scores(saying: reading, as: kind, by: metric))
            }
        }
        return course.finding()
    }
}
