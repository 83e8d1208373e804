public import Imaging
public import OperationKit

/// Veiling light with ghosts on a line through the middle of the picture.
public struct LensFlare: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "lens-flare", family: .camera, on: [.page], peers: ["LensFlare", "RandomSunFlare", "flare"],
        "Veiling light with ghosts on a line through the middle of the picture.", main: "strength",
        severities: Severities(mild: ["strength": "0.2"], medium: ["strength": "0.45"], strong: ["strength": "0.8"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["strength": "0"]), .grayEqualsColor(tolerance: 60),
            .monotone("strength", values: ["0", "0.2", "0.5", "0.8", "1"]),
        ],
        cost: (30, 20))

    let strength: Double
    let ghosts: Int
    let size: Double
    let source: Point
    let streaks: Double

    public init(_ p: inout Parameters) {
        strength = p.share("strength", "0.2..0.45", "how bright it is at its source")
        ghosts = p.count("ghosts", "3..6", in: 0...20, "images of the iris")
        size = p.length("size", "5..25mm", in: .mm(1...200), "radius of the largest ghost")
        source = Point(
            p.share("source-x", "0..1", in: -0.5...1.5, "where the light stands, in widths"),
            p.share("source-y", "0..1", in: -0.5...1.5, "where the light stands, in heights"))
        streaks = p.share("streaks", "0..0.2", "strength of its rays")
    }

    private struct Ghost {
        let middle: Point
        let radius: Double
        let isRing: Bool
        let strength: Double
        let hue: (blue: Double, green: Double, red: Double)
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if strength == 0 { return }
        let (w, h) = (Double(pixels.width), Double(pixels.height))
        let lamp = Point(source.x * w, source.y * h)
        let middle = Point(w / 2, h / 2)
        let images = (0..<ghosts).map { i -> Ghost in
            let own = random.child(i)
            let place = own.uniform(0.3...2.2, 0)
            let radius = max(4, size * own.uniform(0.25...1, 1))
            let hue = own.integer(0...2, 2)
            return Ghost(
                middle: lamp + (middle - lamp) * place, radius: radius, isRing: own.chance(0.4, 3),
                strength: own.uniform(0.2...0.5, 4),
                hue: (hue == 0 ? 1 : 0.6, hue == 1 ? 1 : 0.7, hue == 2 ? 1 : 0.6))
        }
        let reach = (w * w + h * h).squareRoot() * 0.45
        func light(_ x: Double, _ y: Double) -> (blue: Double, green: Double, red: Double) {
            let d = Point(x, y).distance(to: lamp)
            let near = d / reach
            var veil = strength * exponential(-3 * near)
            if streaks > 0 {
                // Six rays, by how near the place is to one of three lines through the lamp.
                let p = Point(x, y) - lamp
                let lines = [0.0, 60, 120].map { degrees -> Double in
                    let (sine, cosine) = sineAndCosine(degrees: degrees + 15)
                    return abs(p.x * sine - p.y * cosine)
                }
                veil += strength * streaks * exponential(-(lines.min() ?? 0) / max(2, size / 5) - 2 * near)
            }
            var sum = (blue: veil * 0.9, green: veil * 0.97, red: veil)
            for ghost in images {
                let r = Point(x, y).distance(to: ghost.middle) / ghost.radius
                if r > 1.3 { continue }
                let rim = min(1, max(0, (1.15 - r) / 0.3))
                let body = ghost.isRing ? rim * min(1, max(0, (r - 0.55) / 0.35)) : rim * 0.7
                let f = strength * ghost.strength * body
                sum = (sum.blue + f * ghost.hue.blue, sum.green + f * ghost.hue.green, sum.red + f * ghost.hue.red)
            }
            return sum
        }
        func rest(_ f: Double) -> Double { 1 - min(1, f) }
        pixels.screen(
            by: LightField(pixels.size) { x, y in
                let f = light(x, y)
                return (rest(f.blue), rest(f.green), rest(f.red))
            })
    }
}
