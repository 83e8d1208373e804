public import Imaging
public import OperationKit

/// Quarter turns.
public struct Rotate90: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "rotate-90", family: .geometry, on: [.page, .ink, .paper], gives: .same,
        peers: ["RandomRotate90", "orientation"],
        "The page lies on its side or upside down: quarter turns, exact to the pixel.", main: "turns",
        severities: Severities(
            mild: ["turns": "180"], medium: ["turns": "90 | 270"], strong: ["turns": "90 | 270"]),
        promises: [.identity(with: ["turns": "0"]), .roundTrip(atMost: 0.001), .labelsHit, .keepsWords()],
        cost: (3, 1.35), destructive: "a reader must find the orientation first")

    /// Drawn parameters decide all.
    public static let usesChance = false

    let turns: Int
    /// How new area would be treated; there is none.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        turns = p.size("turns", "90 | 180 | 270", of: [0, 90, 180, 270], "how far, counterclockwise, in degrees")
        resampling = p.copying()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        let matrix: [Double]
        switch turns {
        case 90: matrix = [0, 1, 0, -1, 0, w, 0, 0, 1]
        case 180: matrix = [-1, 0, w, 0, -1, h, 0, 0, 1]
        case 270: matrix = [0, -1, h, 1, 0, 0, 0, 0, 1]
        default: return .identity(page.size)
        }
        let isUpright = turns == 180
        let size = Size(
            width: isUpright ? page.size.width : page.size.height,
            height: isUpright ? page.size.height : page.size.width)
        return GeometricMap(Homography(matrix) ?? .identity, outputSize: size)
    }
}
