public import Imaging
public import OperationKit

/// An inked stamp.
public struct Stamp: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "stamp", family: .annotation, on: [.page],
        peers: ["OverlayElements", "seal", "rubber-stamp", "postmark", "bates"],
        "An inked stamp: a frame, words, a date, worn ink, now and then a second hit.", main: "text",
        severities: Severities(
            mild: ["place": "blank"], medium: ["place": "anywhere", "opacity": "0.35"],
            strong: ["place": "anywhere", "opacity": "0.85", "color": "black"]),
        promises: [
            .onlyDarkens(), .identity(with: ["opacity": "0"]),
        ],
        cost: (color: 30, gray: 20))

    /// What it looks like.
    public enum Shape: String, CaseIterable, Sendable { case rectangle, round, oval, date, bates, star }

    enum Ink: String, CaseIterable {
        case red, blue, violet, black, green

        var color: Color {
            switch self {
            case .red: Color(red: 196, green: 30, blue: 44)
            case .blue: Color(red: 34, green: 62, blue: 158)
            case .violet: Color(red: 104, green: 52, blue: 150)
            case .black: Color(gray: 26)
            case .green: Color(red: 24, green: 122, blue: 72)
            }
        }
    }

    enum Place: String, CaseIterable {
        case blank, anywhere
        case bottomRight = "bottom-right"
    }

    let shape: Shape
    let text: String
    let image: String?
    let size: Double
    let color: Color
    /// A color that holds for a colored picture of a stamp too.
    let ownInk: Color?
    let opacity: Double
    let angle: Double
    let wear: Double
    let place: Place

    public init(_ p: inout Parameters) {
        shape = p.choice("shape", "rectangle*3 | round*2 | oval | date*2", "what it looks like")
        text = p.text("text", "RECEIVED | PAID | COPY | APPROVED", "the words")
        image = p.path(
            "image", "a picture of a stamp instead, or a folder of them; what is dark in it is inked, in its own color")
        size = p.length("size", "25..45mm", in: .mm(5...200), "how wide it is")
        let ink: Ink = p.choice("color", "red*2 | blue*2 | violet | black", "of the ink")
        ownInk = p.optionalColor("ink", "none", "any color instead")
        color = ownInk ?? ink.color
        opacity = p.share("opacity", "0.45..0.75", "how dark the ink is")
        angle = p.angle("angle", "0 +- 8", in: -180...180, "how far it is turned")
        wear = p.share("wear", "0.15..0.4", "share of the ink that is missing")
        place = p.choice("place", "blank", "where nothing is printed, anywhere, or at the lower right")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard opacity > 0, size >= 4 else { return }
        var places: BlankPlaces?
        if place != .anywhere {
            let map = InkMap(of: pixels, dpi: page.dpi, isLayer: false)
            places = BlankPlaces(of: pixels, map: map, dpi: page.dpi)
        }
        for scale in [1, 0.8, 0.62] {
            guard var mask = try impression(size * scale, page, random),
                let corner = corner(for: mask.size, pixels.size, places, random.child("place"))
            else { continue }
            rub(&mask, page, random.child("wear"))
            if pixels.kind == .bilevel { pixels.kind = .gray }
            let color = ownInk ?? image.flatMap { page.pictures[$0]?.inkColor } ?? color
            pixels.withMutablePlane { plane in
                let print = Overlay(coverage: mask, color: color, opacity: opacity)
                print.draw(on: plane, left: corner.left, top: corner.top)
                if random.child("again").chance(0.2) {
                    // It was set down twice, a little off.
                    var second = print
                    second.opacity = opacity * 0.3
                    let off = page.pixels(mm: 0.5)
                    let dice = random.child("off")
                    second.draw(
                        on: plane, left: corner.left + Int((dice.uniform(-off...off, 0)).rounded()),
                        top: corner.top + Int(dice.uniform(-off...off, 1).rounded()))
                }
            }
            return
        }
    }

    /// How much of each pixel the rubber covers, turned; nil when nothing is left to see.
    private func impression(_ size: Double, _ page: PageContext, _ random: RandomStream) throws -> Raster? {
        if let image {
            guard let picture = page.pictures[image] else {
                throw OperationFailure("the picture of a stamp '\(image)' was not loaded")
            }
            let height = size * Double(picture.height) / Double(picture.width)
            return turnedInk(of: picture, height: height, degrees: angle, within: page.size)
        }
        var die = StampDie(size: size, degrees: angle, mm: page.pixels(mm: 1))
        try die.cut(shape, text, random.child("die"))
        return die.mask
    }

    private func corner(
        for mask: Size, _ page: Size, _ places: BlankPlaces?, _ random: RandomStream
    ) -> (left: Int, top: Int)? {
        guard let places else {
            let (freeX, freeY) = (max(0, page.width - mask.width), max(0, page.height - mask.height))
            return (Int(random.unit(0) * Double(freeX)), Int(random.unit(1) * Double(freeY)))
        }
        let wanted =
            place == .bottomRight ? Point(Double(page.width) * 0.75, Double(page.height) * 0.82) : nil
        guard
            let box = places.box(
                width: Double(mask.width) + 2, height: Double(mask.height) + 2, nearest: wanted, random)
        else { return nil }
        return ((box.left + box.right - mask.width) / 2, (box.top + box.bottom - mask.height) / 2)
    }

    /// Takes ink off where the rubber was dry, and more on the side that was pressed less.
    private func rub(_ mask: inout Raster, _ page: PageContext, _ random: RandomStream) {
        guard wear > 0 else { return }
        let size = mask.size
        var worn = WornInk(
            random, size: size, coverage: wear, grain: max(1, page.pixels(mm: 0.3)), clouds: page.pixels(mm: 4),
            sweep: max(8, Double(size.width)), pressure: 0.9)
        let (sine, cosine) = sineAndCosine(degrees: random.child("side").uniform(0...360))
        let half = (x: Double(size.width) / 2, y: Double(size.height) / 2)
        var lost = [UInt8](repeating: 0, count: size.width)
        mask.withMutablePlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                lost.withUnsafeMutableBufferPointer { lost in
                    worn.fill(lost.baseAddress!, y: y, where: row)
                    for x in 0..<plane.width where row[x] > 0 {
                        let lean =
                            ((Double(x) - half.x) / half.x * cosine + (Double(y) - half.y) / half.y * sine) * wear
                        let kept = 255 * min(1, max(0.25, 1 - max(0, lean) * 0.8))
                        row[x] = Blend.product(
                            Blend.product(row[x], 255 &- Blend.product(lost[x], 225)), UInt8(kept))
                    }
                }
            }
        }
    }
}
