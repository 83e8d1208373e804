internal import Foundation
internal import Foxing

/// A picture made ready for a screen: scaled down by area means, and written.
struct ShownPicture: Sendable {
    /// Ways of writing it, by the names that requests use and that media types end with.
    static let formats = ["png", "jpeg", "webp"]

    /// How it is to be shown.
    struct Shape: Sendable {
        /// In pixels; nil for as wide as it is.
        var width: Int?
        let format: String
        let quality: Int

        /// As a request says it; `width` and `format` are what holds otherwise.
        init(_ fields: Fields, width: Int?, format: String) {
            self.width = fields.whole("width") ?? width
            self.format = fields.text("format") ?? format
            quality = fields.whole("quality") ?? 85
        }

        /// The media type.
        var type: String { "image/\(format)" }

        fileprivate var encoder: PictureFormat {
            switch format {
            case "jpeg": .jpeg(quality: quality)
            case "webp": .webp(quality: quality)
            default: .png
            }
        }
    }

    let bytes: [UInt8]
    let type: String
    /// In pixels, of the picture as it is shown.
    let size: Size
    /// Seconds.
    let scaling: Double
    let encoding: Double

    /// Scales and writes a picture. Throws where the format cannot hold it.
    init(_ raster: Raster, _ shape: Shape) throws {
        let start = ContinuousClock.now
        let shown = raster.shrunk(to: raster.size.fitting(width: shape.width))
        let scaled = ContinuousClock.now
        bytes = try shape.encoder.encode(shown)
        type = shape.type
        size = shown.size
        scaling = start.duration(to: scaled) / .seconds(1)
        encoding = scaled.duration(to: .now) / .seconds(1)
    }

    /// For JSON.
    var dataURL: String { Self.dataURL(bytes, type: type) }

    /// Bytes of a type as a text that browsers take for an address.
    static func dataURL(_ bytes: [UInt8], type: String) -> String {
        "data:\(type);base64," + Data(bytes).base64EncodedString()
    }
}

extension Size {
    /// The size at a width, in the same proportion; never larger.
    func fitting(width wanted: Int?) -> Size {
        guard let wanted, wanted < width else { return self }
        return Size(width: wanted, height: max(1, (height * wanted + width / 2) / width))
    }
}
