public import Imaging
public import OperationKit

/// Words that a reader marked: underlined, highlighted, struck out, circled, bracketed.
public struct Markup: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "markup", family: .annotation, on: [.page], peers: ["Markup", "highlighter", "underline", "strikethrough"],
        "Words that a reader marked: underlined, highlighted, struck out, circled, bracketed.", main: "kind",
        severities: Severities(
            mild: ["count": "1", "kind": "underline | highlight"],
            medium: ["count": "4"],
            strong: ["count": "12", "kind": "strikethrough | cross-out | circle", "tool": "marker"]),
        promises: [
            .onlyDarkens(), .keepsBlankPaper, .identity(with: ["count": "0"]),
            .monotone("count", values: ["0", "1", "3", "8", "20"]),
        ],
        cost: (color: 8, gray: 4))

    /// What the reader does.
    public enum Kind: String, CaseIterable, Sendable {
        case underline, highlight, circle, bracket, strikethrough
        case crossOut = "cross-out"
    }

    /// With what; `auto` takes what suits the kind.
    public enum Tool: String, CaseIterable, Sendable { case auto, pen, ballpoint, pencil, marker, highlighter }

    let kind: Kind
    let tool: DrawingTool
    let count: Int
    let length: Double
    let words: Bool
    let color: Color?
    let width: Double?
    let wobble: Double
    let offset: Double

    public init(_ p: inout Parameters) {
        kind = p.choice(
            "kind", "underline*3 | highlight*3 | circle | bracket | strikethrough | cross-out", "what the reader does")
        let tool: Tool = p.choice("tool", "auto", "with what")
        self.tool = DrawingTool(rawValue: tool.rawValue) ?? (kind == .highlight ? .highlighter : .pen)
        count = p.count("count", "1..4", in: 0...200, "how many marks")
        length = p.share("length", "0.3..0.9", in: 0.02...1, "of the text line that a mark spans")
        words = p.flag("words", false, "whole words only")
        color = p.optionalColor("color", "none", "else the tool's own")
        width = p.optionalLength("width", "none", in: .mm(0.05...20), "of the line, else the tool's own")
        wobble = p.length("wobble", "0.15..0.4mm", in: .mm(0...5), "how unsteady the hand is")
        offset = p.length("offset", "0..0.5mm", in: .mm(-10...10), "how far below its place the line runs")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0 else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let lines = TextLines(of: pixels, map: map, dpi: page.dpi)
        guard !lines.boxes.isEmpty else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let order = lines.boxes.indices.sorted {
            (random.child("line").bits($0), $0) < (random.child("line").bits($1), $1)
        }
        pixels.withMutablePlane { plane in
            for mark in 0..<count {
                let line = order[mark % order.count]
                let stream = random.child(mark)
                let box = span(of: lines.boxes[line], lines.words[line], stream.child("span"))
                let pen = pen(for: box, page, random)
                for (i, path) in paths(box, page, stream.child("path"), pen: pen).enumerated() {
                    stroke(path, pen, random).draw(on: plane, dpi: page.dpi, stream.child(i))
                }
            }
        }
    }

    /// The part of a line that is marked.
    private func span(of line: InkBox, _ words: [InkBox], _ random: RandomStream) -> InkBox {
        let wanted = max(1, Int(Double(line.width) * length))
        var box = line
        box.left = line.left + Int(Double(line.width - wanted) * random.unit())
        box.right = box.left + wanted
        guard self.words else { return box }
        let touched = words.filter { $0.right > box.left && $0.left < box.right }
        box.left = touched.first?.left ?? box.left
        box.right = touched.last?.right ?? box.right
        return box
    }

    /// The width of the line, in pixels.
    private func pen(for box: InkBox, _ page: PageContext, _ random: RandomStream) -> Double {
        let own = page.pixels(mm: random.child("width").uniform(tool.character.width))
        // A highlighter is as wide as the line it goes over.
        let natural = kind == .highlight ? max(Double(box.height) * 1.05, min(own, Double(box.height) * 1.4)) : own
        return width ?? natural
    }

    private func stroke(_ path: [Point], _ pen: Double, _ random: RandomStream) -> Stroke {
        let character = tool.character
        let colors = character.colors
        let color = color ?? colors[random.child("color").integer(0...colors.count - 1)]
        return Stroke(
            path, tool: tool, width: pen, color: color, density: random.child("density").uniform(character.density))
    }

    /// The lines of one mark.
    private func paths(_ box: InkBox, _ page: PageContext, _ random: RandomStream, pen: Double) -> [[Point]] {
        let (left, right) = (Double(box.left), Double(box.right))
        let (top, bottom) = (Double(box.top), Double(box.bottom))
        let middle = (top + bottom) / 2
        let height = bottom - top
        switch kind {
        case .underline:
            let y = bottom + offset
            return [shaken([Point(left, y), Point(right, y)], page, random)]
        case .highlight:
            return [shaken([Point(left, middle + offset), Point(right, middle + offset)], page, random)]
        case .strikethrough:
            let y = middle + height * 0.08 + offset
            return [shaken([Point(left, y), Point(right, y)], page, random)]
        case .crossOut:
            let teeth = max(2, Int((right - left) / max(1, height * 0.8)))
            let points = (0...teeth).map { i in
                Point(left + (right - left) * Double(i) / Double(teeth), i % 2 == 0 ? bottom : top)
            }
            return [jittered(points, random)]
        case .circle:
            // The pen runs outside the words, so a thick one further off.
            let (rx, ry) = ((right - left) / 2 + height * 0.3 + pen / 2, height * 0.7 + pen / 2)
            let start = random.child("start").uniform(90...200)
            let tilt = random.child("tilt").uniform(-0.15...0.15) * height / rx
            // A hand goes a little further than once around and does not meet its beginning; around a long word it
            // draws flat sides and short ends.
            let points = (0...17).map { i -> Point in
                let (sine, cosine) = sineAndCosine(degrees: start + Double(i) * 22.5)
                let drift = 1 + 0.012 * Double(i - 8)
                let (x, y) = (rx * squared(cosine) * drift, ry * squared(sine) * drift)
                return Point((left + right) / 2 + x, middle - y - x * tilt + offset)
            }
            return [jittered(points, random)]
        case .bracket:
            let arm = height * 0.4
            let (l, r) = (left - height * 0.25, right + height * 0.25)
            return [
                jittered([Point(l + arm, top), Point(l, top), Point(l, bottom), Point(l + arm, bottom)], random),
                jittered(
                    [Point(r - arm, top), Point(r, top), Point(r, bottom), Point(r - arm, bottom)],
                    random.child("right")),
            ]
        }
    }

    /// A coordinate of the unit circle moved outwards, towards a square with round corners.
    private func squared(_ t: Double) -> Double { t * (1.3 - 0.3 * t * t) }

    /// A straight line as a hand draws it: control points each 6 mm, moved about.
    private func shaken(_ ends: [Point], _ page: PageContext, _ random: RandomStream) -> [Point] {
        let count = max(2, Int(ends[0].distance(to: ends[1]) / max(1, page.pixels(mm: 6))) + 1)
        return jittered(
            (0...count).map { ends[0] + (ends[1] - ends[0]) * (Double($0) / Double(count)) }, random)
    }

    private func jittered(_ points: [Point], _ random: RandomStream) -> [Point] {
        points.enumerated().map { i, p in
            p + Point(random.normal(2 * i) * wobble * 0.5, random.normal(2 * i + 1) * wobble * 0.5)
        }
    }
}
