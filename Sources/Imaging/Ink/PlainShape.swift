/// A plain shape, known by the distance to its outline: holes, bars, wires, strips. All lengths in pixels.
public enum PlainShape: Sendable {
    /// A round one.
    case disc(Point, radius: Double)
    /// All that lies within `radius` of a straight line.
    case capsule(Point, Point, radius: Double)
    /// A rectangle with round corners, turned counterclockwise; `half` holds half its width and half its height.
    case slab(Point, half: Point, corner: Double, degrees: Double)

    /// How far inside the outline a place is; below 0 outside.
    public func depth(at p: Point) -> Double { measure.depth(p) }

    /// The shape shifted.
    public func moved(by shift: Point) -> PlainShape {
        switch self {
        case .disc(let middle, let radius): .disc(middle + shift, radius: radius)
        case .capsule(let a, let b, let radius): .capsule(a + shift, b + shift, radius: radius)
        case .slab(let middle, let half, let corner, let degrees):
            .slab(middle + shift, half: half, corner: corner, degrees: degrees)
        }
    }

    /// The shape wider by so much on all sides.
    public func grown(by more: Double) -> PlainShape {
        switch self {
        case .disc(let middle, let radius): .disc(middle, radius: max(0, radius + more))
        case .capsule(let a, let b, let radius): .capsule(a, b, radius: max(0, radius + more))
        case .slab(let middle, let half, let corner, let degrees):
            .slab(
                middle, half: Point(max(0, half.x + more), max(0, half.y + more)), corner: max(0, corner + more),
                degrees: degrees)
        }
    }

    /// Calls `body` with every pixel of a page that lies less than `beyond` outside the shape: column, row and depth of
    /// its middle.
    public func visit(on size: Size, beyond: Double, _ body: (_ x: Int, _ y: Int, _ depth: Double) -> Void) {
        let measure = measure
        let reach = Point(measure.reach.x + beyond, measure.reach.y + beyond)
        let columns = span(measure.middle.x, reach.x, size.width)
        for y in span(measure.middle.y, reach.y, size.height) {
            for x in columns {
                let depth = measure.depth(Point(Double(x) + 0.5, Double(y) + 0.5))
                if depth > -beyond { body(x, y, depth) }
            }
        }
    }

    /// Mixes a color into the pixels inside; `soft` is how many pixels the rim's slope takes, half of them outside.
    public func draw(
        on plane: MutablePlane, color: Color, opacity: Double = 1, multiply: Bool = false, soft: Double = 1
    ) {
        let ink = color.samples(for: plane.channels == 3 ? .color : .gray)
        let slope = max(1, soft)
        visit(on: Size(width: plane.width, height: plane.height), beyond: slope / 2) { x, y, depth in
            let inside = min(1, depth / slope + 0.5)
            let share = UInt8((inside * inside * (3 - 2 * inside) * min(1, max(0, opacity)) * 255).rounded())
            plane.mix(ink, at: x, y, share, multiply: multiply)
        }
    }

    private func span(_ middle: Double, _ reach: Double, _ limit: Int) -> Range<Int> {
        let low = min(max((middle - reach).rounded(.down), 0), Double(limit))
        let high = min(max((middle + reach).rounded(.up), low), Double(limit))
        return Int(low)..<Int(high)
    }

    private var measure: Measure {
        switch self {
        case .disc(let middle, let radius):
            return Measure(middle: middle, half: Point(0, 0), corner: radius, sine: 0, cosine: 1)
        case .capsule(let a, let b, let radius):
            let length = a.distance(to: b)
            let way = length > 0 ? (b - a) * (1 / length) : Point(1, 0)
            return Measure(
                middle: (a + b) * 0.5, half: Point(length / 2, 0), corner: radius, sine: -way.y, cosine: way.x)
        case .slab(let middle, let half, let corner, let degrees):
            let (sine, cosine) = sineAndCosine(degrees: degrees)
            let round = min(corner, half.x, half.y)
            return Measure(
                middle: middle, half: Point(half.x - round, half.y - round), corner: round, sine: sine, cosine: cosine)
        }
    }

    /// A turned rectangle with a margin of `corner` around it, which all the shapes are.
    private struct Measure {
        let middle: Point
        let half: Point
        let corner: Double
        let sine: Double
        let cosine: Double

        var reach: Point {
            Point(
                abs(cosine) * half.x + abs(sine) * half.y + corner + 1,
                abs(sine) * half.x + abs(cosine) * half.y + corner + 1)
        }

        func depth(_ p: Point) -> Double {
            let (dx, dy) = (p.x - middle.x, p.y - middle.y)
            let x = abs(cosine * dx - sine * dy) - half.x
            let y = abs(sine * dx + cosine * dy) - half.y
            if x <= 0, y <= 0 { return corner - max(x, y) }
            let (outX, outY) = (max(0, x), max(0, y))
            return corner - (outX * outX + outY * outY).squareRoot()
        }
    }
}

extension MutablePlane {
    /// Mixes a color, one sample per channel, into one pixel; with `multiply` like ink, else like paint.
    public func mix(_ ink: [UInt8], at x: Int, _ y: Int, _ share: UInt8, multiply: Bool) {
        if share == 0 { return }
        let row = row(y)
        for c in 0..<channels {
            let i = x &* channels &+ c
            row[i] = Blend.mix(row[i], multiply ? Blend.product(row[i], ink[c]) : ink[c], share)
        }
    }
}
