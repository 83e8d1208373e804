public import Imaging
public import OperationKit

/// Rules of tables and forms that broke and faded.
public struct LinesDegradation: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "lines-degradation", family: .ink, on: [.ink, .page], peers: ["LinesDegradation", "broken-rules"],
        "Rules of tables and forms break and fade; letters stay.", main: "share",
        severities: Severities(
            mild: ["share": "0.2"], medium: ["share": "0.5"], strong: ["share": "0.8", "loss": "1"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["share": "0"]), .identity(with: ["loss": "0"]),
            .grayEqualsColor(),
        ],
        cost: (color: 50, gray: 40))

    enum Along: String, CaseIterable { case both, horizontal, vertical }

    let share: Double
    let gap: Double
    let least: Double
    let loss: Double
    let along: Along

    public init(_ p: inout Parameters) {
        share = p.share("share", "0.3..0.6", "of each rule's length that is lost")
        gap = p.length("gap", "0.3..2mm", in: .mm(0.1...20), "how long a gap is")
        least = p.length("min-length", "12mm", in: .mm(3...500), "what is shorter is no rule")
        loss = p.share("loss", "0.6..1", "how much of the ink is gone in a gap")
        along = p.choice("along", "both", "which rules")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard share > 0, loss > 0, !pixels.isFlat else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let ink = pixels.inkPicture(map)
        let thickest = page.pixels(mm: 1.2)
        var parts: [(mask: Raster, gaps: Patches)] = []
        for (direction, isWanted) in [(Rules.Direction.across, along != .vertical), (.down, along != .horizontal)]
        where isWanted {
            let rules = Rules(in: ink, direction, length: least, width: thickest)
            if rules.isEmpty { continue }
            // Gaps are as long as wanted along the rule, and alike over its thickness.
            let (long, across) = (max(1, gap), max(4, 3 * thickest))
            let grain = direction == .across ? (x: long, y: across) : (x: across, y: long)
            let name = direction == .across ? "across" : "down"
            let gaps = Patches(
                random.child(name), size: pixels.size, grain: grain, octaves: 2, coverage: share, rim: 16)
            parts.append((rules.plain, gaps))
        }
        guard !parts.isEmpty else { return }
        take(from: &pixels, map, ink, &parts)
    }

    private func take(
        from pixels: inout Raster, _ map: InkMap, _ ink: Raster, _ parts: inout [(mask: Raster, gaps: Patches)]
    ) {
        let (width, height) = (pixels.width, pixels.height)
        let strength = UInt8((loss * 255).rounded())
        var gaps = [UInt8](repeating: 0, count: width)
        pixels.loseInk(map) { lost, y in
            var any = false
            lost.update(repeating: 0, count: width)
            for i in parts.indices where parts[i].gaps.fill(&gaps, y: y) {
                parts[i].mask.withPlane { mask in
                    ink.withPlane { ink in
                        let (row, faint) = (mask.row(y), ink.row(y))
                        let (above, below) = (mask.row(max(0, y - 1)), mask.row(min(height - 1, y + 1)))
                        for x in 0..<width where gaps[x] > 0 {
                            // The soft rim of a rule goes with it.
                            let isRim = faint[x] < InkMap.threshold && (above[x] > 0 || below[x] > 0)
                            let isBeside =
                                faint[x] < InkMap.threshold
                                && (row[max(0, x - 1)] > 0 || row[min(width - 1, x + 1)] > 0)
                            guard row[x] > 0 || isRim || isBeside else { continue }
                            lost[x] = max(lost[x], Blend.product(gaps[x], strength))
                            any = true
                        }
                    }
                }
            }
            return any
        }
    }
}
