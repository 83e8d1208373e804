/// A page: its pixels, how large they are on paper, and what stands on it.
public struct Page: Sendable {
    public var pixels: Raster
    /// Pixels per inch.
    public var dpi: Double
    /// Whether the resolution is a guess, since no file said it.
    public var isDPIGuessed = false
    public var truth: GroundTruth

    public init(pixels: Raster, dpi: Double, truth: GroundTruth = .unknown) {
        self.pixels = pixels
        self.dpi = dpi
        self.truth = truth
    }

    /// A page of one tone with this one's size and resolution, and nothing on it.
    public func blank() -> Page {
        Page(
            pixels: Raster(.gray, width: pixels.width, height: pixels.height, filledWith: 255), dpi: dpi,
            truth: .unknown)
    }
}

/// How many pixels a length on paper is.
public enum Resolution {
    @inlinable public static func pixels(mm: Double, dpi: Double) -> Double { mm * dpi / 25.4 }
    @inlinable public static func pixels(pt: Double, dpi: Double) -> Double { pt * dpi / 72 }
}
