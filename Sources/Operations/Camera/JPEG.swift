public import Imaging
public import OperationKit
import Vision

/// Blocks, ringing and color smear of JPEG.
public struct JPEG: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "jpeg", family: .camera, on: [.page], peers: ["Jpeg", "ImageCompression", "compression", "JpegCompression"],
        "Blocks, ringing and color smear of JPEG, after one or more rounds.", main: "quality",
        severities: Severities(
            mild: ["quality": "60"], medium: ["quality": "25"], strong: ["quality": "8", "rounds": "2"]),
        promises: [
            .keepsBlankPaper, .meanShift(atMost: 2), .grayEqualsColor(tolerance: 2),
            .monotone("quality", values: ["95", "75", "50", "25", "8"]),
        ],
        cost: (14, 6))

    let quality: Int
    let chroma: ChromaSubsampling
    let rounds: Int
    let offset: Bool

    public init(_ p: inout Parameters) {
        quality = p.count("quality", "30..80", in: 1...100, "as the usual encoders count it")
        chroma = p.choice("chroma", "4:2:0", "at which resolution color is kept")
        rounds = p.count("rounds", "1", in: 1...8, "how often the page was saved")
        offset = p.flag("offset", false, "whether the grid of blocks moves from round to round, as after a crop")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        for round in 0..<rounds {
            let moves = offset && round > 0
            pixels = try pixels.afterJPEG(
                quality: quality, chroma: chroma, left: moves ? random.integer(0...7, 2 * round) : 0,
                top: moves ? random.integer(0...7, 2 * round + 1) : 0)
        }
    }
}
