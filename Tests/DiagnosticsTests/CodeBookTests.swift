import Diagnostics
import Testing

@Suite("The book of codes")
struct CodeBookTests {
    @Test("every code has a page that says what and why", arguments: Code.allCases)
    func isComplete(code: Code) {
        let entry = code.entry
        #expect(!entry.title.isEmpty && !entry.title.hasSuffix("."))
        #expect(entry.why.hasSuffix(".") && entry.why.count > 20)
        #expect(entry.wrong != entry.right)
        #expect(code.explanation.hasPrefix("\(code.rawValue): \(entry.title)\n\n"))
    }

    @Test("codes are unique; W is a warning and E an error")
    func codes() {
        #expect(Set(Code.allCases.map(\.rawValue)).count == Code.allCases.count)
        #expect(Code.noInput.severity == .warning && Code.missingFile.severity == .error)
        #expect(Severity.warning < .error)
    }
}
