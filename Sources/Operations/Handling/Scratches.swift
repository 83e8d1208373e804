public import Imaging
public import OperationKit

/// Fine scratches, light or dark.
public struct Scratches: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "scratches", family: .handling, on: [.page], peers: ["film-scratches", "abrasion", "scuffs"],
        "Fine scratches, light where they took the ink off, dark where dirt lies in them.", main: "count",
        severities: Severities(
            mild: ["count": "6"], medium: ["count": "20", "depth": "0.6"],
            strong: ["count": "50", "depth": "0.9", "width": "0.18mm"]),
        promises: [
            .identity(with: ["count": "0"]), .identity(with: ["depth": "0"]), .onlyDarkens(with: ["light": "0"]),
            .grayEqualsColor(), .monotone("count", values: ["0", "20", "60", "120", "200"]),
        ],
        cost: (8, 6))

    let count: Double
    let length: Double
    let width: Double
    let light: Double
    let depth: Double
    let direction: Double
    let spread: Double

    public init(_ p: inout Parameters) {
        count = p.number("count", "4..16", in: 0...200, "scratches per square decimeter")
        length = p.length("length", "15..50mm", in: .mm(0.3...400), "how long the longest are")
        width = p.length("width", "0.06..0.14mm", in: .mm(0.02...2), "how wide one is")
        light = p.share("light", "0.6", "share of them that are light")
        depth = p.share("depth", "0.3..0.7", "how much they hide")
        direction = p.angle("direction", "0..180", in: 0...180, "which way most of them run")
        spread = p.angle("spread", "30", in: 0...90, "how far off that way they may run")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0, depth > 0 else { return }
        let mm = page.pixels(mm: 1)
        let longest = max(0.2, length / mm)
        let wide = max(0.02, width / mm)
        let paths = ScatteredStrokes(
            perSquareDecimeter: count, length: 0.15 * longest...longest, width: 0.5 * wide...wide,
            direction: direction - spread...direction + spread, bend: 12
        ).paths(on: pixels.size, dpi: page.dpi, random)
        guard !paths.isEmpty else { return }
        let paper = pixels.borderColor(frame: page.pixels(mm: 2))
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            for (path, width, stream) in paths {
                let isLight = stream.chance(light, 40)
                let line = Stroke(
                    path, tool: .pencil, width: max(0.5, width), color: isLight ? paper : Color(gray: 50),
                    density: depth * stream.uniform(0.5...1, 41))
                if isLight {
                    line.cover(plane, dpi: page.dpi, stream)
                } else {
                    line.draw(on: plane, dpi: page.dpi, stream)
                }
            }
        }
    }
}

extension Stroke {
    /// Lays the line over the page like paint, but lets it take ink off only: darker places get lighter, no others.
    func cover(_ plane: MutablePlane, dpi: Double, _ stream: RandomStream) {
        // The line alone, black on white, on a sheet of the page's size would cost a page; its box is enough.
        let reach = width + 3
        let left = max(0, Int((points.map(\.x).min() ?? 0) - reach))
        let top = max(0, Int((points.map(\.y).min() ?? 0) - reach))
        let right = min(plane.width, Int((points.map(\.x).max() ?? 0) + reach) + 1)
        let bottom = min(plane.height, Int((points.map(\.y).max() ?? 0) + reach) + 1)
        guard left < right, top < bottom else { return }
        var mask = Raster(.gray, width: right - left, height: bottom - top, filledWith: 255)
        let moved = Stroke(
            points.map { $0 - Point(Double(left), Double(top)) }, tool: tool, width: width, color: .black,
            density: density)
        mask.withMutablePlane { moved.draw(on: $0, dpi: dpi, stream) }
        let ink = color.samples(for: plane.channels == 3 ? .color : .gray)
        mask.withPlane { mask in
            for y in top..<bottom {
                let (shape, row) = (mask.row(y - top), plane.row(y))
                for x in left..<right where shape[x - left] < 255 {
                    for c in 0..<plane.channels {
                        let i = x * plane.channels + c
                        row[i] = max(row[i], Blend.mix(row[i], ink[c], 255 - shape[x - left]))
                    }
                }
            }
        }
    }
}
