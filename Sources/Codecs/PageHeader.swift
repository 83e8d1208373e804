public import Imaging

/// What the header of one page says, known before any pixel memory is taken.
public struct PageHeader: Sendable, Equatable {
    /// Pixels per row of the upright page, that is, after `orientation` has been applied.
    public internal(set) var width: Int
    /// Rows of the upright page.
    public internal(set) var height: Int
    /// The most that the page can turn out to be; a color page without color is read as gray.
    public internal(set) var kind: PixelKind
    /// How the stored rows have to be turned, 1…8 as in EXIF and TIFF; 1 is upright.
    public internal(set) var orientation: Int
    /// Resolution as the file has it, across and down the upright page; nil where it says nothing.
    public internal(set) var storedResolution: Resolution?
    /// What is worth knowing about the page.
    public internal(set) var notes: [PictureNote]
    /// Why the page cannot be read, as far as the header shows it; nil if nothing speaks against trying.
    public internal(set) var problem: PictureProblem?

    /// Pixels per inch of the upright page, across; nil when the file does not say it believably.
    public var dpi: Double? { storedResolution.flatMap { $0.isBelievable ? $0.across : nil } }

    /// Pixels per inch down the upright page, where they are others than across; else nil.
    public var dpiDown: Double? { storedResolution.flatMap { $0.isBelievable && $0.isUneven ? $0.down : nil } }

    init(width: Int, height: Int, kind: PixelKind) {
        self.width = width
        self.height = height
        self.kind = kind
        orientation = 1
        notes = []
    }

    /// The header of a page that is there but cannot be read.
    init(unreadable problem: PictureProblem) {
        self.init(width: 0, height: 0, kind: .gray)
        self.problem = problem
    }

    /// An estimate of the bytes that the page takes as pixels: width × height × channels. At most 2⁴⁸, however wild
    /// the header, so that it can be multiplied and added up; 0 where a side is impossible.
    public var pixelBytes: Int { min(1 << 48, width.times(height).times(kind.channels)) }

    /// What keeps the page from being read under these limits: its own problem, an impossible side or too many pixels.
    public func problem(within limits: PictureLimits) -> PictureProblem? {
        if let problem { return problem }
        let maxSide = min(limits.maxSide, PictureLimits.utmostSide)
        if width < 1 || height < 1 || width > maxSide || height > maxSide {
            return PictureProblem(
                .impossibleSide, "the header says \(width) × \(height) pixels; a side must be 1 to \(maxSide)")
        }
        if width.times(height) > min(limits.maxPixels, PictureLimits.utmostPixels) {
            return PictureProblem(
                .tooManyPixels,
                "the header says \(width) × \(height) pixels, more than the \(limits.maxPixels) "
                    + "allowed; scale the page down or raise --max-pixels")
        }
        return nil
    }
}

/// How large a page may be.
public struct PictureLimits: Sendable, Equatable {
    /// Width × height, in pixels.
    public var maxPixels: Int
    /// Width or height, in pixels.
    public var maxSide: Int

    /// What no limits allow to exceed: with sides and pixels up to these, and samples of at most 80 bits a pixel, no
    /// size of rows or pages that a decoder works out leaves 64 bits, nor that of a row 32.
    static let utmostSide = 1 << 24
    static let utmostPixels = 1 << 40

    /// The limits of the program where nothing else is said.
    public init(maxPixels: Int = 200_000_000, maxSide: Int = 65_500) {
        self.maxPixels = maxPixels
        self.maxSide = maxSide
    }
}

/// One page as pixels.
public struct DecodedPicture: Sendable {
    /// Upright; bilevel when it holds only 0 and 255, gray when no pixel has a hue, color otherwise.
    public let raster: Raster
    /// Pixels per inch, across; nil when the file does not say it believably.
    public let dpi: Double?
    /// Pixels per inch, down, where they are others than across; else nil.
    public let dpiDown: Double?
    /// What is worth knowing about the page.
    public let notes: [PictureNote]
}
