import Jobs
import Diagnostics
import Engine
import OperationKit
import PipelineSyntax
import Testing

@Suite("Truth in a pipeline file")
struct TruthPlanTests {
    private func compile(_ input: String, _ more: String = "") throws -> (TruthPlan?, [Diagnostic]) {
        let text = SourceText("input: {truth: \(input)}\nstages: {a: []}\n\(more)", name: "p.yaml")
        let (tree, _) = Parser.parse(text)
        let (plan, findings) = Compiler(catalog: Catalog([])).compile(try #require(tree), defaultName: "p")
        return (plan?.input.truth, findings)
    }

    @Test("a format can be named alone", arguments: ["auto", "none", "hocr", "tesseract-tsv", "foxing"])
    func name(name: String) throws {
        #expect(try compile(name).0 == TruthPlan(name: name))
    }

    @Test("a mapping says where files are and how they are to be read")
    func mapping() throws {
        var expected = TruthPlan(name: "icdar", files: "gt/{stem}.txt")
        expected.level = "line"
        expected.hasLanguage = true
        expected.leavesBadRows = true
        expected.root = "in"
        let (plan, findings) = try compile(
            "{from: icdar, files: 'gt/{stem}.txt', level: line, language: true, bad-rows: leave, root: in}")
        #expect(plan == expected && findings.isEmpty)
    }

    @Test(
        "what cannot work is said before anything is run",
        arguments: [
            ("pagexml", Code.unknownChoice), ("{files: x}", .missingKey), ("coco", .missingKey),
            ("{from: paddleocr}", .missingKey),
            ("{from: hocr, file: x}", .unknownKey), ("self", .missingKey),
            ("{from: icdar, level: glyph}", .unknownChoice),
        ])
    func wrong(input: String, code: Code) throws {
        let (plan, findings) = try compile(input)
        #expect(plan == nil)
        #expect(findings.filter { $0.severity == .error }.map(\.code) == [code])
    }

    @Test("pages that are to be read by themselves need a section that says how")
    func own() throws {
        let (plan, _) = try compile(
            "{from: self, min-confidence: 90, min-words: 3}", "readability: {languages: [eng]}\n")
        #expect(plan?.minConfidence == 90 && plan?.minWords == 3)
    }
}
