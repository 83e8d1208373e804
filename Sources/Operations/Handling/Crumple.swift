public import Imaging
public import OperationKit

/// A sheet that was balled up and flattened again.
public struct Crumple: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "crumple", family: .handling, on: [.page, .paper], peers: ["crumpled-paper", "wrinkles", "creases"],
        "The sheet was balled up and flattened again: a network of flat facets between creases.", main: "depth",
        severities: Severities(
            mild: ["depth": "0.3mm", "contrast": "0.12"], medium: ["depth": "0.8mm", "contrast": "0.3"],
            strong: ["depth": "2mm", "contrast": "0.5", "facet": "12mm", "wear": "0.4"]),
        promises: [
            .identity(with: ["depth": "0mm", "contrast": "0", "wear": "0"]), .roundTrip(atMost: 0.1), .labelsHit,
            .meanShift(atMost: 10), .grayEqualsColor(),
            .monotone("contrast", values: ["0", "0.1", "0.2", "0.4", "0.8"]),
        ],
        cost: (24, 14))

    let facet: Double
    let depth: Double
    let contrast: Double
    let light: Double
    let wear: Double
    let levels: Int
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        facet = p.length("facet", "15..40mm", in: .mm(2...200), "from crease to crease")
        depth = p.length("depth", "0.3..0.8mm", in: .mm(0...10), "how high the paper stands")
        contrast = p.share("contrast", "0.1..0.3", "how much darker a facet away from the light is")
        light = p.angle("light", "0..360", in: 0...360, "where the light comes from")
        wear = p.share("wear", "0..0.15", "ink rubbed off along the creases")
        levels = p.count("levels", "2", in: 1...3, "large facets, smaller ones within them, and so on")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if depth < 1 / 16 { return .identity(page.size) }
        let (columns, rows) = MeshMap.nodes(on: page.size)
        var shifts = [Point](repeating: Point(0, 0), count: columns * rows)
        for (level, net) in nets(page.size, random).enumerated() {
            // Paper that goes up and down lies a little off its place, by less than it stands high.
            let share = 0.45 * depth / Double(Crumple.finer(level))
            for facet in net.facets {
                let corners = facet.corners
                let (p, q, r) = (net.shifts[corners[0]], net.shifts[corners[1]], net.shifts[corners[2]])
                facet.cover(columns: columns, rows: rows, cell: Double(MeshMap.cell), net.sites) { node, a, b, c in
                    shifts[node] = shifts[node] + (p * a + q * b + r * c) * share
                }
            }
        }
        var mesh = MeshMap(page.size, shifts: shifts)
        mesh.limitSlope(to: 0.5)
        return GeometricMap(mesh, outputSize: page.size)
    }

    /// Shades the facets, draws the creases and rubs the ink off them.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if contrast == 0, wear == 0 { return }
        let nets = nets(page.size, random)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        if contrast > 0 { shade(page.size, nets).apply(to: &pixels) }
        let paper = pixels.borderColor(frame: page.pixels(mm: 2)).samples(for: pixels.kind)
        for (level, net) in nets.enumerated() {
            let strength = contrast / Double(level + 1)
            let pen = CreaseLine(
                width: max(0.8, page.pixels(mm: 0.35) / Double(level + 1)), contrast: strength,
                wear: wear / Double(level + 1), paper: paper, page: page, random.child("line").child(level))
            pixels.withMutablePlane { plane in
                // Only sharp bends leave a line, and of the small ones only the sharpest.
                for edge in net.edges(lightFrom: light) where edge.bend > 0.6 + 0.5 * Double(level) {
                    pen.draw(from: net.sites[edge.from], to: net.sites[edge.to], edge.bend, edge.rises, on: plane)
                }
            }
        }
    }

    private static func finer(_ level: Int) -> Int { [1, 3, 9][level] }

    private func nets(_ size: Size, _ random: RandomStream) -> [FacetNet] {
        (0..<levels).map { level in
            let cell = max(facet / Double(Crumple.finer(level)), 12)
            return FacetNet(size, cell: cell, random.child("net").child(level))
        }
    }

    /// Flat light on each facet, a little softer towards its corners.
    private func shade(_ size: Size, _ nets: [FacetNet]) -> LightField {
        let spacing = 4
        let (columns, rows) = LightField.nodes(on: size, spacing: spacing)
        var sums = [Double](repeating: 0, count: columns * rows)
        for (level, net) in nets.enumerated() {
            let share = [1, 0.3, 0.12][level]
            for (facet, flat) in zip(net.facets, net.facing(lightFrom: light)) {
                let corners = facet.corners
                let (p, q, r) = (net.tones[corners[0]], net.tones[corners[1]], net.tones[corners[2]])
                facet.cover(columns: columns, rows: rows, cell: Double(spacing), net.sites) { node, a, b, c in
                    let curl = p * a + q * b + r * c
                    sums[node] += share * (0.45 * flat + 0.4 * curl)
                }
            }
        }
        return LightField(
            size, spacing: spacing, gains: sums.map { 1 + contrast * (min(max($0 > 0 ? $0 * 0.3 : $0, -1), 1) - 0.08) })
    }
}
