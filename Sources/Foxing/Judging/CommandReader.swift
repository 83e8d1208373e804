internal import Codecs
internal import Engine
internal import Files
internal import Imaging
internal import JSON
internal import Jobs
internal import Readability

/// Has a program read pages.
final class CommandReader: VariantReader {
    private let program: AnsweringProgram
    private let timeout: Double
    private let picture = ExchangedFile(".png")
    private var page: [JSONValue.Member] = []

    /// Nothing is started yet; `folder` is where the program runs.
    init(_ plan: ReadabilityPlan, in folder: String) {
        program = AnsweringProgram(plan.command, in: folder)
        timeout = plan.timeout
    }

    deinit { picture.remove() }

    /// The command, and the state of every file in it.
    static func identity(of command: [String], in folder: String) -> String {
        let files = command.map { WholeFile.digest(of: RelativePath.join(folder, $0)) ?? "" }
        return (["command"] + command + files).joined(separator: "\u{0}")
    }

    func turn(to page: Page) throws {
        let bytes = try PictureFormat.png.encode(page.pixels, dpi: page.dpi)
        try judging { () throws(ProgramFault) in
            do throws(ProgramFault) {
                try picture.write(bytes)
            } catch {
                throw program.failed(error)
            }
        }
        self.page = [
            JSONValue.Member("image", .string(picture.path)), JSONValue.Member("width", .integer(page.pixels.width)),
            JSONValue.Member("height", .integer(page.pixels.height)),
            JSONValue.Member("dpi", .decimal(page.dpi, digits: 2)),
        ]
    }

    func readPage() throws -> Reading {
        try judging { () throws(ProgramFault) in
            let answer = try program.ask(page + [JSONValue.Member("lines", .null)], within: timeout)
            do throws(ProgramFault) {
                return try JudgeAnswer.page(answer)
            } catch {
                throw program.failed(error)
            }
        }
    }

    func read(_ lines: [Stretch]) throws -> [Reading] {
        let places = lines.map { line -> JSONValue in
            let points = line.label.outline.points.map { point -> JSONValue in
                .array([.decimal(point.x, digits: 2), .decimal(point.y, digits: 2)])
            }
            return .object(("outline", .array(points)))
        }
        return try judging { () throws(ProgramFault) in
            let answer = try program.ask(page + [JSONValue.Member("lines", .array(places))], within: timeout)
            do throws(ProgramFault) {
                return try JudgeAnswer.lines(answer, count: lines.count)
            } catch {
                throw program.failed(error)
            }
        }
    }

    /// A fault of the program is one of the judge.
    private func judging<T>(_ body: () throws(ProgramFault) -> T) throws(JudgeFault) -> T {
        do throws(ProgramFault) {
            return try body()
        } catch {
            throw JudgeFault(error.description)
        }
    }
}

/// What a judge says, as `docs/judges.md` has it.
enum JudgeAnswer {
    /// The text of a whole page.
    static func page(_ answer: JSONValue) throws(ProgramFault) -> Reading {
        guard let text = answer["text"]?.text else {
            throw ProgramFault("gave no \"text\" for a page without lines")
        }
        return Reading(text: text, confidence: answer["confidence"]?.double ?? 0)
    }

    /// The texts of so many lines.
    static func lines(_ answer: JSONValue, count: Int) throws(ProgramFault) -> [Reading] {
        guard let lines = answer["lines"]?.elements, lines.count == count else {
            throw ProgramFault("gave no \"lines\" with an entry for each of \(count)")
        }
        var readings: [Reading] = []
        for line in lines {
            guard let text = line["text"]?.text else { throw ProgramFault("gave a line without \"text\"") }
            readings.append(Reading(text: text, confidence: line["confidence"]?.double ?? 0))
        }
        return readings
    }
}
