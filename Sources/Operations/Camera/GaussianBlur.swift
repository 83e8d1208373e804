public import Imaging
public import OperationKit
import Vision

/// Optics a little off.
public struct GaussianBlur: PixelOperation {
    public static let manual = Manual(
        "gaussian-blur", family: .camera, on: [.page, .ink],
        peers: ["GaussianBlur", "Blur", "box-blur", "soft-focus"],
        "Optics a little off: everything slightly soft.", main: "sigma",
        severities: Severities(
            mild: ["sigma": "0.1mm"], medium: ["sigma": "0.3mm"], strong: ["sigma": "0.36mm"]),
        promises: [
            .identity(with: ["sigma": "0mm"]), .keepsBlankPaper, .meanShift(atMost: 0.6),
            .monotone("sigma", values: ["0.05mm", "0.1mm", "0.2mm", "0.3mm", "0.45mm"]), .grayEqualsColor(),
        ],
        cost: (4, 1.5))

    public static let usesChance = false

    enum Shape: String, CaseIterable { case gaussian, box }

    let sigma: Double
    let shape: Shape

    public init(_ p: inout Parameters) {
        sigma = p.length("sigma", "0.07..0.2mm", in: .mm(0...6), "deviation of the blur")
        shape = p.choice("shape", "gaussian", "a bell, or a square window of the same variance")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        switch shape {
        case .gaussian: pixels = try pixels.blurred(sigma: sigma)
        case .box: pixels = try pixels.boxBlurred(sigma: sigma)
        }
    }
}
