import Diagnostics
import PipelineSyntax
import Testing

@Suite("Diagnostics as JSON")
struct JSONTests {
    @Test("an object has the eight keys in order; columns count characters")
    func form() {
        let source = SourceText("한글: \"x\"\n", name: "a.yaml")
        let renderer = DiagnosticRenderer(sources: [source])
        let finding = Diagnostic(.badFlag, "not \"x\"", at: Span(8, 11), label: "write true", help: "true or false")
        #expect(
            renderer.json([finding]) == """
                [
                  {"code":"E312","severity":"error","message":"not \\"x\\"","line":1,"column":5,"endLine":1,"endColumn":8,\
                "help":"write true\\ntrue or false"}
                ]

                """)
    }

    @Test("what is not there is null, and nothing found is an empty list")
    func nulls() {
        let renderer = DiagnosticRenderer(sources: [])
        #expect(renderer.json([]) == "[]\n")
        #expect(
            renderer.json([Diagnostic(.noInput, "m", at: nil)]) == """
                [
                  {"code":"W501","severity":"warning","message":"m","line":null,"column":null,"endLine":null,\
                "endColumn":null,"help":null}
                ]

                """)
    }

    @Test("with naming each object says which file it is about")
    func naming() {
        let source = SourceText("a", name: "b.yaml")
        let json = DiagnosticRenderer(sources: [source]).json([Diagnostic(.badFlag, "m", at: Span(0, 1))], naming: true)
        #expect(json.contains("{\"file\":\"b.yaml\",\"code\""))
    }
}
