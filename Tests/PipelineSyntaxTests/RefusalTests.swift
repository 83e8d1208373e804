import JSON
import Diagnostics
import PipelineSyntax
import Testing

@Suite("What the subset leaves out")
struct RefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let code: Code
        let marked: String
        var testDescription: String { text }

        init(_ text: String, _ code: Code, _ marked: String) {
            self.text = text
            self.code = code
            self.marked = marked
        }
    }

    @Test(
        "each exclusion is refused by its own code at its own place",
        arguments: [
            Case("a: !!str 1", .unsupportedTag, "!!str"), Case("[!t x]", .unsupportedTag, "!t"),
            Case("%YAML 1.2\n---\na: 1", .unsupportedDirective, "%YAML 1.2"),
            Case("a: 1\n---\nb: 2", .secondDocument, "---"),
            Case("a: 1\n...\nb: 2", .secondDocument, "b: 2"), Case("? a\n: 1", .explicitKey, "?"),
            Case("{? a : 1}", .explicitKey, "?"),
            Case("[a, b]: 1", .complexKey, "[a, b]"), Case("a: 1\n{b: 1}: 2", .complexKey, "{b: 1}: 2"),
            Case(": 1", .complexKey, ":"),
            Case("a: &x b\n*x : 1", .complexKey, "*x : 1"), Case("{a\n : 1}", .complexKey, "a\n :"),
            Case("a:\n\tb: 1", .tabIndentation, "\t"), Case("-\ta", .tabIndentation, "\t"),
            Case("a: [\n\tb]", .tabIndentation, "\t"),
            Case("a: 1\nb: 2\na: 3", .duplicateKey, "a"), Case("{1: a, 0x1: b}", .duplicateKey, "0x1"),
            Case("{\"a\": 1, a: 2}", .duplicateKey, "a"),
            Case("a: *x", .unknownAlias, "*x"), Case("a: &x [*x]", .recursiveAlias, "*x"),
            Case("a: {<<: 1}", .badMerge, "<<"),
            Case("a: {<<: [{b: 1}, 2]}", .badMerge, "<<"), Case("a: @b", .reservedCharacter, "@"),
            Case("a: `b", .reservedCharacter, "`"),
            Case("a: %b", .reservedCharacter, "%"), Case("[- a]", .reservedCharacter, "-"),
            Case("a: 'b", .unterminatedQuote, "'"),
            Case("a: \"b\nc: d\"", .unterminatedQuote, "\""), Case("a: [b", .unterminatedFlow, "["),
            Case("a: [b}", .unterminatedFlow, "}"),
            Case("a: {b: [c}", .unterminatedFlow, "}"), Case("a: [b,\nc]", .unterminatedFlow, "["),
            Case(#"a: "\q""#, .badEscape, #"\q"#),
            Case(#"a: "\uD83D""#, .badEscape, #"\uD83D"#), Case(#"a: "\x4""#, .badEscape, #"\x4"#),
            Case("a: |x\n b", .badBlockScalar, "x"),
            Case("a: |0\n b", .badBlockScalar, "0"), Case("a: |\n   \n b", .badBlockScalar, "b"),
            Case("a: b: c", .badIndentation, "b:"),
            Case("a: - b", .badIndentation, "- b"), Case("a: 1\n  b: 2", .badIndentation, "b:"),
            Case("- a\n  - b: c", .badIndentation, "- b:"),
            Case("a:\n   b: 1\n  c: 2", .badIndentation, "c: 2"), Case("a: \"b\" c", .unexpectedText, "c"),
            Case("a: [b] c", .unexpectedText, "c"),
            Case("a: 1\nb", .unexpectedText, "b"), Case("a: 1\nb:2", .unexpectedText, ":"),
            Case("a: 1\nb=2", .unexpectedText, "="),
            Case("a: 1\nb：2", .lookalikeCharacter, "："), Case("a: [b c: d e: f]", .unexpectedText, ":"),
            Case("[a,, b]", .unexpectedText, ","), Case("a: 1\n- b", .unexpectedText, "- b"),
            Case("- a\nb: 1", .unexpectedText, "b: 1"),
            Case("a: \"b\"#c", .unexpectedText, "#"), Case("a: &x *y", .unexpectedText, "*y"),
            Case("a: &x &y b", .unexpectedText, "&"),
            Case("a: &x! b", .unexpectedText, "&x!"), Case("a\u{1}: b", .controlCharacter, "\u{1}"),
            Case("a: b\rc: d", .controlCharacter, "\r"),
            Case("a: b\u{2028}c", .controlCharacter, "\u{2028}"), Case("a: b\u{FEFF}", .controlCharacter, "\u{FEFF}"),
            Case("a: }", .unexpectedText, "}"),
        ])
    func refusals(example: Case) {
        let (_, findings) = Parser.parse(SourceText(example.text, name: "text"))
        #expect(findings.first?.code == example.code)
        #expect(findings.first.map { piece($0.span, of: example.text) } == example.marked)
    }

    @Test(
        "other encodings are named",
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], "UTF-16"), ([0x61, 0, 0x3A, 0], "UTF-16"),
            ([0, 0x61, 0, 0x3A], "UTF-16"), ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0x61, 0, 0, 0], "UTF-32"),
            ([0x61, 0xE9, 0x62], "not UTF-8"), ([0xC0, 0x80], "not UTF-8"), ([0xED, 0xA0, 0x80], "not UTF-8"),
            ([0xF4, 0x90, 0x80, 0x80], "not UTF-8"), ([0xE2, 0x82], "not UTF-8"),
        ] as [([UInt8], String)])
    func encodings(bytes: [UInt8], name: String) {
        let (tree, findings) = Parser.parse(SourceText(bytes: bytes, name: "text"))
        #expect(tree == nil && findings.map(\.code) == [.unreadableText])
        #expect(findings[0].message.contains(name))
    }

    @Test("a duplicate shows where the first stands")
    func duplicate() {
        let text = "a: 1\nb: 2\na: 3\n"
        let finding = Parser.parse(SourceText(text, name: "text")).findings[0]
        #expect(finding.related.map(\.span) == [Span(0, 1)])
        #expect(finding.span == Span(10, 11))
    }

    @Test("an unquoted color that swallows its brace is explained")
    func swallowedColor() {
        let finding = Parser.parse(SourceText("a:\n  - b: {color: #f4e8d0}\n  - c\n", name: "text")).findings[0]
        #expect(finding.code == .unterminatedFlow)
        #expect(finding.help == "a color needs quotes: \"#f4e8d0\"")
    }

    @Test("reading goes on behind a broken entry, so that several errors are found")
    func recovery() {
        let text = """
            a: [1, 2
            b: "x
            c: {d: !t e}
            d:
              - *nothing
              - fine
              - 'it's'
            e: ok
            f: @x
            """
        let (tree, findings) = Parser.parse(SourceText(text, name: "text"))
        #expect(
            findings.map(\.code) == [
                .unterminatedFlow, .unterminatedQuote, .unsupportedTag, .unknownAlias, .unexpectedText,
                .reservedCharacter,
            ])
        #expect(tree.map { CanonicalJSON.text($0.json) } == #"{"d":["fine"],"e":"ok"}"#)
    }

    @Test("an alias of a broken node is not reported again")
    func brokenAnchor() {
        #expect(parsed("a: &x [!t b]\nc: *x\n") == "E108")
    }

    @Test("errors are reported up to a limit")
    func limit() {
        let text = String(repeating: "- @\n", count: 1000)
        #expect(Parser.parse(SourceText(text, name: "text")).findings.count == 50)
    }
}
