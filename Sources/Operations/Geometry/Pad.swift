public import Imaging
public import OperationKit

/// The page gets a margin.
public struct Pad: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "pad", family: .geometry, on: [.page, .ink, .paper], gives: .same,
        peers: ["Pad", "PadIfNeeded", "CropAndPad", "Geometric", "letter-box"],
        "The page gets a margin, up to a size or a multiple if wanted.", main: "left",
        severities: Severities(
            mild: ["left": "3mm"], medium: ["left": "8mm", "top": "8mm"],
            strong: ["left": "30mm", "bottom": "30mm", "fill": "desk"]),
        promises: [
            .identity(with: ["left": "0mm", "right": "0mm", "top": "0mm", "bottom": "0mm"]),
            .roundTrip(atMost: 0.001), .labelsHit, .keepsWords(),
        ],
        cost: (1.5, 0.65))

    enum Place: String, CaseIterable {
        case center, random
        case topLeft = "top-left"
        case topRight = "top-right"
        case bottomLeft = "bottom-left"
        case bottomRight = "bottom-right"
    }

    let borders: (left: Double, right: Double, top: Double, bottom: Double)
    let toWidth: Double?
    let toHeight: Double?
    let multiple: Int
    let place: Place
    /// What new area is filled with.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        borders = (
            p.length("left", "0..6mm", in: .mm(0...2000), "added at the left"),
            p.length("right", "0..6mm", in: .mm(0...2000), "added at the right"),
            p.length("top", "0..6mm", in: .mm(0...2000), "added at the top"),
            p.length("bottom", "0..6mm", in: .mm(0...2000), "added at the bottom")
        )
        toWidth = p.optionalLength("to-width", in: .mm(0.1...2000), "at least so wide in the end")
        toHeight = p.optionalLength("to-height", in: .mm(0.1...2000), "at least so high in the end")
        multiple = p.count("multiple", "1", in: 1...4096, "both sides become multiples of so many pixels")
        place = p.choice("place", "center", "where the page lies when `to-width`, `to-height` or `multiple` add more")
        resampling = p.copying()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let w = page.size.width + whole(borders.left) + whole(borders.right)
        let h = page.size.height + whole(borders.top) + whole(borders.bottom)
        let size = Size(width: grown(w, to: toWidth), height: grown(h, to: toHeight))
        let rest = Size(width: size.width - w, height: size.height - h)
        let (x, y): (Int, Int)
        switch place {
        case .center: (x, y) = (rest.width / 2, rest.height / 2)
        case .random: (x, y) = (random.integer(0...rest.width, 0), random.integer(0...rest.height, 1))
        case .topLeft: (x, y) = (0, 0)
        case .topRight: (x, y) = (rest.width, 0)
        case .bottomLeft: (x, y) = (0, rest.height)
        case .bottomRight: (x, y) = (rest.width, rest.height)
        }
        let shift = Homography.translation(Double(x + whole(borders.left)), Double(y + whole(borders.top)))
        return GeometricMap(shift, outputSize: size)
    }

    private func whole(_ length: Double) -> Int { Int(min(length, 1e5).rounded()) }

    private func grown(_ length: Int, to wanted: Double?) -> Int {
        let least = max(length, wanted.map(whole) ?? 0)
        return (least + multiple - 1) / multiple * multiple
    }
}
