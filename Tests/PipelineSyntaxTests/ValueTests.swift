import Diagnostics
import PipelineSyntax
import Testing

/// What is read from the value of `k` in a text `k: …`.
func read(_ written: String, as kind: ValueKind) -> (expression: ValueExpression?, findings: [Diagnostic]) {
    let (tree, findings) = Parser.parse(SourceText("k: " + written, name: "text"))
    guard findings.isEmpty, case .mapping(let entries)? = tree?.content else { return (nil, findings) }
    return ValueExpression.read(entries[0].value, as: kind)
}

@Suite("Values")
struct ValueTests {
    private let length = ValueKind.length(-1...3, .mm)

    private func mm(_ value: Double) -> Value { .length(value, .mm) }

    private func gray(_ level: UInt8) -> Value { .color(red: level, green: level, blue: level) }

    @Test("numbers, shares, angles and counts are fixed values")
    func fixedNumbers() {
        #expect(read("3", as: .number(0...5)).expression == .fixed(.number(3)))
        #expect(read("-.5e1", as: .number(-5...5)).expression == .fixed(.number(-5)))
        #expect(read("\"3\"", as: .number(0...5)).expression == .fixed(.number(3)))
        #expect(read("25%", as: .share(0...1)).expression == .fixed(.number(0.25)))
        #expect(read("0.25", as: .share(0...1)).expression == .fixed(.number(0.25)))
        #expect(read("-45", as: .angle(-90...90)).expression == .fixed(.number(-45)))
        #expect(read("7", as: .count(1...9)).expression == .fixed(.number(7)))
    }

    @Test("lengths carry their unit; a unit on the upper end holds for both")
    func lengths() {
        #expect(read("0.3mm", as: length).expression == .fixed(mm(0.3)))
        #expect(read("2pt", as: length).expression == .fixed(.length(2, .pt)))
        #expect(read("400px", as: .length(0...3, .mm)).expression == .fixed(.length(400, .px)))
        #expect(read("0.1..0.4mm", as: length).expression == .uniform(mm(0.1), mm(0.4)))
        #expect(read("0.1mm..0.4mm", as: length).expression == .uniform(mm(0.1), mm(0.4)))
        #expect(read("0 +- 0.2mm", as: length).expression == .normal(mean: mm(0), deviation: mm(0.2)))
        #expect(
            read("-0.1mm | 0.12mm", as: length).expression
                == .choice([.init(.fixed(mm(-0.1))), .init(.fixed(mm(0.12)))]))
    }

    @Test("distributions are uniform, log-uniform or normal")
    func distributions() {
        let kind = ValueKind.number(-10...10)
        #expect(read("0.3..0.7", as: kind).expression == .uniform(.number(0.3), .number(0.7)))
        #expect(read("-5..-2", as: kind).expression == .uniform(.number(-5), .number(-2)))
        #expect(read("2..2", as: kind).expression == .fixed(.number(2)))
        #expect(read(".5...7", as: kind).findings.map(\.code) == [.badRange])
        #expect(read("log 0.1..10", as: kind).expression == .logUniform(.number(0.1), .number(10)))
        for written in ["0 +- 2", "0+-2", "0 ± 2", "0±2"] {
            #expect(read(written, as: kind).expression == .normal(mean: .number(0), deviation: .number(2)))
        }
        #expect(read("10..30%", as: .share(0...1)).expression == .uniform(.number(0.1), .number(0.3)))
        #expect(read("2..4", as: .count(1...5)).expression == .uniform(.number(2), .number(4)))
        #expect(read("3 +- 1.5", as: .count(1...5)).expression == .normal(mean: .number(3), deviation: .number(1.5)))
    }

    @Test("choices hold values or ranges, with weights")
    func choices() {
        let words = ValueKind.choice(["fax", "laser", "400"])
        #expect(read("fax", as: words).expression == .fixed(.word("fax")))
        #expect(read("400", as: words).expression == .fixed(.word("400")))
        #expect(
            read("fax*3 | laser", as: words).expression
                == .choice([.init(.fixed(.word("fax")), weight: 3), .init(.fixed(.word("laser")))]))
        #expect(
            read("1|3..5 * 0.5", as: .number(0...9)).expression
                == .choice([.init(.fixed(.number(1))), .init(.uniform(.number(3), .number(5)), weight: 0.5)]))
        #expect(
            read("true | false*2", as: .flag).expression
                == .choice([.init(.fixed(.flag(true))), .init(.fixed(.flag(false)), weight: 2)]))
    }

    @Test("sizes are written with one side or two; a range holds the sizes between")
    func sizes() {
        let kind = ValueKind.size([1, 3, 5, 7])
        #expect(read("3", as: kind).expression == .fixed(.number(3)))
        #expect(read("3x3", as: kind).expression == .fixed(.number(3)))
        #expect(
            read("1x1 | 3x3", as: kind).expression == .choice([.init(.fixed(.number(1))), .init(.fixed(.number(3)))]))
        #expect(
            read("2..6", as: kind).expression == .choice([.init(.fixed(.number(3))), .init(.fixed(.number(5)))]))
    }

    @Test("colors are names, gray levels, ranges of them, or hexadecimal in quotes")
    func colors() {
        #expect(read("white", as: .color).expression == .fixed(gray(255)))
        #expect(read("White", as: .color).expression == .fixed(gray(255)))
        #expect(read("0", as: .color).expression == .fixed(gray(0)))
        #expect(read("40..90", as: .color).expression == .uniform(gray(40), gray(90)))
        #expect(read("\"#F4e8d0\"", as: .color).expression == .fixed(.color(red: 0xF4, green: 0xE8, blue: 0xD0)))
        #expect(read("'#fa0'", as: .color).expression == .fixed(.color(red: 255, green: 170, blue: 0)))
        #expect(
            read("\"#000*2 | white\"", as: .color).expression
                == .choice([.init(.fixed(gray(0)), weight: 2), .init(.fixed(gray(255)))]))
    }

    @Test("texts are any words, with choices unless quoted")
    func texts() {
        #expect(read("COPY", as: .text).expression == .fixed(.word("COPY")))
        #expect(read("2024", as: .text).expression == .fixed(.word("2024")))
        #expect(read("ＣＯＰＹ – 1", as: .text).expression == .fixed(.word("ＣＯＰＹ – 1")))
        #expect(read("\" a \"", as: .text).expression == .fixed(.word(" a ")))
        #expect(read("a*2", as: .text).expression == .fixed(.word("a*2")))
        #expect(read("a|b", as: .text).expression == .fixed(.word("a|b")))
        #expect(
            read("COPY*2 | DRAFT", as: .text).expression
                == .choice([.init(.fixed(.word("COPY")), weight: 2), .init(.fixed(.word("DRAFT")))]))
        #expect(read("\"COPY | DRAFT\"", as: .text).expression == .fixed(.word("COPY | DRAFT")))
        #expect(
            read("a/b.png | c.png", as: .path).expression
                == .choice([.init(.fixed(.word("a/b.png"))), .init(.fixed(.word("c.png")))]))
    }

    @Test("lists of numbers, and none where a value may be left out")
    func listsAndNone() {
        #expect(read("[1, -2.5, 0]", as: .numbers(3)).expression == .fixed(.numbers([1, -2.5, 0])))
        #expect(read("none", as: .optional(length)).expression == .fixed(.nothing))
        #expect(read("none", as: .optional(.numbers(2))).expression == .fixed(.nothing))
        #expect(read("\"none\"", as: .optional(.text)).expression == .fixed(.word("none")))
        #expect(
            read("none | 1mm", as: .optional(length)).expression
                == .choice([.init(.fixed(.nothing)), .init(.fixed(mm(1)))]))
    }

    @Test("the bounds hold for every unit of length")
    func boundsOfUnits() {
        #expect(read("3mm", as: length).findings.isEmpty)
        #expect(read("8.5pt", as: length).findings.isEmpty)
        #expect(read("8.6pt", as: length).findings.map(\.code) == [.outOfRange])
        #expect(read("-1px", as: length).findings.isEmpty)
        #expect(read("-1px", as: .length(0...3, .mm)).findings.map(\.code) == [.outOfRange])
        #expect(read("1mm", as: .length(0...3, .pt)).findings.isEmpty)
        #expect(read("2mm", as: .length(0...3, .pt)).findings.map(\.code) == [.outOfRange])
    }
}
