public import Imaging
import Lettering
public import OperationKit

/// A large word or picture in or over the sheet.
public struct Watermark: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "watermark", family: .paper, on: [.paper, .page], peers: ["WaterMark"],
        "A large word or picture in or over the sheet.", main: "text",
        severities: Severities(
            mild: ["opacity": "0.1"], medium: ["opacity": "0.22"], strong: ["opacity": "0.3", "place": "tiled"]),
        promises: [
            .onlyDarkens(with: ["mode": "under"]), .identity(with: ["opacity": "0"]), .grayEqualsColor(),
            .monotone("opacity", values: ["0", "0.1", "0.3", "0.6", "1"]),
            .meanShift(atMost: 77, with: ["opacity": "0.3"]),
        ],
        cost: (color: 3, gray: 3))

    /// Where on the page it stands.
    public enum Place: String, CaseIterable, Sendable { case center, top, bottom, anywhere, tiled }
    /// Whether it lies under the print, over it, or is pressed into the sheet.
    public enum Mode: String, CaseIterable, Sendable { case under, over, emboss }

    let text: String
    let image: String?
    let height: Double
    let angle: Double
    let opacity: Double
    let color: Color
    let weight: Double
    let outline: Bool
    let place: Place
    let mode: Mode

    public init(_ p: inout Parameters) {
        text = p.text("text", "COPY | DRAFT | CONFIDENTIAL | SAMPLE", "the words")
        image = p.path("image", "a picture instead of words, or a folder of them; what is dark in it is printed")
        height = p.length("height", "20..45mm", in: .mm(3...400), "of the capitals, or of the picture")
        angle = p.angle("angle", "20..60", in: -180...180, "by which it is turned counterclockwise")
        opacity = p.share("opacity", "0.08..0.22", "how strong it is")
        color = p.color("color", "0", "of the print; a picture in color keeps its own while this is black")
        weight = p.share("weight", "0.12..0.2", in: 0.02...0.5, "thickness of the strokes, of the height")
        outline = p.flag("outline", false, "only the outline of the letters")
        place = p.choice("place", "center", "where on the page")
        mode = p.choice("mode", "under", "under the print, over it, or pressed into the sheet")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard opacity > 0, let coverage = try shape(on: page) else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let depth = max(1, Int(page.pixels(mm: 0.25).rounded()))
        let own = color == .black ? image.flatMap { page.pictures[$0]?.inkColor } : nil
        let overlay = Overlay(
            coverage: coverage, color: own ?? color, opacity: opacity,
            manner: mode == .under ? .multiply : mode == .over ? .cover : .emboss(depth: depth))
        let corners = corners(of: coverage.size, on: pixels.size, random.child("place"))
        pixels.withMutablePlane { plane in
            for corner in corners { overlay.draw(on: plane, left: corner.left, top: corner.top) }
        }
    }

    /// The coverage of the turned words or picture; nil when the page is too small for any.
    private func shape(on page: PageContext) throws -> Raster? {
        let room = place == .tiled ? 0.45 : 0.9
        let limit = Size(width: Int(Double(page.size.width) * room), height: Int(Double(page.size.height) * room))
        if let image {
            guard let picture = page.pictures[image] else {
                throw OperationFailure("the picture '\(image)' was not loaded")
            }
            return turnedInk(of: picture, height: height, degrees: angle, within: limit)
        }
        let letters = Letters(bold: weight >= 0.16, capHeight: height)
        let set: LetterMask?
        do {
            set = try letters.mask(text, angle: angle, within: limit)
        } catch {
            throw OperationFailure("\(error)")
        }
        guard let set else { return nil }
        // The words may have been made smaller to fit; the strokes keep their share of the height.
        let shaped = set.coverage.thickened(by: (weight - letters.stem) * set.capHeight / 2)
        return outline ? shaped.outlined(width: max(1, weight * set.capHeight / 5)) : shaped
    }

    private func corners(of shape: Size, on page: Size, _ random: RandomStream) -> [(left: Int, top: Int)] {
        let (freeX, freeY) = (page.width - shape.width, page.height - shape.height)
        switch place {
        case .center: return [(freeX / 2, freeY / 2)]
        case .top: return [(freeX / 2, min(freeY / 2, page.height / 20))]
        case .bottom: return [(freeX / 2, max(freeY / 2, freeY - page.height / 20))]
        case .anywhere: return [(Int(Double(freeX) * random.unit(0)), Int(Double(freeY) * random.unit(1)))]
        case .tiled:
            let (stepX, stepY) = (max(1, shape.width * 6 / 5), max(1, shape.height * 6 / 5))
            let rows = page.height / stepY + 2
            let columns = page.width / stepX + 2
            return (0..<rows * columns).map { i in
                let (row, column) = (i / columns, i % columns)
                return (column * stepX - (row % 2 == 0 ? stepX / 4 : stepX * 3 / 4), row * stepY - stepY / 3)
            }
        }
    }
}
