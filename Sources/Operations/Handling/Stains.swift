public import Imaging
public import OperationKit

/// Spots and blotches: dirt, mildew, grease, mud.
public struct Stains: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "stains", family: .handling, on: [.page, .paper],
        peers: ["Stains", "Spatter", "RandomRain", "mildew", "grease"],
        "Spots and blotches: dirt, mildew, grease, mud.", main: "kind",
        severities: Severities(
            mild: ["coverage": "0.03", "opacity": "0.15"], medium: ["coverage": "0.12", "opacity": "0.35"],
            strong: ["coverage": "0.25", "opacity": "0.6"]),
        promises: [
            .onlyDarkens(), .identity(with: ["coverage": "0"]), .identity(with: ["opacity": "0"]),
            .grayEqualsColor(with: ["color": "120"]), .monotone("opacity", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (30, 18))

    /// What made them.
    public enum Kind: String, CaseIterable, Sendable {
        case rough, fine, severe, mildew, grease, mud

        /// Octaves of the outline, how strong the finer ones are, how soft the rim is, how much darker it is, the color.
        var look: (octaves: Int, gain: Double, rim: Double, edge: Double, color: Color) {
            switch self {
            case .rough: (5, 0.6, 30, 0.25, Color(red: 140, green: 112, blue: 72))
            case .fine: (5, 0.75, 26, 0.1, Color(red: 128, green: 108, blue: 80))
            case .severe: (5, 0.6, 14, 0.5, Color(red: 104, green: 74, blue: 42))
            case .mildew: (5, 0.85, 34, 0, Color(red: 92, green: 98, blue: 82))
            case .grease: (2, 0.4, 24, 0.35, Color(red: 196, green: 184, blue: 150))
            case .mud: (4, 0.7, 8, 0.3, Color(red: 100, green: 78, blue: 54))
            }
        }
    }

    let kind: Kind
    let coverage: Double
    let opacity: Double
    let size: Double
    let color: Color?

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "rough", "what made them")
        coverage = p.share("coverage", "0.02..0.1", "share of the sheet")
        opacity = p.share("opacity", "0.12..0.35", "how strong they are")
        size = p.length("size", "20..70mm", in: .mm(0.1...200), "how large they are")
        color = p.optionalColor("color", "none", "else the kind's own")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard coverage > 0, opacity > 0 else { return }
        let look = kind.look
        var patches = Patches(
            random, size: pixels.size, cell: max(2, size), octaves: look.octaves, gain: look.gain, coverage: coverage,
            rim: look.rim)
        // What dries leaves most at its rim.
        let table = (0...255).map { level -> UInt8 in
            let t = Double(level) / 255
            let rim = max(0, 1 - abs(t - 0.45) / 0.4) * look.edge * 1.4
            return UInt8((255 * min(1, t * (1 - look.edge * 0.6) + rim)).rounded())
        }
        let width = pixels.width
        // What soaked in lies unevenly, and the grain of the sheet shows in it.
        var uneven = CloudField(random.child("uneven"), width: width, cell: max(8, size * 0.4), octaves: 3, gain: 0.6)
        var grain = LatticeNoise(random.child("grain"), width: width, cell: max(1, page.pixels(mm: 0.3)), octaves: 2)
        var (clouds, fine) = ([UInt8](repeating: 0, count: width), [UInt8](repeating: 0, count: width))
        pixels.stain(color ?? look.color, opacity: opacity) { row, y in
            guard patches.fill(row, y: y) else { return false }
            uneven.fill(&clouds, y: y)
            grain.fill(&fine, y: y)
            for x in 0..<width {
                let rough: UInt16 = 146 &+ UInt16(clouds[x]) &* 3 / 8 &+ UInt16(fine[x]) / 6
                row[x] = Blend.product(table[Int(row[x])], UInt8(truncatingIfNeeded: min(255, rough)))
            }
            return true
        }
    }
}
