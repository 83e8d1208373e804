public import Imaging
public import OperationKit

/// Something that covers parts of the page.
public struct CoarseDropout: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "coarse-dropout", family: .handling, on: [.page],
        peers: [
            "CoarseDropout", "ConstrainedCoarseDropout", "Erasing", "GridDropout", "XYMasking", "MaskDropout",
            "occlusion", "redaction", "sticky-note", "cutout",
        ],
        "Something covers the page: a patch, a black bar, correction fluid, a note, stripes, a grid.", main: "kind",
        severities: Severities(
            mild: ["count": "1", "height": "4mm"], medium: ["count": "3"],
            strong: ["count": "10", "kind": "redaction", "over": "words"]),
        promises: [
            .identity(with: ["count": "0"]), .grayEqualsColor(tolerance: 1, with: ["kind": "redaction"]),
        ],
        cost: (color: 20, gray: 16), destructive: "what is covered is gone")

    enum Kind: String, CaseIterable {
        case patch, redaction, stripes, grid
        case correctionFluid = "correction-fluid"
        case stickyNote = "sticky-note"
    }

    enum Over: String, CaseIterable { case anywhere, words, blank }

    let kind: Kind
    let count: Int
    let width: Double
    let height: Double
    let fill: Color?
    let shadow: Double
    let over: Over
    let image: String?

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "patch", "what covers the page")
        count = p.count("count", "1..2", in: 0...200, "how many; of kind grid one is enough for the page")
        width = p.length("width", "8..25mm", in: .mm(0.3...400), "of one")
        height = p.length("height", "4..8mm", in: .mm(0.3...400), "of one")
        fill = p.optionalColor("fill", "none", "its color, else that of the kind: the page's own paper, black, yellow")
        shadow = p.share("shadow", "0..0.3", "how dark its shadow is")
        over = p.choice("over", "anywhere", "where: anywhere, over words, or where nothing is printed")
        image = p.path("image", "a picture laid on the page instead, or a folder of them, as wide as `width`")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard count > 0 else { return }
        let boxes = boxes(on: pixels, page, random.child("places"))
        guard !boxes.isEmpty else { return }
        var picture: Raster?
        if let image {
            guard let given = page.pictures[image] else {
                throw OperationFailure("the picture '\(image)' was not loaded")
            }
            picture = given
        }
        let paper = pixels.borderColor(frame: page.pixels(mm: 2))
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let mm = page.pixels(mm: 1)
        if let picture {
            for box in boxes { lay(picture, on: &pixels, box) }
            return
        }
        pixels.withMutablePlane { plane in
            for (i, box) in boxes.enumerated() {
                CoveredPart(box: box, kind: kind, color: fill, paper: paper, shadow: shadow, mm: mm).draw(
                    on: plane, random.child(i))
            }
        }
    }

    /// Lays a picture with its middle at that of a box.
    private func lay(_ picture: Raster, on pixels: inout Raster, _ box: InkBox) {
        let scale = Double(box.width) / Double(picture.width)
        let size = Size(
            width: max(1, Int(Double(picture.width) * scale)), height: max(1, Int(Double(picture.height) * scale)))
        let small = picture.shrunk(to: size)
        let laid = pixels.channels == 1 ? small.converted(to: .gray) : small
        pixels.paste(laid, x: (box.left + box.right - laid.width) / 2, y: (box.top + box.bottom - laid.height) / 2)
    }

    private func boxes(on pixels: Raster, _ page: PageContext, _ random: RandomStream) -> [InkBox] {
        switch kind {
        case .grid: return grid(pixels.size, random)
        case .stripes:
            return (0..<count).map { i in
                let top = random.child(i).uniform(-0.5...1, 0) * Double(pixels.height)
                return box(left: 0, top: top, width: Double(pixels.width), height: height)
            }
        default: break
        }
        let map = over == .anywhere ? nil : InkMap(of: pixels, dpi: page.dpi, isLayer: false)
        switch (over, map) {
        case (.words, let map?):
            let words = TextLines(of: pixels, map: map, dpi: page.dpi).words.flatMap { $0 }
            guard !words.isEmpty else { return [] }
            return (0..<count).map { i in
                // A little more than the word itself.
                let word = words[random.integer(0...words.count - 1, i)]
                let more = page.pixels(mm: 0.5)
                return box(
                    left: Double(word.left) - more, top: Double(word.top) - more,
                    width: max(
                        Double(word.width) + 2 * more, kind == .redaction ? 0 : min(width, 2 * Double(word.width))),
                    height: Double(word.height) + 2 * more)
            }
        case (.blank, let map?):
            let places = BlankPlaces(of: pixels, map: map, dpi: page.dpi)
            return (0..<count).compactMap { i in
                // Room for its wavy sides and its shadow too.
                let more = 2 * page.pixels(mm: 1.2)
                guard let room = places.box(width: width + more, height: height + more, random.child(i)) else {
                    return nil
                }
                return box(
                    left: Double(room.left) + more / 2, top: Double(room.top) + more / 2, width: width, height: height)
            }
        default:
            return (0..<count).map { i in
                let own = random.child(i)
                return box(
                    left: own.unit(0) * Double(pixels.width) - width / 2,
                    top: own.unit(1) * Double(pixels.height) - height / 2, width: width, height: height)
            }
        }
    }

    private func box(left: Double, top: Double, width: Double, height: Double) -> InkBox {
        InkBox(
            left: Int(left.rounded(.down)), top: Int(top.rounded(.down)),
            right: Int((left + max(1, width)).rounded(.up)),
            bottom: Int((top + max(1, height)).rounded(.up)))
    }

    /// Equal patches over the whole page, with gaps three times as large.
    private func grid(_ size: Size, _ random: RandomStream) -> [InkBox] {
        let (stepX, stepY) = (max(2, 4 * width), max(2, 4 * height))
        let (startX, startY) = (-random.unit(0) * stepX, -random.unit(1) * stepY)
        let columns = Int((Double(size.width) - startX) / stepX) + 1
        let rows = Int((Double(size.height) - startY) / stepY) + 1
        guard columns * rows <= 100_000 else { return [] }
        return (0..<columns * rows).map { i in
            box(
                left: startX + Double(i % columns) * stepX, top: startY + Double(i / columns) * stepY, width: width,
                height: height)
        }
    }
}
