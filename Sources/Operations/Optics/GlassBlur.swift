public import Imaging
public import OperationKit
import Vision

/// Seen through textured plastic: pixels scattered among their neighbors.
public struct GlassBlur: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "glass-blur", family: .camera, on: [.page], peers: ["GlassBlur", "frosted"],
        "Seen through textured plastic: pixels scattered among their neighbors.", main: "scatter",
        severities: Severities(
            mild: ["scatter": "0.06mm"], medium: ["scatter": "0.13mm"], strong: ["scatter": "0.3mm"]),
        promises: [
            .identity(with: ["scatter": "0mm", "soften": "0mm"]), .keepsBlankPaper, .grayEqualsColor(),
            .monotone("scatter", values: ["0.05mm", "0.15mm", "0.3mm", "0.5mm"]),
        ],
        cost: (30, 16))

    let scatter: Double
    let cell: Double
    let soften: Double

    public init(_ p: inout Parameters) {
        scatter = p.length("scatter", "0.05..0.11mm", in: .mm(0...3), "how far a pixel may come from")
        cell = p.length("cell", "0mm", in: .mm(0...5), "size of the ripples; 0: each pixel by itself")
        soften = p.length("soften", "0.12mm", in: .mm(0...1), "blur of the plastic itself")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard scatter > 0 || soften >= 1.0 / 16, !pixels.isFlat else { return }
        let old = pixels
        let channels = old.channels
        var rows = (0..<2).map { LatticeNoise(random.child($0), width: old.width, cell: max(1, cell), octaves: 1) }
        let dice = (0..<2).map { PlaceNoise(random.child("dice").child($0)) }
        let table = (0...255).map { Int32(((Double($0) - 127.5) / 127.5 * scatter).rounded()) }
        pixels.withMutablePlane { target in
            old.withPlane { source in
                var aside = [UInt8](repeating: 0, count: source.width)
                var down = aside
                for y in 0..<source.height {
                    if cell > 1 {
                        rows[0].fill(&aside, y: y)
                        rows[1].fill(&down, y: y)
                    } else {
                        dice[0].fill(&aside, count: source.width, y: y)
                        dice[1].fill(&down, count: source.width, y: y)
                    }
                    let out = target.row(y)
                    for x in 0..<source.width {
                        let i = min(source.width &- 1, max(0, x &+ Int(table[Int(aside[x])])))
                        let j = min(source.height &- 1, max(0, y &+ Int(table[Int(down[x])])))
                        let from = source.row(j) + i &* channels
                        for c in 0..<channels { out[x &* channels &+ c] = from[c] }
                    }
                }
            }
        }
        pixels = try pixels.blurred(sigma: soften)
        if pixels.kind == .bilevel, soften >= 1.0 / 16 { pixels.kind = .gray }
    }
}
