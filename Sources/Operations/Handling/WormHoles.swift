public import Imaging
public import OperationKit

/// Holes and channels that insects ate.
public struct WormHoles: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "worm-holes", family: .handling, on: [.page], peers: ["holes", "insect-damage"],
        "Round bores and eaten channels of insects, mostly near the edges.", main: "count",
        severities: Severities(
            mild: ["count": "3"], medium: ["count": "10"], strong: ["count": "60", "channels": "0.5"]),
        promises: [
            .identity(with: ["count": "0"]), .grayEqualsColor(with: ["behind": "90"]),
            .monotone("count", values: ["0", "5", "20", "80", "300"]),
        ],
        cost: (4, 3), destructive: "where a hole lies, nothing is left")

    let count: Int
    let size: Double
    let channels: Double
    let behind: Color
    let edges: Double

    public init(_ p: inout Parameters) {
        count = p.count("count", "1..6", in: 0...500, "how many")
        size = p.length("size", "0.8..1.8mm", in: .mm(0.1...30), "how wide the largest bores are")
        channels = p.share("channels", "0.1..0.3", "share of them that are channels")
        behind = p.color("behind", "60..200", "of what lies under the sheet")
        edges = p.share("edges", "0.7", "share of them within 20 mm of an edge")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if count == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let mm = page.pixels(mm: 1)
        pixels.withMutablePlane { plane in
            for i in 0..<count {
                let own = random.child(i)
                let start = place(plane, mm, own)
                let radius = max(0.6, size / 2 * own.uniform(0.45...1, 5))
                for spot in spots(from: start, radius, mm, own) {
                    // A rim in shadow, then the hole.
                    var rim = spot
                    rim.radius += max(0.7, 0.15 * mm)
                    rim.draw(on: plane, color: Color(gray: 120), opacity: 0.35, multiply: true)
                }
                for spot in spots(from: start, radius, mm, own) {
                    spot.draw(on: plane, color: behind, opacity: 1, multiply: false)
                    var shade = spot
                    shade.middle = Point(spot.middle.x - 0.25 * radius, spot.middle.y - 0.25 * radius)
                    shade.radius *= 0.6
                    shade.draw(on: plane, color: Color(gray: 90), opacity: 0.4, multiply: true)
                }
            }
        }
    }

    private func place(_ plane: MutablePlane, _ mm: Double, _ random: RandomStream) -> Point {
        var p = Point(random.unit(0) * Double(plane.width), random.unit(1) * Double(plane.height))
        guard random.chance(edges, 2) else { return p }
        let near = random.unit(3) * 20 * mm
        switch random.integer(0...3, 4) {
        case 0: p.x = near
        case 1: p.x = Double(plane.width) - near
        case 2: p.y = near
        default: p.y = Double(plane.height) - near
        }
        return p
    }

    /// One bore, or a row of them that run together as the animal wandered.
    private func spots(from start: Point, _ radius: Double, _ mm: Double, _ random: RandomStream) -> [Blob] {
        guard random.chance(channels, 6) else { return [Blob(at: start, radius: radius, irregular: 0.2, random)] }
        let length = random.uniform(4...22, 7) * mm
        var place = start
        var heading = random.uniform(0...360, 8)
        return (0..<min(400, max(2, Int(length / max(0.5, radius * 0.7))))).map { i in
            heading += random.child("turn").uniform(-16...16, i)
            let (sine, cosine) = sineAndCosine(degrees: heading)
            place = Point(place.x + cosine * radius * 0.7, place.y - sine * radius * 0.7)
            return Blob(
                at: place, radius: radius * random.child("width").uniform(0.7...1.05, i), irregular: 0.2,
                random.child(i))
        }
    }
}
