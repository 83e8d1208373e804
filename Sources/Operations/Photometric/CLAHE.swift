public import Imaging
public import OperationKit
import Vision

/// Contrast equalized tile by tile.
public struct CLAHE: PixelOperation {
    public static let manual = Manual(
        "clahe", family: .photometric, on: [.page, .ink, .paper],
        peers: ["CLAHE", "local-contrast", "adaptive-histogram"],
        "Contrast equalized tile by tile, with a limit.", main: "clip",
        severities: Severities(
            mild: ["clip": "1.5"], medium: ["clip": "3"], strong: ["clip": "4", "tile": "14mm"]),
        promises: [.identity(with: ["strength": "0"]), .grayEqualsColor()],
        cost: (16, 10))

    public static let usesChance = false

    let clip: Double
    let tile: Double
    let strength: Double

    public init(_ p: inout Parameters) {
        clip = p.number("clip", "1.2..3", in: 1...40, "how far a tile's contrast may be raised")
        tile = p.length("tile", "20..35mm", in: .mm(2...300), "side of a tile")
        strength = p.share("strength", "1", "share of the change that is applied")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let weight = Int((strength * 256).rounded())
        if weight == 0 { return }
        pixels = try pixels.equalizedByTiles(
            clip: clip, columns: tiles(pixels.width), rows: tiles(pixels.height), share: weight)
    }

    private func tiles(_ extent: Int) -> Int {
        min(max(Int((Double(extent) / max(tile, 1)).rounded()), 1), min(32, extent))
    }
}
