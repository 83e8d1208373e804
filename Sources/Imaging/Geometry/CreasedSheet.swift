/// A straight fold in a sheet: a ridge or a valley along a line, smooth at its feet, rounded or sharp at the crease.
public struct Crease: Sendable {
    /// A place on the line, on the page after folding.
    public let place: Point
    /// Of length 1, across the line.
    public let normal: Point
    /// Half the width of the bend in pixels; beyond it the sheet is flat.
    public let reach: Double
    /// Whether the fold rises, instead of falling.
    public let isRidge: Bool

    /// dz/ds at evenly spaced places from −reach to reach.
    private let slopes: [Double]
    /// How much of the whole shift of the far side is reached there, 0…1.
    private let shares: [Double]
    /// The shift of the far side in pixels of the result, whole in both directions.
    let shift: Point

    private static let steps = 128

    /// A fold through `place` along `degrees` (counterclockwise from the right), `depth` pixels high and `width` pixels
    /// wide, rounded (`sharpness` 0) to knife-edged (1). What the paper loses in length by going up and down draws the
    /// far side nearer, at most `limit` pixels, in whole pixels so that flat parts are not resampled.
    public init(
        through place: Point, degrees: Double, depth: Double, width: Double, sharpness: Double, isRidge: Bool,
        limit: Double
    ) {
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        self.place = place
        normal = Point(sine, cosine)
        reach = max(width, 1) / 2
        self.isRidge = isRidge
        let half = reach
        let height = isRidge ? depth : -depth
        slopes = (0...Crease.steps).map { i in
            let t = Double(2 * i - Crease.steps) / Double(Crease.steps)
            let a = abs(t)
            let bell = 4 * a * (1 - a * a)
            let edge = i == Crease.steps / 2 ? 0 : 3 * (1 - a) * (1 - a)
            let fall = (bell + (edge - bell) * sharpness) * height / half
            return t < 0 ? fall : -fall
        }
        var sums = [0.0]
        for i in 1...Crease.steps {
            let (a, b) = (slopes[i - 1], slopes[i])
            sums.append(sums[i - 1] + (a * a + b * b) / 4 * 2 * half / Double(Crease.steps))
        }
        let lost = sums[Crease.steps]
        shares = lost > 0 ? sums.map { $0 / lost } : sums
        // A quarter of the bend keeps the map well away from folding over itself.
        let bounded = min(lost, limit, half / 2)
        shift = Point((normal.x * bounded).rounded(), (normal.y * bounded).rounded())
    }

    /// How far a place lies across the crease, in pixels, positive on the far side.
    @inlinable public func distance(_ p: Point) -> Double {
        (p.x - place.x) * normal.x + (p.y - place.y) * normal.y
    }

    /// The slope of the sheet across the crease at a distance from it.
    public func slope(at distance: Double) -> Double { abs(distance) >= reach ? 0 : value(slopes, distance) }

    /// The greatest slope, up or down.
    public var steepest: Double { slopes.reduce(0) { max($0, abs($1)) } }

    func moved(_ p: Point) -> Point {
        let s = distance(p)
        if s <= -reach { return Point(0, 0) }
        return s >= reach ? shift : shift * value(shares, s)
    }

    private func value(_ table: [Double], _ distance: Double) -> Double {
        let place = (distance / reach + 1) / 2 * Double(Crease.steps)
        let step = min(max(Int(place), 0), Crease.steps - 1)
        return table[step] + (table[step + 1] - table[step]) * (place - Double(step))
    }
}

/// A sheet with folds, as a map: the parts between the folds move nearer by whole pixels, within a bend the paper is
/// foreshortened.
public struct CreasedSheet: NonlinearMap {
    /// The folds, in coordinates of the page after folding.
    public let creases: [Crease]

    /// A sheet with these folds.
    public init(_ creases: [Crease]) {
        self.creases = creases
    }

    /// Whether no point moves.
    public var isFlat: Bool { creases.allSatisfy { $0.shift == Point(0, 0) } }

    public func inverse(_ p: Point) -> Point {
        creases.reduce(p) { $0 + $1.moved(p) }
    }

    public func forward(_ p: Point) -> Point {
        // The inverse is a small step away from nothing, so its own repetition closes in; far from any bend at once.
        var result = p
        for _ in 0..<40 {
            let next = p - (inverse(result) - result)
            let step = next.distance(to: result)
            result = next
            if step < 1e-4 { break }
        }
        return result
    }
}
