public import Imaging
public import OperationKit

/// Stray lines across the page, from the glass, a ruler or the feed.
public struct NoisyLines: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "noisy-lines", family: .print, on: [.page], peers: ["NoisyLines", "feed-lines"],
        "Stray lines across the page, from the glass, a ruler or the feed.", main: "lines",
        severities: Severities(
            mild: ["lines": "1", "level": "170"], medium: ["lines": "5", "level": "130"],
            strong: ["lines": "10", "level": "70", "width": "0.25mm"]),
        promises: [
            .onlyDarkens(), .identity(with: ["lines": "0"]), .grayEqualsColor(),
            .monotone("lines", values: ["0", "2", "6", "20", "60"]),
        ],
        cost: (4, 2))

    enum Direction: String, CaseIterable { case horizontal, vertical, both }

    let lines: Int
    let along: Direction
    let width: Double
    let level: Double
    let broken: Double
    let slope: Double

    public init(_ p: inout Parameters) {
        lines = p.count("lines", "1..4", in: 0...100, "how many")
        along = p.choice("along", "horizontal", "which way they run")
        width = p.length("width", "0.1..0.2mm", in: .mm(0.03...3), "how wide one is")
        level = p.number("level", "110..190", in: 0...255, "how dark one is")
        broken = p.share("broken", "0.1..0.4", "share of a line that is missing")
        slope = p.angle("slope", "0 +- 0.3", in: -10...10, "how far off the page's sides they run")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if lines == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let ink = UInt8(level.rounded())
        pixels.withMutablePlane { plane in
            for i in 0..<lines {
                let own = random.child(i)
                let isDown = along == .vertical || (along == .both && own.chance(0.5, 3))
                draw(on: plane, isDown: isDown, ink, page.pixels(mm: 4), own)
            }
        }
    }

    private func draw(on plane: MutablePlane, isDown: Bool, _ ink: UInt8, _ cell: Double, _ random: RandomStream) {
        let (length, extent) = isDown ? (plane.height, plane.width) : (plane.width, plane.height)
        let (sine, cosine) = sineAndCosine(degrees: slope + random.uniform(-0.1...0.1, 4))
        let start = random.unit(0) * Double(extent)
        let half = max(width, 0.3) / 2 * random.uniform(0.7...1.3, 1)
        // Gaps by rank, so that the share that is missing is what was asked for.
        var noise = LatticeNoise(random.child("gaps"), width: length, cell: max(2, cell), octaves: 3)
        let levels = noise.row(0)
        var histogram = LevelHistogram()
        levels.withUnsafeBufferPointer { histogram.add($0.baseAddress!, count: length) }
        let limit = histogram.threshold(above: 1 - broken)
        for i in 0..<length {
            let present = min(1, max(0, (Double(levels[i]) + 1 - limit) / 12))
            if present <= 0 { continue }
            let middle = start + sine / cosine * (Double(i) - Double(length) / 2)
            for j in pixelRange(from: middle - half, to: middle + half, limit: extent) {
                let covered = min(Double(j + 1), middle + half) - max(Double(j), middle - half)
                if covered <= 0 { continue }
                let share = UInt8((min(1, covered) * present * 255).rounded())
                let pixel = isDown ? plane.row(i) + j * plane.channels : plane.row(j) + i * plane.channels
                for c in 0..<plane.channels { pixel[c] = Blend.mix(pixel[c], min(pixel[c], ink), share) }
            }
        }
    }
}
