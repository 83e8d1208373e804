public import Imaging
public import OperationKit
import Vision

/// Echoes beside edges, from resampling or a camera's sharpening.
public struct RingingOvershoot: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ringing-overshoot", family: .camera, on: [.page], peers: ["RingingOvershoot", "over-sharpened", "halo"],
        "Echoes beside edges, from resampling or a camera's sharpening.", main: "amount",
        severities: Severities(
            mild: ["amount": "0.6"], medium: ["amount": "1.2"], strong: ["amount": "2", "rings": "3"]),
        promises: [
            .identity(with: ["amount": "0"]), .keepsBlankPaper, .grayEqualsColor(),
            .monotone("amount", values: ["0", "0.3", "0.7", "1.2", "2"]),
        ],
        cost: (90, 40))

    public static let usesChance = false

    let amount: Double
    let period: Double
    let rings: Int

    public init(_ p: inout Parameters) {
        amount = p.share("amount", "0.5..1.1", in: 0...2, "how strong the echoes are")
        period = p.length("period", "0.5..0.9mm", in: .mm(0.15...5), "from one echo to the next")
        rings = p.count("rings", "1..2", in: 1...4, "how many there are")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if amount == 0 || pixels.isFlat { return }
        // A low pass with a sharp cut (a windowed sinc) leaves echoes; the more of it, the more they show.
        let wave = max(2.2, min(period, 30))
        let reach = max(1, min(40, Int((wave * (Double(rings) + 0.5)).rounded())))
        var taps = (-reach...reach).map { i -> Double in
            let t = Double(i)
            let window = 0.5 + 0.5 * sineAndCosine(degrees: 180 * t / Double(reach + 1)).cosine
            return i == 0 ? 1 : sineAndCosine(degrees: 360 * t / wave).sine / (6.283185307 * t / wave) * window
        }
        let total = taps.reduce(0, +)
        taps = taps.map { $0 / total }
        let line = taps.map(Float.init)
        let low = try pixels.filtered(line, width: line.count).filtered(line, width: 1)
        // What the cut takes away is the fine detail; the page keeps it and gets the echoes beside.
        let base = try pixels.blurred(sigma: wave * 0.22)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let weight = Int32((amount * 2 * 256).rounded())
        pixels.withMutablePlane { plane in
            low.withPlane { low in
                base.withPlane { base in
                    let (out, a, b) = (plane.bytes, low.bytes, base.bytes)
                    for i in out.indices {
                        let echo = ((Int32(a[i]) &- Int32(b[i])) &* weight) &>> 8
                        out[i] = UInt8(truncatingIfNeeded: min(255, max(0, Int32(out[i]) &+ echo)))
                    }
                }
            }
        }
    }
}
