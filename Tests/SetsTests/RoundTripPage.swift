import Engine
import Imaging
import Jobs
import OperationKit

@testable import Sets

/// A line of text of some kind, with an area of the page for itself.
struct LineKind: Sendable {
    let name: String
    let line: TextLine
    let area: Outline
}

/// A page on which every line is of another kind.
enum RoundTripPage {
    static let size = Size(width: 600, height: 640)

    static let kinds: [LineKind] = [
        kind("plain", at: 20, [("Two", 60), ("words,", 100)]),
        kind("quotes", at: 80, [("\"a,b\"", 90), ("#1", 50), ("<&>", 60)]),
        kind("Hangul", at: 140, [("한글", 80), ("문장", 80)]),
        kind("right-to-left", at: 200, [("עולם", 90), ("שלום", 90)], isFromRight: true),
        kind("glued", at: 260, [("don", 50), ("'t", 20), ("stop", 70)], glued: [1]),
        turned, curved, vertical,
        kind("illegible", at: 500, [("mud", 80), ("dle", 70)], illegible: .marked),
        LineKind(
            name: "without text",
            line: TextLine(
                id: "", outline: Outline(x: 20, y: 560, width: 120, height: 30), text: "", illegible: .marked),
            area: area(560)),
    ]

    static let truth = truth()

    /// The labels of the page without some kinds of lines.
    static func truth(without left: Set<String> = []) -> GroundTruth {
        let lines = kinds.filter { !left.contains($0.name) }.map(\.line)
        let region = Region(id: "r0", outline: Outline(x: 0, y: 0, width: 600, height: 640), lines: lines)
        return GroundTruth.checked([region], origin: "foxing", size: size, keepsGlue: true).truth
    }

    /// What a set of lines or words gets, without its pixels.
    static func crops(_ unit: LabelUnit) -> [SetCrop] {
        truth.labels(unit).filter { $0.isLegible && !$0.text.isEmpty }.map { label in
            let name = "p_" + (unit == .line ? "l" : "w") + String(1000 + label.index)
            return SetCrop(
                name: name, index: label.index, text: label.text, size: Size(width: 90, height: 30), png: [1])
        }
    }

    /// The kind of a label.
    static func kind(of crop: SetCrop, _ unit: LabelUnit) -> String {
        let label = truth.labels(unit)[crop.index]
        return kinds.first { $0.area.holds(label.outline) }?.name ?? ""
    }

    private static func area(_ top: Double) -> Outline { Outline(x: 0, y: top - 10, width: 400, height: 50) }

    private static func kind(
        _ name: String, at top: Double, _ words: [(String, Double)], isFromRight: Bool = false, glued: Set<Int> = [],
        illegible: Illegibility? = nil
    ) -> LineKind {
        var x = isFromRight ? 300.0 : 20.0
        var all: [Word] = []
        for (index, (text, width)) in words.enumerated() {
            if index > 0, !glued.contains(index) { x += isFromRight ? -10 : 10 }
            if isFromRight { x -= width }
            all.append(
                Word(
                    id: "", outline: Outline(x: x, y: top, width: width, height: 30), text: text,
                    glued: glued.contains(index), illegible: illegible))
            if !isFromRight { x += width }
        }
        let line = TextLine(
            id: "", outline: Outline(enclosing: all.map(\.outline)) ?? Outline([]), text: "", illegible: illegible,
            words: all)
        return LineKind(name: name, line: line, area: area(top))
    }

    /// Twelve degrees clockwise, whole pixels for formats that know no others.
    private static let turned: LineKind = {
        func quad(_ from: Double, _ to: Double) -> Outline {
            let (along, down) = (Point(0.978, 0.208), Point(-0.208, 0.978))
            let origin = Point(40, 320)
            let corners = [
                origin + along * from, origin + along * to, origin + along * to + down * 30,
                origin + along * from + down * 30,
            ]
            return Outline(corners.map { Point($0.x.rounded(), $0.y.rounded()) }, top: 2)
        }
        let words = [
            Word(id: "", outline: quad(0, 90), text: "up"), Word(id: "", outline: quad(100, 200), text: "hill"),
        ]
        return LineKind(
            name: "turned", line: TextLine(id: "", outline: quad(0, 200), text: "", words: words),
            area: Outline(x: 0, y: 305, width: 400, height: 100))
    }()

    private static let curved: LineKind = {
        func strip(_ from: Double, _ to: Double) -> Outline {
            let xs = [0.0, 0.25, 0.5, 0.75, 1].map { from + (to - from) * $0 }
            func height(_ x: Double) -> Double { ((x - 120) * (x - 120) / 500).rounded() }
            let upper = xs.map { Point($0, 420 + height($0)) }
            return Outline(upper + upper.reversed().map { Point($0.x, $0.y + 28) }, top: 5)
        }
        let words = [
            Word(id: "", outline: strip(20, 100), text: "round"), Word(id: "", outline: strip(120, 220), text: "about"),
        ]
        return LineKind(
            name: "curved", line: TextLine(id: "", outline: strip(20, 220), text: "", words: words),
            area: Outline(x: 0, y: 410, width: 400, height: 70))
    }()

    /// Text that runs down; its own top is at the right.
    private static let vertical: LineKind = {
        func column(_ from: Double, _ to: Double) -> Outline {
            Outline([Point(520, from), Point(520, to), Point(490, to), Point(490, from)], top: 2)
        }
        let words = [
            Word(id: "", outline: column(20, 120), text: "縦書"), Word(id: "", outline: column(125, 200), text: "二"),
        ]
        var line = TextLine(id: "", outline: column(20, 200), text: "", words: words)
        line.words[1].glued = true
        return LineKind(name: "vertical", line: line, area: Outline(x: 480, y: 0, width: 60, height: 220))
    }()
}

extension Outline {
    /// Whether the middle of another lies in this upright rectangle.
    func holds(_ other: Outline) -> Bool {
        guard !other.points.isEmpty else { return false }
        let (low, high) = other.bounds
        let middle = (low + high) * 0.5
        return bounds.low.x <= middle.x && middle.x <= bounds.high.x && bounds.low.y <= middle.y
            && middle.y <= bounds.high.y
    }

    /// How much of another outline this one says: all its points, its corners, or its upright box; nil when none.
    func comparison(with other: Outline) -> String? {
        func isNear(_ a: [Point], _ b: [Point]) -> Bool {
            a.count == b.count && zip(a, b).allSatisfy { $0.distance(to: $1) < 1.5 }
        }
        if isNear(points, other.points) { return "outline" }
        let (mine, its) = (bounds, other.bounds)
        let isLevel = isNear([mine.low, mine.high], [its.low, its.high])
        let isBox = area == (mine.high.x - mine.low.x) * (mine.high.y - mine.low.y)
        if isLevel, isBox { return "box" }
        if isNear(points, other.fourCorners) { return "corners" }
        let hull = Outline(Polygon.hull(other.points)).area
        return isLevel && [other.area, hull].contains { abs(area / $0 - 1) < 0.1 } ? "area" : nil
    }
}

extension RoundTripPage {
    /// What of a kind of line has come back: its text and how much of its place; two asterisks stand around what is other.
    static func compared(_ kind: LineKind, _ found: GroundTruth, _ unit: LabelUnit) -> String {
        let own = truth.lines.first { $0.isPlaced && kind.area.holds($0.outline) }
        guard let own else { return "**not on the page**" }
        if found.level == .page { return inText(own, found.text ?? "") }
        let lines = found.lines.filter { kind.area.holds($0.outline) }
        if lines.isEmpty { return "–" }
        if own.legibleText.isEmpty { return marked(own, lines, unit) }
        let pieces = unit == .word ? own.words.map { ($0.text, $0.outline) } : [(own.text, own.outline)]
        guard lines.map(\.text) == pieces.map(\.0) || lines.allSatisfy({ !$0.isLegible }) else {
            return "**\(lines.map(\.text))**"
        }
        let places = zip(lines, pieces).map { $0.outline.comparison(with: $1.1) ?? "**elsewhere**" }
        let place = Self.worst.first(where: places.contains) ?? "–"
        if lines.allSatisfy({ !$0.isLegible }) { return place }
        guard unit == .page else { return "text, " + place }
        let words = lines.flatMap(\.words)
        if words.isEmpty { return "text, " + place }
        guard words.map(\.text) == own.words.map(\.text), words.map(\.glued) == own.words.map(\.glued) else {
            return "**words \(words.map(\.text))**"
        }
        let parts = zip(words, own.words).map { $0.outline.comparison(with: $1.outline) ?? "**elsewhere**" }
        let part = Self.worst.first(where: parts.contains) ?? "–"
        return "text, \(place); words, \(part)"
    }

    private static let worst = ["**elsewhere**", "box", "area", "corners", "outline"]

    private static func inText(_ own: TextLine, _ text: String) -> String {
        if own.legibleText.isEmpty { return "–" }
        return text.split(separator: "\n").contains { $0 == own.text } ? "text" : "–"
    }

    /// Nothing may be read where nobody could read anything.
    private static func marked(_ own: TextLine, _ lines: [TextLine], _ unit: LabelUnit) -> String {
        guard lines.allSatisfy({ $0.legibleText.isEmpty }) else { return "**\(lines.map(\.text))**" }
        let whole = Outline(enclosing: lines.map(\.outline)) ?? own.outline
        return whole.comparison(with: own.outline) == nil ? "**elsewhere**" : "marked"
    }
}
