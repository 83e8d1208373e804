public import Imaging
public import OperationKit

/// Dried water: a pale field with a sharp brown rim where dirt was carried.
public struct WaterStain: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "water-stain", family: .handling, on: [.page, .paper], peers: ["tide-line", "damp-stain"],
        "Dried water: a pale field with a sharp brown rim where dirt was carried.", main: "rim",
        severities: Severities(
            mild: ["rim": "0.15"], medium: ["rim": "0.35", "count": "2..3"],
            strong: ["rim": "0.6", "inside": "0.2", "count": "4"]),
        promises: [
            .onlyDarkens(), .identity(with: ["count": "0"]), .identity(with: ["rim": "0", "inside": "0"]),
            .grayEqualsColor(with: ["color": "140"]), .monotone("rim", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (40, 30))

    let count: Int
    let size: Double
    let rim: Double
    let inside: Double
    let rimWidth: Double
    let tides: Int
    let fromEdge: Double
    let color: Color

    public init(_ p: inout Parameters) {
        count = p.count("count", "1..2", in: 0...20, "how many")
        size = p.length("size", "30..90mm", in: .mm(2...400), "how wide one is")
        rim = p.share("rim", "0.15..0.35", "how dark its rim is")
        inside = p.share("inside", "0.02..0.08", "how dark it is inside")
        rimWidth = p.length("rim-width", "0.6..2mm", in: .mm(0.1...20), "how wide the rim is")
        tides = p.count("tides", "1..3", in: 1...6, "rims within one another")
        fromEdge = p.share("from-edge", "0.6", "chance that it came in from an edge")
        color = p.color("color", "#b08a55", "of the dirt")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0, rim > 0 || inside > 0 else { return }
        let size = pixels.size
        let fields = (0..<count).map { field(page, size, random.child($0)) }
        // How dark it is by the depth inside the outline, in quarters of a pixel from one pixel outside.
        let profile = profile(limit: Int(self.size * 2) + 8)
        let width = size.width
        for field in fields {
            var clouds = CloudField(field.stream, width: width, cell: page.pixels(mm: 9), octaves: 4, gain: 0.55)
            var wander = [UInt8](repeating: 0, count: width)
            let sway = field.radius * 0.14
            pixels.stain(color) { row, y in
                let dy = Double(y) + 0.5 - field.middle.y
                guard abs(dy) < field.radius * 1.7 else { return false }
                clouds.fill(&wander, y: y)
                row.update(repeating: 0, count: width)
                var any = false
                let first = max(0, Int(field.middle.x - field.radius * 1.7))
                let last = min(width, Int(field.middle.x + field.radius * 1.7))
                guard first < last else { return false }
                for x in first..<last {
                    let depth = field.blob.depth(at: Double(x) + 0.5, Double(y) + 0.5)
                    let place = (depth + sway * (Double(wander[x]) - 128) / 60 + 1) * 4
                    if place <= 0 { continue }
                    row[x] = profile[min(profile.count - 1, Int(place))]
                    any = any || row[x] > 0
                }
                return any
            }
        }
    }

    private func field(
        _ page: PageContext, _ size: Size, _ random: RandomStream
    ) -> (blob: Blob, middle: Point, radius: Double, stream: RandomStream) {
        let radius = max(2, self.size / 2 * random.uniform(0.7...1.2, 0))
        var middle = Point(random.unit(1) * Double(size.width), random.unit(2) * Double(size.height))
        if random.chance(fromEdge, 3) {
            switch random.integer(0...3, 4) {
            case 0: middle.x = -0.3 * radius
            case 1: middle.x = Double(size.width) + 0.3 * radius
            case 2: middle.y = -0.3 * radius
            default: middle.y = Double(size.height) + 0.3 * radius
            }
        }
        return (Blob(at: middle, radius: radius, irregular: 0.25, random.child("outline")), middle, radius, random)
    }

    private func profile(limit: Int) -> [UInt8] {
        let wide = max(0.8, rimWidth)
        return (0..<max(16, limit * 4)).map { i in
            let depth = Double(i) / 4 - 1
            var dark = depth > 0 ? inside : 0
            for tide in 0..<tides {
                // Each older rim lies further in and is paler.
                let d = depth - Double(tide) * wide * 4.5
                // Steep outside, a slow fall inside.
                let shape = d < 0 ? max(0, 1 + d / 1.2) : exponential(-d / wide)
                dark = max(dark, inside + (rim - inside) * shape / Double(1 << tide))
            }
            return UInt8((255 * min(1, max(0, dark))).rounded())
        }
    }
}
