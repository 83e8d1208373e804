public import Imaging
public import OperationKit
import Vision

/// Scanner or phone sharpening with its light halo.
public struct Sharpen: PixelOperation {
    public static let manual = Manual(
        "sharpen", family: .photometric, on: [.page, .ink], peers: ["Sharpen", "enhance-edges"],
        "Edges made steeper, as scanners and phones do, with the light halo that comes with it.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.3"], medium: ["amount": "0.9"], strong: ["amount": "2.5", "radius": "0.25mm"]),
        promises: [
            .identity(with: ["amount": "0"]), .keepsBlankPaper, .meanShift(atMost: 1.5), .grayEqualsColor(),
            .monotone("amount", values: ["0.1", "0.3", "0.6", "1.2", "2.5"]),
        ],
        cost: (5, 2))

    public static let usesChance = false

    let amount: Double
    let radius: Double

    public init(_ p: inout Parameters) {
        amount = p.share("amount", "0.2..0.6", in: 0...4, "times what a blur of that radius would take away")
        radius = p.length("radius", "0.08..0.14mm", in: .mm(0.02...2), "deviation of that blur")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        pixels = try pixels.sharpened(sigma: radius, amount: amount)
    }
}
