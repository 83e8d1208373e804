public import Imaging
public import OperationKit

/// Something that stands in the light: the edge of a hand, a phone, blinds, leaves.
public struct ShadowCast: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "shadow-cast", family: .camera, on: [.page],
        peers: ["ShadowCast", "RandomShadow", "PlasmaShadow", "hand-shadow", "shadow"],
        "Something that stands in the light: the edge of a hand, a phone, blinds, leaves.", main: "darkness",
        severities: Severities(
            mild: ["darkness": "0.2"], medium: ["darkness": "0.27"],
            strong: ["darkness": "0.6", "soft": "1.5mm", "kind": "side | hand | phone | blinds"]),
        promises: [
            .onlyDarkens(), .identity(with: ["darkness": "0"]), .identity(with: ["reach": "0"]),
            .grayEqualsColor(with: ["tint": "0"]), .monotone("darkness", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (20, 15))

    enum Kind: String, CaseIterable { case side, hand, phone, blinds, tree, plasma }
    enum Side: String, CaseIterable { case random, left, right, top, bottom }

    let kind: Kind
    let side: Side
    let darkness: Double
    let reach: Double
    let soft: Double
    let tint: Double

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "side*3 | hand*2 | phone | blinds | tree", "what casts the shadow")
        side = p.choice("side", "random", "where it comes from")
        darkness = p.share("darkness", "0.1..0.27", "share of the light that it takes")
        reach = p.share("reach", "0.2..0.6", in: 0...1.5, "how far in it reaches, of the page")
        soft = p.length("soft", "3..15mm", in: .mm(0...100), "width of the penumbra")
        tint = p.share("tint", "0..0.1", "how bluish the shadow is")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard darkness > 0, reach > 0 else { return }
        let place = ShadowPlace(
            pixels.size, mm: page.pixels(mm: 1), turn: side == .random ? random.child("side").integer(0...3) : turns,
            reach: reach)
        let depth = ShadowShape(kind, place, random.child("shape")).depth
        let rim = max(1, soft)
        func coverage(_ x: Double, _ y: Double) -> Double {
            let way = min(1, max(0, depth(place.local(x, y)) / rim + 0.5))
            return way * way * (3 - 2 * way)
        }
        let size = pixels.size
        if pixels.kind == .color, tint > 0 {
            LightField(size) { x, y in
                let lost = darkness * coverage(x, y)
                return (1 - lost * (1 - tint), 1 - lost, 1 - lost * min(1, 1 + tint * (1 - lost)))
            }.apply(to: &pixels)
            return
        }
        // A sharp edge needs nodes nearer to each other than it is wide, or it has steps.
        let spacing = [16, 8, 4].first { Double($0) * 2.5 <= rim } ?? 2
        let (columns, rows) = LightField.nodes(on: size, spacing: spacing)
        let gains = (0..<rows * columns).map { i -> Double in
            let (x, y) = (Double(i % columns * spacing) + 0.5, Double(i / columns * spacing) + 0.5)
            return 1 - darkness * coverage(x, y)
        }
        LightField(size, spacing: spacing, gains: gains).apply(to: &pixels)
    }

    private var turns: Int { [.left: 0, .right: 1, .top: 2][side] ?? 3 }
}

/// The page turned so that the shadow comes from its left, with lengths in pixels.
private struct ShadowPlace {
    /// How deep the page is, seen from where the shadow comes, and how wide.
    let depth: Double
    let width: Double
    let mm: Double
    /// How far in the shadow reaches.
    let reach: Double
    private let turn: Int

    init(_ size: Size, mm: Double, turn: Int, reach: Double) {
        let (w, h) = (Double(size.width), Double(size.height))
        (depth, width) = turn < 2 ? (w, h) : (h, w)
        self.mm = mm
        self.turn = turn
        self.reach = reach * depth
    }

    func local(_ x: Double, _ y: Double) -> Point {
        switch turn {
        case 0: Point(x, y)
        case 1: Point(depth - x, y)
        case 2: Point(y, x)
        default: Point(depth - y, x)
        }
    }
}

/// How far inside a shadow a place is, in pixels; below 0 outside.
private struct ShadowShape {
    let depth: (Point) -> Double

    init(_ kind: ShadowCast.Kind, _ place: ShadowPlace, _ random: RandomStream) {
        let mm = place.mm
        switch kind {
        case .side:
            let wander = ValueField(random, cell: 70 * mm)
            let fine = ValueField(random.child("fine"), cell: 18 * mm)
            let slope = random.uniform(-0.5...0.5, 1)
            depth = { p in
                let edge = place.reach + slope * (p.y - place.width / 2) + 0.25 * place.reach * wander.value(at: p.y)
                return edge + 3 * mm * fine.value(at: p.y) - p.x
            }
        case .hand: depth = ShadowShape.hand(place, random)
        case .phone:
            let middle = Point(place.reach - 70 * mm, place.width * random.uniform(0.3...0.7, 0))
            let (sine, cosine) = sineAndCosine(degrees: random.uniform(-25...25, 1))
            depth = { p in
                let d = p - middle
                let (u, v) = (abs(d.x * cosine + d.y * sine), abs(d.y * cosine - d.x * sine))
                // A rectangle of a phone's size, closer to the lamp than to the page, with round corners.
                let (x, y) = (max(0, u - 62 * mm), max(0, v - 32 * mm))
                let outside = (x * x + y * y).squareRoot()
                return 8 * mm - (outside > 0 ? outside : max(u - 62 * mm, v - 32 * mm))
            }
        case .blinds:
            let period = random.uniform(18...32, 0) * mm
            let slope = random.uniform(-0.4...0.4, 1)
            let share = random.uniform(0.35...0.6, 2)
            depth = { p in
                let place = (p.x + slope * p.y) / period
                let way = place - place.rounded(.down)
                return min(way, share - way) * period
            }
        case .tree, .plasma:
            let noise = GradientNoise(random, cell: (kind == .tree ? 28 : 90) * mm, octaves: kind == .tree ? 3 : 2)
            let reach = place.reach
            depth = { p in
                // Leaves thin out toward where the shadow ends.
                (noise.value(p.x, p.y) + 0.4 - 1.2 * max(0, p.x - reach) / max(1, reach)) * (kind == .tree ? 7 : 25)
                    * mm
            }
        }
    }

    /// A palm and four fingers that come in from the side.
    private static func hand(_ place: ShadowPlace, _ random: RandomStream) -> (Point) -> Double {
        let mm = place.mm
        let (sine, cosine) = sineAndCosine(degrees: random.uniform(-30...30, 0))
        let wrist = Point(place.reach - 150 * mm, place.width * random.uniform(0.3...0.7, 1))
        // Length from the wrist, side offset at the palm, spread, thickness; in mm, larger than life as shadows are.
        let fingers: [(length: Double, offset: Double, spread: Double, half: Double)] = [
            (150, -32, -9, 9), (172, -11, -2, 9.5), (162, 10, 4, 9), (138, 29, 11, 8), (95, -46, -38, 10.5),
        ]
        let spreads = (0..<fingers.count).map { random.uniform(-3...3, 5 + $0) }
        return { p in
            let d = p - wrist
            let q = Point(d.x * cosine + d.y * sine, d.y * cosine - d.x * sine)
            func capsule(_ a: Point, _ b: Point, _ half: Double) -> Double {
                let (ab, ap) = (b - a, q - a)
                let along = min(1, max(0, (ap.x * ab.x + ap.y * ab.y) / max(1, ab.x * ab.x + ab.y * ab.y)))
                return half - q.distance(to: a + ab * along)
            }
            // The arm, the palm, the fingers.
            var inside = capsule(Point(-600 * mm, 0), Point(30 * mm, 0), 34 * mm)
            inside = max(inside, capsule(Point(40 * mm, -12 * mm), Point(70 * mm, 10 * mm), 40 * mm))
            for (finger, spread) in zip(fingers, spreads) {
                let (s, c) = sineAndCosine(degrees: finger.spread + spread)
                let base = Point(50 * mm, finger.offset * mm)
                let tip = Point(base.x + c * (finger.length - 50) * mm, base.y + s * (finger.length - 50) * mm)
                inside = max(inside, capsule(base, tip, finger.half * mm))
            }
            return inside
        }
    }
}
