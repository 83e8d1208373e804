import Foxing
import Testing

@Suite("The book of codes, through the whole checker")
struct CodeBookTests {
    private func codes(_ text: String) -> [Code] {
        PipelineFile(bytes: Array(text.utf8), path: "example", surroundings: .pretended).findings.map(\.code)
    }

    @Test("a wrong example gives its code, a right one nothing", arguments: Code.allCases)
    func examples(code: Code) {
        if case .pipeline(let text) = code.entry.wrong { #expect(codes(text).contains(code), "\(codes(text))") }
        if case .pipeline(let text) = code.entry.right { #expect(codes(text) == []) }
    }

    @Test("most codes have a pipeline to show")
    func isShown() {
        let shown = Code.allCases.filter { if case .pipeline = $0.entry.wrong { true } else { false } }
        #expect(shown.count >= Code.allCases.count - 8)
    }
}
