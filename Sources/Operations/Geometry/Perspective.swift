public import Imaging
public import OperationKit

/// The camera was not overhead.
public struct Perspective: GeometricOperation {
    public static let manual = Manual(
        "perspective", family: .geometry, on: [.page, .ink, .paper], peers: ["Perspective", "keystone", "homography"],
        "The camera was not overhead: parallel lines meet.", main: "strength",
        severities: Severities(
            mild: ["strength": "0.01"], medium: ["strength": "0.04"], strong: ["strength": "0.1"]),
        promises: [
            .identity(with: ["strength": "0"]), .roundTrip(atMost: 0.1), .labelsHit,
            .keepsWords(with: ["strength": "0.1", "canvas": "fit"]),
            .keepsWords(with: ["strength": "0.1", "canvas": "grow"]),
        ],
        cost: (16, 7))

    enum Mode: String, CaseIterable { case free, keystone, tilt }
    enum Canvas: String, CaseIterable { case fit, keep, grow }

    let strength: Double
    let mode: Mode
    let corners: [Double]?
    let canvas: Canvas
    public let resampling: Resampling

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.005..0.025", in: 0...0.4, "share of a side that a corner may move")
        mode = p.choice(
            "mode", "free", "free: each corner by itself; keystone: one side shorter; tilt: two sides at once")
        corners = p.optionalNumbers(
            "corners", count: 8,
            "where the corners go, in shares of width and height, clockwise from the top left, instead of chance")
        canvas = p.choice(
            "canvas", "fit", "fit: all of the page stays in the frame; keep: it may leave; grow: the frame follows")
        resampling = p.resampling()
    }

    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        let size = page.size
        if corners == nil, strength == 0 { return .identity(size) }
        let (w, h) = (Double(size.width), Double(size.height))
        var reach = strength
        for attempt in 0..<6 {
            let shares = corners ?? drawn(random.child(attempt), reach)
            let target = (0..<4).map { Point(shares[2 * $0] * w, shares[2 * $0 + 1] * h) }
            if isSound(target, area: w * h), let homography = Homography(from: size.corners, to: target) {
                return onCanvas(homography, target, size)
            }
            if corners != nil { break }
            reach /= 2
        }
        return .identity(size)
    }

    private func onCanvas(_ homography: Homography, _ target: [Point], _ size: Size) -> GeometricMap {
        switch canvas {
        case .keep: GeometricMap(homography, outputSize: size)
        case .grow: .growing(homography, to: target)
        case .fit: GeometricMap(homography.then(.fitting(target, into: size)), outputSize: size)
        }
    }

    /// Corners in shares of the page, clockwise from the top left.
    private func drawn(_ random: RandomStream, _ reach: Double) -> [Double] {
        var corners: [Double] = [0, 0, 1, 0, 1, 1, 0, 1]
        switch mode {
        case .free:
            for i in corners.indices { corners[i] += random.uniform(-reach...reach, i) }
        case .keystone:
            keystone(&corners, side: random.integer(0...3, 8), by: reach * random.uniform(0.5...1, 9))
        case .tilt:
            keystone(&corners, side: random.integer(0...1, 8) * 2, by: reach * random.uniform(0.4...0.9, 9))
            keystone(&corners, side: random.integer(0...1, 10) * 2 + 1, by: reach * random.uniform(0.4...0.9, 11))
        }
        return corners
    }

    /// Draws the two corners of a side (0 top, 1 right, 2 bottom, 3 left) together.
    private func keystone(_ corners: inout [Double], side: Int, by reach: Double) {
        let (a, b) = (side, (side + 1) % 4)
        let axis = side % 2
        let sign: Double = side < 2 ? 1 : -1
        corners[2 * a + axis] += sign * reach
        corners[2 * b + axis] -= sign * reach
    }

    /// Whether the corners still go round clockwise without a dent, and leave two fifths of the area.
    private func isSound(_ p: [Point], area: Double) -> Bool {
        var twice = 0.0
        for i in 0..<4 {
            let (a, b, c) = (p[i], p[(i + 1) % 4], p[(i + 2) % 4])
            let turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
            if turn <= 0 { return false }
            twice += a.x * b.y - a.y * b.x
        }
        return twice / 2 >= 0.4 * area
    }
}
