import Imaging
import Testing

@testable import Truth

@Suite("Text as it is seen")
struct VisualOrderTests {
    /// In reading order, and as it is seen from left to right.
    private static let pairs: [(read: String, seen: String)] = [
        ("אבג", "גבא"), ("אבג דהו", "והד גבא"), ("אבג 123", "123 גבא"), ("אבג 3.14 ד", "ד 3.14 גבא"),
        ("אבג (דה) ו", "ו (הד) גבא"), ("אבג [1] {ד}", "{ד} [1] גבא"), ("אבג 50% ד", "ד 50% גבא"),
        ("אבג 12/05/2024", "12/05/2024 גבא"), ("אבג 12:30", "12:30 גבא"), ("אבג abc ד", "ד abc גבא"),
        ("אבג abc 123 def ד", "ד abc 123 def גבא"), ("abc אבג def", "abc גבא def"), ("abcd 12 אבג", "abcd 12 גבא"),
        ("אבג!", "!גבא"), ("אבג, דהו?", "?והד ,גבא"), ("«אבג» ד", "ד «גבא»"), ("في 12/05/2024", "12/05/2024 يف"),
        ("في 50%", "%50 يف"), ("في 12-05-2024", "2024-05-12 يف"), ("سعر 3.5", "3.5 رعس"), ("(في)", "(يف)"),
        ("abc (אבג) def", "abc (גבא) def"), ("100₪ אבג", "גבא 100₪"), ("plain (text) 50%", "plain (text) 50%"),
    ]

    @Test("brackets, decimals, dates and percent come back in reading order", arguments: pairs)
    func readingOrder(read: String, seen: String) {
        let first = read.unicodeScalars.lazy.compactMap(\.strongDirection).first ?? .leftToRight
        #expect(VisualOrder.visual(read, first) == seen)
        #expect(VisualOrder.logical(seen) == read)
    }

    @Test("marks stay behind their letters")
    func marks() {
        let read = "שָׁלוֹם (עוֹלָם)"
        #expect(VisualOrder.logical(VisualOrder.visual(read, .rightToLeft)) == read)
    }

    @Test("whatever is found looks like what was given, for generated lines", arguments: 0..<8)
    func inverse(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let words = [
            "אבג", "דה", "שלום", "في", "سعر", "abc", "X", "12", "3.5", "1,200", "50%", "(א)", "[b]", "12:30", "-", "٣٤",
        ]
        var (tried, found, same) = (0, 0, 0)
        for _ in 0..<120 {
            let read = (0...draw(5)).map { _ in words[draw(words.count)] }.joined(separator: " ")
            guard let first = read.unicodeScalars.lazy.compactMap(\.strongDirection).first else { continue }
            tried += 1
            let seen = VisualOrder.visual(read, first)
            guard let back = VisualOrder.logical(seen) else { continue }
            found += 1
            if back == read { same += 1 }
            let directions = [TextDirection.leftToRight, .rightToLeft]
            #expect(directions.contains { VisualOrder.visual(back, $0) == seen }, "\(seen)")
        }
        #expect(found * 10 >= tried * 8 && same * 2 > tried, "\(tried) \(found) \(same)")
    }

    @Test("box files hold what is seen: whole lines, and characters that run to the right")
    func boxes() throws {
        let files = TruthCase()
        let line = try files.read("a.box", "WordStr 10 70 190 90 0 #12/05/2024 (הד) גבא\n\t 191 70 195 90 0\n")
        #expect(line.text == "אבג (דה) 12/05/2024")
        let seen = Array("5% גבא")
        let rows = seen.enumerated().map { "\($0.element) \(10 + 20 * $0.offset) 70 \(28 + 20 * $0.offset) 90 0\n" }
        let glyphs = try files.read("a.box", rows.joined() + "\t 150 70 155 90 0\n")
        #expect(glyphs.text == "אבג 5%")
        #expect(glyphs.lines[0].words.map(\.text) == ["אבג", "5%"])
        let stored = Array("אבג")
        let logical = stored.enumerated().map {
            "\($0.element) \(90 - 20 * $0.offset) 70 \(108 - 20 * $0.offset) 90 0\n"
        }
        #expect(try files.read("a.box", logical.joined() + "\t 150 70 155 90 0\n").text == "אבג")
    }
}
