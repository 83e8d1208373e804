public import Imaging
public import OperationKit
import Vision

/// The camera moved towards the page while it took the picture.
public struct ZoomBlur: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "zoom-blur", family: .camera, on: [.page], peers: ["ZoomBlur", "radial-blur"],
        "The camera moved towards the page while it took the picture.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.002"], medium: ["amount": "0.005"], strong: ["amount": "0.01"]),
        promises: [
            .identity(with: ["amount": "0"]), .keepsBlankPaper, .meanShift(atMost: 1.5), .grayEqualsColor(),
            .monotone("amount", values: ["0", "0.01", "0.02", "0.05", "0.1"]),
        ],
        cost: (color: 90, gray: 40))

    public static let usesChance = false

    let amount: Double
    let center: Point

    public init(_ p: inout Parameters) {
        amount = p.share("amount", "0.001..0.004", in: 0...0.2, "how much larger the page got")
        center = Point(
            p.share("center-x", "0.3..0.7", "where the camera moved to, from the left"),
            p.share("center-y", "0.3..0.7", "and from the top"))
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let size = pixels.size
        let middle = Point(center.x * Double(size.width), center.y * Double(size.height))
        let far = size.corners.map { $0.distance(to: middle) }.max() ?? 0
        // How far the furthest corner moved.
        let way = far * amount
        guard way >= 1.0 / 8, !pixels.isFlat else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let count = min(24, max(2, Int(way.rounded(.up)) + 1))
        var sums = [UInt16](repeating: 0, count: pixels.byteCount)
        let edge = Resampling(fill: .edge)
        for i in 0..<count {
            // Symmetric about the page as it is, so that text stays where it was.
            let growth = 1 + amount * ((Double(i) + 0.5) / Double(count) - 0.5)
            guard let scale = Homography.scale(growth, growth) else { continue }
            let zoom = Homography.translation(-middle.x, -middle.y).then(scale).then(.translation(middle.x, middle.y))
            let view = try warped(
                pixels, by: GeometricMap(zoom, outputSize: size), edge,
                in: WarpSurroundings(dpi: page.dpi, random: random))
            view.withPlane { plane in
                sums.withUnsafeMutableBufferPointer { sums in
                    let bytes = plane.bytes
                    for i in bytes.indices { sums[i] &+= UInt16(bytes[i]) }
                }
            }
        }
        let half = UInt16(count / 2)
        pixels.withMutablePlane { plane in
            let bytes = plane.bytes
            for i in bytes.indices { bytes[i] = UInt8((sums[i] + half) / UInt16(count)) }
        }
    }
}
