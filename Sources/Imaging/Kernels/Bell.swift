internal import CKernels

extension Raster {
    /// A blur along rows and columns; with `sharpening` above 0 what it takes away is added instead, times
    /// sharpening / 8192 (at most 32767).
    package func convolved(_ weights: BellWeights, sharpening: Int = 0) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) {
            ckernels_blur($0, $1, weights.values, Int32(weights.radius), Int32(sharpening))
        }
    }

    /// Adds `amount` (0 … below 4) times what a bell-shaped blur of deviation `sigma` pixels would take away.
    package func sharpened(sigma: Double, amount: Double) throws(PixelFailure) -> Raster {
        let fixed = min(Int((amount * 8192).rounded()), 32767)
        if fixed <= 0 || sigma < 1.0 / 16 { return self }
        return try convolved(BellWeights(sigma: sigma), sharpening: fixed)
    }
}

/// Samples of a bell in 1/256 that add up to 256.
package struct BellWeights {
    let radius: Int
    let values: [UInt16]

    /// Of a bell of that deviation in pixels, cut at 2.2 deviations, at least 1 pixel and at most 32.
    package init(sigma: Double) {
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
