/// Plane geometry of closed polygons given by their corners.
public enum Polygon {
    /// The area in square pixels, positive when the corners run clockwise on screen.
    public static func signedArea(_ points: [Point]) -> Double {
        guard var a = points.last else { return 0 }
        var sum = 0.0
        for b in points {
            sum += a.x * b.y - b.x * a.y
            a = b
        }
        return sum / 2
    }

    /// The same polygon with its edges divided into parts of at most that length, evenly.
    static func divided(_ points: [Point], into length: Double) -> [Point] {
        points.enumerated().flatMap { i, a in
            let way = points[(i + 1) % points.count] - a
            let count = max(1, Int((way.distance(to: Point(0, 0)) / length - 1e-9).rounded(.up)))
            return (0..<count).map { a + way * (Double($0) / Double(count)) }
        }
    }

    /// The part within an upright rectangle (Sutherland and Hodgman, 1974). Where a hollow polygon falls into several pieces
    /// these stay joined by edges that run there and back, which enclose nothing.
    public static func clipped(_ points: [Point], from low: Point, to high: Point) -> [Point] {
        var rest = clip(points) { $0.x - low.x }
        rest = clip(rest) { high.x - $0.x }
        rest = clip(rest) { $0.y - low.y }
        return clip(rest) { high.y - $0.y }
    }

    /// The part on a page of that size.
    static func clipped(_ points: [Point], to size: Size) -> [Point] {
        clipped(points, from: Point(0, 0), to: Point(Double(size.width), Double(size.height)))
    }

    /// The part where `inside` is not negative; `inside` must be linear.
    static func clip(_ points: [Point], _ inside: (Point) -> Double) -> [Point] {
        guard var a = points.last else { return [] }
        var result: [Point] = []
        for b in points {
            let (from, to) = (inside(a), inside(b))
            if (from < 0) != (to < 0) { result.append(a + (b - a) * (from / (from - to))) }
            if to >= 0 { result.append(b) }
            a = b
        }
        return result
    }

    /// The convex hull, clockwise on screen (Andrew's monotone chain, 1979).
    public static func hull(_ points: [Point]) -> [Point] {
        let sorted = Set(points).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard sorted.count > 2 else { return sorted }
        func chain(_ points: some Sequence<Point>) -> [Point] {
            var chain: [Point] = []
            for p in points {
                while chain.count > 1, turn(chain[chain.count - 2], chain[chain.count - 1], p) <= 0 {
                    chain.removeLast()
                }
                chain.append(p)
            }
            return chain.dropLast()
        }
        return chain(sorted) + chain(sorted.reversed())
    }

    /// Positive when the way over b turns right on screen.
    static func turn(_ a: Point, _ b: Point, _ c: Point) -> Double {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    /// Whether two edges that are no neighbors cross or touch.
    static func crossesItself(_ points: [Point]) -> Bool {
        let count = points.count
        guard count > 3 else { return false }
        for i in 0..<count - 2 {
            for j in i + 2..<count where !(i == 0 && j == count - 1) {
                if meet(points[i], points[i + 1], points[j], points[(j + 1) % count]) { return true }
            }
        }
        return false
    }

    private static func meet(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
        let (one, two) = (turn(a, b, c), turn(a, b, d))
        let (three, four) = (turn(c, d, a), turn(c, d, b))
        return one * two < 0 && three * four < 0
    }

    /// The corners of the rectangle of least area around the points, clockwise; one side lies along an edge of the hull
    /// (Freeman and Shapira, 1975). Of equal ones the most upright.
    static func smallestRectangle(_ points: [Point]) -> [Point] {
        let hull = hull(points)
        var best: (area: Double, slant: Double, corners: [Point])?
        for (i, a) in hull.enumerated() {
            let way = hull[(i + 1) % hull.count] - a
            let length = (way.x * way.x + way.y * way.y).squareRoot()
            guard length > 0 else { continue }
            let (u, v) = quadrant(way * (1 / length))
            let along = hull.map { $0.x * u.x + $0.y * u.y }
            let across = hull.map { $0.x * v.x + $0.y * v.y }
            let (left, right) = (along.min() ?? 0, along.max() ?? 0)
            let (high, low) = (across.min() ?? 0, across.max() ?? 0)
            let area = (right - left) * (low - high)
            let slant = abs(u.y)
            if let best {
                let isEqual = abs(area - best.area) <= 1e-9 * best.area
                if isEqual ? slant >= best.slant : area > best.area { continue }
            }
            best = (
                area, slant,
                [u * left + v * high, u * right + v * high, u * right + v * low, u * left + v * low]
            )
        }
        return best?.corners ?? Array(repeating: points[0], count: 4)
    }

    /// The direction turned by quarters until it points right or down, at most 45° from level, and its right angle.
    private static func quadrant(_ d: Point) -> (along: Point, across: Point) {
        var u = d
        while abs(u.y) > abs(u.x) || u.x < 0 { u = Point(-u.y, u.x) }
        return (u, Point(-u.y, u.x))
    }
}
