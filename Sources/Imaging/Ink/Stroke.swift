/// What a line is drawn with.
public enum DrawingTool: String, Sendable, CaseIterable {
    case pen, ballpoint, pencil, marker, highlighter, crayon, brush

    /// How a tool's line looks.
    public struct Character: Sendable {
        /// Widths in mm.
        public let width: ClosedRange<Double>
        /// How dense the line is, 0…1.
        public let density: ClosedRange<Double>
        /// How much of the sheet's grain shows, 0…1.
        public let grain: Double
        /// Share of places where nothing is left on the sheet.
        public let skips: Double
        /// Whether the line's ends are round; else they are cut off straight.
        public let roundEnds: Bool
        /// How much thinner the ends are, 0…1.
        public let taper: Double
        /// How much denser the rim is, 0…1.
        public let rim: Double
        /// The usual colors.
        public let colors: [Color]
    }

    /// How the tool's line looks.
    public var character: Character {
        switch self {
        case .pen:
            Character(
                width: 0.25...0.6, density: 0.85...1, grain: 0.05, skips: 0, roundEnds: true, taper: 0, rim: 0,
                colors: [Color(red: 28, green: 38, blue: 110), Color(gray: 25)])
        case .ballpoint:
            Character(
                width: 0.3...0.5, density: 0.7...0.9, grain: 0.15, skips: 0.02, roundEnds: true, taper: 0, rim: 0,
                colors: [Color(red: 30, green: 50, blue: 150), Color(gray: 35), Color(red: 170, green: 30, blue: 40)])
        case .pencil:
            Character(
                width: 0.3...0.8, density: 0.35...0.65, grain: 0.5, skips: 0.04, roundEnds: true, taper: 0.5, rim: 0,
                colors: [Color(gray: 70)])
        case .marker:
            Character(
                width: 1...3, density: 0.85...1, grain: 0.08, skips: 0, roundEnds: false, taper: 0, rim: 0.08,
                colors: [Color(red: 190, green: 30, blue: 40), Color(gray: 20), Color(red: 30, green: 70, blue: 170)])
        case .highlighter:
            Character(
                width: 3.5...5, density: 0.35...0.6, grain: 0.05, skips: 0, roundEnds: false, taper: 0, rim: 0.12,
                colors: [
                    Color(red: 255, green: 240, blue: 40), Color(red: 160, green: 255, blue: 90),
                    Color(red: 255, green: 150, blue: 190), Color(red: 255, green: 190, blue: 70),
                ])
        case .crayon:
            Character(
                width: 1...3, density: 0.5...0.8, grain: 0.6, skips: 0.06, roundEnds: true, taper: 0.2, rim: 0,
                colors: [Color(red: 200, green: 50, blue: 40), Color(red: 40, green: 80, blue: 180)])
        case .brush:
            Character(
                width: 1...4, density: 0.9...0.9, grain: 0.1, skips: 0, roundEnds: true, taper: 0.8, rim: 0,
                colors: [Color(gray: 20)])
        }
    }
}

/// A line drawn by hand through some points.
public struct Stroke: Sendable {
    /// The points that the line goes through, in pixels.
    public var points: [Point]
    /// What it is drawn with.
    public var tool: DrawingTool
    /// In pixels.
    public var width: Double
    /// The ink.
    public var color: Color
    /// How dense the line is, 0…1.
    public var density: Double

    /// A line of a tool through points.
    public init(_ points: [Point], tool: DrawingTool, width: Double, color: Color, density: Double) {
        self.points = points
        self.tool = tool
        self.width = width
        self.color = color
        self.density = density
    }

    /// Draws the line on a page of that resolution by multiplying; touches only the line's own box.
    public func draw(on plane: MutablePlane, dpi: Double, _ stream: RandomStream) {
        let path = smoothPath(points, step: max(0.7, Resolution.pixels(mm: 0.3, dpi: dpi), width / 6))
        guard path.count > 1, width > 0 else { return }
        let reach = width * 0.6 + 2
        let left = max(0, Int((path.map(\.x).min()! - reach).rounded(.down)))
        let top = max(0, Int((path.map(\.y).min()! - reach).rounded(.down)))
        let right = min(plane.width, Int((path.map(\.x).max()! + reach).rounded(.up)))
        let bottom = min(plane.height, Int((path.map(\.y).max()! + reach).rounded(.up)))
        guard left < right, top < bottom else { return }
        var mask = Raster(.gray, width: right - left, height: bottom - top, filledWith: 0)
        let moved = path.map { $0 - Point(Double(left), Double(top)) }
        mask.withMutablePlane { cover($0, moved, dpi: dpi, stream) }
        roughen(&mask, left: left, top: top, dpi: dpi, stream)
        Overlay(coverage: mask, color: color, opacity: density).draw(on: plane, left: left, top: top)
    }

    /// Paints the path as capsules whose width wanders.
    private func cover(_ plane: MutablePlane, _ path: [Point], dpi: Double, _ stream: RandomStream) {
        let character = tool.character
        let period = Resolution.pixels(mm: 8, dpi: dpi)
        let step = path[0].distance(to: path[1])
        var wander = LatticeNoise(stream.child("width"), width: path.count, cell: max(1, period / max(0.1, step)))
        let swings = wander.row(0)
        let ends: Double = Resolution.pixels(mm: 4, dpi: dpi) / max(0.1, step)
        let taperLength = min(Double(path.count - 1), max(2, ends.rounded(.down)))
        func width(at i: Int) -> Double {
            let nearest = Double(min(i, path.count - 1 - i))
            let toEnd: Double = min(1, nearest / taperLength)
            let taper: Double = 1 - character.taper * (1 - toEnd)
            let swing: Double = 0.9 + Double(swings[i]) / 1275
            return self.width * taper * swing
        }
        // Flat tools stop at the planes through the ends of the path.
        let flat =
            character.roundEnds
            ? nil : (first: Ray(path[1], path[0]), last: Ray(path[path.count - 2], path[path.count - 1]))
        for i in 0..<path.count - 1 {
            let thickness: Double = (width(at: i) + width(at: i + 1)) / 2
            // Only near its own end does a plane cut: a zigzag may cross it elsewhere.
            let near = Int(thickness / max(0.1, step)) + 2
            var cuts: [Ray] = []
            if let flat, i < near { cuts.append(flat.first) }
            if let flat, i > path.count - 2 - near { cuts.append(flat.last) }
            Capsule(
                path[i], path[i + 1], thickness, rim: character.rim,
                before: i == 0 ? nil : bend(path[i - 1], path[i], path[i + 1]),
                after: i == path.count - 2 ? nil : bend(path[i], path[i + 1], path[i + 2])
            ).cover(plane, cuts)
        }
    }

    /// Lets the sheet's grain show and leaves gaps, as the tool does.
    private func roughen(_ mask: inout Raster, left: Int, top: Int, dpi: Double, _ stream: RandomStream) {
        let character = tool.character
        guard character.grain > 0 || character.skips > 0 else { return }
        var grain = LatticeNoise(
            stream.child("grain"), width: mask.width, cell: max(1, Resolution.pixels(mm: 0.25, dpi: dpi)))
        // Grain takes from the valleys of the sheet; where skips reach, all is gone.
        let kept = (0...255).map { level -> UInt8 in
            let valley = max(0, 1 - Double(level) / 150)
            if Double(level) < 255 * character.skips * 2 { return 40 }
            return UInt8((255 * (1 - character.grain * valley)).rounded())
        }
        mask.withMutablePlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                let levels = grain.row(y)
                for x in levels.indices where row[x] > 0 { row[x] = Blend.product(row[x], kept[Int(levels[x])]) }
            }
        }
    }
}

/// A direction from a place, for asking what lies beyond that place, near it.
private struct Ray {
    let from: Point
    let x: Double
    let y: Double

    init(_ before: Point, _ end: Point) {
        from = end
        let length = max(1e-9, before.distance(to: end))
        x = (end.x - before.x) / length
        y = (end.y - before.y) / length
    }

    func isBeyond(_ p: Point) -> Bool {
        let along = (p.x - from.x) * x + (p.y - from.y) * y
        return along > 0.5 && p.distance(to: from) < 200
    }
}

/// The sine of the angle by which a path turns in `b`, at most 1/5: curves are smooth at the steps that they are drawn in.
private func bend(_ a: Point, _ b: Point, _ c: Point) -> Double {
    let (u, v) = (b - a, c - b)
    let lengths = max(1e-9, a.distance(to: b) * b.distance(to: c))
    return min(0.2, abs(u.x * v.y - u.y * v.x) / lengths)
}

/// A segment of a stroke with half its width around it. Floating point, since a stroke's area is a thousandth of a page's.
private struct Capsule {
    private let start: Point
    private let length: Double
    private let direction: Point
    private let half: Double
    private let reach: Double
    private let before: Double
    private let after: Double
    private let pale: Double
    private let rim: Double

    /// Within a path the next capsule covers what lies beyond this one but for the wedge of a bend of those sines; only
    /// ends (nil) are round.
    init(_ a: Point, _ b: Point, _ width: Double, rim: Double, before: Double?, after: Double?) {
        start = a
        length = a.distance(to: b)
        direction = length > 0 ? (b - a) * (1 / length) : Point(1, 0)
        let half = width / 2
        self.half = half
        reach = half + 1
        self.before = before.map { 0.75 + half * $0 } ?? half + 1
        self.after = after.map { 0.75 + half * $0 } ?? half + 1
        // A line thinner than a pixel is paler instead.
        pale = min(1, width)
        self.rim = rim
    }

    /// Covers the pixels within half the width: the more of it they have, up to one pixel of slope at the rim.
    func cover(_ plane: MutablePlane, _ cuts: [Ray]) {
        guard length > 0 else { return }
        let normal = Point(-direction.y * reach, direction.x * reach)
        let (from, to) = (start - direction * before, start + direction * (length + after))
        let corners = [from + normal, from - normal, to + normal, to - normal]
        let (left, right) = pixelRange(corners.map(\.x), limit: plane.width)
        let (top, bottom) = pixelRange(corners.map(\.y), limit: plane.height)
        guard left <= right, top <= bottom else { return }
        let perRim = 1 / max(1, half * 0.3)
        for y in top...bottom {
            let row = plane.row(y)
            let offset = Point(0.5 - start.x, Double(y) + 0.5 - start.y)
            let alongRow = offset.x * direction.x + offset.y * direction.y
            let asideRow = offset.x * direction.y - offset.y * direction.x
            // Where capsules overlap, most is covered already.
            for x in columns(left...right, at: offset.y) where row[x] != 255 {
                let along = alongRow + Double(x) * direction.x
                if along < -before || along > length + after { continue }
                var distance = abs(asideRow + Double(x) * direction.y)
                let beyond = max(-along, along - length)
                if beyond > 0 { distance = (distance * distance + beyond * beyond).squareRoot() }
                let inside = half - distance
                let full = min(1, inside + 0.5) * pale
                if full <= 0 { continue }
                if !cuts.isEmpty {
                    let place = Point(Double(x) + 0.5, Double(y) + 0.5)
                    if cuts.contains(where: { $0.isBeyond(place) }) { continue }
                }
                let dense = rim == 0 ? 1 : 1 - rim * min(1, max(0, inside) * perRim)
                row[x] = max(row[x], UInt8(full * dense * 255))
            }
        }
    }

    /// The columns of a row, `below` the start, that are within reach of the segment's line.
    private func columns(_ all: ClosedRange<Int>, at below: Double) -> ClosedRange<Int> {
        // |x · dy − below · dx| ≤ reach, for the offset x of a column.
        guard abs(direction.y) > 0.01 else { return all }
        let middle = start.x + below * direction.x / direction.y
        let spread = reach / abs(direction.y) + 1
        let first = max(Double(all.lowerBound), (middle - spread).rounded(.down))
        let last = min(Double(all.upperBound), (middle + spread).rounded(.up))
        return first <= last ? Int(first)...Int(last) : all.lowerBound...all.lowerBound
    }
}

/// The first and last pixel that hold any of these places, within the page.
private func pixelRange(_ places: [Double], limit: Int) -> (Int, Int) {
    (max(0, Int(places.min()!.rounded(.down))), min(limit - 1, Int(places.max()!.rounded(.down))))
}

/// A Catmull–Rom curve through the points, with a point about every `step` pixels.
func smoothPath(_ points: [Point], step: Double) -> [Point] {
    guard points.count > 1 else { return points }
    var path: [Point] = [points[0]]
    for i in 0..<points.count - 1 {
        let (p0, p1) = (points[max(0, i - 1)], points[i])
        let (p2, p3) = (points[i + 1], points[min(points.count - 1, i + 2)])
        let count = max(1, min(2000, Int((p1.distance(to: p2) / step).rounded(.up))))
        for k in 1...count {
            let t = Double(k) / Double(count)
            let a = p1 * 2
            let b = (p2 - p0) * t
            let c = (p0 * 2 - p1 * 5 + p2 * 4 - p3) * (t * t)
            let d = (p1 * 3 - p0 - p2 * 3 + p3) * (t * t * t)
            path.append((a + b + c + d) * 0.5)
        }
    }
    return path
}
