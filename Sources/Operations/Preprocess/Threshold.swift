public import Imaging
public import OperationKit
import Vision

/// Black and white, cut at a given level.
public struct Threshold: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "threshold", family: .preprocess, on: [.page, .ink], gives: .bilevel,
        peers: ["fixed-threshold", "THRESH_BINARY"], "Black and white, cut at a given level.", main: "level",
        severities: Severities(
            mild: ["level": "128"], medium: ["level": "100 | 170"], strong: ["level": "70 | 210"]),
        promises: [.outputBilevel], cost: (4, 1))

    public static let usesChance = false

    let level: Int
    let invert: Bool

    public init(_ p: inout Parameters) {
        level = Int(p.number("level", "128", in: 0...256, "what is below is ink").rounded())
        invert = p.flag("invert", false, "whether ink comes out white")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .color { pixels = try pixels.luma() }
        if pixels.kind == .gray { pixels = pixels.binarized(above: level - 1) }
        if invert { pixels.apply([LookupTable { 255 - $0 }]) }
    }
}
