/// A piece of text as a band: points of its upper edge that face points of its lower edge, left to right.
public struct TextStrip: Hashable, Sendable {
    /// At least two points.
    public private(set) var upper: [Point]
    /// As many points.
    public private(set) var lower: [Point]

    /// The band of an outline. One without `top` is turned into one: along the baseline, else as the smallest rectangle
    /// around it.
    public init(_ outline: Outline, baseline: [Point]? = nil) {
        if outline.isStrip, let top = outline.top {
            upper = Array(outline.points[..<top])
            lower = outline.points[top...].reversed()
            return
        }
        if let upper = outline.upperEdge, let lower = outline.lowerEdge, upper.count > 1, lower.count > 1 {
            let count = max(upper.count, lower.count) - 1
            let shares = (0...count).map { Double($0) / Double(count) }
            self.upper = Polyline.sampled(Array(upper), at: shares)
            self.lower = Polyline.sampled(lower, at: shares)
            return
        }
        if let baseline, let (upper, lower) = TextStrip.cast(baseline, onto: outline) {
            (self.upper, self.lower) = (upper, lower)
            return
        }
        let corners = outline.smallestRectangle
        upper = [corners[0], corners[1]]
        lower = [corners[3], corners[2]]
    }

    /// The median distance of facing points, in pixels.
    public var height: Double {
        let heights = zip(upper, lower).map { $0.distance(to: $1) }.sorted()
        let middle = heights.count / 2
        return heights.count % 2 == 1 ? heights[middle] : (heights[middle - 1] + heights[middle]) / 2
    }

    /// The mean length of both edges, in pixels.
    public var width: Double {
        (Polyline.lengths(upper).reduce(0, +) + Polyline.lengths(lower).reduce(0, +)) / 2
    }

    /// The same band as an outline.
    public var outline: Outline { Outline(upper + lower.reversed(), top: upper.count) }

    /// The band with so many pixels more on all sides, along its ends and its normals.
    func grown(by padding: Double) -> TextStrip {
        guard padding > 0 else { return self }
        func beyond(_ end: Point, _ inner: Point) -> Point { end + TextStrip.direction(from: inner, to: end) * padding }
        var grown = self
        let last = upper.count - 1
        grown.upper[0] = beyond(upper[0], upper[1])
        grown.lower[0] = beyond(lower[0], lower[1])
        grown.upper[last] = beyond(upper[last], upper[last - 1])
        grown.lower[last] = beyond(lower[last], lower[last - 1])
        for i in upper.indices {
            let up = TextStrip.direction(from: lower[i], to: upper[i]) * padding
            grown.upper[i] = grown.upper[i] + up
            grown.lower[i] = grown.lower[i] - up
        }
        return grown
    }

    /// The same band on a picture whose pixels have that shape.
    func pressed(_ shape: PixelShape) -> TextStrip {
        if shape == .square { return self }
        var pressed = self
        for i in upper.indices {
            pressed.upper[i] = Point(upper[i].x / shape.across, upper[i].y / shape.down)
            pressed.lower[i] = Point(lower[i].x / shape.across, lower[i].y / shape.down)
        }
        return pressed
    }

    private static func direction(from a: Point, to b: Point) -> Point {
        let length = a.distance(to: b)
        return length > 0 ? (b - a) * (1 / length) : Point(0, 0)
    }

    // MARK: Upright

    /// The band of an upright rectangle of whole pixels around this one, read in the direction of the nearest quarter turn; nil
    /// when it is more than `heightLimit` times as high.
    func uprightRectangle(heightLimit: Double) -> TextStrip? {
        let (low, high) = outline.bounds
        let (left, top) = (low.x.rounded(.down), low.y.rounded(.down))
        let (right, bottom) = (high.x.rounded(.up), high.y.rounded(.up))
        let corners = [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)]
        let along = upper[upper.count - 1] + lower[lower.count - 1] - upper[0] - lower[0]
        // Which corner the text begins at: upper left where it runs to the right, upper right where it runs down.
        let first =
            abs(along.x) >= abs(along.y) ? (along.x >= 0 ? 0 : 2) : (along.y >= 0 ? 1 : 3)
        let turned = (0..<4).map { corners[(first + $0) % 4] }
        let rectangle = TextStrip(Outline(turned, top: 2))
        return rectangle.height <= heightLimit * height ? rectangle : nil
    }

    // MARK: Along a baseline

    /// Places along a baseline, which is drawn out to the ends of the outline, each with where its normal meets the
    /// outline above and below; nil when one passes by.
    private static func cast(_ baseline: [Point], onto outline: Outline) -> (upper: [Point], lower: [Point])? {
        let whole = drawnOut(baseline, to: outline)
        guard whole.count > 1 else { return nil }
        let points = Polyline.sampled(whole, at: (0...8).map { Double($0) / 8 })
        let normals = points.indices.map { i in
            let along = direction(from: points[max(i - 1, 0)], to: points[min(i + 1, points.count - 1)])
            return Point(along.y, -along.x)
        }
        var (upper, lower): ([Point], [Point]) = ([], [])
        for i in points.indices {
            // At the tips a normal cuts through the corner only; the text is as high there as beside them.
            let inner = min(max(i, 1), points.count - 2)
            guard let (up, down) = reach(of: points[inner], normals[inner], outline) else { return nil }
            upper.append(points[i] + normals[i] * up)
            lower.append(points[i] + normals[i] * down)
        }
        return (upper, lower)
    }

    /// The baseline with straight ends as far as the outline goes.
    private static func drawnOut(_ baseline: [Point], to outline: Outline) -> [Point] {
        guard baseline.count > 1 else { return [] }
        func far(_ end: Point, _ inner: Point) -> Point? {
            let way = direction(from: inner, to: end)
            let reach = outline.points.map { ($0.x - end.x) * way.x + ($0.y - end.y) * way.y }.max() ?? 0
            return reach > 0.5 ? end + way * reach : nil
        }
        let (first, last) = (baseline[0], baseline[baseline.count - 1])
        let before = far(first, baseline[1]).map { [$0] } ?? []
        let after = far(last, baseline[baseline.count - 2]).map { [$0] } ?? []
        return before + baseline + after
    }

    /// How far a normal through a point runs within the outline, up (positive) and down; nil when it passes by.
    private static func reach(of p: Point, _ normal: Point, _ outline: Outline) -> (up: Double, down: Double)? {
        var (up, down) = (-Double.infinity, Double.infinity)
        guard var a = outline.points.last else { return nil }
        for b in outline.points {
            let (from, to) = (side(a, p, normal), side(b, p, normal))
            if (from < 0) != (to < 0) {
                let q = a + (b - a) * (from / (from - to))
                let depth = (q.x - p.x) * normal.x + (q.y - p.y) * normal.y
                up = max(up, depth)
                down = min(down, depth)
            }
            a = b
        }
        return up > down ? (up, down) : nil
    }

    private static func side(_ q: Point, _ p: Point, _ normal: Point) -> Double {
        (q.x - p.x) * normal.y - (q.y - p.y) * normal.x
    }
}
