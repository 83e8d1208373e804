/// The outline of a piece of text: a simple polygon, clockwise on screen, from the text's own top left corner.
public struct Outline: Hashable, Sendable {
    /// 3 to 128 points in pixels; they may lie outside the page.
    public var points: [Point]
    /// How many leading points form the upper edge, left to right; the rest is the lower edge, right to left.
    public var top: Int?

    /// An outline of these points; a clockwise quadrilateral should say `top: 2`.
    public init(_ points: [Point], top: Int? = nil) {
        self.points = points
        self.top = top
    }

    /// An upright rectangle.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.init(
            [Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)], top: 2)
    }

    /// Of a piece whose place is not known.
    public static let missing = Outline([])

    /// The smallest upright rectangle around all of these that have a place; nil without any.
    public init?(enclosing outlines: some Sequence<Outline>) {
        var box: (low: Point, high: Point)?
        for outline in outlines where !outline.points.isEmpty {
            let (low, high) = outline.bounds
            box =
                box.map {
                    (
                        Point(min($0.low.x, low.x), min($0.low.y, low.y)),
                        Point(max($0.high.x, high.x), max($0.high.y, high.y))
                    )
                } ?? (low, high)
        }
        guard let (low, high) = box else { return nil }
        self.init(x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y)
    }

    /// The smallest upright rectangle around all points, of which there must be some.
    public var bounds: (low: Point, high: Point) {
        var low = points[0]
        var high = points[0]
        for p in points {
            low = Point(min(low.x, p.x), min(low.y, p.y))
            high = Point(max(high.x, p.x), max(high.y, p.y))
        }
        return (low, high)
    }

    /// The area in square pixels.
    public var area: Double { abs(signedArea) }

    /// The area in square pixels, positive when the points run clockwise on screen (the shoelace formula).
    public var signedArea: Double { Polygon.signedArea(points) }

    /// Whether each point of the upper edge faces one of the lower.
    public var isStrip: Bool { top.map { $0 >= 2 && $0 * 2 == points.count } ?? false }

    /// The upper edge, left to right; only of an outline with `top`.
    public var upperEdge: ArraySlice<Point>? { top.map { points[..<$0] } }

    /// The lower edge, left to right; only of an outline with `top`.
    public var lowerEdge: [Point]? { top.map { points[$0...].reversed() } }

    /// The part that lies on a page of that size, as a polygon; empty when nothing does.
    public func points(within size: Size) -> [Point] { Polygon.clipped(points, to: size) }

    /// How much of the area lies on a page of that size, 0…1.
    public func share(within size: Size) -> Double {
        if isInside(size) { return 1 }
        let whole = area
        return whole > 0 ? min(1, abs(Polygon.signedArea(points(within: size))) / whole) : 0
    }

    /// Whether all of it lies on a page of that size, or at most `slack` pixels beside it.
    public func isInside(_ size: Size, slack: Double = 0) -> Bool {
        let (right, bottom) = (Double(size.width) + slack, Double(size.height) + slack)
        for p in points where !(p.x >= -slack && p.y >= -slack && p.x <= right && p.y <= bottom) { return false }
        return true
    }
}

/// The direction of a piece of text and how high it is.
public struct TextAxis: Hashable, Sendable {
    /// The middle of the left side, as a reader of the text sees left.
    public let start: Point
    /// The middle of the right side.
    public let end: Point
    /// The mean distance of upper and lower edge, in pixels.
    public let height: Double

    /// Of length 1, along the text.
    public var direction: Point {
        let length = start.distance(to: end)
        return length > 0 ? (end - start) * (1 / length) : Point(1, 0)
    }

    /// How far along the axis a point lies, in pixels from the start.
    public func position(of p: Point) -> Double {
        let d = direction
        return (p.x - start.x) * d.x + (p.y - start.y) * d.y
    }

    /// The least and the greatest position of some points.
    public func extent(of points: [Point]) -> ClosedRange<Double> {
        var (low, high) = (Double.infinity, -Double.infinity)
        for p in points {
            let position = position(of: p)
            low = min(low, position)
            high = max(high, position)
        }
        return low <= high ? low...high : 0...0
    }
}

extension Outline {
    /// The own axis: from the middle of the left side to the middle of the right one. Of a free polygon it is that of
    /// the smallest rectangle around it.
    public var axis: TextAxis {
        guard isStrip, let top else {
            let q = smallestRectangle
            return TextAxis(
                start: (q[0] + q[3]) * 0.5, end: (q[1] + q[2]) * 0.5, height: q[0].distance(to: q[3]))
        }
        let count = points.count
        var sum = 0.0
        for i in 0..<top { sum += points[i].distance(to: points[count - 1 - i]) }
        return TextAxis(
            start: (points[0] + points[count - 1]) * 0.5, end: (points[top - 1] + points[top]) * 0.5,
            height: sum / Double(top))
    }

    /// The four corners of the smallest rectangle around it, clockwise from the corner nearest to the first point.
    public var smallestRectangle: [Point] {
        let corners = Polygon.smallestRectangle(points)
        let first = corners.indices.min { points[0].distance(to: corners[$0]) < points[0].distance(to: corners[$1]) }
        return (0..<4).map { corners[($0 + (first ?? 0)) % 4] }
    }

    /// Four corners: those of a quadrilateral as they are, else the rectangle along the own axis that encloses it,
    /// clockwise from the text's own top left.
    public var fourCorners: [Point] {
        if points.count == 4 { return points }
        guard isStrip else { return smallestRectangle }
        let axis = axis
        let d = axis.direction
        let along = axis.extent(of: points)
        let normal = Point(-d.y, d.x)
        let depths = points.map { ($0.x - axis.start.x) * normal.x + ($0.y - axis.start.y) * normal.y }
        let (above, below) = (depths.min() ?? 0, depths.max() ?? 0)
        func corner(_ along: Double, _ depth: Double) -> Point { axis.start + d * along + normal * depth }
        return [
            corner(along.lowerBound, above), corner(along.upperBound, above), corner(along.upperBound, below),
            corner(along.lowerBound, below),
        ]
    }
}
