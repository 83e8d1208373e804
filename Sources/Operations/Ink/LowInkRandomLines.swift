public import Imaging
public import OperationKit

/// Faint lines without a period, as of a printer that runs dry.
public struct LowInkRandomLines: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "low-ink-random-lines", family: .ink, on: [.ink, .page], peers: ["LowInkRandomLines"],
        "Faint lines without a period, as of a printer that runs dry.", main: "lines",
        severities: Severities(
            mild: ["lines": "12", "fade": "0.45"], medium: ["lines": "25", "fade": "0.6"],
            strong: ["lines": "45", "fade": "0.8", "width": "0.28mm"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["lines": "0"]), .identity(with: ["fade": "0"]),
            .grayEqualsColor(), .monotone("fade", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (12, 6))

    enum Direction: String, CaseIterable { case horizontal, vertical }

    let lines: Double
    let width: Double
    let fade: Double
    let raggedness: Double
    let along: Direction

    public init(_ p: inout Parameters) {
        lines = p.number("lines", "10..25", in: 0...200, "lines in 100 mm")
        width = p.length("width", "0.15..0.25mm", in: .mm(0.04...3), "how wide a line is")
        fade = p.share("fade", "0.4..0.75", "how much of the ink a line lacks")
        raggedness = p.share("raggedness", "0.3", "share of a line that is less faint")
        along = p.choice("along", "horizontal", "which way the lines run")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard lines > 0, fade > 0, width >= 1.0 / 16 else { return }
        let isAcross = along == .horizontal
        let extent = isAcross ? pixels.height : pixels.width
        let losses = losses(extent, page, random)
        guard losses.contains(where: { $0 > 0 }) else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        // Along its way a line is now fainter, now hardly there.
        var ragged = LatticeNoise(
            random.child("ragged"), width: pixels.width,
            cell: isAcross ? (max(2, page.pixels(mm: 5)), 1) : (1, max(2, page.pixels(mm: 5))), octaves: 2)
        let table = (0...255).map { level in
            UInt8((255 * (1 - raggedness * min(1, max(0, (Double(level) - 100) / 60)))).rounded())
        }
        let width = pixels.width
        pixels.loseInk(map) { lost, y in
            if isAcross, losses[y] == 0 { return false }
            ragged.fill(lost, y: y)
            for x in 0..<width { lost[x] = Blend.product(table[Int(lost[x])], isAcross ? losses[y] : losses[x]) }
            return true
        }
    }

    /// Ink lost (0…255) at each pixel across the page: each band of 2 mm decides by itself whether it holds a line.
    private func losses(_ extent: Int, _ page: PageContext, _ random: RandomStream) -> [UInt8] {
        let band = max(1, page.pixels(mm: 2))
        let chance = lines / 50
        var result = [Double](repeating: 0, count: extent)
        for i in 0..<Int(Double(extent) / band) + 1 {
            let own = random.child(i)
            // More than one to a band where there are more lines than bands.
            let count = Int(chance) + (own.chance(chance - chance.rounded(.down), 90) ? 1 : 0)
            for k in 0..<count {
                let middle = (Double(i) + own.unit(3 * k)) * band
                let half = width / 2 * own.uniform(0.6...1.2, 3 * k + 1)
                let depth = fade * own.uniform(0.6...1, 3 * k + 2)
                for j in pixelRange(from: middle - half, to: middle + half, limit: extent) {
                    let covered = min(Double(j + 1), middle + half) - max(Double(j), middle - half)
                    result[j] = max(result[j], depth * min(1, max(0, covered)))
                }
            }
        }
        return result.map { UInt8(($0 * 255).rounded()) }
    }
}
