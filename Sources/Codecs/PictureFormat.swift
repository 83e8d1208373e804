public import Imaging

/// A format in which pages are written.
public enum PictureFormat: Sendable, Equatable {
    /// Without loss: 1 bit for bilevel pages, 8 bits gray or color otherwise. The same bytes on every machine.
    case png
    /// With loss; `quality` 1…100. Bilevel and gray pages have one channel.
    case jpeg(quality: Int, chroma: ChromaSampling = .halved)
    /// Without loss: CCITT G4 for bilevel pages, deflate otherwise.
    case tiff
    /// `quality` 0…100 with loss, nil without.
    case webp(quality: Int?)

    /// How finely a JPEG stores color.
    public enum ChromaSampling: String, Sendable, CaseIterable {
        /// One sample of color for four pixels (4:2:0).
        case halved
        /// One for each pixel (4:4:4).
        case full
    }

    /// As people write it.
    public var name: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .tiff: "TIFF"
        case .webp: "WebP"
        }
    }

    /// The ending of such a file's name.
    public var fileExtension: String {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .tiff: "tif"
        case .webp: "webp"
        }
    }

    /// The longest side, in pixels, that such a file can have: what the format's own fields hold (PNG, TIFF, WebP), or
    /// what the library writes of it (JPEG, whose fields would hold 35 pixels more).
    public var largestSide: Int {
        switch self {
        case .png, .tiff: Int(Int32.max)
        case .jpeg: 65_500
        case .webp: 16_383
        }
    }

    /// The most bytes of samples that one file can have, since it packs them as one piece.
    private static let mostBytes = 2_000_000_000

    /// Why a page of this size cannot be written in this format (I27), known before it is made; nil if it can.
    public func problem(writing size: Size, channels: Int = 3) -> EncodingFault? {
        let sides = "the page has \(size.width) × \(size.height) pixels"
        let advice =
            switch self {
            case .png, .tiff: "make the page smaller"
            case .jpeg, .webp: "write PNG or TIFF, or make the page smaller"
            }
        if max(size.width, size.height) > largestSide {
            return EncodingFault(
                .tooLargeForFormat, "\(sides), and a side of a \(name) has at most \(largestSide); \(advice)")
        }
        if size.width.times(size.height).times(channels) > Self.mostBytes {
            return EncodingFault(.tooLargeForFormat, "\(sides), more than one \(name) file can hold; \(advice)")
        }
        return nil
    }

    /// The whole file for `raster`; `dpi` is stated in it if given (WebP has no place for it), for both directions unless
    /// `dpiDown` is given too. Throws I27 before any
    /// work where the page is too large for the format, I28 where it cannot be packed.
    public func encode(
        _ raster: Raster, dpi: Double? = nil, dpiDown: Double? = nil
    ) throws(EncodingFault) -> [UInt8] {
        let resolution = dpi.map { Resolution(across: $0, down: dpiDown ?? $0) }
        if let problem = problem(writing: raster.size, channels: raster.channels) { throw problem }
        return switch self {
        case .png: PNGWriter.encode(raster, resolution)
        case .jpeg(let quality, let chroma): try JPEGWriter.encode(raster, quality, chroma, resolution)
        case .tiff: try TIFFWriter.encode(raster, resolution)
        case .webp(let quality): try WebPWriter.encode(raster, quality)
        }
    }
}

/// Why a page cannot be written in a format.
public struct EncodingFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of finding this is: I27 or I28.
    public let code: PictureCode
    /// What stood in the way and what to do, in one sentence without a full stop.
    public let message: String

    init(_ code: PictureCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Where there is no memory to pack a page.
    static let noMemory = EncodingFault(.notEncoded, "there is no memory to pack the page; use fewer workers")

    /// The message.
    public var description: String { message }
}
