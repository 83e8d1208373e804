import Diagnostics
import Foundation
import PipelineSyntax
import Testing

@Suite("The manual of the language")
struct ManualTests {
    /// The fenced examples of docs/language.md with what stands behind the fence.
    private static let examples: [(info: String, text: String)] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let manual = root.deletingLastPathComponent().appending(path: "docs/language.md")
        let text = (try? String(contentsOf: manual, encoding: .utf8)) ?? ""
        let pieces = text.components(separatedBy: "```")
        return stride(from: 1, to: pieces.count, by: 2).map { index in
            let lines = pieces[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
        }
    }()

    @Test("every example is accepted, every wrong one refused")
    func examples() {
        let right = Self.examples.filter { $0.info == "yaml" }
        let wrong = Self.examples.filter { $0.info == "yaml wrong" }
        #expect(right.count >= 4 && wrong.count >= 1)
        for example in right {
            let findings = Parser.parse(SourceText(example.text, name: "docs/language.md")).findings
            #expect(findings == [], "\(example.text)")
        }
        for example in wrong {
            #expect(!Parser.parse(SourceText(example.text, name: "docs/language.md")).findings.isEmpty)
        }
    }
}
