public import Imaging
public import OperationKit

/// Faint mosaics and security prints below the text.
public struct BackgroundPattern: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "background-pattern", family: .paper, on: [.paper, .page],
        peers: [
            "PatternGenerator", "DelaunayTessellation", "VoronoiTessellation", "security-paper", "guilloche",
            "tessellation",
        ],
        "Faint mosaics and security prints below the text: waves, guilloches, hatching, dots, tiles.", main: "kind",
        severities: Severities(
            mild: ["opacity": "0.1"], medium: ["opacity": "0.2"], strong: ["opacity": "0.45"]),
        promises: [
            .onlyDarkens(), .identity(with: ["opacity": "0"]), .grayEqualsColor(with: ["color": "150"]),
            .monotone("opacity", values: ["0", "0.1", "0.3", "0.6", "1"]),
        ],
        cost: (color: 30, gray: 25))

    enum Kind: String, CaseIterable {
        case waves, guilloche, delaunay, voronoi, hatching, tile
        case microDots = "micro-dots"
    }

    let kind: Kind
    let cell: Double
    let opacity: Double
    let color: Color
    let second: Color?
    let image: String?

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "waves", "what is printed; tile: `image`, side by side")
        cell = p.length("cell", "3..12mm", in: .mm(0.5...100), "how large its parts are")
        opacity = p.share("opacity", "0.1..0.22", "how strong it is")
        color = p.color("color", "#7a9cc0 | #8fb59a | #c09a8a | #a8a0c4", "of the print")
        second = p.optionalColor("color-2", "none", "of every other part, else the same")
        image = p.path("image", "a picture to be printed side by side, or a folder of them, for kind tile")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard opacity > 0 else { return }
        let line = max(0.8, page.pixels(mm: 0.16))
        let size = pixels.size
        switch kind {
        case .waves:
            lay(WavyLines(size, cell: cell, line: line, slope: 0.06, random.child(0)), color, &pixels)
            lay(WavyLines(size, cell: cell, line: line, slope: -0.06, random.child(1)), second ?? color, &pixels)
        case .guilloche:
            lay(Guilloche(size, cell: cell, random.child(0)), color, &pixels)
            if let second { lay(Guilloche(size, cell: cell * 0.62, random.child(1)), second, &pixels) }
        case .delaunay, .voronoi:
            let tiles = Tiles(size, cell: cell, isVoronoi: kind == .voronoi, random)
            lay(tiles, color, &pixels)
            if let second { lay(tiles.others, second, &pixels) }
        case .hatching:
            lay(Hatching(size, cell: cell / 3, line: line, falls: false), color, &pixels)
            if let second { lay(Hatching(size, cell: cell / 3, line: line, falls: true), second, &pixels) }
        case .microDots: lay(Hatching(size, cell: cell / 6, line: 2 * line, falls: nil), color, &pixels)
        case .tile:
            guard let image else { return }
            guard let picture = page.pictures[image] else {
                throw OperationFailure("the picture '\(image)' was not loaded")
            }
            lay(TiledPicture(picture, side: 4 * cell, size), color, &pixels)
        }
    }

    private func lay(_ pattern: any CoverageRows, _ color: Color, _ pixels: inout Raster) {
        pixels.stain(color, opacity: opacity) { row, y in pattern.fill(row, y: y) }
    }
}

/// A pattern that tells row by row how much of each pixel it covers.
protocol CoverageRows {
    /// Writes row `y`; false when nothing is there.
    func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool
}
