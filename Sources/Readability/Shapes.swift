import Imaging

/// A polygon that is asked for many points.
struct Shape {
    let points: [Point]
    let low: Point
    let high: Point

    init(_ outline: Outline) {
        points = outline.points
        (low, high) = outline.bounds
    }

    /// Whether a point lies inside, by the even-odd rule.
    func contains(_ p: Point) -> Bool {
        guard p.x >= low.x, p.x <= high.x, p.y >= low.y, p.y <= high.y else { return false }
        var isInside = false
        var a = points[points.count - 1]
        for b in points {
            if (a.y > p.y) != (b.y > p.y), p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) { isInside.toggle() }
            a = b
        }
        return isInside
    }

    /// The area in square pixels.
    var area: Double { abs(Polygon.signedArea(points)) }

    /// The area of the part that lies inside an upright rectangle.
    func area(within rectangle: Shape) -> Double {
        let (from, to) = (rectangle.low, rectangle.high)
        guard low.x < to.x, high.x > from.x, low.y < to.y, high.y > from.y else { return 0 }
        return abs(Polygon.signedArea(Polygon.clipped(points, from: from, to: to)))
    }
}

/// Shapes by the bands of the page that they reach into, so that not every pair has to be looked at.
struct Bands {
    private static let height = 64.0
    private static let last = 1023
    private var members = [[Int]](repeating: [], count: last + 1)

    init(_ shapes: [Shape]) {
        for (index, shape) in shapes.enumerated() {
            for band in Self.band(at: shape.low.y)...Self.band(at: shape.high.y) { members[band].append(index) }
        }
    }

    /// The shapes that may reach into that part of the page; across several bands one may come more than once.
    func indices(from low: Double, to high: Double) -> [Int] {
        let (from, to) = (Self.band(at: low), Self.band(at: high))
        return from == to ? members[from] : members[from...to].flatMap { $0 }
    }

    private static func band(at y: Double) -> Int {
        y > 0 ? Int(min(y / height, Double(last))) : 0
    }
}

/// The middle line of a text outline, as the text runs.
struct Axis {
    private let points: [Point]

    /// Of a line that may be written from top to bottom.
    init(_ line: TextLine) { self = line.runsDown ? Axis(line.axis) : Axis(line.outline) }

    private init(_ axis: TextAxis) { points = [axis.start, axis.end] }

    init(_ outline: Outline) {
        if outline.isStrip, let top = outline.top {
            let corners = outline.points
            points = (0..<top).map { (corners[$0] + corners[corners.count - 1 - $0]) * 0.5 }
        } else {
            let axis = outline.axis
            points = [axis.start, axis.end]
        }
    }

    /// The straight distance from a point, in pixels.
    func distance(to p: Point) -> Double { nearest(p).distance }

    /// How far along the axis the place nearest to a point is, in pixels.
    func position(of p: Point) -> Double { nearest(p).position }

    private func nearest(_ p: Point) -> (distance: Double, position: Double) {
        var best = (distance: Double.infinity, position: 0.0)
        var run = 0.0
        for (index, (a, b)) in zip(points, points.dropFirst()).enumerated() {
            let way = b - a
            let length = a.distance(to: b)
            guard length > 0 else { continue }
            let raw = ((p.x - a.x) * way.x + (p.y - a.y) * way.y) / (length * length)
            let distance = p.distance(to: a + way * min(max(raw, 0), 1))
            // Beyond its ends the axis goes on straight, so that words there keep their order.
            let share = min(max(raw, index == 0 ? raw : 0), index == points.count - 2 ? max(raw, 0) : 1)
            if distance < best.distance { best = (distance, run + share * length) }
            run += length
        }
        return best
    }
}

extension Outline {
    /// The middle of the smallest upright rectangle around it.
    var middle: Point {
        let (low, high) = bounds
        return (low + high) * 0.5
    }
}
