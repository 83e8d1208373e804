public import Imaging
public import OperationKit

/// The ring that a cup leaves, open on one side, with drips.
public struct CoffeeRing: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "coffee-ring", family: .handling, on: [.page], peers: ["mug-ring", "coffee-stain", "cup-ring"],
        "The ring that a cup leaves, open on one side, with drips.", main: "count",
        severities: Severities(
            mild: ["count": "1", "opacity": "0.2"], medium: ["count": "2", "opacity": "0.4"],
            strong: ["count": "4", "opacity": "0.75"]),
        promises: [
            .onlyDarkens(), .identity(with: ["count": "0"]), .identity(with: ["opacity": "0"]),
            .grayEqualsColor(with: ["color": "110"]), .monotone("opacity", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (16, 14))

    let count: Int
    let radius: Double
    let width: Double
    let opacity: Double
    let gap: Double
    let drips: Int
    let color: Color

    public init(_ p: inout Parameters) {
        count = p.count("count", "1..2", in: 0...20, "rings")
        radius = p.length("radius", "34..44mm", in: .mm(3...150), "of the cup")
        width = p.length("width", "1.5..4mm", in: .mm(0.2...30), "of the wet rim")
        opacity = p.share("opacity", "0.15..0.4", "how dark it is")
        gap = p.share("gap", "0.1..0.5", "share of the ring that is faint")
        drips = p.count("drips", "0..6", in: 0...100, "drops beside it")
        color = p.color("color", "#6f4a28", "of the coffee")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0, opacity > 0 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let size = pixels.size
        pixels.withMutablePlane { plane in
            for ring in 0..<count {
                let own = random.child(ring)
                let middle = Point(
                    own.uniform(-0.1...1.1, 0) * Double(size.width), own.uniform(-0.1...1.1, 1) * Double(size.height))
                draw(on: plane, middle, page, own)
                for drip in 0..<drips {
                    let dice = own.child("drip").child(drip)
                    let (sine, cosine) = sineAndCosine(degrees: dice.uniform(0...360, 0))
                    let away = radius * dice.uniform(1.02...1.5, 1)
                    let drop = Blob(
                        at: Point(middle.x + cosine * away, middle.y + sine * away),
                        radius: page.pixels(mm: 0.3 + 1.6 * dice.unit(2) * dice.unit(3)), irregular: 0.3, dice)
                    drop.draw(on: plane, color: color, opacity: opacity * dice.uniform(0.4...0.9, 4), multiply: true)
                }
            }
        }
    }

    private func draw(on plane: MutablePlane, _ middle: Point, _ page: PageContext, _ random: RandomStream) {
        // How much coffee there is along the ring, in a closed row of nodes.
        let nodes = 48
        let raw = (0..<nodes).map { random.child("along").unit($0) }
        let smooth = raw.indices.map { i in (-3...3).reduce(0.0) { $0 + raw[(i + $1 + nodes) % nodes] } / 7 }
        let limit = smooth.sorted()[min(nodes - 1, Int(gap * Double(nodes)))]
        let wet = smooth.map { min(1, max(0.06, ($0 - limit) * 6 + 0.5)) }
        let wander = ValueField(random.child("wander"), cell: page.pixels(mm: 12))
        let ink = color.samples(for: plane.channels == 3 ? .color : .gray)
        let reach = radius + width
        let rows = pixelRange(from: middle.y - reach, to: middle.y + reach, limit: plane.height)
        let columns = pixelRange(from: middle.x - reach, to: middle.x + reach, limit: plane.width)
        guard !rows.isEmpty, !columns.isEmpty else { return }
        let inner = (radius - 3 * width - 2) * 0.7
        for y in rows {
            let row = plane.row(y)
            let dy = Double(y) + 0.5 - middle.y
            for x in columns {
                let dx = Double(x) + 0.5 - middle.x
                // Most of the box lies well inside the ring.
                if abs(dx) < inner, abs(dy) < inner { continue }
                let distance = (dx * dx + dy * dy).squareRoot()
                let off = distance - radius
                if off > width || off < -1.6 * width { continue }
                let sum = abs(dx) + abs(dy)
                let turn = (dx >= 0 ? 1 + dy / sum : 3 - dy / sum) * Double(nodes) / 4
                let node = Int(turn) % nodes
                let way = turn - turn.rounded(.down)
                let amount = wet[node] + (wet[(node + 1) % nodes] - wet[node]) * way
                let bent = off + width * 0.25 * wander.value(at: Point(Double(x), Double(y)))
                // Darkest at the outer edge, a second line inside, pale between.
                let outer = max(0, 1 - abs(bent - width * 0.25) / max(0.8, width * 0.22))
                let second = max(0, 1 - abs(bent + width * 0.45) / max(0.8, width * 0.3)) * 0.55
                let body = bent < width * 0.25 && bent > -width * 0.7 ? 0.3 : 0
                let share = opacity * amount * max(outer, max(second, body))
                if share <= 0.004 { continue }
                let weight = UInt8((min(1, share) * 255).rounded())
                for c in 0..<plane.channels {
                    let i = x * plane.channels + c
                    row[i] = Blend.mix(row[i], Blend.product(row[i], ink[c]), weight)
                }
            }
        }
    }
}
