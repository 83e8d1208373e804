public import Imaging
public import OperationKit

/// The red-brown spots of old paper: a dark core, a soft halo, in clusters.
public struct AgeSpots: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "foxing", family: .handling, on: [.page, .paper], peers: ["foxing-spots", "age-spots"],
        "The red-brown spots of old paper: a dark core, a soft halo, in clusters.", main: "density",
        severities: Severities(
            mild: ["density": "5"], medium: ["density": "18"], strong: ["density": "60", "opacity": "0.6"]),
        promises: [
            .onlyDarkens(), .identity(with: ["density": "0"]), .identity(with: ["opacity": "0"]),
            .grayEqualsColor(with: ["color": "120"]),
            .monotone("opacity", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (12, 10))

    let density: Double
    let size: Double
    let opacity: Double
    let cluster: Double
    let halo: Double
    let color: Color

    public init(_ p: inout Parameters) {
        density = p.number("density", "4..16", in: 0...500, "spots per square decimeter")
        size = p.length("size", "1.2..3mm", in: .mm(0.05...30), "how wide the largest cores are")
        opacity = p.share("opacity", "0.15..0.4", "how dark a core is")
        cluster = p.share("cluster", "0.3..0.7", "how much they crowd")
        halo = p.number("halo", "2..4", in: 1...10, "how many times as wide as its core the halo is")
        color = p.color("color", "#a8683a", "of a spot")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard density > 0, opacity > 0 else { return }
        let mm = page.pixels(mm: 1)
        let crowds = ValueField(random.child("crowds"), cell: 25 * mm)
        let spots = ScatteredBlobs(perSquareCentimeter: density / 100, size: 0.3...max(0.31, size / mm), irregular: 0.3)
            .blobs(on: pixels.size, dpi: page.dpi, random.child("spots")) {
                max(0, 1 + 2.4 * cluster * crowds.value(at: $0))
            }
        guard !spots.isEmpty else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let ink = color.samples(for: pixels.kind)
        let size = pixels.size
        pixels.withMutablePlane { plane in
            for spot in spots {
                let reach = spot.radius * (halo - 1)
                let strength = opacity * spot.stream.uniform(0.4...1, 30)
                guard let box = spot.box(on: size, beyond: reach * 1.3) else { continue }
                for y in box.top..<box.bottom {
                    let row = plane.row(y)
                    for x in box.left..<box.right {
                        let depth = spot.depth(at: Double(x) + 0.5, Double(y) + 0.5)
                        // The core's rim is soft, and the halo falls off like a bell.
                        let out = min(0, depth) / max(0.5, reach)
                        let soft = max(1, spot.radius * 0.5)
                        let core = min(1, max(0, depth / soft + 0.5))
                        let share = strength * max(core * 0.75, 0) + strength * 0.35 * exponential(-3.5 * out * out)
                        if share < 0.004 { continue }
                        let weight = UInt8((min(1, share) * 255).rounded())
                        for c in 0..<plane.channels {
                            let i = x * plane.channels + c
                            row[i] = Blend.mix(row[i], Blend.product(row[i], ink[c]), weight)
                        }
                    }
                }
            }
        }
    }
}
