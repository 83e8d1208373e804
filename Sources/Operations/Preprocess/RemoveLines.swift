public import Imaging
public import OperationKit

/// Rules of forms and tables taken out, and the letters that they crossed mended.
public struct RemoveLines: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "remove-lines", family: .preprocess, on: [.page], gives: .same, peers: ["line-removal", "rule-removal"],
        "Rules of forms and tables taken out; the letters that they crossed stay whole.", main: "min-length",
        severities: Severities(
            mild: ["min-length": "30mm"], medium: [:], strong: ["min-length": "6mm", "mend": "false"]),
        promises: [.onlyLightens(), .keepsBlankPaper, .grayEqualsColor()],
        cost: (color: 50, gray: 40))

    public static let usesChance = false

    enum Along: String, CaseIterable { case both, horizontal, vertical }

    let least: Double
    let thickest: Double
    let along: Along
    let mends: Bool

    public init(_ p: inout Parameters) {
        least = p.length("min-length", "15mm", in: .mm(3...500), "what is shorter is no rule")
        thickest = p.length("max-width", "0.7mm", in: .mm(0.1...5), "what is thicker is no rule")
        along = p.choice("along", "both", "which rules")
        mends = p.flag("mend", true, "whether ink stays where a letter crosses a rule")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard !pixels.isFlat else { return }
        let isBilevel = pixels.kind == .bilevel
        // All of a page of two levels that is not white is ink.
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: isBilevel)
        let ink = pixels.inkPicture(map)
        var mask = Raster(.gray, width: pixels.width, height: pixels.height, filledWith: 0)
        var found: [(rules: Rules, direction: Rules.Direction)] = []
        for (direction, isWanted) in [(Rules.Direction.across, along != .vertical), (.down, along != .horizontal)]
        where isWanted {
            let rules = Rules(in: ink, direction, length: least, width: thickest)
            if !rules.isEmpty { found.append((rules, direction)) }
        }
        if found.isEmpty { return }
        for (rules, direction) in found { mark(rules, ink, direction, in: &mask) }
        // Where two rules cross, no letter does.
        if found.count == 2 { markCrossings(found[0].rules.crossed, found[1].rules.crossed, in: &mask) }
        erase(mask, ink, from: &pixels, map)
        if isBilevel { pixels.kind = .bilevel }
    }

    /// Marks what of the rules goes: where ink stands on both sides of one, a letter crosses it and keeps its ink.
    private func mark(_ rules: Rules, _ ink: Raster, _ direction: Rules.Direction, in mask: inout Raster) {
        let reach = max(1, Int(thickest.rounded(.up)))
        mask.withMutablePlane { mask in
            rules.plain.withPlane { plain in
                rules.crossed.withPlane { crossed in
                    ink.withPlane { ink in
                        for y in 0..<mask.height {
                            let (out, alone, shared) = (mask.row(y), plain.row(y), crossed.row(y))
                            for x in 0..<mask.width {
                                if alone[x] > 0 {
                                    out[x] = 255
                                } else if shared[x] > 0, !mends || !isCrossed(x, y, ink, direction, reach) {
                                    out[x] = 255
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func markCrossings(_ across: Raster, _ down: Raster, in mask: inout Raster) {
        across.withPlane { across in
            down.withPlane { down in
                mask.withMutablePlane { mask in
                    for i in mask.bytes.indices where across.bytes[i] > 0 && down.bytes[i] > 0 { mask.bytes[i] = 255 }
                }
            }
        }
    }

    /// Whether ink goes on beyond the thickest rule on both sides of a pixel.
    private func isCrossed(_ x: Int, _ y: Int, _ ink: Plane, _ direction: Rules.Direction, _ reach: Int) -> Bool {
        func isInk(_ step: Int) -> Bool {
            let (column, row) = direction == .across ? (x, y + step) : (x + step, y)
            guard column >= 0, row >= 0, column < ink.width, row < ink.height else { return false }
            return ink.row(row)[column] >= InkMap.threshold
        }
        func length(_ sign: Int) -> Int { (1...reach + 1).first { !isInk(sign * $0) } ?? reach + 2 }
        let (before, after) = (length(-1), length(1))
        return before > 1 && after > 1 && before + after > reach + 1
    }

    /// Makes what is marked, and its soft rim, paper.
    private func erase(_ mask: Raster, _ ink: Raster, from pixels: inout Raster, _ map: InkMap) {
        let (width, height) = (pixels.width, pixels.height)
        pixels.loseInk(map) { lost, y in
            var any = false
            mask.withPlane { mask in
                ink.withPlane { ink in
                    let (row, levels) = (mask.row(y), ink.row(y))
                    let (above, below) = (mask.row(max(0, y - 1)), mask.row(min(height - 1, y + 1)))
                    for x in 0..<width {
                        let beside = max(row[max(0, x - 1)], row[min(width - 1, x + 1)])
                        let isRim = levels[x] < InkMap.threshold && max(above[x], max(below[x], beside)) > 0
                        lost[x] = row[x] > 0 || isRim ? 255 : 0
                        any = any || lost[x] > 0
                    }
                }
            }
            return any
        }
    }
}
