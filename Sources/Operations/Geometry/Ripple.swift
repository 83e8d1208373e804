public import Imaging
public import OperationKit

/// A damp sheet.
public struct Ripple: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ripple", family: .geometry, on: [.page, .paper], peers: ["damp-paper", "cockle", "waviness"],
        "A sheet that was damp: waves that fade in from an edge, with light on their flanks.", main: "height",
        severities: Severities(
            mild: ["height": "0.4mm"], medium: ["height": "1.2mm", "contrast": "0.25"],
            strong: ["height": "3mm", "contrast": "0.45"]),
        promises: [
            .identity(with: ["height": "0mm", "contrast": "0"]), .roundTrip(atMost: 0.1), .labelsHit,
            .meanShift(atMost: 6), .grayEqualsColor(),
            .monotone("contrast", values: ["0", "0.1", "0.2", "0.4", "0.8"]),
        ],
        cost: (18, 11))

    enum Edge: String, CaseIterable { case edges, everywhere, top, bottom, left, right }

    let height: Double
    let wave: Double
    let from: Edge
    let contrast: Double
    let light: Double
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        height = p.length("height", "0.3..1mm", in: .mm(0...20), "how high the waves stand")
        wave = p.length("wave", "25..60mm", in: .mm(2...400), "from crest to crest")
        from = p.choice("from", "edges", "where the damp came in")
        contrast = p.share("contrast", "0.05..0.2", "how much darker a flank away from the light is")
        light = p.angle("light", "0..360", in: 0...360, "where the light comes from")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if height < 1 / 16 { return .identity(page.size) }
        var mesh = sheet(page, random).seen(from: page.pixels(mm: 300))
        if mesh.peak < 1 / 16 { return .identity(page.size) }
        mesh.limitSlope(to: 0.6)
        return GeometricMap(mesh, outputSize: page.size)
    }

    /// Shades the flanks.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if contrast == 0 || height == 0 { return }
        sheet(page, random).light(from: light, contrast: contrast).apply(to: &pixels)
    }

    private func sheet(_ page: PageContext, _ random: RandomStream) -> HeightMesh {
        let (w, h) = (Double(page.size.width), Double(page.size.height))
        let sines = Sines()
        let bend = ValueField(random.child("bend"), cell: wave * 1.3)
        let swell = ValueField(random.child("swell"), cell: wave * 1.7)
        let phase = random.child("phase")
        let wave = max(wave, 4)
        // Waves run along the edge from which they come, and reach two and a half of their length into the page.
        let depth = wave * 2.5
        func side(_ distance: Double, _ along: Double, _ n: Int, _ drift: Double) -> Double {
            if distance >= depth { return 0 }
            let fade = max(0, 1 - max(0, distance) / depth)
            return fade * fade * sines(along / wave + phase.unit(n) + drift)
        }
        return HeightMesh(page.size) { p in
            let drift = bend.value(at: p) * 0.45
            let size = height * (0.7 + 0.3 * swell.value(at: p))
            var z = 0.0
            switch from {
            case .everywhere:
                z = 0.6 * sines(p.x / wave + phase.unit(0) + drift) + 0.4 * sines(p.y / wave + phase.unit(1) - drift)
            case .top: z = side(p.y, p.x, 0, drift)
            case .bottom: z = side(h - p.y, p.x, 1, drift)
            case .left: z = side(p.x, p.y, 2, drift)
            case .right: z = side(w - p.x, p.y, 3, drift)
            case .edges:
                z = side(p.y, p.x, 0, drift) + side(h - p.y, p.x, 1, drift)
                z += side(p.x, p.y, 2, drift) + side(w - p.x, p.y, 3, drift)
            }
            return size * z
        }
    }
}
