/// A lens that bows straight lines: places move along the lines through a center, the more the further out they are.
public struct RadialMap: NonlinearMap {
    private let center: Point
    /// r becomes r·(1 + factor·r²), on the way out when `isOutward`, else on the way back.
    private let factor: Double
    private let isOutward: Bool

    /// A place at the distance `radius` from the center moves by `share` (above −1) of that distance, outwards when
    /// positive.
    public init(center: Point, radius: Double, share: Double) {
        self.center = center
        isOutward = share >= 0
        // Inward bows are the way back of an outward one, which never folds over.
        let (reach, growth) = share >= 0 ? (radius, share) : (radius * (1 + share), 1 / (1 + share) - 1)
        factor = reach > 0 ? growth / (reach * reach) : 0
    }

    public func forward(_ p: Point) -> Point { isOutward ? spread(p) : gathered(p) }

    public func inverse(_ p: Point) -> Point { isOutward ? gathered(p) : spread(p) }

    private func spread(_ p: Point) -> Point {
        let d = p - center
        return center + d * (1 + factor * (d.x * d.x + d.y * d.y))
    }

    /// Solves g + factor·r²·g³ = 1 for the share g of the distance r by Newton's method.
    private func gathered(_ p: Point) -> Point {
        let d = p - center
        let bow = factor * (d.x * d.x + d.y * d.y)
        // From above the root the steps never overshoot.
        var g = 1.0
        for _ in 0..<12 {
            let step = (g + bow * g * g * g - 1) / (1 + 3 * bow * g * g)
            g -= step
            if step < 1e-9 { break }
        }
        return center + d * g
    }
}
