public import Imaging
public import OperationKit
import Vision

/// A second, fainter copy a little off.
public struct DoubleExposure: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "double-exposure", family: .camera, on: [.page], peers: ["DoubleExposure", "ghost-image"],
        "A second, fainter copy a little off, as after a shake under flash.", main: "opacity",
        severities: Severities(mild: ["opacity": "0.1"], medium: ["opacity": "0.22"], strong: ["opacity": "0.38"]),
        promises: [
            .identity(with: ["opacity": "0"]), .identity(with: ["shift": "0mm"]), .keepsBlankPaper, .grayEqualsColor(),
            .meanShift(atMost: 1.5), .monotone("opacity", values: ["0", "0.1", "0.2", "0.35", "0.5"]),
        ],
        cost: (30, 12))

    let shift: Double
    let opacity: Double
    let angle: Double
    let trail: Double
    let soften: Double

    public init(_ p: inout Parameters) {
        shift = p.length("shift", "0.5..2mm", in: .mm(0...50), "how far the copy is off")
        opacity = p.share("opacity", "0.1..0.25", in: 0...0.5, "how strong it is")
        angle = p.angle("angle", "0..360", in: 0...360, "which way it is off")
        trail = p.share("trail", "0..1", "0: a clean copy; 1: smeared all the way")
        soften = p.length("soften", "0.1mm", in: .mm(0...2), "how soft it is")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard opacity > 0, shift >= 1.0 / 16, !pixels.isFlat else { return }
        let soft = try pixels.blurred(sigma: soften)
        let (sine, cosine) = sineAndCosine(degrees: angle)
        // The farthest copy weighs what is not smeared; those on the way share the rest.
        let count = trail > 0 ? max(2, min(10, Int(shift / 2) + 2)) : 1
        let views = (1...count).map { i -> (rows: ShiftedRows, weight: UInt32) in
            let way = Double(i) / Double(count)
            let share = trail / Double(count) + (i == count ? 1 - trail : 0)
            return (
                ShiftedRows(soft, x: -cosine * shift * way, y: sine * shift * way),
                UInt32((share * opacity * 65536).rounded())
            )
        }
        let kept = 65536 - views.reduce(0) { $0 + $1.weight }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            var copy = [UInt8](repeating: 0, count: plane.rowCount)
            var sums = [UInt32](repeating: 0, count: plane.rowCount)
            for y in 0..<plane.height {
                let row = plane.row(y)
                for i in sums.indices { sums[i] = UInt32(row[i]) &* kept &+ 32768 }
                for view in views where view.weight > 0 {
                    view.rows.fill(&copy, y: y)
                    for i in sums.indices { sums[i] &+= UInt32(copy[i]) &* view.weight }
                }
                for i in sums.indices { row[i] = UInt8(truncatingIfNeeded: sums[i] &>> 16) }
            }
        }
    }
}
