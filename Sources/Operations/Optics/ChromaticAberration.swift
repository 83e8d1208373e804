public import Imaging
public import OperationKit
import PipelineSyntax

/// Colored fringes that grow toward the corners.
public struct ChromaticAberration: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "chromatic-aberration", family: .camera, on: [.page], gives: .same, peers: ["ChromaticAberration"],
        "Colored fringes that grow toward the corners, as of a cheap lens.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.1mm"], medium: ["amount": "0.3mm"], strong: ["amount": "0.7mm"]),
        promises: [.identity(with: ["amount": "0mm"]), .keepsBlankPaper], cost: (30, 0.1))

    enum Axis: String, CaseIterable {
        case redCyan = "red-cyan"
        case greenPurple = "green-purple"
        case blueYellow = "blue-yellow"
    }

    let amount: Double
    let axis: Axis

    public init(_ p: inout Parameters) {
        amount = p.length("amount", "0.08..0.25mm", in: .mm(0...5), "how far apart the colors are in a corner")
        axis = p.choice("axis", "red-cyan", "the colors of the fringes")
    }

    public static func pointless(on kinds: Set<PixelKind>, with values: ParameterSet) -> String? {
        kinds.contains(.color) ? nil : "the page has one plane only"
    }

    public static let usesChance = false

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard amount >= 1.0 / 16, pixels.kind == .color, !pixels.isFlat else { return }
        let shares: [Double] =
            switch axis {
            case .redCyan: [-0.5, 0, 0.5]
            case .greenPurple: [0.5, -0.5, 0.5]
            case .blueYellow: [0.5, -0.25, -0.25]
            }
        let (w, h) = (Double(pixels.width), Double(pixels.height))
        let reach = max(1, (w * w + h * h).squareRoot() / 2)
        let old = pixels
        pixels.withMutablePlane { plane in
            old.withPlane { source in
                for (c, share) in shares.enumerated() where share != 0 {
                    // A point at distance r from the middle comes from r · (1 + growth).
                    let growth = share * amount / reach
                    let step = Int(((1 + growth) * 65536).rounded())
                    let start = Int((-growth * (w - 1) / 2 * 65536).rounded())
                    for y in 0..<plane.height {
                        let line = Double(y) + growth * (Double(y) - (h - 1) / 2)
                        pull(source, plane.row(y), c, line, start, step)
                    }
                }
            }
        }
    }

    private func pull(
        _ source: Plane, _ row: UnsafeMutablePointer<UInt8>, _ c: Int, _ line: Double, _ start: Int, _ step: Int
    ) {
        let place = min(max(line, 0), Double(source.height - 1))
        let (top, bottom) = (source.row(Int(place)), source.row(min(source.height - 1, Int(place) + 1)))
        let v = Int((place - place.rounded(.down)) * 256)
        var x = start
        for i in 0..<source.width {
            let inside = min(max(x, 0), (source.width &- 1) << 16)
            let left = inside >> 16
            let right = min(source.width &- 1, left &+ 1)
            let u = (inside >> 8) & 255
            let upper = Int(top[3 &* left &+ c]) &* (256 &- u) &+ Int(top[3 &* right &+ c]) &* u
            let lower = Int(bottom[3 &* left &+ c]) &* (256 &- u) &+ Int(bottom[3 &* right &+ c]) &* u
            row[3 &* i &+ c] = UInt8(truncatingIfNeeded: (upper &* (256 &- v) &+ lower &* v &+ 32768) >> 16)
            x &+= step
        }
    }
}
