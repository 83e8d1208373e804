public import Imaging
public import OperationKit
import Vision

/// The standard model of printing and scanning in black and white: pixels flip the likelier the nearer the edge is, then a
/// closing joins them (Kanungo, Haralick and Phillips, 1993).
public struct Kanungo: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "kanungo", family: .ink, on: [.ink, .page], gives: .bilevel,
        peers: ["Kanungo", "character-degradation", "local-degradation"],
        "The standard model of printing and scanning in black and white: pixels near edges flip, then holes close.",
        severities: Severities(
            mild: ["ink-flip": "0.02", "paper-flip": "0.01"],
            medium: ["ink-flip": "0.1", "paper-flip": "0.06"],
            strong: ["ink-flip": "0.35", "paper-flip": "0.2"]),
        promises: [
            .outputBilevel, .monotone("ink-flip", values: ["0", "0.2", "0.5", "0.8", "1"]),
            .monotone("background", values: ["0", "0.01", "0.03", "0.06", "0.1"]),
        ],
        cost: (color: 30, gray: 28))

    let inkFlip: Double
    let inkDecay: Double
    let paperFlip: Double
    let paperDecay: Double
    let background: Double
    let correlation: Double

    public init(_ p: inout Parameters) {
        inkFlip = p.share("ink-flip", "0.02..0.08", "chance that ink right at the edge turns white")
        inkDecay = p.number("ink-decay", "2..3", in: 0.1...20, "how fast that chance falls inwards")
        paperFlip = p.share("paper-flip", "0.01..0.05", "chance that paper right at the edge turns black")
        paperDecay = p.number("paper-decay", "2..3", in: 0.1...20, "how fast that chance falls outwards")
        background = p.share("background", "0", in: 0...0.1, "chance of a flip anywhere")
        correlation = p.length("correlation", "0.17mm", in: .mm(0...1), "size of the closing that joins black pixels")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .color { pixels = try pixels.luma() }
        if pixels.kind == .gray {
            pixels = pixels.isTwoLevel ? pixels : pixels.binarized(above: otsuLevel(of: pixels.histogram()))
            pixels.kind = .bilevel
        }
        guard inkFlip > 0 || paperFlip > 0 || background > 0 || correlation >= 1 else { return }
        if !pixels.isFlat || background > 0 { try flip(&pixels, page, random) }
        let side = Int((correlation / 2).rounded()) + 1
        // Ink is dark, so that joining ink is opening the light.
        guard side > 1 else { return }
        let joined = try pixels.morphed(.open, .rectangle, width: side, height: side)
        // A window of even side has no middle: what is opened by it comes out one pixel down and to the right.
        if side % 2 == 0 { pixels.paste(joined, x: -1, y: -1) } else { pixels = joined }
    }

    private func flip(_ pixels: inout Raster, _ page: PageContext, _ random: RandomStream) throws {
        // In eighths of a pixel: paper's distance to ink, and ink's to paper.
        let paper = try pixels.distanceToZero()
        var turned = pixels
        turned.apply([LookupTable { 255 - $0 }])
        let ink = try turned.distanceToZero()
        let unit = page.dpi / 150
        func chances(_ flip: Double, _ decay: Double) -> [UInt32] {
            (0...255).map { eighths in
                // The edge lies half a pixel before the first pixel.
                let d = max(0, Double(eighths) / 8 - 0.5) / unit
                let chance = flip * exponential(-0.6931 * decay * d * d) + background
                return eighths == 0 ? 0 : UInt32(min(1, chance) * 65536)
            }
        }
        let (inward, outward) = (chances(inkFlip, inkDecay), chances(paperFlip, paperDecay))
        let dice = PlaceNoise(random)
        pixels.withMutablePlane { plane in
            ink.withPlane { ink in
                paper.withPlane { paper in
                    for y in 0..<plane.height {
                        let (row, near, far) = (plane.row(y), ink.row(y), paper.row(y))
                        for x in 0..<plane.width {
                            let chance = row[x] == 0 ? inward[Int(near[x])] : outward[Int(far[x])]
                            if chance > 0, UInt32(dice.lane(x, y)) < chance { row[x] ^= 255 }
                        }
                    }
                }
            }
        }
    }
}
