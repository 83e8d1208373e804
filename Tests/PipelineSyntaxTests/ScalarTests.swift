import Diagnostics
import PipelineSyntax
import Testing

@Suite("Scalars")
struct ScalarTests {
    @Test(
        "plain scalars mean what the core schema says",
        arguments: [
            ("~", "null"), ("null", "null"), ("Null", "null"), ("NULL", "null"), ("", "null"), ("nuLL", "\"nuLL\""),
            ("true", "true"), ("True", "true"), ("FALSE", "false"), ("yes", "\"yes\""), ("on", "\"on\""),
            ("12", "12"), ("+12", "12"), ("-012", "-12"), ("007", "7"), ("-0", "0"), ("0x1F", "31"), ("0o17", "15"),
            ("0xg", "\"0xg\""), ("0o8", "\"0o8\""), ("-0x1", "\"-0x1\""), ("0b1", "\"0b1\""), ("1_000", "\"1_000\""),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("0xffffffffffffffffffff", "1208925819614629174706175"),
            ("1.5", "1.5"), (".5", "0.5"), ("5.", "5.0"), ("-.5", "-0.5"), ("1e3", "1000.0"), ("1E-2", "0.01"),
            ("+.5e1", "5.0"), (".", "\".\""), ("1e", "\"1e\""), ("1.2.3", "\"1.2.3\""), ("..", "\"..\""),
            (".inf", "\".inf\""), ("-.INF", "\"-.inf\""), (".NaN", "\".nan\""), ("1e400", "\".inf\""),
            ("inf", "\"inf\""), ("2001-01-01", "\"2001-01-01\""), ("12:30", "\"12:30\""), ("0.3..0.7", "\"0.3..0.7\""),
        ])
    func coreSchema(text: String, json: String) {
        #expect(parsed("k: \(text)") == "{\"k\":\(json)}")
    }

    @Test("quoted scalars are strings")
    func quoted() {
        #expect(parsed("['1', \"true\", '', \"~\"]") == #"["1","true","","~"]"#)
    }

    @Test(
        "every escape of double quotes is known",
        arguments: [
            (#"\0"#, 0), (#"\a"#, 7), (#"\b"#, 8), (#"\t"#, 9), ("\\\t", 9), (#"\n"#, 10), (#"\v"#, 11), (#"\f"#, 12),
            (#"\r"#, 13), (#"\e"#, 27), (#"\ "#, 32), (#"\""#, 34), (#"\/"#, 47), (#"\\"#, 92), (#"\N"#, 0x85),
            (#"\_"#, 0xA0), (#"\L"#, 0x2028), (#"\P"#, 0x2029), (#"\x41"#, 0x41), (#"\uD55C"#, 0xD55C),
            (#"\U0001F98A"#, 0x1F98A), (#"\UD55C"#, nil), (#"\u00e9"#, 0xE9),
        ] as [(String, UInt32?)])
    func escapes(written: String, value: UInt32?) {
        let tree = Parser.parse(SourceText("\"\(written)\"", name: "text")).tree
        guard let value else {
            #expect(parsed("\"\(written)\"") == "E105")
            return
        }
        guard case .scalar(let scalar)? = tree?.content else {
            Issue.record("no scalar")
            return
        }
        #expect(Array(scalar.text.unicodeScalars) == [UnicodeScalar(value)!])
    }

    @Test(
        "lines of plain and quoted scalars are folded",
        arguments: [
            ("a: b\n  c", "b c"), ("a: b\n\n  c", "b\\nc"), ("a: b\n\n\n  c", "b\\n\\nc"), ("a:\n  b\n   c", "b c"),
            ("a: b  \n  - c", "b - c"), ("a: b\n  'c'", "b 'c'"), ("a: b # x\n", "b"), ("a: b#x", "b#x"),
            ("a: \"b  \n   c\"", "b c"), ("a: \"b\n\n  c\"", "b\\nc"), ("a: \"b\\\n  c\"", "bc"),
            ("a: \"b \\\n\n  c\"", "b \\nc"), ("a: \"b\\t\n  c\"", "b\\t c"), ("a: \" b\n  c \"", " b c "),
            ("a: \"b\n  \\ c\"", "b  c"), ("a: 'b\n  c''d'", "b c'd"), ("a: 'b\r\n\r\n  c'", "b\\nc"),
            ("a: 'it''s'", "it's"), ("a: ''''", "'"), ("a: \"\n  \"", " "), ("a: b\r\n  c\r\n", "b c"),
        ])
    func folding(text: String, value: String) {
        #expect(parsed(text) == "{\"a\":\"\(value)\"}")
    }

    @Test(
        "literal and folded texts keep or fold their lines, by indentation and chomping",
        arguments: [
            ("|\n b\n c\n", "b\\nc\\n"), ("|-\n b\n", "b"), ("|+\n b\n\n\n", "b\\n\\n\\n"), ("|\n b\n\n\n", "b\\n"),
            ("|\n b", "b"), ("|\n  b\n   c\n", "b\\n c\\n"), ("|2\n   b\n", " b\\n"), ("|-2\n   b\n", " b"),
            ("|2-\n   b\n", " b"), ("|\n\n b\n", "\\nb\\n"), ("| # comment\n b\n", "b\\n"),
            ("|\n # text\n", "# text\\n"),
            (">\n b\n c\n", "b c\\n"), (">\n b\n\n c\n", "b\\nc\\n"), (">\n b\n\n\n c\n", "b\\n\\nc\\n"),
            (">\n b\n   more\n c\n", "b\\n  more\\nc\\n"), (">\n b\n\n   more\n\n c\n", "b\\n\\n  more\\n\\nc\\n"),
            (">-\n b\n c\n\n", "b c"), (">+\n b\n\n", "b\\n\\n"), ("|\n", ""), ("|+\n\n", "\\n"),
            (">\r\n b\r\n c\r\n", "b c\\n"),
            ("|\n b\n# comment\n", "b\\n"), ("|\n \tb\n", "\\tb\\n"), ("|\n b  \n", "b  \\n"),
        ])
    func blockTexts(text: String, value: String) {
        #expect(parsed("a: \(text)") == "{\"a\":\"\(value)\"}")
    }

    @Test("the spans of scalars cover what is written")
    func spans() throws {
        let text = "한: 'é\n  x'\nb: [\"🦊\", c d ]\nt: |\n  l\n\n# end\n"
        let tree = try #require(Parser.parse(SourceText(text, name: "text")).tree)
        let pieces = PipelineSyntaxTests.spans(tree).map { piece($0, of: text) }
        #expect(
            pieces == [
                "한: 'é\n  x'\nb: [\"🦊\", c d ]\nt: |\n  l", "한", "'é\n  x'", "b", "[\"🦊\", c d ]", "\"🦊\"", "c d", "t",
                "|\n  l",
            ])
    }
}
