internal import COpenCV
public import Imaging

extension Raster {
    /// A bell-shaped blur of deviation `sigma` pixels. Up to 3 px the kernel is applied as it is; wider ones on a
    /// shrunk picture, whose own blur is taken off beforehand, so that the cost does not grow with the deviation.
    /// Leaves a deviation under 1/16 px and flat pictures as they are.
    public func blurred(sigma: Double) throws(VisionFailure) -> Raster {
        if sigma < 1.0 / 16 { return self }
        if sigma <= 3 { return try convolved(BellWeights(sigma: sigma), sharpening: 0) }
        let factor = (sigma / 1.5).rounded(.down)
        let small = Size(
            width: max(1, Int((Double(width) / factor).rounded())),
            height: max(1, Int((Double(height) / factor).rounded())))
        // Averaging over `factor` pixels has a variance of (f² − 1)/12, straight lines between them about f²/6.
        let own = (factor * factor - 1) / 12 + factor * factor / 6
        let rest = max(0.25, sigma * sigma - own).squareRoot() / factor
        let blurred = try averaged(to: small).convolved(BellWeights(sigma: rest), sharpening: 0)
        return try blurred.converted(to: max(kind, .gray), size: size) { copencv_enlarge($0, $1, copencv_linear) }
    }

    /// Adds `amount` (0 … below 4) times what a bell-shaped blur of deviation `sigma` pixels would take away.
    public func sharpened(sigma: Double, amount: Double) throws(VisionFailure) -> Raster {
        let fixed = min(Int((amount * 8192).rounded()), 32767)
        if fixed <= 0 || sigma < 1.0 / 16 { return self }
        return try convolved(BellWeights(sigma: sigma), sharpening: fixed)
    }

    /// The mean of a square window of the variance of a bell of deviation `sigma` pixels; sides between odd numbers
    /// are mixed from the two next.
    public func boxBlurred(sigma: Double) throws(VisionFailure) -> Raster {
        if sigma < 1.0 / 16 { return self }
        let side = (12 * sigma * sigma + 1).squareRoot()
        let lower = Int((side - 1) / 2) * 2 + 1
        let (small, large) = (Double(lower * lower), Double((lower + 2) * (lower + 2)))
        let share = Int(((side * side - small) / (large - small) * 256).rounded())
        var result = lower == 1 ? self : try boxBlurred(width: lower, height: lower)
        if share == 0 { return result }
        let wider = try boxBlurred(width: lower + 2, height: lower + 2)
        result.kind = max(kind, .gray)
        result.withMutablePlane { to in
            wider.withPlane { from in
                let weight = UInt16(share)
                let (a, b) = (to.bytes, from.bytes)
                for i in a.indices {
                    let sum = UInt16(a[i]) &* (256 &- weight) &+ UInt16(b[i]) &* weight &+ 128
                    a[i] = UInt8(truncatingIfNeeded: sum &>> 8)
                }
            }
        }
        return result
    }

    private func convolved(_ weights: BellWeights, sharpening: Int) throws(VisionFailure) -> Raster {
        try converted(to: max(kind, .gray)) {
            copencv_blur($0, $1, weights.values, Int32(weights.radius), Int32(sharpening))
        }
    }
}

/// Samples of a bell in 1/256 that add up to 256.
struct BellWeights {
    let radius: Int
    let values: [UInt16]

    init(sigma: Double) {
        let radius = min(max(Int((2.2 * sigma).rounded(.up)), 1), 32)
        // The mean of the bell over a pixel rather than its value at the middle would widen it; the sum over the cut
        // bell is what narrows it, by less than 2 % of the deviation.
        let bell = (0...radius).map { k in exponential(-Double(k * k) / (2 * sigma * sigma)) }
        let sum = bell[0] + 2 * bell.dropFirst().reduce(0, +)
        let sides = bell.dropFirst().map { UInt16(($0 / sum * 256).rounded()) }
        var middle = 256 - 2 * Int(sides.reduce(0, +))
        var outer = sides
        // A kernel of the middle alone would be no blur.
        if middle == 256 {
            outer[0] = 1
            middle = 254
        }
        self.radius = radius
        values = outer.reversed() + [UInt16(middle)] + outer
    }
}
