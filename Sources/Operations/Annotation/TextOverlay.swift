public import Imaging
import Lettering
public import OperationKit

/// A printed line that is not in the truth: a page number, a file number, a date of the scan.
public struct TextOverlay: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "text-overlay", family: .annotation, on: [.page, .ink],
        peers: ["TextImage", "page-number", "header", "date-line", "bates-number"],
        "A printed line that is not in the truth: a page number, a file number, the date of the scan.", main: "text",
        severities: Severities(
            mild: ["height": "2mm"], medium: ["height": "3mm"], strong: ["height": "5mm", "place": "left-edge"]),
        promises: [.onlyDarkens()],
        cost: (color: 14, gray: 10))

    enum Place: String, CaseIterable {
        case bottom, top, corner
        case leftEdge = "left-edge"
    }

    enum Face: String, CaseIterable { case sans, serif, mono }

    let text: String
    let height: Double
    let place: Place
    let color: Color
    let face: Face
    let weight: Double
    let angle: Double

    public init(_ p: inout Parameters) {
        text = p.text(
            "text", "- 7 - | Page 3 | Page 3 of 7 | SCANNED 14.03.2019 | No. 004821 | CONFIDENTIAL | 112",
            "what is printed")
        height = p.length("height", "2..3mm", in: .mm(0.5...100), "of the capitals")
        place = p.choice("place", "bottom*2 | top | corner", "which margin")
        color = p.color("color", "0..90", "of the print")
        face = p.choice("face", "sans | serif | mono", "of the type")
        weight = p.share(
            "weight", "0.08..0.16", in: 0.02...0.4, "thickness of the strokes, of the height; 0.16 is bold")
        angle = p.angle("angle", "0", in: -180...180, "by which it is turned counterclockwise")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let family = face == .sans ? "Sans" : face == .serif ? "Serif" : "Monospace"
        let letters = Letters(family: family, bold: weight >= 0.16, capHeight: height)
        let turn = angle + (place == .leftEdge ? 90 : 0)
        let set: LetterMask?
        do {
            set = try letters.mask(text, angle: turn, within: pixels.size)
        } catch {
            throw OperationFailure("\(error)")
        }
        guard let set else { return }
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let places = BlankPlaces(of: pixels, map: map, dpi: page.dpi)
        guard let spot = spot(for: set.coverage.size, pixels.size, places, page, random) else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.withMutablePlane { plane in
            Overlay(coverage: set.coverage, color: color, opacity: 1).draw(on: plane, left: spot.left, top: spot.top)
        }
    }

    /// Where it goes within the outer 14 mm of the page: nearest to the place wanted, without touching print. Nil when the
    /// margin has no room.
    private func spot(
        for shape: Size, _ page: Size, _ places: BlankPlaces, _ context: PageContext, _ random: RandomStream
    ) -> (left: Int, top: Int)? {
        let (w, h) = (page.width, page.height)
        let deep = Int(context.pixels(mm: 14))
        let inset = context.pixels(mm: random.child("inset").uniform(6...9))
        let isTop = random.child("top").chance(0.5)
        let isRight = random.child("right").chance(0.6)
        let area: InkBox
        let wanted: Point
        switch place {
        case .bottom:
            area = InkBox(left: 0, top: max(0, h - deep), right: w, bottom: h)
            wanted = Point(Double(w) / 2, Double(h) - inset)
        case .top:
            area = InkBox(left: 0, top: 0, right: w, bottom: min(h, deep))
            wanted = Point(Double(w) / 2, inset)
        case .corner:
            area = InkBox(left: 0, top: isTop ? 0 : max(0, h - deep), right: w, bottom: isTop ? min(h, deep) : h)
            wanted = Point(
                isRight ? Double(w) - inset - Double(shape.width) / 2 : inset + Double(shape.width) / 2,
                isTop ? inset : Double(h) - inset)
        case .leftEdge:
            area = InkBox(left: 0, top: 0, right: min(w, deep), bottom: h)
            wanted = Point(inset, Double(h) * random.child("along").uniform(0.3...0.7))
        }
        let (width, height) = (Double(shape.width), Double(shape.height))
        guard let box = places.box(width: width, height: height, within: area, nearest: wanted, random) else {
            return nil
        }
        return ((box.left + box.right - shape.width) / 2, (box.top + box.bottom - shape.height) / 2)
    }
}
