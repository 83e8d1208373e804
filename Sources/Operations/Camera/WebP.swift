import Codecs
public import Imaging
public import OperationKit

/// The softer traces of WebP.
public struct WebP: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "webp", family: .camera, on: [.page], peers: ["ImageCompression (webp)", "webp-compression"],
        "The softer traces of WebP: predicted blocks, smoothed edges, color at half the resolution.", main: "quality",
        severities: Severities(
            mild: ["quality": "50"], medium: ["quality": "15"], strong: ["quality": "1", "filter": "1"]),
        promises: [
            .keepsBlankPaper, .meanShift(atMost: 1.5), .monotone("quality", values: ["90", "70", "45", "20", "5"]),
        ],
        cost: (color: 180, gray: 180))

    public static let usesChance = false

    let quality: Int
    let filter: Double

    public init(_ p: inout Parameters) {
        quality = p.count("quality", "20..70", in: 1...100, "as its encoder counts it")
        filter = p.share("filter", "0.3..0.7", "how much the edges of blocks are smoothed")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.isFlat { return }
        do {
            pixels = try pixels.afterWebP(quality: quality, filter: Int((filter * 100).rounded()))
        } catch {
            throw OperationFailure("\(error)")
        }
    }
}
