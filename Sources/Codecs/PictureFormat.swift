public import Imaging

/// A format in which pages are written.
public enum PictureFormat: Sendable, Equatable {
    /// Without loss: 1 bit for bilevel pages, 8 bits gray or colour otherwise. The same bytes on every machine.
    case png
    /// With loss; `quality` 1…100. Bilevel and gray pages have one channel.
    case jpeg(quality: Int, chroma: ChromaSampling = .halved)
    /// Without loss: CCITT G4 for bilevel pages, deflate otherwise.
    case tiff
    /// `quality` 0…100 with loss, nil without.
    case webp(quality: Int?)

    /// How finely a JPEG stores colour.
    public enum ChromaSampling: String, Sendable, CaseIterable {
        /// One sample of colour for four pixels (4:2:0).
        case halved
        /// One for each pixel (4:4:4).
        case full
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

    /// The whole file for `raster`; `dpi` is stated in it if given (WebP has no place for it).
    public func encode(_ raster: Raster, dpi: Double? = nil) throws(EncodingFault) -> [UInt8] {
        switch self {
        case .png: PNGWriter.encode(raster, dpi: dpi)
        case .jpeg(let quality, let chroma): try JPEGWriter.encode(raster, quality, chroma, dpi: dpi)
        case .tiff: try TIFFWriter.encode(raster, dpi: dpi)
        case .webp(let quality): try WebPWriter.encode(raster, quality)
        }
    }
}

/// Why a page cannot be written in a format.
public struct EncodingFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What stood in the way, in one sentence without a full stop.
    public let message: String

    /// The message.
    public var description: String { message }
}
