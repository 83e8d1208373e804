public import Imaging
public import OperationKit

/// Ink that crept from the strokes into the fibers and left a feathered edge.
public struct InkBleed: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "ink-bleed", family: .ink, on: [.ink, .page], peers: ["InkBleed"],
        "Ink that crept from the strokes into the fibers and left a feathered edge.",
        severities: Severities(
            mild: ["intensity": "0.45", "radius": "0.12mm"],
            medium: ["intensity": "0.7", "radius": "0.25mm"],
            strong: ["intensity": "0.9", "radius": "0.4mm", "roughness": "0.7", "keep-counters": "false"]),
        promises: [
            .onlyDarkens(), .keepsBlankPaper, .identity(with: ["intensity": "0"]), .identity(with: ["radius": "0mm"]),
            .monotone("intensity", values: ["0", "0.2", "0.5", "0.8", "1"]),
            .monotone("radius", values: ["0mm", "0.1mm", "0.3mm", "0.8mm", "1.5mm"]), .grayEqualsColor(),
        ],
        cost: (color: 14, gray: 6))

    let spread: InkSpread

    public init(_ p: inout Parameters) {
        let intensity = p.share("intensity", "0.3..0.7", "how dark the halo gets")
        let radius = p.length("radius", "0.1..0.3mm", in: .mm(0...1.5), "how far the ink creeps")
        let roughness = p.share("roughness", "0.3..0.6", "how uneven the front is")
        let along = p.angle("along", "0", in: -90...90, "direction of the fibers")
        let anisotropy = p.number("anisotropy", "1..1.3", in: 1...3, "how much further along the fibers than across")
        let keepsCounters = p.flag("keep-counters", true, "white gaps inside letters stay open")
        spread = InkSpread(
            radius: radius, roughness: roughness, intensity: intensity, along: along, anisotropy: anisotropy,
            keepsCounters: keepsCounters, grain: 0)
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        var spread = spread
        spread.grain = page.pixels(mm: 0.15)
        spread.apply(to: &pixels, dpi: page.dpi, isLayer: page.layer == .ink, random)
    }
}
