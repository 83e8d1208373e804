public import Imaging
public import OperationKit
import Vision

/// The plain operators on ink: joined, opened, thicker, thinner.
public struct MorphologyStep: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "morphology", family: .preprocess, on: [.page, .ink], gives: .same, peers: ["Morphological", "open", "close"],
        "The plain operators, named for the ink: close joins, open drops what is thin, thicken and thin.",
        main: "operation",
        severities: Severities(
            mild: ["operation": "close", "shape": "vertical"], medium: ["operation": "close"],
            strong: ["operation": "thicken"]),
        promises: [
            .onlyDarkens(with: ["operation": "thicken"]), .onlyLightens(with: ["operation": "thin"]),
            .onlyDarkens(with: ["operation": "close"]), .onlyLightens(with: ["operation": "open"]),
            .identity(with: ["size": "0mm"]), .keepsBlankPaper, .grayEqualsColor(),
        ],
        cost: (20, 8))

    public static let usesChance = false

    enum Operation: String, CaseIterable { case close, open, thicken, thin }
    enum Shape: String, CaseIterable { case ellipse, rectangle, horizontal, vertical }

    let operation: Operation
    let size: Double
    let shape: Shape

    public init(_ p: inout Parameters) {
        operation = p.choice("operation", "close", "what is done to the ink")
        size = p.length("size", "0.17mm", in: .mm(0...10), "of the window")
        shape = p.choice("shape", "ellipse", "of the window")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        // A window has a middle pixel: its side is the odd number next to the size.
        let side = 2 * Int(size / 2 + 0.5) + 1
        guard size >= 1.0 / 16, side > 1 else { return }
        let kind: Morphology =
            switch operation {
            // Ink is dark: what joins it opens the light.
            case .close: .open
            case .open: .close
            case .thicken: .erode
            case .thin: .dilate
            }
        let (width, height) = (shape == .vertical ? 1 : side, shape == .horizontal ? 1 : side)
        pixels = try pixels.morphed(kind, shape == .ellipse ? .ellipse : .rectangle, width: width, height: height)
    }
}
