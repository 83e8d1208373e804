/// A map that keeps rows or columns together: each axis is stretched by itself, then rows slide sideways or columns up
/// and down.
public struct AxisMap: NonlinearMap {
    /// How x and y are stretched; nil for not at all.
    private let across: MonotoneTable?
    private let down: MonotoneTable?
    /// How far to the right a row of the result stands, by its y.
    private let sway: Profile?
    /// How far down a column of the result stands, by its x.
    private let drop: Profile?

    /// A map that stretches the axes, then slides the rows of the result.
    public init(across: MonotoneTable? = nil, down: MonotoneTable? = nil, sway: Profile? = nil) {
        (self.across, self.down, self.sway) = (across, down, sway)
        drop = nil
    }

    /// A map that moves columns up and down.
    public init(drop: Profile) {
        (across, down, sway) = (nil, nil, nil)
        self.drop = drop
    }

    public func forward(_ p: Point) -> Point {
        var q = Point(across?.value(at: p.x) ?? p.x, down?.value(at: p.y) ?? p.y)
        if let sway { q.x += sway.value(at: q.y) }
        if let drop { q.y += drop.value(at: q.x) }
        return q
    }

    public func inverse(_ p: Point) -> Point {
        var q = p
        if let drop { q.y -= drop.value(at: p.x) }
        if let sway { q.x -= sway.value(at: p.y) }
        return Point(across?.argument(of: q.x) ?? q.x, down?.argument(of: q.y) ?? q.y)
    }
}
