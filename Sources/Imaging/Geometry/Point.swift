/// A place on a page in pixels, x to the right and y down from the top left *edge*: the center of the first pixel
/// is (0.5, 0.5).
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    @inlinable public static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
    @inlinable public static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
    @inlinable public static func * (a: Point, k: Double) -> Point { Point(a.x * k, a.y * k) }

    /// The straight distance to another place.
    public func distance(to other: Point) -> Double {
        let d = self - other
        return (d.x * d.x + d.y * d.y).squareRoot()
    }
}

/// The size of a page in whole pixels.
public struct Size: Hashable, Sendable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The four corners, clockwise from the top left.
    public var corners: [Point] {
        let (w, h) = (Double(width), Double(height))
        return [Point(0, 0), Point(w, 0), Point(w, h), Point(0, h)]
    }
}
