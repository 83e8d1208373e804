import Jobs
import Diagnostics
import Engine
import OperationKit
import PipelineSyntax
import Testing
import Truth

@Suite("Truth in a pipeline file")
struct TruthPlanTests {
    private func compile(_ input: String, _ more: String = "") throws -> (TruthPlan?, [Diagnostic]) {
        let text = SourceText("input: {truth: \(input)}\nstages: {a: []}\n\(more)", name: "p.yaml")
        let (tree, _) = Parser.parse(text)
        let (plan, findings) = Compiler(
            catalog: Catalog([]), formats: FormatCatalog(truth: TruthFormats.declarations, sets: [])
        ).compile(try #require(tree), defaultName: "p")
        return (plan?.input.truth, findings)
    }

    @Test("a format can be named alone", arguments: ["auto", "none", "hocr", "tesseract-tsv", "foxing"])
    func name(name: String) throws {
        #expect(try compile(name).0 == TruthPlan(name: name))
    }

    @Test("bad rows are skipped, in the older word for it too", arguments: ["skip", "leave"])
    func badRows(word: String) throws {
        let (plan, findings) = try compile("{from: box, bad-rows: \(word)}")
        #expect(plan?.options["bad-rows"] == .word("skip") && findings.isEmpty)
    }

    @Test(
        "a format is found under the name that it has elsewhere",
        arguments: [("tsv", "tesseract-tsv"), ("{from: page-xml}", "page")])
    func aliases(input: String, name: String) throws {
        #expect(try compile(input).0 == TruthPlan(name: name))
    }

    @Test("a mapping says where files are and how they are to be read")
    func mapping() throws {
        var expected = TruthPlan(name: "icdar", files: "gt/{stem}.txt")
        expected.options["level"] = .word("line")
        expected.options["language"] = .flag(true)
        expected.options["bad-rows"] = .word("skip")
        expected.options["root"] = .word("in")
        let (plan, findings) = try compile(
            "{from: icdar, files: 'gt/{stem}.txt', level: line, language: true, bad-rows: leave, root: in}")
        #expect(plan == expected && findings.isEmpty)
    }

    @Test(
        "what cannot work is said before anything is run",
        arguments: [
            ("pagexml", Code.unknownChoice), ("{files: x}", .missingKey),
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
