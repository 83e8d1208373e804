import ArgumentParser
import Foundation
import Foxing

struct ScoreVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Reads pictures with Tesseract: text, confidence and, with truth, CER and WER.")
    static let examples = [
        "foxing score page.png                          compared with page.gt.txt where it is there",
        "foxing score scan.png --truth page.gt.txt --lang eng+kor",
        "foxing score out/images/*.png --format json",
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

    @Option(help: "text for people, json (one line a picture) for programs.")
    var format: Format = .text

    @Option(help: "The folder of Tesseract's models.", completion: .directory)
    var tessdata: String?

    func validate() throws {
        if PageReader.layouts.contains(layout) { return }
        let known = PageReader.layouts.map(String.init).joined(separator: ", ")
        throw ValidationError("--layout takes one of \(known).")
    }

    func run() throws {
        let reader: PageReader
        do {
            reader = try PageReader(
                languages: languages.split(separator: "+").map(String.init), layout: layout, tessdata: tessdata)
        } catch let missing as MissingOnMachine {
            throw Failure(.missingOnMachine, missing.description)
        }
        let given = try truth.map(Self.text(of:))
        var failed = 0
        for path in images {
            do {
                var page = try Page(contentsOf: path)
                if let given { page.truth = .page(given, origin: "gt-txt") }
                show(try reader.read(page), of: path)
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

    private func show(_ result: PageReader.Result, of path: String) {
        let measures = [("cer", result.cer), ("wer", result.wer), ("words", result.words)]
        switch format {
        case .json:
            func numbers(_ pair: [Int]?) -> JSONValue { pair.map { .array($0.map(JSONValue.integer)) } ?? .null }
            let members =
                [("image", JSONValue.string(path)), ("confidence", .decimal(result.confidence, digits: 1))]
                + measures.map { ($0.0, numbers($0.1)) } + [("text", .string(result.text))]
            print(CanonicalJSON.text(.object(members.map { JSONValue.Member($0.0, $0.1) })))
        case .text:
            var line = "\(path): confidence \(Self.short(result.confidence))"
            for (name, pair) in measures {
                guard let pair, pair[1] > 0 else { continue }
                line += ", \(name) \(Self.short(Double(pair[0]) / Double(pair[1]), digits: 3)) (\(pair[0])/\(pair[1]))"
            }
            print(line)
            if images.count == 1 { print(result.text) }
        }
    }

    private static func short(_ value: Double, digits: Int = 1) -> String {
        String(format: "%.\(digits)f", value)
    }
}
