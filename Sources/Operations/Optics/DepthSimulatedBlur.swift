public import Imaging
public import OperationKit
import Vision

/// Sharp here, soft there: a tilted or curved sheet before the lens.
public struct DepthSimulatedBlur: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "depth-simulated-blur", family: .camera, on: [.page],
        peers: ["DepthSimulatedBlur", "uneven-focus", "tilt-shift"],
        "Sharp here, soft there: a tilted or curved sheet before the lens.", main: "sigma",
        severities: Severities(
            mild: ["sigma": "0.15mm"], medium: ["sigma": "0.3mm"], strong: ["sigma": "0.5mm", "sharp": "0.2"]),
        promises: [
            .identity(with: ["sigma": "0mm"]), .keepsBlankPaper, .grayEqualsColor(),
            .monotone("sigma", values: ["0mm", "0.1mm", "0.2mm", "0.35mm", "0.6mm"]),
        ],
        cost: (color: 40, gray: 16))

    public static let usesChance = false

    enum Kind: String, CaseIterable { case plane, spot, gutter }

    let kind: Kind
    let sigma: Double
    let angle: Double
    let center: Point
    let sharp: Double

    public init(_ p: inout Parameters) {
        kind = p.choice(
            "kind", "plane", "plane: a tilted sheet; spot: one sharp place; gutter: soft towards the inner edge")
        sigma = p.length("sigma", "0.15..0.28mm", in: .mm(0...3), "deviation of the blur where it is worst")
        angle = p.angle("angle", "0..360", in: 0...360, "which way a tilted sheet leads away")
        center = Point(
            p.share("center-x", "0.2..0.8", "the middle of what is sharp, from the left"),
            p.share("center-y", "0.2..0.8", "and from the top"))
        sharp = p.share("sharp", "0.2..0.4", "share of the page's length that is in focus")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard sigma >= 1.0 / 16, !pixels.isFlat else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        // Between three degrees of blur and none.
        let soft = try (1...3).map { try pixels.blurred(sigma: sigma * Double($0) / 3) }
        let (width, height, channels) = (pixels.width, pixels.height, pixels.channels)
        var degrees = [UInt16](repeating: 0, count: width)
        pixels.withMutablePlane { target in
            for y in 0..<height {
                guard fill(&degrees, y: y, width, height) else { continue }
                let row = target.row(y)
                soft[0].withPlane { first in
                    soft[1].withPlane { second in
                        soft[2].withPlane { third in
                            let rows = [UnsafePointer(row), first.row(y), second.row(y), third.row(y)]
                            for x in 0..<width where degrees[x] > 0 {
                                let step = min(2, Int(degrees[x] >> 8))
                                let share = UInt8(min(255, Int(degrees[x]) - step << 8))
                                for i in x * channels..<(x + 1) * channels {
                                    row[i] = Blend.mix(rows[step][i], rows[step + 1][i], share)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// How far out of focus each pixel of a row is: 0 sharp, 768 worst. False when the whole row is sharp.
    private func fill(_ degrees: inout [UInt16], y: Int, _ width: Int, _ height: Int) -> Bool {
        let long = Double(max(width, height))
        let (sine, cosine) = sineAndCosine(degrees: angle)
        let from = Point(center.x * Double(width), center.y * Double(height))
        // From the edge of what is sharp to where nothing more is lost.
        let (near, far) = (sharp / 2 * long, max(sharp / 2 + 0.1, 0.62) * long)
        let v = Double(y) + 0.5 - from.y
        var any = false
        for x in 0..<width {
            let u = Double(x) + 0.5 - from.x
            let away: Double
            switch kind {
            case .plane: away = abs(u * cosine - v * sine)
            case .spot: away = (u * u + v * v).squareRoot()
            case .gutter:
                away = (from.x < Double(width) / 2 ? Double(width) - Double(x) : Double(x)) * long / Double(width)
            }
            let t = min(1, max(0, (away - near) / (far - near)))
            degrees[x] = UInt16(t * t * (3 - 2 * t) * 768)
            any = any || degrees[x] > 0
        }
        return any
    }
}
