public import Imaging
public import OperationKit
import Vision

/// Over- or under-inked print: every stroke thicker or thinner by a fraction of a pixel.
public struct StrokeWeight: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "stroke-weight", family: .ink, on: [.ink, .page],
        peers: ["Morphological", "erosion", "dilation", "bold", "thin-strokes", "erode", "dilate"],
        "Over- or under-inked print: every stroke thicker or thinner by a fraction of a pixel.", main: "by",
        severities: Severities(
            mild: ["by": "0.04mm | -0.04mm"], medium: ["by": "-0.08mm | 0.08mm"],
            strong: ["by": "-0.13mm | 0.2mm"]),
        promises: [
            .onlyDarkens(with: ["by": "0.1mm"]), .onlyLightens(with: ["by": "-0.1mm"]), .keepsBlankPaper,
            .identity(with: ["by": "0mm"]), .grayEqualsColor(),
            .monotone("by", values: ["0mm", "0.05mm", "0.12mm", "0.2mm", "0.4mm"]),
            .monotone("by", values: ["0mm", "-0.05mm", "-0.12mm", "-0.2mm", "-0.4mm"]),
        ],
        cost: (12, 6))

    public static let usesChance = false

    let by: Double
    let keepsThin: Bool

    public init(_ p: inout Parameters) {
        by = p.length("by", "-0.06..0.08mm", in: .mm(-1...1.5), "by how much each edge moves; above 0 bolder")
        keepsThin = p.flag("keep-thin", true, "whether hairlines keep some of their ink")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let steps = abs(by)
        guard steps >= 1.0 / 16, !pixels.isFlat else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let kind: Morphology = by > 0 ? .erode : .dilate
        let less = Int(steps)
        let share = UInt8(((steps - Double(less)) * 255).rounded())
        let first = try moved(pixels, kind, by: less)
        let second = share == 0 ? first : try moved(pixels, kind, by: less + 1)
        var restored: Raster?
        if by < 0, keepsThin { restored = try moved(second, .erode, by: share == 0 ? less : less + 1) }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let untouched = pixels
        pixels.withMutablePlane { target in
            first.withPlane { first in
                second.withPlane { second in
                    untouched.withPlane { old in
                        for y in 0..<target.height {
                            blend(first.row(y), second.row(y), share, to: target.row(y), count: target.rowCount)
                            restored?.withPlane { keep(target.row(y), old.row(y), $0.row(y), count: target.rowCount) }
                            // Grain of the paper is no ink and stays.
                            limit(target, old, y, by > 0 ? target.reading : old, map)
                        }
                    }
                }
            }
        }
    }

    private func moved(_ pixels: Raster, _ kind: Morphology, by steps: Int) throws -> Raster {
        if steps == 0 { return pixels }
        return try pixels.morphed(kind, .ellipse, width: 2 * steps + 1, height: 2 * steps + 1)
    }

    private func blend(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ share: UInt8, to out: UnsafeMutablePointer<UInt8>,
        count: Int
    ) {
        for i in 0..<count { out[i] = Blend.mix(a[i], b[i], share) }
    }

    /// Where thinning would take a stroke away for good, so that growing back does not restore it, half of it stays.
    private func keep(
        _ samples: UnsafeMutablePointer<UInt8>, _ old: UnsafePointer<UInt8>, _ restored: UnsafePointer<UInt8>,
        count: Int
    ) {
        for i in 0..<count {
            let gone = max(restored[i], old[i]) &- old[i]
            samples[i] = max(old[i], max(samples[i], gone / 2) &- gone / 2)
        }
    }

    /// Takes the change back where there is no ink, neither before nor after.
    private func limit(_ target: MutablePlane, _ old: Plane, _ y: Int, _ inked: Plane, _ map: InkMap) {
        let channels = target.channels
        let (new, before) = (target.row(y), old.row(y))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: target.width) { ink in
            map.fill(ink.baseAddress!, y: y, of: inked)
            for x in 0..<target.width {
                let seen = UInt8(truncatingIfNeeded: min(255, (Int(ink[x]) &- 8) &* 8).magnitude)
                let share = ink[x] <= 8 ? 0 : seen
                for i in x &* channels..<(x &+ 1) &* channels { new[i] = Blend.mix(before[i], new[i], share) }
            }
        }
    }
}
