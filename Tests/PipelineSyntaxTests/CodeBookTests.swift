import Diagnostics
import PipelineSyntax
import Testing

@Suite("The book of codes, about the text")
struct CodeBookTests {
    private static let textCodes = Code.allCases.filter { $0.rawValue.hasPrefix("E1") && $0 != .missingValue }

    @Test("a wrong text gives its code", arguments: textCodes)
    func wrong(code: Code) {
        guard case .pipeline(let text) = code.entry.wrong else { return }
        #expect(Parser.parse(SourceText(text, name: "wrong")).findings.map(\.code).contains(code))
    }

    @Test("every right text and every other example can be parsed", arguments: Code.allCases)
    func right(code: Code) {
        if case .pipeline(let text) = code.entry.right {
            #expect(Parser.parse(SourceText(text, name: "right")).findings == [])
        }
        if !Self.textCodes.contains(code), case .pipeline(let text) = code.entry.wrong {
            #expect(Parser.parse(SourceText(text, name: "wrong")).findings == [])
        }
    }
}
