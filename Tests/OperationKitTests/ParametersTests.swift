import Diagnostics
import Imaging
import OperationKit
import PipelineSyntax
import Testing

@Suite("Parameters of an operation")
struct ParametersTests {
    private let entry = CatalogEntry(Everything.self)

    private func drawn(_ given: [String: String] = [:], key: UInt64 = 1, dpi: Double = 254) -> [String: DrawnValue] {
        let values = ParameterSet.of(given, for: entry)
        return Dictionary(
            uniqueKeysWithValues: entry.draw(values, from: RandomStream(key: key), dpi: dpi).drawn.map {
                ($0.name, $0.value)
            })
    }

    @Test("are declared by the initializer, in the order of its calls")
    func declarations() {
        #expect(
            entry.parameters.map(\.name) == [
                "number", "count", "share", "angle", "length", "choice", "size", "flag", "text", "color", "path",
                "list", "less", "fewer", "shorter",
            ])
        #expect(entry.parameters[0].kind == .number(0...10))
        #expect(entry.parameters[0].defaultText == "1..2")
        #expect(entry.parameters[0].help == "a number")
        #expect(entry.parameters[4].kind == .length(0...20, .mm))
    }

    @Test("have their defaults when nothing is given")
    func defaults() {
        let drawn = drawn()
        #expect(drawn["count"] == .count(3))
        #expect(drawn["share"] == .number(0.25))
        #expect(drawn["angle"] == .number(-3))
        // 2 mm at 254 pixels an inch.
        #expect(drawn["length"] == .number(20))
        #expect(drawn["choice"] == .word("left"))
        #expect(drawn["size"] == .count(5))
        #expect(drawn["flag"] == .flag(true))
        #expect(drawn["text"] == .word("DRAFT"))
        #expect(drawn["color"] == .color(Color(red: 255, green: 0, blue: 0)))
        for name in ["path", "list", "less", "fewer", "shorter"] { #expect(drawn[name] == .nothing, "\(name)") }
    }

    @Test("take what is given, lengths in any unit")
    func given() {
        let drawn = drawn([
            "number": "7.5", "count": "9", "length": "36pt", "choice": "right", "size": "3", "flag": "false",
            "less": "0.5", "fewer": "4", "shorter": "12px", "path": "a.png", "color": "#102030",
        ])
        #expect(drawn["number"] == .number(7.5))
        #expect(drawn["count"] == .count(9))
        #expect(drawn["length"] == .number(127))
        #expect(drawn["choice"] == .word("right"))
        #expect(drawn["size"] == .count(3))
        #expect(drawn["flag"] == .flag(false))
        #expect(drawn["less"] == .number(0.5))
        #expect(drawn["fewer"] == .count(4))
        #expect(drawn["shorter"] == .number(12))
        #expect(drawn["path"] == .word("a.png"))
        #expect(drawn["color"] == .color(Color(red: 16, green: 32, blue: 48)))
    }

    @Test("draw from streams of their own: another parameter's distribution moves nothing")
    func independence() {
        let (plain, other) = (drawn(key: 8), drawn(["share": "0..1", "angle": "-5..5"], key: 8))
        #expect(plain["number"] == other["number"])
        #expect(plain["number"] != drawn(key: 9)["number"])
        #expect(plain["share"] != other["share"])
    }

    @Test("are rounded to four digits, so that the manifest holds what was used")
    func rounding() {
        for key in 1...50 as ClosedRange<UInt64> {
            guard case .number(let value)? = drawn(key: key)["number"] else {
                Issue.record("no number")
                return
            }
            #expect(abs((value * 1000).rounded() / 1000 - value) < 1e-12)
        }
    }
}

@Suite("Distributions")
struct DistributionTests {
    private func values(
        _ text: String, _ kind: ValueKind = .number(-100...100), count: Int = 4000
    ) throws -> [Double] {
        let span = Span(0, text.utf8.count)
        let node = Node(.scalar(Scalar(text, style: .plain)), at: span)
        let expression = try #require(ValueExpression.read(node, as: kind).expression)
        return (0..<count).compactMap { n in
            let value = expression.draw(from: RandomStream(key: 12).child(n), within: kind)
            if case .number(let drawn) = value { return drawn }
            return nil
        }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    @Test("a range is uniform")
    func uniform() throws {
        let values = try values("2..6")
        #expect(values.count == 4000)
        #expect(values.allSatisfy { (2...6).contains($0) })
        #expect(abs(mean(values) - 4) < 0.06)
        #expect(abs(Double(values.count { $0 < 3 }) / 4000 - 0.25) < 0.02)
    }

    @Test("a range of counts holds both ends and whole numbers only")
    func counts() throws {
        let values = try values("1..4", .count(0...10))
        #expect(Set(values) == [1, 2, 3, 4])
        for n in 1...4 { #expect(abs(values.count { $0 == Double(n) } - 1000) < 120) }
    }

    @Test("a log range has as much below its geometric mean as above")
    func logarithmic() throws {
        let values = try values("log 0.01..1")
        #expect(values.allSatisfy { (0.01...1).contains($0) })
        #expect(abs(Double(values.count { $0 < 0.1 }) / 4000 - 0.5) < 0.03)
    }

    @Test("a normal distribution has its mean and deviation, and stays within the parameter's bounds")
    func normal() throws {
        let free = try values("10 +- 3")
        #expect(abs(mean(free) - 10) < 0.2)
        let variance = mean(free.map { ($0 - 10) * ($0 - 10) })
        #expect(abs(variance.squareRoot() - 3) < 0.15)
        let cut = try values("0 +- 3", .number(0...4))
        #expect(cut.allSatisfy { (0...4).contains($0) })
        // Drawn again rather than pushed to the end.
        #expect(cut.count { $0 == 0 || $0 == 4 } < 4)
    }

    @Test("a choice follows its weights, and a member may be a range")
    func choice() throws {
        let values = try values("1*3 | 5..6")
        #expect(abs(Double(values.count { $0 == 1 }) / 4000 - 0.75) < 0.03)
        #expect(values.allSatisfy { $0 == 1 || (5...6).contains($0) })
        #expect(Set(values).count > 500)
    }

    @Test("the first draws stay the same from release to release", arguments: pinned.map(\.text))
    func firstDraws(text: String) throws {
        let expected = try #require(Self.pinned.first { $0.text == text }).values
        #expect(try values(text, count: 3) == expected)
    }

    static let pinned: [(text: String, values: [Double])] = [
        ("2..6", [4.494636917845234, 2.156551493410677, 3.270709517485808]),
        ("log 0.01..1", [0.17673332936368255, 0.011975006193516591, 0.04318717124549404]),
        ("10 +- 3", [10.945316544932956, 4.717661775209214, 8.577389334804593]),
        ("1 | 5..6", [1.0, 1.0, 5.317677379371452]),
        ("4", [4, 4, 4]),
    ]
}

/// An operation with a parameter of every kind.
private struct Everything: PixelOperation {
    static let manual = Manual("everything", family: .ink, on: [.page], "Takes everything.", cost: (1, 1))

    enum Side: String, CaseIterable { case left, right }

    init(_ p: inout Parameters) {
        _ = p.number("number", "1..2", in: 0...10, "a number")
        _ = p.count("count", "3", in: 0...10, "a count")
        _ = p.share("share", "25%", "a share")
        _ = p.angle("angle", "-3", in: -10...10, "an angle")
        _ = p.length("length", "2mm", in: .mm(0...20), "a length")
        let _: Side = p.choice("choice", "left", "a side")
        _ = p.size("size", "5", of: [3, 5, 7], "a size")
        _ = p.flag("flag", true, "a flag")
        _ = p.text("text", "DRAFT", "a text")
        _ = p.color("color", "#ff0000", "a color")
        _ = p.path("path", "a path")
        _ = p.optionalNumbers("list", count: 2, "a list")
        _ = p.optionalNumber("less", in: 0...1, "a number or none")
        _ = p.optionalCount("fewer", in: 0...5, "a count or none")
        _ = p.optionalLength("shorter", in: .mm(0...5), "a length or none")
    }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {}
}
