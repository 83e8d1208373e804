internal import COpenCV
public import Imaging

extension Raster {
    /// A bell-shaped blur of deviation `sigma` pixels. Up to 3 px the kernel is applied as it is; wider ones on a
    /// shrunk picture, whose own blur is taken off beforehand, so that the cost does not grow with the deviation.
    /// Leaves a deviation under 1/16 px and flat pictures as they are.
    public func blurred(sigma: Double) throws(PixelFailure) -> Raster {
        if sigma < 1.0 / 16 { return self }
        if sigma <= 3 { return try convolved(BellWeights(sigma: sigma)) }
        let factor = (sigma / 1.5).rounded(.down)
        let small = Size(
            width: max(1, Int((Double(width) / factor).rounded())),
            height: max(1, Int((Double(height) / factor).rounded())))
        // Averaging over `factor` pixels has a variance of (f² − 1)/12, straight lines between them about f²/6.
        let own = (factor * factor - 1) / 12 + factor * factor / 6
        let rest = max(0.25, sigma * sigma - own).squareRoot() / factor
        let blurred = try averaged(to: small).convolved(BellWeights(sigma: rest))
        return try blurred.converted(to: max(kind, .gray), size: size) { copencv_enlarge($0, $1, copencv_linear) }
    }

    /// The mean of a square window of the variance of a bell of deviation `sigma` pixels; sides between odd numbers
    /// are mixed from the two next.
    public func boxBlurred(sigma: Double) throws(PixelFailure) -> Raster {
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
}
