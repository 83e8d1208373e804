import Diagnostics
import PipelineSyntax
import Testing

@Suite("Values that are nearly right")
struct NearMissTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let written: String
        let kind: ValueKind
        let code: Code
        let marked: String
        let label: String
        var testDescription: String { written }

        init(_ written: String, _ kind: ValueKind, _ code: Code, _ marked: String, _ label: String) {
            self.written = written
            self.kind = kind
            self.code = code
            self.marked = marked
            self.label = label
        }
    }

    private static let number = ValueKind.number(0...100)
    private static let length = ValueKind.length(0...3, .mm)
    private static let words = ValueKind.choice(["fax", "laser", "inkjet"])

    private static let numbers: [Case] = [
        Case("[30, 80]", number, .listForRange, "[30, 80]", "a range is written 30..80"),
        Case("[30..80]", number, .listForRange, "[30..80]", "write 30..80 without the brackets"),
        Case("[1, 2, 3]", number, .listForRange, "[1, 2, 3]", "a choice is written 1 | 2 | 3"),
        Case("{min: 1, max: 2}", number, .wrongKind, "{min: 1, max: 2}", "a range is written 1..2"),
        Case("{mean: 1, std: 2}", number, .wrongKind, "{mean: 1, std: 2}", "a normal distribution is written 1 +- 2"),
        Case("5..2", number, .reversedRange, "5..2", "write '2..5'"),
        Case("30-80", number, .badRange, "30-80", "a range is written 30..80"),
        Case("30 - 80", number, .badRange, "30 - 80", "a range is written 30..80"),
        Case("30 to 80", number, .badRange, "30 to 80", "a range is written 30..80"),
        Case("30~80", number, .badRange, "30~80", "a range is written 30..80"),
        Case("30:80", number, .badRange, "30:80", "a range is written 30..80"),
        Case("(30, 80)", number, .badRange, "(30, 80)", "a range is written 30..80"),
        Case("uniform(30, 80)", number, .badRange, "uniform(30, 80)", "a range is written 30..80"),
        Case("normal(30, 8)", number, .badRange, "normal(30, 8)", "a normal distribution is written 30 +- 8"),
        Case("30...80", number, .badRange, "...", "write '30..80'"),
        Case("..80", number, .badRange, "..80", "write one before '..'"),
        Case(".5..", number, .badRange, ".5..", "write one behind '..'"),
        Case("1..2..3", number, .badRange, "..", "write 'a..b'"),
        Case("30 +/- 5", number, .badRange, "+/-", "write '30 +- 5'"),
        Case("+- 5", number, .badRange, "+- 5", "write 'mean +- deviation'"),
        Case("3 +- -1", number, .outOfRange, "-1", "write '1'"),
        Case("log 5", number, .badRange, "log 5", "write 'log 0.1..10'"),
        Case("log(1, 5)", number, .badRange, "log(1, 5)", "write 'log 1..5'"),
        Case("log 0..5", number, .outOfRange, "0", "a number above 0"),
        Case("0,5", number, .badNumber, ",", "write '0.5', or for a range '0..5'"),
        Case("30,5", number, .badNumber, ",", "write '30.5'"),
        Case("1_000", number, .badNumber, "1_000", "write '1000'"),
        Case("0x10", number, .badNumber, "0x10", "write '16'"),
        Case("3mm", number, .wrongUnit, "mm", "write '3'"),
        Case("50%", number, .wrongUnit, "%", "write a number without '%'"),
        Case("101", number, .outOfRange, "101", "at most 100"),
        Case("90..101", number, .outOfRange, "101", "at most 100"),
        Case("1 | 3 | 200..300", number, .outOfRange, "200", "at most 100"),
        Case("-1 +- 3", number, .outOfRange, "-1", "at least 0"),
        Case("3.0", .count(1...9), .badNumber, "3.0", "write '3'"),
        Case("1..2.5", .count(1...9), .badNumber, "2.5", "a whole number is expected"),
        Case("25", .share(0...1), .outOfRange, "25", "write '25%'"),
        Case("25 %", .share(0...1), .wrongUnit, " ", "write '25%'"),
        Case("10%..0.3", .share(0...1), .missingUnit, "0.3", "write '10..30%'"),
        Case("150%", .share(0...1), .outOfRange, "150%", "at most 1"),
        Case("2°", .angle(-90...90), .wrongUnit, "°", "write '2'"),
        Case("1 turn", .angle(-360...360), .wrongUnit, "turn", "write '360'"),
    ]

    private static let lengths: [Case] = [
        Case("3", length, .missingUnit, "3", "write '3mm' or '3px'"),
        Case("1..2", length, .missingUnit, "1", "write '1mm' or '1px'"),
        Case("3 mm", length, .wrongUnit, " ", "write '3mm'"), Case("3MM", length, .wrongUnit, "MM", "write '3mm'"),
        Case("0.3cm", length, .wrongUnit, "cm", "write '3mm'"),
        Case("0.1in", length, .wrongUnit, "in", "write '2.54mm'"),
        Case("10%", length, .wrongUnit, "%", "use mm, pt or px"),
        Case("3em", length, .wrongUnit, "em", "use mm, pt or px"),
        Case("0.1mm..0.4", length, .missingUnit, "0.4", "write '0.1..0.4mm'"),
        Case("1mm..4px", length, .wrongUnit, "1mm..4px", "use one unit for both"),
        Case("4mm", length, .outOfRange, "4mm", "at most 3mm"),
        Case("0.3mm..0.1mm", length, .reversedRange, "0.3mm..0.1mm", "write '0.1..0.3mm'"),
    ]

    private static let others: [Case] = [
        Case("yes", .flag, .badFlag, "yes", "write 'true'"), Case("Off", .flag, .badFlag, "Off", "write 'false'"),
        Case("1", .flag, .badFlag, "1", "write 'true'"),
        Case("Fax", words, .unknownChoice, "Fax", "did you mean 'fax'?"),
        Case("fax | lazer", words, .unknownChoice, "lazer", "did you mean 'laser'?"),
        Case("fax, laser", words, .unknownChoice, "fax, laser", "a choice is written fax | laser"),
        Case("\"fax | laser\"", words, .unknownChoice, "fax | laser", "a choice is written without the quotes"),
        Case("[fax, laser]", words, .listForRange, "[fax, laser]", "a choice is written fax | laser"),
        Case("3*fax | laser", words, .badWeight, "fax", "write 'fax*3'"),
        Case("fax*0 | laser", words, .badWeight, "0", "a number above 0"),
        Case("#fff", .color, .missingValue, "", "write one here"),
        Case("f4e8d0", .color, .badColor, "f4e8d0", "write \"#f4e8d0\", with quotes"),
        Case("rgb(1, 2, 3)", .color, .badColor, "rgb(1, 2, 3)", "write \"#010203\", with quotes"),
        Case("whit", .color, .badColor, "whit", "did you mean 'white'?"),
        Case("0.5", .color, .badColor, "0.5", "write '128'"), Case("50%", .color, .badColor, "50%", "write '128'"),
        Case("256", .color, .outOfRange, "256", "at most 255"),
        Case("\"#ff\"", .color, .badColor, "#ff", "six hexadecimal digits, or three, follow '#'"),
        Case("3x5", .size([3, 5]), .unknownChoice, "3x5", "write '3x3'"),
        Case("4", .size([3, 5]), .unknownChoice, "4", "the nearest is 3"),
        Case("3-5", .size([3, 5]), .badRange, "3-5", "a range is written 3..5"),
        Case("\"\"", .text, .missingText, "", "write one, in quotes if need be"),
        Case("3", .numbers(2), .wrongKind, "3", "a list is written [1, 2]"),
        Case("~", number, .missingValue, "~", "write one here"),
        Case("[1, 2..3]", .numbers(2), .badNumber, "2..3", ""), Case("[1]", .numbers(2), .wrongKind, "[1]", ""),
    ]

    private static let characters: [Case] = [
        Case("３0", number, .lookalikeCharacter, "３", "write '30'"),
        Case("3\u{A0}mm", length, .lookalikeCharacter, "\u{A0}", "write '3 mm'"),
        Case("30–80", number, .lookalikeCharacter, "–", "write '30..80'"),
        Case("30…80", number, .lookalikeCharacter, "…", "write '30..80'"),
        Case("−3", number, .lookalikeCharacter, "−", "write '-3'"),
        Case("3×3", .size([3]), .lookalikeCharacter, "×", "write '3x3'"),
        Case("30\t80", number, .lookalikeCharacter, "\t", "write '30 80'"),
        Case("2\u{200B}", number, .lookalikeCharacter, "\u{200B}", "write '2'"),
        Case("fax｜laser", words, .lookalikeCharacter, "｜", "write 'fax|laser'"),
        Case("２５％", .share(0...1), .lookalikeCharacter, "２", "write '25%'"),
        Case("“red”", .color, .lookalikeCharacter, "“", "write '\"red\"'"),
        Case("٣", number, .lookalikeCharacter, "٣", "write '3'"),
    ]

    @Test("each has a message of its own at its exact place", arguments: numbers + lengths + others + characters)
    func nearMiss(example: Case) throws {
        let (expression, findings) = read(example.written, as: example.kind)
        #expect(expression == nil)
        let finding = try #require(findings.first)
        #expect(finding.code == example.code)
        #expect(piece(finding.span, of: "k: " + example.written) == example.marked)
        #expect(finding.label ?? "" == example.label)
        #expect(finding.help != nil)
    }

    @Test("a scalar with escapes or over several lines is marked as a whole")
    func wholeScalar() throws {
        let text = "k: \"\\x33 mm\""
        let (_, findings) = read("\"\\x33 mm\"", as: Self.length)
        #expect(piece(findings.first?.span, of: text) == "\"\\x33 mm\"")
    }

    @Test("every error in a choice is reported")
    func everyMember() {
        let (_, findings) = read("fex | laser | injet*2", as: Self.words)
        #expect(findings.map(\.label) == ["did you mean 'fax'?", "did you mean 'inkjet'?"])
    }

    @Test("what a missing space behind a colon makes of a key is explained")
    func missingSpace() {
        let span = Span(10, 15)
        #expect(missingSpaceAfterColon("p:0.5", at: span)?.label == "write 'p: 0.5'")
        #expect(missingSpaceAfterColon("p:0.5", at: span)?.span == Span(11, 12))
        #expect(missingSpaceAfterColon("p：5", at: span)?.code == .lookalikeCharacter)
        #expect(missingSpaceAfterColon("p=0.5", at: span)?.label == "write 'p: 0.5'")
        #expect(missingSpaceAfterColon("http://x", at: span) == nil)
        #expect(missingSpaceAfterColon("angle", at: span) == nil)
    }

    @Test("characters in names that cannot be told apart are explained")
    func lookalikeNames() {
        #expect(lookalikeFinding(in: "ink\u{A0}", at: Span(2, 7))?.span == Span(5, 7))
        #expect(lookalikeFinding(in: "ｐ", at: Span(0, 3))?.label == "write 'p'")
        #expect(lookalikeFinding(in: "ink", at: Span(0, 3)) == nil)
    }
}
