public import Imaging
public import OperationKit

/// The lens bows straight lines.
public struct OpticalDistortion: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "optical-distortion", family: .geometry, on: [.page, .ink, .paper],
        peers: ["OpticalDistortion", "barrel", "pincushion", "fisheye"],
        "The lens bows straight lines: outwards like a barrel below 0, inwards like a pincushion above.", main: "k",
        severities: Severities(
            mild: ["k": "-0.01..0.01"], medium: ["k": "-0.04..0.04"], strong: ["k": "-0.12..0.12"]),
        promises: [
            .identity(with: ["k": "0"]), .roundTrip(atMost: 0.1), .labelsHit, .keepsWords(),
            .keepsWords(with: ["k": "0.3"]), .keepsWords(with: ["k": "-0.3"]),
        ],
        cost: (16, 7.2))

    /// Drawn parameters decide all.
    public static let usesChance = false

    enum Framing: String, CaseIterable { case fit, keep }

    let k: Double
    let canvas: Framing
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        k = p.share("k", "-0.02..0.02", in: -0.5...0.5, "how far a corner moves, as a share of its way to the middle")
        canvas = p.choice("canvas", "fit", "fit: all of the page stays in the frame; keep: it may leave")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        let radius = (w * w + h * h).squareRoot() / 2
        if abs(k) * radius < 1 / 16 { return .identity(page.size) }
        let lens = RadialMap(center: Point(w / 2, h / 2), radius: radius, share: k)
        let map = GeometricMap(lens, outputSize: page.size)
        return canvas == .fit ? map.fitted(to: page.size) : map
    }
}

extension GeometricMap {
    /// This map of a page of that size, then the scaling and shift that brings all of the page into the frame.
    func fitted(to size: Size, onlyIfNeeded: Bool = false) -> GeometricMap {
        let (w, h) = (Double(size.width), Double(size.height))
        var border: [Point] = []
        for i in 0..<64 {
            let t = Double(i) / 64
            border += [Point(t * w, 0), Point(w, t * h), Point(w - t * w, h), Point(0, h - t * h)]
        }
        push(&border)
        let (low, high) = Outline(border).bounds
        let isInside = low.x >= -0.5 && low.y >= -0.5 && high.x <= w + 0.5 && high.y <= h + 0.5
        if onlyIfNeeded, isInside { return self }
        return then(GeometricMap(.fitting(border, into: size), outputSize: size))
    }
}
