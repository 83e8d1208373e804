import Foundation
import TestSupport
import Testing

@Suite("every code that the program can write") struct ExplainTests {
    /// The codes that stand in string literals of the sources.
    private static let literals: Set<String> = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardized
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var codes: Set<String> = []
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            for match in text.matches(of: /"((?:E|W|I|IW|T|TW|D|DW)[0-9]{2,3})"/) { codes.insert(String(match.1)) }
            for match in text.matches(of: /\[((?:E|W|I|IW|T|TW|D|DW)[0-9]{2,3})\]/) { codes.insert(String(match.1)) }
        }
        return codes
    }()

    @Test("is known to foxing explain, with more than its title")
    func all() throws {
        let listed = try Invocation(["explain"], in: "/").run().output.split(separator: "\n")
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(Self.literals.count > 100)
        #expect(Self.literals.subtracting(listed).isEmpty)
        #expect(Set(listed).count == listed.count)
        for code in ["D51", "D21", "IW26", "W405", "T12"] {
            let outcome = try Invocation(["explain", code], in: "/").run()
            #expect(outcome.status == 0)
            #expect(outcome.output.hasPrefix("\(code):") && outcome.output.split(separator: "\n").count >= 2)
        }
    }
}

@Suite("foxing formats") struct FormatsTests {
    @Test("lists both kinds, and as JSON")
    func list() throws {
        let outcome = try Invocation(["formats"], in: "/").run()
        #expect(outcome.status == 0 && outcome.errors == "")
        for line in ["ground truth in:", "training sets out:", "  tesseract-tsv ", "  paddleocr-rec ", "STEM.hocr"] {
            #expect(outcome.output.contains(line), "\(line)")
        }
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        let json = try Invocation(["formats", "--format", "json"], in: "/").run().json
        let truth = Set((json["truth"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String })
        #expect(truth.isSuperset(of: ["page", "alto", "hocr", "label-studio", "textract", "gt-txt"]))
        #expect((json["sets"] as? [[String: Any]])?.contains { $0["name"] as? String == "funsd" } == true)
    }

    @Test("shows one with options and an example, both ways and under other names", arguments: ["icdar", "icdar2015"])
    func one(name: String) throws {
        let outcome = try Invocation(["formats", name], in: "/").run()
        #expect(outcome.status == 0)
        for part in ["icdar: ground truth in\n", "icdar2015: training sets out\n", "bad-rows", "Files\n", "Example\n"] {
            #expect(outcome.output.contains(part), "\(part)")
        }
    }

    @Test("names the nearest for a wrong name")
    func wrong() throws {
        let outcome = try Invocation(["formats", "tesstrian"], in: "/").run()
        #expect(outcome.status == 2 && outcome.output == "")
        #expect(outcome.errors == "foxing: there is no format 'tesstrian'; did you mean 'tesstrain'?\n")
    }
}
