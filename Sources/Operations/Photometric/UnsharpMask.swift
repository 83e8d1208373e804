public import Imaging
public import OperationKit
import Vision

/// Sharpening of steps above a threshold only.
public struct UnsharpMask: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "unsharp-mask", family: .photometric, on: [.page], peers: ["UnsharpMask"],
        "Edges made steeper, but only where they are steps above a threshold, so that grain stays.", main: "amount",
        severities: Severities(mild: ["amount": "0.3"], medium: ["amount": "1"], strong: ["amount": "2.5"]),
        promises: [
            .identity(with: ["amount": "0"]), .keepsBlankPaper, .grayEqualsColor(),
            .monotone("amount", values: ["0", "0.3", "0.8", "1.6", "4"]),
        ],
        cost: (14, 6))

    public static let usesChance = false

    let amount: Double
    let radius: Double
    let threshold: Double

    public init(_ p: inout Parameters) {
        amount = p.share("amount", "0.3..0.8", in: 0...4, "times what a blur of that radius would take away")
        radius = p.length("radius", "0.12..0.3mm", in: .mm(0.02...5), "deviation of that blur")
        threshold = p.number("threshold", "6..14", in: 0...128, "levels; smaller differences stay as they are")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if amount == 0 || pixels.isFlat { return }
        let soft = try pixels.blurred(sigma: radius)
        let table = (-255...255).map { step -> Int16 in
            let beyond = max(0, Double(abs(step)) - threshold)
            return Int16((beyond * amount).rounded()) * (step < 0 ? -1 : 1)
        }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            soft.withPlane { soft in
                let (samples, blurred) = (plane.bytes, soft.bytes)
                for i in samples.indices {
                    let step = table[Int(samples[i]) &- Int(blurred[i]) &+ 255]
                    samples[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int16(samples[i]) &+ step)))
                }
            }
        }
    }
}
