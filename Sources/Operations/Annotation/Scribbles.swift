public import Imaging
public import OperationKit

/// Loose lines of a pen: writing in the margin, ticks, arrows, loops.
public struct Scribbles: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "scribbles", family: .annotation, on: [.page], peers: ["Scribbles", "doodles", "margin-notes"],
        "Loose lines of a pen: quick writing, notes in the margin, numbers, ticks, arrows, loops.", main: "kind",
        severities: Severities(
            mild: ["count": "1", "place": "blank"], medium: ["count": "4"],
            strong: [
                "count": "8", "place": "anywhere", "tool": "marker", "kind": "waves | arrows | words",
                "size": "30..70mm",
            ]),
        promises: [
            .identity(with: ["count": "0"]), .onlyDarkens(),
        ],
        cost: (color: 14, gray: 10))

    enum Kind: String, CaseIterable { case waves, ticks, arrows, loops, numbers, words }
    enum Place: String, CaseIterable { case margins, blank, anywhere }
    /// With what.
    public enum Tool: String, CaseIterable, Sendable { case pen, ballpoint, pencil, marker, crayon, brush }

    let kind: Kind
    let count: Int
    let size: Double
    let place: Place
    let tool: DrawingTool
    let color: Color?
    let text: String
    let angle: Double

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "waves*2 | ticks | arrows | loops | numbers | words*2", "what is drawn")
        count = p.count("count", "1..3", in: 0...50, "how many")
        size = p.length("size", "15..45mm", in: .mm(2...300), "how long one is")
        place = p.choice("place", "margins*3 | blank", "in the margins, where nothing is printed, or anywhere")
        let tool: Tool = p.choice("tool", "pen | ballpoint*2 | pencil", "with what")
        self.tool = DrawingTool(rawValue: tool.rawValue) ?? .pen
        color = p.optionalColor("color", "none", "else the tool's own")
        text = p.text(
            "text", "see over | check | ok? | urgent | page 2 | call back | not paid | copy", "what kind words writes")
        angle = p.angle("angle", "0 +- 15", in: -180...180, "how far it is turned")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0 else { return }
        var places: BlankPlaces?
        if place != .anywhere {
            let map = InkMap(of: pixels, dpi: page.dpi, isLayer: false)
            places = BlankPlaces(of: pixels, map: map, dpi: page.dpi)
        }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let size = pixels.size
        pixels.withMutablePlane { plane in
            for i in 0..<count {
                let own = random.child(i)
                let paths = drawing(page, own)
                let shape = Extent(of: paths)
                guard let corner = corner(for: shape, size, places, page, own.child("place")) else { continue }
                draw(paths.map { $0.map { $0 - shape.corner + corner } }, on: plane, page, own)
            }
        }
    }

    private func draw(_ paths: [[Point]], on plane: MutablePlane, _ page: PageContext, _ random: RandomStream) {
        let character = tool.character
        let colors = character.colors
        let ink = color ?? colors[random.child("color").integer(0...colors.count - 1)]
        let width = page.pixels(mm: random.child("width").uniform(character.width)) * (tool == .marker ? 0.6 : 1)
        let density = random.child("density").uniform(character.density)
        for (i, path) in paths.enumerated() {
            Stroke(path, tool: tool, width: width, color: ink, density: density).draw(
                on: plane, dpi: page.dpi, random.child("stroke").child(i))
        }
    }

    /// Where the upper left corner of a drawing goes; nil when there is no room.
    private func corner(
        for shape: Extent, _ page: Size, _ places: BlankPlaces?, _ context: PageContext, _ random: RandomStream
    ) -> Point? {
        let more = context.pixels(mm: 1.2)
        let (width, height) = (shape.size.x + 2 * more, shape.size.y + 2 * more)
        guard let places else {
            return Point(
                random.unit(0) * max(0, Double(page.width) - width),
                random.unit(1) * max(0, Double(page.height) - height)
            )
        }
        var found: InkBox?
        if place == .margins {
            // The margins are the outer fifth of the page.
            let (w, h) = (page.width, page.height)
            let areas = [
                InkBox(left: 0, top: 0, right: w, bottom: h / 5), InkBox(left: w * 4 / 5, top: 0, right: w, bottom: h),
                InkBox(left: 0, top: h * 4 / 5, right: w, bottom: h), InkBox(left: 0, top: 0, right: w / 5, bottom: h),
            ]
            let first = random.integer(0...3, 2)
            for k in 0..<4 where found == nil {
                found = places.box(width: width, height: height, within: areas[(first + k) % 4], random.child(k))
            }
        }
        found = found ?? places.box(width: width, height: height, random.child(4))
        return found.map { Point(Double($0.left) + more, Double($0.top) + more) }
    }

    /// The lines of one drawing, in pixels, turned.
    private func drawing(_ page: PageContext, _ random: RandomStream) -> [[Point]] {
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let hand = Handwriting(random.child("hand"))
        var paths: [[Point]]
        switch kind {
        case .words: paths = hand.words(text)
        case .numbers:
            let digits = random.child("digits")
            paths = hand.words((0..<digits.integer(2...5)).map { String(digits.integer(0...9, $0 + 1)) }.joined())
        case .waves: paths = hand.loops(length: size / max(1, page.pixels(mm: 2.4)))
        default: paths = Doodle(random.child("doodle")).paths(kind)
        }
        let extent = Extent(of: paths)
        let longest = max(extent.size.x, extent.size.y, 1e-6)
        // Letters are as large as a hand writes them; only what would be longer than wanted is made smaller.
        let usual = page.pixels(mm: random.child("height").uniform(2...3.4))
        let isWriting = kind == .words || kind == .numbers || kind == .waves
        let scale = isWriting ? min(usual, size / longest) : size * (kind == .ticks ? 0.35 : 0.7) / longest
        return paths.map { path in
            path.map { p in
                let (x, y) = (p.x * scale, p.y * scale)
                return Point(cosine * x + sine * y, cosine * y - sine * x)
            }
        }
    }
}

/// The box around some lines.
struct Extent {
    let corner: Point
    let size: Point

    init(of paths: [[Point]]) {
        let points = paths.flatMap { $0 }
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        corner = Point(xs.min() ?? 0, ys.min() ?? 0)
        size = Point((xs.max() ?? 0) - corner.x, (ys.max() ?? 0) - corner.y)
    }
}

/// Drawings that are no letters, of about unit size.
private struct Doodle {
    private let random: RandomStream

    init(_ random: RandomStream) { self.random = random }

    func paths(_ kind: Scribbles.Kind) -> [[Point]] {
        switch kind {
        case .ticks: [[shaken(0, -0.25, 0), shaken(0.22, 0, 1), shaken(0.3, 0.02, 2), shaken(0.9, -0.95, 3)]]
        case .arrows: arrow()
        default: [coil()]
        }
    }

    private func shaken(_ x: Double, _ y: Double, _ i: Int) -> Point {
        Point(x + random.uniform(-0.04...0.04, 2 * i), y + random.uniform(-0.04...0.04, 2 * i + 1))
    }

    private func arrow() -> [[Point]] {
        let bow = random.uniform(-0.3...0.3, 40)
        let isLeft = random.chance(0.5, 41)
        let line = [shaken(0, 0, 0), shaken(0.35, bow, 1), shaken(0.7, bow * 0.7, 2), shaken(1, 0, 3)]
        let head = [shaken(0.84, -0.13, 4), shaken(1, 0, 5), shaken(0.85, 0.14, 6)]
        return [line, head].map { $0.map { Point(isLeft ? 1 - $0.x : $0.x, $0.y) } }
    }

    /// A spring drawn out along its axis.
    private func coil() -> [Point] {
        let turns = random.integer(3...5, 42)
        let steps = turns * 10
        return (0...steps).map { i in
            let (sine, cosine) = sineAndCosine(degrees: Double(i) * 36)
            let tall = 0.2 + 0.05 * random.uniform(-1...1, 50 + i / 10)
            return Point(Double(i) / Double(steps) + 0.13 * cosine, tall * sine)
        }
    }
}
