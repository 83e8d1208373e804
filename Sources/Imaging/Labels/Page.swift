/// A page: its pixels, how large they are on paper, and what stands on it.
public struct Page: Sendable {
    public var pixels: Raster
    /// Pixels per inch across the page, and down it where nothing else is said.
    public var dpi: Double
    /// Pixels per inch down the page, where these are others than across, as on a fax; else nil.
    public var dpiDown: Double?
    /// Whether the resolution is a guess, since no file said it.
    public var isDPIGuessed = false
    public var truth: GroundTruth

    public init(pixels: Raster, dpi: Double, dpiDown: Double? = nil, truth: GroundTruth = .unknown) {
        self.pixels = pixels
        self.dpi = dpi
        self.dpiDown = dpiDown
        self.truth = truth
    }

    /// A page of one tone with this one's size and resolution, and nothing on it.
    public func blank() -> Page {
        Page(
            pixels: Raster(.gray, width: pixels.width, height: pixels.height, filledWith: 255), dpi: dpi,
            dpiDown: dpiDown, truth: .unknown)
    }
}

/// How many pixels a length on paper is.
public enum Resolution {
    @inlinable public static func pixels(mm: Double, dpi: Double) -> Double { mm * dpi / 25.4 }
    @inlinable public static func pixels(pt: Double, dpi: Double) -> Double { pt * dpi / 72 }
}
