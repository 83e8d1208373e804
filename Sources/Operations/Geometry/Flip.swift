public import Imaging
public import OperationKit

/// The page as a mirror shows it.
public struct Flip: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "flip", family: .geometry, on: [.page, .ink, .paper], gives: .same,
        peers: ["HorizontalFlip", "VerticalFlip", "Transpose", "D4", "SquareSymmetry", "Geometric", "mirror"],
        "The page as a mirror or the back of a negative shows it, for work on layout.", main: "axis",
        promises: [.roundTrip(atMost: 0.001), .labelsHit, .keepsWords()],
        cost: (1, 0.45), destructive: "mirrored script cannot be read; the layout stays")

    /// Drawn parameters decide all.
    public static let usesChance = false

    enum Axis: String, CaseIterable { case horizontal, vertical, both, diagonal }

    let axis: Axis
    /// How new area would be treated; there is none.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        axis = p.choice(
            "axis", "horizontal",
            "horizontal: left becomes right; vertical: top becomes bottom; both; diagonal: rows become columns")
        resampling = p.copying()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        var size = page.size
        let matrix: [Double]
        switch axis {
        case .horizontal: matrix = [-1, 0, w, 0, 1, 0, 0, 0, 1]
        case .vertical: matrix = [1, 0, 0, 0, -1, h, 0, 0, 1]
        case .both: matrix = [-1, 0, w, 0, -1, h, 0, 0, 1]
        case .diagonal:
            matrix = [0, 1, 0, 1, 0, 0, 0, 0, 1]
            size = Size(width: size.height, height: size.width)
        }
        return GeometricMap(Homography(matrix) ?? .identity, outputSize: size)
    }
}
