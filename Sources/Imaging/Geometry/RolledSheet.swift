/// A sheet bent in one direction, seen from above: along the bend places move as its profile says, and across it they
/// are drawn to the middle or away from it, as what is nearer to the camera looks larger.
public struct RolledSheet: NonlinearMap {
    private let origin: Point
    private let normal: Point
    private let along: MonotoneTable
    private let size: Profile

    /// `along` tells where a place at that distance from `origin` in the direction `normal` (of length 1) is seen;
    /// `size` how much larger than flat it looks there, with the line through `origin` as its middle.
    public init(origin: Point, normal: Point, along: MonotoneTable, size: Profile) {
        (self.origin, self.normal, self.along, self.size) = (origin, normal, along, size)
    }

    public func forward(_ p: Point) -> Point {
        let d = p - origin
        let s = d.x * normal.x + d.y * normal.y
        let t = d.y * normal.x - d.x * normal.y
        return place(along.value(at: s), t * size.value(at: s))
    }

    public func inverse(_ p: Point) -> Point {
        let d = p - origin
        let s = along.argument(of: d.x * normal.x + d.y * normal.y)
        return place(s, (d.y * normal.x - d.x * normal.y) / size.value(at: s))
    }

    private func place(_ s: Double, _ t: Double) -> Point {
        Point(origin.x + s * normal.x - t * normal.y, origin.y + s * normal.y + t * normal.x)
    }
}
