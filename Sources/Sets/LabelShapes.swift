import Imaging

/// A place in whole pixels.
struct PixelPoint: Hashable {
    var x: Int
    var y: Int
}

/// A rectangle in whole pixels, right and bottom exclusive.
struct PixelBox: Hashable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

    var width: Int { right - left }
    var height: Int { bottom - top }
}

/// Shapes as formats write them, made of outlines that may lie partly beside a page.
extension Outline {
    /// The pixels that it touches on a page of that size; nil when it touches none.
    func box(on size: Size) -> PixelBox? {
        let (low, high) = bounds
        let box = PixelBox(
            left: Self.kept(low.x.rounded(.down), size.width), top: Self.kept(low.y.rounded(.down), size.height),
            right: Self.kept(high.x.rounded(.up), size.width), bottom: Self.kept(high.y.rounded(.up), size.height))
        return box.width > 0 && box.height > 0 ? box : nil
    }

    /// Four corners from the text's own top left, each brought onto the page; nil when they enclose less than a pixel.
    func quad(on size: Size) -> [Point]? {
        let (w, h) = (Double(size.width), Double(size.height))
        let corners = fourCorners.map { Point(min(max($0.x, 0), w), min(max($0.y, 0), h)) }
        return Outline(corners, top: 2).area >= 1 ? corners : nil
    }

    /// The same in whole numbers that name pixels, 0…w − 1.
    func pixelQuad(on size: Size) -> [PixelPoint]? {
        guard let corners = quad(on: size) else { return nil }
        let points = corners.map { Self.pixel($0, size) }
        return Self.area(points) >= 1 ? points : nil
    }

    /// The part on the page from the text's own top left; nil when it encloses less than a pixel.
    func polygon(on size: Size) -> [Point]? {
        var clipped = isInside(size) ? points : points(within: size)
        Self.removeSpikes(&clipped)
        guard clipped.count > 2, Outline(clipped).area >= 1 else { return nil }
        let first = clipped.indices.min { points[0].distance(to: clipped[$0]) < points[0].distance(to: clipped[$1]) }
        let start = first ?? 0
        return Array(clipped[start...] + clipped[..<start])
    }

    /// The same in whole numbers that name pixels, 0…w − 1.
    func pixelPolygon(on size: Size) -> [PixelPoint]? {
        guard let clipped = polygon(on: size) else { return nil }
        var points = clipped.map { Self.pixel($0, size) }
        var floating = points.map { Point(Double($0.x), Double($0.y)) }
        Self.removeSpikes(&floating)
        points = floating.map { PixelPoint(x: Int($0.x), y: Int($0.y)) }
        return points.count > 2 && Self.area(points) >= 1 ? points : nil
    }

    private static func kept(_ edge: Double, _ limit: Int) -> Int { min(max(Int(edge), 0), limit) }

    /// Rounded half up, within the page.
    static func pixel(_ p: Point, _ size: Size) -> PixelPoint {
        PixelPoint(
            x: min(max(Int((p.x + 0.5).rounded(.down)), 0), size.width - 1),
            y: min(max(Int((p.y + 0.5).rounded(.down)), 0), size.height - 1))
    }

    private static func area(_ points: [PixelPoint]) -> Double {
        Outline(points.map { Point(Double($0.x), Double($0.y)) }).area
    }

    /// Takes out points equal to the one before, and those from which the edge runs straight back.
    private static func removeSpikes(_ points: inout [Point]) {
        var index = 0
        var left = points.count
        // Taking one out may make its neighbor one.
        while left > 0, points.count > 2 {
            let count = points.count
            let (a, b, c) = (points[(index + count - 1) % count], points[index], points[(index + 1) % count])
            let (ux, uy) = (b.x - a.x, b.y - a.y)
            let (vx, vy) = (c.x - b.x, c.y - b.y)
            let isEqual = ux == 0 && uy == 0
            let turnsBack = ux * vy - uy * vx == 0 && ux * vx + uy * vy < 0
            if isEqual || turnsBack {
                points.remove(at: index)
                left = points.count
                index = points.isEmpty ? 0 : (index + points.count - 1) % points.count
            } else {
                index = (index + 1) % count
                left -= 1
            }
        }
    }
}

/// Closed polygons of whole pixels.
enum PixelPolygon {
    /// The convex hull, clockwise on screen from its leftmost point.
    static func hull(_ points: [PixelPoint]) -> [PixelPoint] {
        // Whole numbers of this size are exact as Doubles, and so are the products that decide about a turn.
        Polygon.hull(points.map { Point(Double($0.x), Double($0.y)) }).map { PixelPoint(x: Int($0.x), y: Int($0.y)) }
    }

    /// Whether a point lies in a clockwise convex polygon or on its edge.
    static func convex(_ polygon: [PixelPoint], holds p: PixelPoint) -> Bool {
        polygon.indices.allSatisfy { turn(polygon[$0], polygon[($0 + 1) % polygon.count], p) >= 0 }
    }

    /// Whether two edges that are no neighbors meet, or the polygon runs counterclockwise.
    static func isUnsound(_ polygon: [PixelPoint]) -> Bool {
        let count = polygon.count
        guard count > 3 else { return count < 3 }
        for i in 0..<count - 2 {
            for j in i + 2..<count where !(i == 0 && j == count - 1) {
                if meet(polygon[i], polygon[i + 1], polygon[j], polygon[(j + 1) % count]) { return true }
            }
        }
        return false
    }

    /// Whether every corner turns right.
    static func isConvex(_ polygon: [PixelPoint]) -> Bool {
        let count = polygon.count
        return polygon.indices.allSatisfy {
            turn(polygon[$0], polygon[($0 + 1) % count], polygon[($0 + 2) % count]) >= 0
        }
    }

    /// Positive when the way over b turns right on screen.
    static func turn(_ a: PixelPoint, _ b: PixelPoint, _ c: PixelPoint) -> Int {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    private static func meet(_ a: PixelPoint, _ b: PixelPoint, _ c: PixelPoint, _ d: PixelPoint) -> Bool {
        let (one, two) = (turn(a, b, c), turn(a, b, d))
        let (three, four) = (turn(c, d, a), turn(c, d, b))
        if one.signum() * two.signum() < 0, three.signum() * four.signum() < 0 { return true }
        return (one == 0 && within(a, b, c)) || (two == 0 && within(a, b, d)) || (three == 0 && within(c, d, a))
            || (four == 0 && within(c, d, b))
    }

    private static func within(_ a: PixelPoint, _ b: PixelPoint, _ p: PixelPoint) -> Bool {
        min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) && min(a.y, b.y) <= p.y && p.y <= max(a.y, b.y)
    }
}
