public import Imaging
public import OperationKit

/// A sheet that got dark from its edges inwards, by acid and light.
public struct EdgeToning: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "edge-toning", family: .handling, on: [.page, .paper], peers: ["yellowed-edges", "burnt-edges", "browning"],
        "A sheet that got dark from its edges inwards, by acid and light.", main: "strength",
        severities: Severities(
            mild: ["strength": "0.15"], medium: ["strength": "0.4"],
            strong: ["strength": "0.8", "depth": "20..35mm"]),
        promises: [
            .onlyDarkens(), .identity(with: ["strength": "0", "char": "0mm"]),
            .grayEqualsColor(with: ["color": "150"]), .monotone("strength", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (30, 20))

    let depth: Double
    let strength: Double
    let irregular: Double
    let color: Color
    let char: Double

    public init(_ p: inout Parameters) {
        depth = p.length("depth", "8..30mm", in: .mm(0...300), "how far in it goes")
        strength = p.share("strength", "0.15..0.4", "how dark the edge is")
        irregular = p.share("irregular", "0.3..0.6", "how uneven its front is")
        color = p.color("color", "#b98f55", "of the paper at the edge")
        char = p.length("char", "0mm", in: .mm(0...20), "width of a burnt rim")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard strength > 0 || char > 0 else { return }
        let (width, height) = (pixels.width, pixels.height)
        let reach = max(1, depth)
        var clouds = CloudField(random, width: width, cell: page.pixels(mm: 14), octaves: 4, gain: 0.55)
        var wander = [UInt8](repeating: 0, count: width)
        // By the distance to the edge, in 256ths of three times the depth.
        let fall = (0...255).map { UInt8((255 * exponential(-Double($0) / 255 * 3 * 1.8)).rounded()) }
        func distances(_ y: Int, _ row: UnsafeMutablePointer<UInt8>, _ unit: Double, _ sway: Double) {
            let down = Double(min(y, height - 1 - y))
            clouds.fill(&wander, y: y)
            for x in 0..<width {
                let near = min(down, Double(min(x, width - 1 - x)))
                // Nothing wanders at the very edge, and in the middle nothing is left to.
                let place = near * max(0.45, 1 + sway * (Double(wander[x]) - 128) / 60)
                row[x] = UInt8(min(255, max(0, place * unit)))
            }
        }
        if strength > 0 {
            pixels.stain(color, opacity: strength) { row, y in
                distances(y, row, 255 / (3 * reach), irregular)
                var any: UInt8 = 0
                for x in 0..<width {
                    row[x] = fall[Int(row[x])]
                    any |= row[x]
                }
                return any > 0
            }
        }
        guard char > 0 else { return }
        pixels.stain(Color(red: 48, green: 32, blue: 20)) { row, y in
            distances(y, row, 64 / char, min(1, irregular * 1.5))
            var any: UInt8 = 0
            for x in 0..<width {
                // Black at the edge, then a brown rim.
                row[x] = row[x] >= 128 ? 0 : row[x] < 48 ? 245 : UInt8((128 - UInt16(row[x])) * 245 / 80)
                any |= row[x]
            }
            return any > 0
        }
    }
}
