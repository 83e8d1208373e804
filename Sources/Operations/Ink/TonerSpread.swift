public import Imaging
public import OperationKit
import Vision

/// Loose toner: gray satellites around the strokes, densest at the edge.
public struct TonerSpread: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "toner-spread", family: .ink, on: [.ink, .page], peers: ["toner-scatter", "edge-effect"],
        "Loose toner: gray satellites around the strokes, densest at the edge.", main: "density",
        severities: Severities(
            mild: ["density": "0.02", "level": "150"], medium: ["density": "0.055", "level": "130"],
            strong: ["density": "0.16", "level": "90", "reach": "1.2mm"]),
        promises: [
            .onlyDarkens(), .keepsBlankPaper, .identity(with: ["density": "0"]), .grayEqualsColor(),
            .monotone("density", values: ["0", "0.05", "0.1", "0.3", "0.5"]),
        ],
        cost: (40, 30))

    let density: Double
    let reach: Double
    let level: Double
    let dot: Double
    let direction: Double
    let drift: Double

    public init(_ p: inout Parameters) {
        density = p.share("density", "0.01..0.03", in: 0...0.5, "share of the paper that is covered at the edge")
        reach = p.length("reach", "0.3..0.9mm", in: .mm(0...5), "how far from the strokes half of that is left")
        level = p.number("level", "90..150", in: 0...255, "how dark a dot is")
        dot = p.length("dot", "0.06..0.12mm", in: .mm(0.02...1), "how wide a dot is")
        direction = p.angle("direction", "0..360", in: 0...360, "which way it was dragged")
        drift = p.share("drift", "0..0.5", "how far it was dragged")
    }

    /// Dirt of that density, reach and dot (in pixels), not dragged.
    init(density: Double, reach: Double, level: Double, dot: Double) {
        (self.density, self.reach, self.level, self.dot) = (density, reach, level, dot)
        (direction, drift) = (0, 0)
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard density > 0, reach >= 1.0 / 16, !pixels.isFlat else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        var ink = pixels.inkPicture(map)
        ink.apply([LookupTable { $0 >= InkMap.threshold ? 0 : 255 }])
        let far = try ink.distanceToZero()
        let (sine, cosine) = sineAndCosine(degrees: direction)
        let view = ShiftedRows(far, x: -cosine * drift * reach, y: sine * drift * reach)
        // Chances by the distance in eighths of a pixel; inside the strokes nobody sees it.
        let chances = (0...255).map { eighths in
            UInt32(density * 65536 * exponential(-0.6931 * Double(eighths) / 8 / reach))
        }
        let dice = PlaceNoise(random)
        let side = max(1, Int(dot.rounded()))
        let width = pixels.width
        pixels.stain(Color(gray: UInt8(level.rounded()))) { row, y in
            view.fill(row, y: y)
            // Dots of more than a pixel share their chance, and are as many fewer.
            let line = y / side
            var any: UInt8 = 0
            for x in 0..<width {
                let place = x / side
                let hit = row[x] < 255 && UInt32(dice.lane(place, line)) < chances[Int(row[x])]
                // No two dots are equally dense.
                row[x] = hit ? 130 &+ (dice.byte(place, line &+ 0x4000_0000) >> 1) : 0
                any |= row[x]
            }
            return any > 0
        }
    }
}
