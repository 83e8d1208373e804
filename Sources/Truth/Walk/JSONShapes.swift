import Imaging

/// How the numbers of a shape stand in a file.
struct CoordinateScale: Sendable {
    /// Pixels of the file's page for one unit.
    let x: Double
    let y: Double

    /// The numbers are pixels.
    static let pixels = CoordinateScale(x: 1, y: 1)

    /// The numbers are shares of a page of that size, up to `whole`: 1, or 100 for percent.
    static func shares(of size: (width: Double, height: Double), whole: Double = 1) -> CoordinateScale {
        CoordinateScale(x: size.width / whole, y: size.height / whole)
    }

    func callAsFunction(_ x: Double, _ y: Double) -> Point { Point(x * self.x, y * self.y) }
}

/// Shapes; `missing` where there are fewer than three points, which have no inside.
extension JSONPlace {
    /// Corners in any of the ways they are written: `[[x,y],…]`, `[{"x":…,"y":…},…]`, `[x,y,x,y,…]`.
    func points(_ scale: CoordinateScale = .pixels) throws(TruthProblem) -> [Point] {
        let elements = try elements()
        guard let first = elements.first else { return [] }
        if !first.isList, !first.isObject {
            let numbers = try numbers()
            guard numbers.count % 2 == 0 else { throw problem("x and y are expected in pairs", .truthNumber) }
            return stride(from: 0, to: numbers.count, by: 2).map { scale(numbers[$0], numbers[$0 + 1]) }
        }
        var points: [Point] = []
        for element in elements { points.append(try element.point(scale)) }
        return points
    }

    /// `[x,y]` or `{"x":…,"y":…}`, where a zero may be left out.
    private func point(_ scale: CoordinateScale) throws(TruthProblem) -> Point {
        if isObject {
            return scale(try self[["x", "X"]]?.number() ?? 0, try self[["y", "Y"]]?.number() ?? 0)
        }
        let numbers = try numbers()
        guard numbers.count == 2 else { throw problem("x and y are expected", .truthNumber) }
        return scale(numbers[0], numbers[1])
    }

    /// The polygon of that name, from the text's own top left as it is written; two points are opposite corners.
    func polygon(_ name: String, _ scale: CoordinateScale = .pixels) throws(TruthProblem) -> Outline {
        guard let points = try self[name]?.points(scale) else { return .missing }
        return points.count == 2 ? .spanning(points[0], points[1]) : .drawn(points)
    }

    /// The box of left, top, right, bottom.
    func corners(_ name: String, _ scale: CoordinateScale = .pixels) throws(TruthProblem) -> Outline {
        guard let numbers = try four(name) else { return .missing }
        return .spanning(scale(numbers[0], numbers[1]), scale(numbers[2], numbers[3]))
    }

    /// The box of left, top, width, height.
    func box(_ name: String, _ scale: CoordinateScale = .pixels) throws(TruthProblem) -> Outline {
        guard let n = try four(name) else { return .missing }
        return .spanning(scale(n[0], n[1]), scale(n[0] + n[2], n[1] + n[3]))
    }

    /// nil when there is no such member, or an empty one.
    private func four(_ name: String) throws(TruthProblem) -> [Double]? {
        guard let place = self[name] else { return nil }
        let numbers = try place.numbers()
        if numbers.isEmpty { return nil }
        guard numbers.count == 4 else { throw place.problem("four numbers are expected", .truthNumber) }
        return numbers
    }
}

extension Outline {
    /// The upright rectangle with these opposite corners.
    static func spanning(_ a: Point, _ b: Point) -> Outline {
        Outline(x: min(a.x, b.x), y: min(a.y, b.y), width: abs(a.x - b.x), height: abs(a.y - b.y))
    }

    /// Points as a tool or an engine gave them; `missing` where they are fewer than three.
    static func drawn(_ points: [Point]) -> Outline { points.count < 3 ? .missing : FlatEntry.outline(points) }

    /// A rectangle turned clockwise by so many degrees about a point.
    static func turned(_ box: Outline, by degrees: Double, about center: Point) -> Outline {
        guard degrees != 0 else { return box }
        let (s, c) = sineAndCosine(degrees: degrees)
        let points = box.points.map { p in
            let d = p - center
            return Point(center.x + d.x * c - d.y * s, center.y + d.x * s + d.y * c)
        }
        return Outline(points, top: 2)
    }
}
