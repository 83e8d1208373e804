public import Imaging
public import OperationKit

/// A corner folded over.
public struct DogEar: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "dog-ear", family: .handling, on: [.page], peers: ["folded-corner", "dogear"],
        "A corner folded over: the flap with its back up, its shadow, the table behind.", main: "size",
        severities: Severities(
            mild: ["size": "6mm"], medium: ["size": "14mm"], strong: ["size": "40mm"]),
        promises: [
            .identity(with: ["size": "0mm"]), .grayEqualsColor(with: ["behind": "90"]),
            .monotone("size", values: ["0mm", "4mm", "8mm", "13mm", "20mm"]),
        ],
        cost: (color: 4, gray: 3), destructive: "what the flap covers is gone")

    enum Corner: String, CaseIterable {
        case random
        case topLeft = "top-left"
        case topRight = "top-right"
        case bottomLeft = "bottom-left"
        case bottomRight = "bottom-right"
    }

    let corner: Corner
    let size: Double
    let angle: Double
    let isTurned: Bool
    let behind: Color

    public init(_ p: inout Parameters) {
        corner = p.choice("corner", "random", "which corner")
        size = p.length("size", "6..14mm", in: .mm(0...150), "how much of the edge is folded over")
        angle = p.angle("angle", "35..55", in: 5...85, "between the fold and the upper or lower edge")
        isTurned = p.flag("turned", true, "still folded; else only the crease is left")
        behind = p.color("behind", "60..130", "of what lies under the sheet")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard size >= 1.0 / 16 else { return }
        let corners: [Corner] = [.topLeft, .topRight, .bottomLeft, .bottomRight]
        let chosen = corner == .random ? corners[random.child("corner").integer(0...3)] : corner
        let paper = pixels.borderColor(frame: page.pixels(mm: 2))
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let flap = Flap(
            size: size, angle: angle, isRight: chosen == .topRight || chosen == .bottomRight,
            isBottom: chosen == .bottomLeft || chosen == .bottomRight, page: pixels.size)
        let before = pixels
        let colors = (paper: paper.samples(for: pixels.kind), behind: behind.samples(for: pixels.kind))
        let mm = page.pixels(mm: 1)
        pixels.withMutablePlane { plane in
            before.withPlane { old in
                flap.visit(beyond: 4 * mm) { x, y, place in
                    if isTurned {
                        fold(plane, old, x, y, place, flap, colors, mm)
                    } else {
                        crease(plane, x, y, place, mm)
                    }
                }
            }
        }
    }

    /// One pixel of a corner that is still folded.
    private func fold(
        _ plane: MutablePlane, _ old: Plane, _ x: Int, _ y: Int, _ place: Flap.Place, _ flap: Flap,
        _ colors: (paper: [UInt8], behind: [UInt8]), _ mm: Double
    ) {
        if place.beyond > -0.5 {
            // The table, in the shadow of the folded edge.
            let dark = 1 - 0.45 * exponential(-max(0, place.beyond) / (1.2 * mm))
            let tone = colors.behind.map { UInt8(Double($0) * dark) }
            plane.mix(tone, at: x, y, UInt8(min(1, place.beyond + 0.5) * 255), multiply: false)
            if place.beyond > 0.5 { return }
        }
        let black = [UInt8](repeating: 0, count: plane.channels)
        if place.inside < 0 {
            // The shadow of the flap's free edges on the page, soft, and wider where the paper stands up.
            let lift = 0.35 + 0.5 * min(1, -place.beyond / max(1, flap.height))
            let shade = 0.3 * exponential(place.inside / (lift * mm))
            plane.mix(black, at: x, y, UInt8(shade * 255), multiply: true)
        }
        if place.inside > -0.5 {
            // The back of the sheet: light falls off towards the fold, and the print of its face shows through a little.
            let away = -place.beyond
            let round = 1 - 0.16 * exponential(-away / (1.4 * mm)) - 0.02
            let lit = round + 0.05 * exponential(-(away - 2.2 * mm) * (away - 2.2 * mm) / (2 * mm * mm))
            var tone = colors.paper.map { Double($0) * 0.975 * lit }
            if let (column, row) = flap.face(x, y) {
                for c in tone.indices {
                    let face = Double(old.row(row)[column * old.channels + c]) / Double(max(1, colors.paper[c]))
                    tone[c] *= 1 - 0.09 * max(0, 1 - face)
                }
            }
            plane.mix(
                tone.map { UInt8(min(255, max(0, $0))) }, at: x, y, UInt8(min(1, place.inside + 0.5) * 255),
                multiply: false)
            // The cut edge of the sheet is a fine light line with a dark one below.
            let edge = max(0, 1 - abs(place.inside) / 0.9) * 0.18
            plane.mix(black, at: x, y, UInt8(edge * 255), multiply: true)
        }
    }

    /// One pixel of a corner that was folded once.
    private func crease(_ plane: MutablePlane, _ x: Int, _ y: Int, _ place: Flap.Place, _ mm: Double) {
        let black = [UInt8](repeating: 0, count: plane.channels)
        let white = [UInt8](repeating: 255, count: plane.channels)
        let away = place.beyond
        // One side of the ridge lies in the light, the other in the shade, and the ridge itself is rubbed.
        if away > 0 { plane.mix(black, at: x, y, UInt8(0.14 * exponential(-away / (1.5 * mm)) * 255), multiply: true) }
        if away > 0 { plane.mix(black, at: x, y, 8, multiply: true) }
        let ridge = max(0, 1 - abs(away) / max(0.8, 0.14 * mm))
        plane.mix(black, at: x, y, UInt8(max(0, 1 - abs(away - 0.3 * mm) / max(0.8, 0.14 * mm)) * 50), multiply: true)
        plane.mix(white, at: x, y, UInt8(ridge * 90), multiply: false)
    }
}

/// The corner beyond the fold, and the flap that it makes on the page.
private struct Flap {
    /// Where a pixel lies: how far beyond the fold, towards the corner, and how far inside the flap; both in pixels.
    struct Place {
        let beyond: Double
        let inside: Double
    }

    private let isRight: Bool
    private let isBottom: Bool
    private let page: Size
    private let normal: Point
    private let offset: Double

    /// From the fold to the flap's tip.
    var height: Double { offset }

    init(size: Double, angle: Double, isRight: Bool, isBottom: Bool, page: Size) {
        (self.isRight, self.isBottom, self.page) = (isRight, isBottom, page)
        let (sine, cosine) = sineAndCosine(degrees: angle)
        // In coordinates from the corner inwards the fold is u · sine + v · cosine = offset.
        normal = Point(sine, cosine)
        let wide = min(size, Double(page.width))
        offset = min(wide * sine, Double(page.height) * cosine)
    }

    /// Calls `body` with each pixel that the fold, the flap and a rim around them touch.
    func visit(beyond: Double, _ body: (_ x: Int, _ y: Int, _ place: Place) -> Void) {
        let reach = Point(
            max(offset / normal.x, 2 * offset * normal.x) + beyond,
            max(offset / normal.y, 2 * offset * normal.y) + beyond)
        let (columns, rows) = (min(Double(page.width), reach.x), min(Double(page.height), reach.y))
        for j in 0..<Int(rows) {
            for i in 0..<Int(columns) {
                let p = Point(Double(i) + 0.5, Double(j) + 0.5)
                let away = offset - p.x * normal.x - p.y * normal.y
                let mirrored = mirror(p, away)
                let inside = min(min(mirrored.x, mirrored.y), -away)
                if away < -0.5, inside < -beyond, away < -beyond { continue }
                body(
                    isRight ? page.width - 1 - i : i, isBottom ? page.height - 1 - j : j,
                    Place(beyond: away, inside: inside))
            }
        }
    }

    private func mirror(_ p: Point, _ away: Double) -> Point { p + normal * (2 * away) }

    /// The pixel of the sheet's face that lies under a pixel of the flap; nil beyond the corner.
    func face(_ x: Int, _ y: Int) -> (column: Int, row: Int)? {
        let p = Point(
            Double(isRight ? page.width - 1 - x : x) + 0.5, Double(isBottom ? page.height - 1 - y : y) + 0.5)
        let q = mirror(p, offset - p.x * normal.x - p.y * normal.y)
        guard q.x >= 0, q.y >= 0, Int(q.x) < page.width, Int(q.y) < page.height else { return nil }
        return (isRight ? page.width - 1 - Int(q.x) : Int(q.x), isBottom ? page.height - 1 - Int(q.y) : Int(q.y))
    }
}
