public import Imaging
public import OperationKit

/// Greasy prints of fingers, mostly in the margins.
public struct Fingerprints: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "fingerprints", family: .handling, on: [.page], peers: ["thumb-marks", "smudges"],
        "Greasy prints of fingers, mostly in the margins.", main: "count",
        severities: Severities(
            mild: ["opacity": "0.1"], medium: ["opacity": "0.22"],
            strong: ["opacity": "0.4", "count": "8", "place": "anywhere"]),
        promises: [
            .onlyDarkens(), .identity(with: ["count": "0"]), .identity(with: ["opacity": "0"]),
            .grayEqualsColor(tolerance: 5),
            .monotone("opacity", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (10, 8))

    enum Place: String, CaseIterable { case margins, anywhere }

    let count: Int
    let opacity: Double
    let size: Double
    let place: Place

    public init(_ p: inout Parameters) {
        count = p.count("count", "1..4", in: 0...50, "how many")
        opacity = p.share("opacity", "0.08..0.2", "how dark they are")
        size = p.length("size", "14..20mm", in: .mm(3...60), "how wide one is")
        place = p.choice("place", "margins", "where the sheet was held")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0, opacity > 0 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            for i in 0..<count { print(on: plane, page, random.child(i)) }
        }
    }

    private func print(on plane: MutablePlane, _ page: PageContext, _ random: RandomStream) {
        let (w, h) = (Double(plane.width), Double(plane.height))
        var middle = Point(random.unit(0) * w, random.unit(1) * h)
        if place == .margins {
            // Half on the sheet, half off it, as a thumb holds it.
            let near = random.uniform(0...0.5, 2) * size
            switch random.integer(0...3, 3) {
            case 0: middle.x = near
            case 1: middle.x = w - near
            case 2: middle.y = near
            default: middle.y = h - near
            }
        }
        let (sine, cosine) = sineAndCosine(degrees: random.uniform(-60...60, 4))
        let half = Point(size / 2, size * 0.68)
        let period = max(2, page.pixels(mm: 0.47))
        let bend = ValueField(random.child("bend"), cell: size * 0.3)
        let blotch = GradientNoise(random.child("blotch"), cell: size * 0.16, octaves: 3, gain: 0.6)
        let core = Point(random.uniform(-0.1...0.1, 5) * size, random.uniform(-0.05...0.15, 6) * size)
        let reach = half.y + 2
        let rows = pixelRange(from: middle.y - reach, to: middle.y + reach, limit: plane.height)
        let columns = pixelRange(from: middle.x - reach, to: middle.x + reach, limit: plane.width)
        let strength = opacity * random.uniform(0.6...1, 7)
        let ink = Color(red: 92, green: 84, blue: 76).samples(for: plane.channels == 3 ? .color : .gray)
        for y in rows {
            let row = plane.row(y)
            for x in columns {
                let d = Point(Double(x) + 0.5, Double(y) + 0.5) - middle
                let q = Point(d.x * cosine + d.y * sine, d.y * cosine - d.x * sine)
                let (u, v) = (q.x / half.x, q.y / half.y)
                let inside = 1 - (u * u + v * v)
                if inside <= 0 { continue }
                // Ridges lie as arches below and as loops around the core.
                let a = q - core
                let loops = (a.x * a.x + a.y * a.y * (a.y > 0 ? 0.25 : 0.75)).squareRoot()
                let turns = loops / period + 1.6 * bend.value(at: q)
                let ridge = 0.5 + 0.5 * wave(turns)
                let patchy = min(1, max(0, 0.55 + 0.4 * blotch.value(Double(x), Double(y))))
                let share = strength * min(1, inside * 3) * patchy * (0.25 + 0.75 * ridge)
                if share <= 0.004 { continue }
                let weight = UInt8((share * 255).rounded())
                for c in 0..<plane.channels {
                    let i = x * plane.channels + c
                    row[i] = Blend.mix(row[i], Blend.product(row[i], ink[c]), weight)
                }
            }
        }
    }

    /// A cosine of whole turns, near enough: parabolas of alternate sign.
    private func wave(_ turns: Double) -> Double {
        let t = (turns - turns.rounded(.down)) * 4
        let s = t < 2 ? t - 1 : t - 3
        return (t < 2 ? -1 : 1) * (1 - s * s)
    }
}
