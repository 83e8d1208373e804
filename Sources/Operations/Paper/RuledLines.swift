public import Imaging
public import OperationKit

/// Preprinted lines: notebook, graph paper, dots, staves, green bars.
public struct RuledLines: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ruled-lines", family: .paper, on: [.paper, .page],
        peers: ["ruled-paper", "grid-paper", "genkoyoshi", "green-bar", "notebook"],
        "Preprinted lines: notebook, graph paper, dots, staves, squares for signs, green bars.", main: "kind",
        severities: Severities(
            mild: ["opacity": "0.4"], medium: ["opacity": "0.9"],
            strong: ["color": "#404040", "opacity": "0.9", "kind": "grid", "spacing": "5mm"]),
        promises: [
            .onlyDarkens(), .identity(with: ["opacity": "0"]),
            .grayEqualsColor(with: ["color": "170", "margin": "false"]),
            .monotone("opacity", values: ["0", "0.2", "0.5", "0.8", "1"]),
        ],
        cost: (20, 12))

    enum Kind: String, CaseIterable {
        case ruled, grid, dotted, staff, genkoyoshi
        case greenBar = "green-bar"
    }

    let kind: Kind
    let spacing: Double
    let width: Double
    let color: Color
    let opacity: Double
    let margin: Bool
    let angle: Double

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "ruled", "what is printed on the sheet")
        spacing = p.length("spacing", "7..9mm", in: .mm(1...100), "from line to line")
        width = p.length("width", "0.1..0.2mm", in: .mm(0.03...3), "of a line")
        color = p.color("color", "#a9bcd6", "of the lines")
        opacity = p.share("opacity", "0.5..0.9", "how dark they are")
        margin = p.flag("margin", true, "a red line at the left of kind ruled")
        angle = p.angle("angle", "0 +- 0.15", in: -5...5, "how far off they were printed")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if opacity == 0 { return }
        let slope = sineAndCosine(degrees: angle).sine
        let start = (x: random.unit(0) * spacing, y: random.unit(1) * spacing)
        let step = max(3, spacing)
        let half = max(width, 0.4) / 2
        // A line thinner than a pixel is paler instead.
        let full = min(1, width / 0.4)
        func line(_ place: Double, _ period: Double, _ half: Double) -> Double {
            let way = place / period
            let off = abs(way - way.rounded()) * period
            return min(1, max(0, half + 0.5 - off)) * full
        }
        let size = pixels.size
        let columns = (0..<size.width).map { Double($0) + 0.5 - start.x }
        pixels.stain(color, opacity: opacity) { row, y in
            let base = Double(y) + 0.5 - start.y - slope * Double(size.width) / 2
            var any: UInt8 = 0
            for x in 0..<size.width {
                let v = base + slope * Double(x)
                let u = columns[x] - slope * Double(y)
                let share: Double
                switch kind {
                case .ruled: share = line(v, step, half)
                case .grid: share = max(line(v, step, half), line(u, step, half))
                case .dotted:
                    share = line(v, step, half * 2.5) > 0.1 && line(u, step, half * 2.5) > 0.1 ? full : 0
                case .staff:
                    // Five lines, then room for as many.
                    let way = v / (step * 1.6)
                    let within = (way - way.rounded(.down)) * 10
                    share = within < 4.5 ? line(v, step * 0.16, half) : 0
                case .genkoyoshi:
                    // Columns of squares with a narrow gap between.
                    let way = u / (step * 1.25)
                    let within = (way - way.rounded(.down)) * 1.25
                    let sides = max(line(u, step * 1.25, half), line(u - step, step * 1.25, half))
                    share = within <= 1 ? max(sides, line(v, step, half)) : sides
                case .greenBar:
                    let way = v / (step * 2)
                    share = way - way.rounded(.down) < 0.5 ? 0.35 : 0
                }
                row[x] = UInt8((share * 255).rounded())
                any |= row[x]
            }
            return any > 0
        }
        if kind == .ruled, margin { drawMargin(&pixels, page, slope, half) }
    }

    private func drawMargin(_ pixels: inout Raster, _ page: PageContext, _ slope: Double, _ half: Double) {
        let place = min(page.pixels(mm: 32), Double(pixels.width) * 0.16)
        let width = pixels.width
        pixels.stain(Color(red: 220, green: 130, blue: 130), opacity: opacity) { row, y in
            row.update(repeating: 0, count: width)
            let middle = place + slope * Double(y)
            for x in pixelRange(from: middle - half, to: middle + half, limit: width) {
                row[x] = UInt8(255 * min(1, max(0, half + 0.5 - abs(Double(x) + 0.5 - middle))))
            }
            return true
        }
    }
}
