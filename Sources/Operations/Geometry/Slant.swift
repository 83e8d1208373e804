public import Imaging
public import OperationKit

/// Letters lean, lines stay level.
public struct Slant: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "slant", family: .geometry, on: [.page, .ink, .paper], peers: ["shear", "italic", "skew-x"],
        "Letters lean and lines stay level, which is safe for pictures of single lines.", main: "angle",
        severities: Severities(
            mild: ["angle": "-3..3"], medium: ["angle": "8 | -8"], strong: ["angle": "15 | -15"]),
        promises: [
            .identity(with: ["angle": "0"]), .roundTrip(atMost: 0.1), .labelsHit, .keepsWords(with: ["angle": "15"]),
            .keepsWords(),
        ],
        cost: (5, 2.25))

    /// Drawn parameters decide all.
    public static let usesChance = false

    let angle: Double
    let grow: Bool
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        angle = p.angle("angle", "0 +- 3", in: -45...45, "how far letters lean to the right")
        grow = p.flag("grow", true, "whether the page gets as much wider as the top and bottom move")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let size = page.size
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let lean = sine / cosine
        guard lean != 0, let shear = Homography([1, -lean, lean * Double(size.height) / 2, 0, 1, 0, 0, 0, 1]) else {
            return .identity(size)
        }
        return (grow ? Canvas.grow : .keep).map(of: shear, on: size)
    }
}
