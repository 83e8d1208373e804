public import Imaging
public import OperationKit
import Vision

/// A disc instead of a point: the lens was not in focus.
public struct Defocus: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "defocus", family: .camera, on: [.page], peers: ["Defocus", "lens-blur", "bokeh", "out-of-focus"],
        "A disc instead of a point: the lens was not in focus.", main: "radius",
        severities: Severities(
            mild: ["radius": "0.2mm"], medium: ["radius": "0.38mm"], strong: ["radius": "0.52mm"]),
        promises: [
            .identity(with: ["radius": "0mm"]), .keepsBlankPaper, .meanShift(atMost: 0.8), .grayEqualsColor(),
            .monotone("radius", values: ["0mm", "0.1mm", "0.25mm", "0.5mm", "1mm"]),
        ],
        cost: (80, 30))

    public static let usesChance = false

    let radius: Double
    let blades: Int
    let rim: Double

    public init(_ p: inout Parameters) {
        radius = p.length("radius", "0.12..0.35mm", in: .mm(0...5), "of the disc")
        blades = p.count("blades", "0", in: 0...9, "corners of the iris; below 3 it is round")
        rim = p.length("soft-rim", "0.03mm", in: .mm(0...0.5), "how soft its rim is")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard radius >= 1.0 / 16, !pixels.isFlat else { return }
        let size = min(radius, 60)
        let reach = max(1, Int((size + rim / 2).rounded(.up)))
        let side = 2 * reach + 1
        // Four by four places of each pixel of the kernel.
        var weights = (0..<side * side).map { i -> Double in
            (0..<16).reduce(0) { sum, k in
                let x = Double(i % side - reach) + (Double(k % 4) - 1.5) / 4
                let y = Double(i / side - reach) + (Double(k / 4) - 1.5) / 4
                return sum + min(1, max(0, (size - distance(x, y)) / max(0.05, rim) + 0.5))
            }
        }
        let total = weights.reduce(0, +)
        guard total > 0 else { return }
        weights = weights.map { $0 / total }
        pixels = try pixels.filtered(weights.map(Float.init), width: side)
    }

    /// How far out a place is: of a round iris its radius, of one with blades as far as the side it lies at.
    private func distance(_ x: Double, _ y: Double) -> Double {
        guard blades >= 3 else { return (x * x + y * y).squareRoot() }
        let sides = (0..<blades).map { i -> Double in
            let (sine, cosine) = sineAndCosine(degrees: 360 * Double(i) / Double(blades) + 15)
            return x * cosine + y * sine
        }
        return (sides.max() ?? 0) * 1.08
    }
}
