import ArgumentParser
import Foundation
import Foxing

struct ScoreVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Reads pictures with Tesseract: text, confidence and, with truth, CER and WER.")
    static let examples = [
        "foxing score page.png                          compared with page.gt.txt where it is there",
        "foxing score scan.png --truth page.gt.txt --lang eng+kor",
        "foxing score out/images/*.png --format json     with what was misread in each line",
        "foxing score scan.png --align -o misread.png    finds its lines, marks what was misread",
        "foxing score scan.png --metric jiwer            as another program counts",
    ]

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "Pictures.", completion: .file())
    var images: [String]

    @Option(help: "The text that stands on the picture; in place of the truth beside it.", completion: .file())
    var truth: String?

    @Option(name: [.customLong("lang"), .short], help: "Tesseract's languages, joined by +.")
    var languages = "eng"

    @Option(help: "Tesseract's page segmentation mode: 6 one block, 3 columns, 7 one line.")
    var layout = 6

    @Option(help: "How texts are compared: \(PageReader.metrics.joined(separator: ", ")).")
    var metric = PageReader.metrics[0]

    @Flag(help: "Look on the picture for the lines of a text without outlines.")
    var align = false

    @Option(
        name: .shortAndLong, help: "A PNG of the picture with what was misread in red; for one picture.",
        completion: .file(extensions: ["png"]))
    var output: String?

    @Option(help: "text for people, json (one line a picture) for programs.")
    var format: Format = .text

    @Option(help: "The folder of Tesseract's models.", completion: .directory)
    var tessdata: String?

    func validate() throws {
        if output != nil, images.count > 1 { throw ValidationError("--output takes one picture.") }
        if !PageReader.metrics.contains(metric) {
            throw ValidationError("--metric takes one of \(PageReader.metrics.joined(separator: ", ")).")
        }
        if PageReader.layouts.contains(layout) { return }
        let known = PageReader.layouts.map(String.init).joined(separator: ", ")
        throw ValidationError("--layout takes one of \(known).")
    }

    func run() throws {
        let reader: PageReader
        do {
            reader = try PageReader(
                languages: languages.split(separator: "+").map(String.init), layout: layout, metric: metric,
                tessdata: tessdata)
        } catch let missing as MissingOnMachine {
            throw Failure(.missingOnMachine, missing.description)
        }
        let given = try truth.map(Self.text(of:))
        var failed = 0
        for path in images {
            do {
                var page = try Page(contentsOf: path)
                if let given { page.truth = .page(given, origin: "gt-txt") }
                var found: [Int]?
                if align { (page, found) = try reader.aligned(page) }
                let result = try reader.read(page)
                if let output { try draw(result, page, to: output) }
                show(result, of: path, found)
            } catch {
                failed += 1
                Terminal.say("foxing: \(path): \(error)")
            }
        }
        if failed == images.count { throw ExitCode(Status.unusable.rawValue) }
        if failed > 0 { throw ExitCode(Status.doneWithFailures.rawValue) }
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else { throw Failure(.unusable, "cannot read '\(path)' as UTF-8 text") }
        return text
    }

    private func draw(_ result: PageReader.Result, _ page: Page, to path: String) throws {
        var page = page
        page.truth = result.marked
        do {
            try Page(pixels: page.withLabelsDrawn(), dpi: page.dpi).write(toPNG: path)
        } catch {
            throw Failure(.writeFailed, String(describing: error))
        }
    }

    /// `found` are the lines of the text that were found on the picture, and all.
    private func show(_ result: PageReader.Result, of path: String, _ found: [Int]?) {
        let measures = [("cer", result.cer), ("wer", result.wer), ("words", result.words)]
        switch format {
        case .json:
            func numbers(_ pair: [Int]?) -> JSONValue { pair.map { .array($0.map(JSONValue.integer)) } ?? .null }
            let members =
                [("image", JSONValue.string(path)), ("confidence", .decimal(result.confidence, digits: 1))]
                + measures.map { ($0.0, numbers($0.1)) }
                + [("metric", .string(metric)), ("aligned", numbers(found)), ("text", .string(result.text))]
                + [("lines", .array(result.lines.map(\.json)))]
            print(CanonicalJSON.text(.object(members.map { JSONValue.Member($0.0, $0.1) })))
        case .text:
            var line = "\(path): confidence \(Self.short(result.confidence))"
            for (name, pair) in measures {
                guard let pair, pair[1] > 0 else { continue }
                line += ", \(name) \(Self.short(Double(pair[0]) / Double(pair[1]), digits: 3)) (\(pair[0])/\(pair[1]))"
            }
            if let found, found[1] > 0 { line += ", \(found[0]) of \(found[1]) lines found" }
            print(line)
            for wrong in result.lines.filter({ !$0.misread.isEmpty }) where images.count == 1 {
                print("  misread: \(wrong.misread.joined(separator: ", "))  in: \(wrong.read)")
            }
            if images.count == 1 { print(result.text) }
        }
    }

    private static func short(_ value: Double, digits: Int = 1) -> String {
        String(format: "%.\(digits)f", value)
    }
}

extension PageReader.Line {
    fileprivate var json: JSONValue {
        func numbers(_ pair: [Int]) -> JSONValue { .array(pair.map(JSONValue.integer)) }
        let points = outline.points.map { JSONValue.array([.decimal($0.x, digits: 1), .decimal($0.y, digits: 1)]) }
        return .object(
            ("text", .string(text)), ("read", .string(read)), ("cer", numbers(cer)), ("wer", numbers(wer)),
            ("misread", .array(misread.map(JSONValue.string))), ("outline", .array(points)))
    }
}
