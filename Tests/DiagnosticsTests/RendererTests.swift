import Diagnostics
import Testing

@Suite("Diagnostics as text")
struct RendererTests {
    /// The rendered finding for the first occurrence of `marked` in `text`.
    private func rendered(
        _ text: String, marking marked: String, label: String? = "here", help: String? = nil, color: Bool = false
    ) throws -> String {
        let source = SourceText(text, name: "a.yaml")
        let span = try span(of: marked, in: text)
        let finding = Diagnostic(.unknownParameter, "a message", at: span, label: label, help: help)
        return DiagnosticRenderer(sources: [source], color: color).text([finding])
    }

    private func span(of marked: String, in text: String) throws -> Span {
        let found = try #require(text.firstRange(of: marked))
        let lower = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
        return Span(lower, lower + marked.utf8.count)
    }

    @Test("a finding has code, place, line, carets with label, and help")
    func wholeForm() {
        let lines = (1...11).map { "# line \($0)" } + ["    - ink-bleed: {intensty: 0.3..0.7, p: 0.7}"]
        let text = lines.joined(separator: "\n")
        let lower = text.utf8.count - "intensty: 0.3..0.7, p: 0.7}".utf8.count
        let finding = Diagnostic(
            .unknownParameter, "'ink-bleed' has no parameter 'intensty'", at: Span(lower, lower + 8),
            label: "did you mean 'intensity'?",
            help: "ink-bleed takes intensity, radius, p; 'foxing ops ink-bleed' explains them")
        let source = SourceText(text, name: "pipelines/office-scan.yaml")
        #expect(
            DiagnosticRenderer(sources: [source]).text([finding]) == """
                error[E204]: 'ink-bleed' has no parameter 'intensty'
                  --> pipelines/office-scan.yaml:12:19
                   |
                12 |     - ink-bleed: {intensty: 0.3..0.7, p: 0.7}
                   |                   ^^^^^^^^ did you mean 'intensity'?
                   = help: ink-bleed takes intensity, radius, p; 'foxing ops ink-bleed' explains them

                """)
    }

    @Test(
        "carets stand under what a terminal shows",
        arguments: [
            ("a: 한글: x", "x", "         ^"), ("a: e\u{301}: x", "x", "      ^"), ("🦊🦊 x", "x", "     ^"),
            ("👨‍👩‍👧 x", "x", "   ^"), ("🇰🇷 x", "x", "   ^"), ("a\tx", "x", "    ^"), ("한글", "글", "  ^^"),
            ("\tx", "\tx", "^^^^^"), ("カ x", "x", "   ^"), ("ab", "ab", "^^"), ("각 x", "x", "   ^"),
        ])
    func carets(text: String, marked: String, carets: String) throws {
        let line = try rendered(text, marking: marked).split(separator: "\n")[4]
        #expect(line == "  | \(carets) here")
    }

    @Test("columns count characters as they are seen")
    func columns() {
        let source = SourceText("한글: é🦊e\u{301}x\r\nb", name: "a")
        let text = Array("한글: é🦊e\u{301}x".utf8)
        #expect(source.position(at: text.count - 1) == TextPosition(line: 1, column: 8))
        #expect(source.position(at: text.count) == TextPosition(line: 1, column: 9))
        #expect(source.position(at: text.count + 2) == TextPosition(line: 2, column: 1))
        #expect(source.position(at: 100_000) == TextPosition(line: 2, column: 2))
        #expect(source.position(at: 4) == TextPosition(line: 1, column: 2))
    }

    @Test("a byte order mark takes no column")
    func byteOrderMark() {
        let source = SourceText(bytes: [0xEF, 0xBB, 0xBF, 0x61], name: "a")
        #expect(source.bytes == [0x61])
        #expect(source.position(at: 1).column == 2)
    }

    @Test("an empty span has one caret, also behind the line")
    func emptySpan() {
        let source = SourceText("key:\nb", name: "a")
        let finding = Diagnostic(.missingValue, "m", at: Span(4, 4))
        #expect(
            DiagnosticRenderer(sources: [source]).text([finding]) == """
                error[E121]: m
                 --> a:1:5
                  |
                1 | key:
                  |     ^

                """)
    }

    @Test("a span over lines is shown where it begins and where it ends")
    func severalLines() {
        let source = SourceText("a: [1,\n    2,\n    3,\n    4]\n", name: "a")
        let finding = Diagnostic(.wrongShape, "m", at: Span(3, 27), label: "a list")
        #expect(
            DiagnosticRenderer(sources: [source]).text([finding]) == """
                error[E206]: m
                 --> a:1:4
                  |
                1 | a: [1,
                  |    ^^^
                ...
                4 |     4]
                  |     ^^ a list

                """)
    }

    @Test("related places stand in file order, those of other texts below")
    func relatedPlaces() {
        let file = SourceText("a: 1\nb: 2\na: 3\n", name: "a.yaml")
        let option = SourceText("stages.a", name: "--set", id: SourceID(1))
        let finding = Diagnostic(
            .duplicateKey, "m", at: Span(10, 11), label: "again",
            related: [.init(Span(0, 1), "first"), .init(Span(0, 6, in: SourceID(1)), "there")])
        #expect(
            DiagnosticRenderer(sources: [file, option]).text([finding]) == """
                error[E107]: m
                 --> a.yaml:3:1
                  |
                1 | a: 1
                  | - first
                2 | b: 2
                3 | a: 3
                  | ^ again
                 ::: --set:1:1
                  |
                1 | stages.a
                  | ------ there

                """)
    }

    @Test("a finding without place has message and help alone")
    func withoutPlace() {
        let finding = Diagnostic(.noInput, "no input", at: nil, help: "give --input")
        #expect(
            DiagnosticRenderer(sources: []).text([finding]) == "warning[W501]: no input\n  = help: give --input\n")
    }

    @Test("findings stand in file order, those without place last, one line apart")
    func order() {
        let source = SourceText("ab", name: "a")
        let findings = [
            Diagnostic(.noInput, "third", at: nil), Diagnostic(.badFlag, "second", at: Span(1, 2)),
            Diagnostic(.badFlag, "first", at: Span(0, 1)),
        ]
        let text = DiagnosticRenderer(sources: [source]).text(findings)
        #expect(
            text.split(separator: "\n").filter { $0.contains("[") } == [
                "error[E312]: first", "error[E312]: second", "warning[W501]: third",
            ])
        #expect(text.contains("^\n\nerror"))
        #expect(DiagnosticRenderer(sources: []).text([]) == "")
    }

    @Test("what would disturb a terminal is shown by stand-ins")
    func standIns() throws {
        let text = try rendered("a\u{1B}[31mb\u{202E}c \u{7F}", marking: "b", label: "x\u{7}\ny")
        #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
        #expect(text.contains("a␛[31mb\u{FFFD}c ␡"))
        #expect(text.contains("x␇␊y"))
    }

    @Test("bytes that are not UTF-8 take one cell each")
    func invalidBytes() {
        let source = SourceText(bytes: [0x61, 0xFF, 0xC3, 0x28, 0x62], name: "a")
        let text = DiagnosticRenderer(sources: [source]).text([Diagnostic(.unreadableText, "m", at: Span(4, 5))])
        #expect(text.contains(" --> a:1:5\n"))
        #expect(text.contains("1 | a\u{FFFD}\u{FFFD}(b\n  |     ^\n"))
    }

    @Test("of a very long line the part around the place is shown")
    func longLine() {
        let source = SourceText(
            String(repeating: "x", count: 5000) + "y" + String(repeating: "z", count: 5000), name: "a")
        let finding = Diagnostic(.badFlag, "m", at: Span(5000, 5001), label: "here")
        let lines = DiagnosticRenderer(sources: [source]).text([finding]).split(separator: "\n")
        #expect(lines[1] == " --> a:1:5001")
        #expect(lines[3].count < 220 && lines[3].hasPrefix("1 | …x") && lines[3].hasSuffix("z…"))
        let caret = Array(lines[4]).firstIndex(of: "^")!
        #expect(Array(lines[3])[caret] == "y")
    }

    @Test("color adds escapes and nothing else")
    func color() throws {
        let plain = try rendered("a: b", marking: "b", help: "h")
        let colored = try rendered("a: b", marking: "b", help: "h", color: true)
        #expect(colored.contains("\u{1B}[1;31merror[E204]\u{1B}[0m"))
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    }

    @Test("the summary counts errors and warnings")
    func summary() {
        let error = Diagnostic(.badFlag, "", at: nil)
        let warning = Diagnostic(.noInput, "", at: nil)
        #expect(DiagnosticRenderer.summary([error, warning, error]) == "2 errors, 1 warning")
        #expect(DiagnosticRenderer.summary([warning]) == "1 warning")
        #expect(DiagnosticRenderer.summary([]) == nil)
    }
}
