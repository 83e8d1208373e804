public import Imaging
public import OperationKit

/// A quick signature.
public struct Signature: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "signature", family: .annotation, on: [.page], peers: ["handwritten-signature", "initials"],
        "A quick signature, with or without a line below it.", main: "size",
        severities: Severities(
            mild: ["place": "blank"], medium: ["place": "bottom-right"], strong: ["place": "anywhere", "size": "80mm"]),
        promises: [.onlyDarkens(), .identity(with: ["size": "0mm"])],
        cost: (color: 14, gray: 10))

    enum Place: String, CaseIterable {
        case blank, anywhere
        case bottomRight = "bottom-right"
    }

    enum Tool: String, CaseIterable { case pen, ballpoint, brush }
    enum Ink: String, CaseIterable { case blue, black }

    let size: Double
    let tool: DrawingTool
    let color: Color
    let line: Bool
    let place: Place
    let flourish: Double
    let image: String?

    public init(_ p: inout Parameters) {
        size = p.length("size", "25..55mm", in: .mm(0...200), "how long it is")
        let tool: Tool = p.choice("tool", "pen*2 | ballpoint", "with what")
        self.tool = DrawingTool(rawValue: tool.rawValue) ?? .pen
        let ink: Ink = p.choice("color", "blue*2 | black", "of the ink")
        color = ink == .blue ? Color(red: 26, green: 40, blue: 126) : Color(gray: 22)
        line = p.flag("line", false, "whether it stands on a printed line")
        place = p.choice(
            "place", "bottom-right", "at the lower right, elsewhere where nothing is printed, or anywhere")
        flourish = p.share("flourish", "0.3..0.8", "how likely it is underlined with a sweep")
        image = p.path(
            "image",
            "a picture of a signature instead, or a folder of them; what is dark in it is ink, in its own color")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard size >= 2 else { return }
        if let image {
            try lay(image, on: &pixels, page, random)
            return
        }
        let hand = Handwriting(random.child("hand"))
        let paths = hand.signature(length: random.child("length").uniform(6...10), flourish: flourish)
        let raw = Extent(of: paths)
        let scale = size / max(raw.size.x, 1e-6)
        let tilt = sineAndCosine(degrees: random.child("tilt").uniform(-3...7))
        let drawn = paths.map { path in
            path.map { p in
                Point(
                    (p.x * tilt.cosine + p.y * tilt.sine) * scale, (p.y * tilt.cosine - p.x * tilt.sine) * scale)
            }
        }
        let shape = Extent(of: drawn)
        guard let corner = corner(for: shape.size, on: pixels, page, random.child("place")) else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let width = page.pixels(mm: random.child("width").uniform(tool == .brush ? 0.5...1 : 0.35...0.6))
        pixels.withMutablePlane { plane in
            if line { rule(plane, corner, shape, page) }
            for (i, path) in drawn.enumerated() {
                // A sweep is quick, and so thinner.
                Stroke(
                    path.map { $0 - shape.corner + corner }, tool: tool, width: width * (i == 0 ? 1 : 0.8),
                    color: color,
                    density: random.child("density").uniform(tool.character.density)
                ).draw(on: plane, dpi: page.dpi, random.child("stroke").child(i))
            }
        }
    }

    /// The printed line that it stands on.
    private func rule(_ plane: MutablePlane, _ corner: Point, _ shape: Extent, _ page: PageContext) {
        let y = corner.y - shape.corner.y + page.pixels(mm: 0.5)
        let (left, right) = (corner.x - page.pixels(mm: 2), corner.x + shape.size.x + page.pixels(mm: 2))
        PlainShape.capsule(Point(left, y), Point(right, y), radius: max(0.5, page.pixels(mm: 0.1))).draw(
            on: plane, color: Color(gray: 40), multiply: true)
    }

    private func lay(_ image: String, on pixels: inout Raster, _ page: PageContext, _ random: RandomStream) throws {
        guard let picture = page.pictures[image] else {
            throw OperationFailure("the picture of a signature '\(image)' was not loaded")
        }
        let height = size * Double(picture.height) / Double(picture.width)
        guard let mask = turnedInk(of: picture, height: height, degrees: 0, within: pixels.size),
            let corner = corner(
                for: Point(Double(mask.width), Double(mask.height)), on: pixels, page, random.child("place"))
        else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            Overlay(coverage: mask, color: picture.inkColor ?? color, opacity: 0.95).draw(
                on: plane, left: Int(corner.x), top: Int(corner.y))
        }
    }

    private func corner(
        for size: Point, on pixels: Raster, _ page: PageContext, _ random: RandomStream
    ) -> Point? {
        let more = page.pixels(mm: 1)
        let (width, height) = (Double(pixels.width), Double(pixels.height))
        if place == .anywhere {
            return Point(
                random.unit(0) * max(0, width - size.x - 2 * more) + more,
                random.unit(1) * max(0, height - size.y - 2 * more) + more)
        }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: false)
        let places = BlankPlaces(of: pixels, map: map, dpi: page.dpi)
        let found = places.box(
            width: size.x + 2 * more, height: size.y + 2 * more,
            nearest: place == .bottomRight ? Point(width * 0.72, height * 0.84) : nil, random)
        return found.map { Point(Double($0.left) + more, Double($0.top) + more) }
    }
}
