public import Imaging
public import OperationKit

/// Strips of clear or yellowed tape.
public struct AdhesiveTape: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "adhesive-tape", family: .handling, on: [.page], peers: ["tape", "repair-tape", "sellotape"],
        "Strips of clear or yellowed tape: a little gloss, darker edges, dust at the toothed ends.", main: "yellow",
        severities: Severities(
            mild: ["yellow": "0.1"], medium: ["yellow": "0.4", "count": "2"],
            strong: ["count": "4", "yellow": "0.6", "gloss": "0.5", "place": "anywhere"]),
        promises: [
            .identity(with: ["count": "0"]), .identity(with: ["yellow": "0", "gloss": "0"]),
            .onlyDarkens(with: ["gloss": "0"]),
        ],
        cost: (color: 12, gray: 8))

    enum Place: String, CaseIterable { case edge, anywhere, corner }

    let count: Int
    let width: Double
    let length: Double
    let yellow: Double
    let gloss: Double
    let place: Place

    public init(_ p: inout Parameters) {
        count = p.count("count", "1..2", in: 0...20, "strips")
        width = p.length("width", "12..19mm", in: .mm(2...80), "of a strip")
        length = p.length("length", "25..80mm", in: .mm(3...400), "of a strip")
        yellow = p.share("yellow", "0.1..0.35", "how far the glue has yellowed")
        gloss = p.share("gloss", "0..0.15", "how much light it mirrors")
        place = p.choice("place", "edge*3 | corner", "over an edge, over a corner or anywhere")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0, yellow > 0 || gloss > 0 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let mm = page.pixels(mm: 1)
        pixels.withMutablePlane { plane in
            for i in 0..<count {
                let own = random.child(i)
                let (middle, degrees) = spot(on: Size(width: plane.width, height: plane.height), own)
                draw(on: plane, middle, degrees, mm, own)
            }
        }
    }

    private func spot(on page: Size, _ random: RandomStream) -> (middle: Point, degrees: Double) {
        let (w, h) = (Double(page.width), Double(page.height))
        let along = random.uniform(0.12...0.88, 0)
        let tilt = random.uniform(-7...7, 1)
        switch place {
        case .anywhere: return (Point(random.unit(0) * w, random.unit(2) * h), random.uniform(0...180, 3))
        case .corner:
            let corner = page.corners[random.integer(0...3, 4)]
            // Across the corner.
            let isRising = (corner.x == 0) == (corner.y == 0)
            let inwards = length * 0.18
            let x = corner.x == 0 ? inwards : w - inwards
            let y = corner.y == 0 ? inwards : h - inwards
            return (Point(x, y), (isRising ? 45 : -45) + tilt)
        case .edge:
            switch random.integer(0...3, 4) {
            case 0: return (Point(length * 0.2, along * h), tilt)
            case 1: return (Point(w - length * 0.2, along * h), tilt)
            case 2: return (Point(along * w, length * 0.2), 90 + tilt)
            default: return (Point(along * w, h - length * 0.2), 90 + tilt)
            }
        }
    }

    private func draw(
        on plane: MutablePlane, _ middle: Point, _ degrees: Double, _ mm: Double, _ random: RandomStream
    ) {
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        let half = Point(length / 2, width / 2)
        let strip = PlainShape.slab(middle, half: Point(half.x + mm, half.y), corner: 0, degrees: degrees)
        let clouds = ValueField(random.child("glue"), cell: 6 * mm)
        let bubbles = ValueField(random.child("bubbles"), cell: 1.6 * mm)
        let dust = PlaceNoise(random.child("dust"))
        let tooth = max(2, 1.1 * mm)
        let shine = random.uniform(-0.6...0.6, 20) * half.y
        let lacks = [0.72, 0.26, 0.1].map { $0 * yellow }
        let mean = 0.114 * lacks[0] + 0.587 * lacks[1] + 0.299 * lacks[2]
        strip.visit(on: Size(width: plane.width, height: plane.height), beyond: 1) { x, y, _ in
            let (dx, dy) = (Double(x) + 0.5 - middle.x, Double(y) + 0.5 - middle.y)
            let (u, v) = (cosine * dx - sine * dy, sine * dx + cosine * dy)
            // The ends were cut by a row of teeth.
            let way = v / tooth - (v / tooth).rounded(.down)
            let end = half.x + 0.45 * mm * (abs(2 * way - 1) - 0.5)
            let depth = min(end - abs(u), half.y - abs(v))
            let inside = min(1, max(0, depth + 0.5))
            if inside == 0 { return }
            let place = Point(Double(x), Double(y))
            let uneven = 1 + 0.22 * clouds.value(at: place) + 0.1 * max(0, bubbles.value(at: place))
            let line = exponential(-max(0, depth) / max(0.8, 0.16 * mm)) * (0.05 + 0.12 * yellow + 0.2 * gloss)
            let nearEnd = exponential(-max(0, end - abs(u)) / (1.6 * mm))
            let speck = Double(dust.byte(x, y)) > 255 - 26 * nearEnd ? 0.3 * (yellow + gloss) : 0
            let band = gloss * exponential(-(v - shine) * (v - shine) / (0.1 * half.y * half.y))
            let row = plane.row(y)
            for c in 0..<plane.channels {
                let lack = plane.channels == 3 ? lacks[c] : mean
                let tone = Double(row[x * plane.channels + c])
                let stained = tone * (1 - inside * min(1, lack * uneven + line + speck))
                let lit = stained + (255 - stained) * inside * (0.75 * band + 0.05 * gloss)
                row[x * plane.channels + c] = UInt8(min(255, max(0, lit.rounded())))
            }
        }
    }
}
