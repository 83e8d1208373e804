public import Imaging
public import OperationKit

/// Edges of continuous forms: tractor holes, a row of fine cuts, the ragged strip.
public struct Perforation: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "perforation", family: .paper, on: [.paper, .page],
        peers: ["tractor-feed", "continuous-form", "tear-off", "sprocket-holes"],
        "Edges of continuous forms: tractor holes, the row of fine cuts beside them, a torn-off strip.", main: "hole",
        severities: Severities(
            mild: ["hole": "0mm"], medium: ["hole": "4mm"],
            strong: ["hole": "5mm", "tear": "1.5mm", "sides": "left-right"]),
        promises: [
            .identity(with: ["hole": "0mm", "tear": "0mm"]), .grayEqualsColor(with: ["behind": "60"]),
        ],
        cost: (color: 6, gray: 5), destructive: "where a hole lies, nothing is left")

    enum Sides: String, CaseIterable {
        case left, right, top, bottom
        case leftRight = "left-right"

        var sides: [SheetSide] {
            switch self {
            case .leftRight: [.left, .right]
            case .left: [.left]
            case .right: [.right]
            case .top: [.top]
            case .bottom: [.bottom]
            }
        }
    }

    let sides: Sides
    let hole: Double
    let pitch: Double
    let inset: Double
    let tear: Double
    let behind: Color

    public init(_ p: inout Parameters) {
        sides = p.choice("sides", "left-right", "which edges")
        hole = p.length("hole", "3.8..4.2mm", in: .mm(0...15), "how wide a tractor hole is; 0 for none")
        pitch = p.length("pitch", "12.7mm", in: .mm(1...100), "from hole to hole")
        inset = p.length("inset", "6mm", in: .mm(0...50), "from the edge to their middles")
        tear = p.length("tear", "0.2..0.6mm", in: .mm(0...5), "how ragged the edge is where it was torn off")
        behind = p.color("behind", "40..90", "of what lies under the sheet")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard hole >= 0.5 || tear >= 0.2 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let size = pixels.size
        let mm = page.pixels(mm: 1)
        pixels.withMutablePlane { plane in
            if tear >= 0.2 { ragged(plane, size, mm, random.child("tear")) }
            for side in sides.sides {
                let edge = EdgeFrame(frame(side), size)
                if hole >= 0.5 { holes(plane, edge, mm, random.child(side.rawValue)) }
                if hole >= 0.5, tear < 1.2 * mm { cuts(plane, edge, mm) }
            }
        }
    }

    private func frame(_ side: SheetSide) -> Fasteners.Edge {
        switch side {
        case .left: .left
        case .right: .right
        case .top: .top
        case .bottom: .bottom
        }
    }

    private func holes(_ plane: MutablePlane, _ edge: EdgeFrame, _ mm: Double, _ random: RandomStream) {
        let metal = Metalwork(behind: behind, shadow: 0.4, mm: mm, isCornered: false)
        let start = random.unit() * pitch
        let count = min(4000, Int(edge.length / max(1, pitch)) + 2)
        for i in 0..<count {
            let along = start + Double(i - 1) * pitch
            metal.hole(edge.spot(along, inset).place, hole / 2, on: plane, random.child(i))
        }
    }

    /// The row of fine cuts along which the strip with the holes comes off.
    private func cuts(_ plane: MutablePlane, _ edge: EdgeFrame, _ mm: Double) {
        let step = max(3, 1.5 * mm)
        let count = min(20_000, Int(edge.length / step) + 1)
        for i in 0..<count {
            let spot = edge.spot((Double(i) + 0.5) * step, inset + 6.35 * mm)
            let half = spot.along * (0.28 * step)
            PlainShape.capsule(spot.place - half, spot.place + half, radius: max(0.35, 0.07 * mm)).draw(
                on: plane, color: Color(gray: 110), opacity: 0.55, multiply: true)
        }
    }

    /// The edge itself, torn along such a row: a tooth for each bridge of paper.
    private func ragged(_ plane: MutablePlane, _ size: Size, _ mm: Double, _ random: RandomStream) {
        let tooth = max(3, 1.5 * mm)
        let rim = RaggedRim(size, sides.sides) { side in
            let own = random.child(side.rawValue)
            let count = RaggedRim.length(of: side, on: size)
            let rough = own.line(count, cell: max(1, 0.5 * mm), octaves: 2)
            return (0..<count).map { i in
                // Between two cuts a bridge of paper tore, somewhere in its middle.
                let place = Double(i) / tooth
                let way = place - place.rounded(.down)
                let bridge = max(0, 1 - abs(way - 0.5) / 0.26) * own.child("bridge").uniform(0.2...1, Int(place))
                return max(0, tear * (0.9 - 0.75 * bridge + 0.16 * rough[i]))
            }
        }
        let table = behind.samples(for: plane.channels == 3 ? .color : .gray)
        let black = [UInt8](repeating: 0, count: plane.channels)
        rim.visit(within: 1.5) { x, y, depth in
            let line = max(0, 1 - abs(depth - 0.4) / 1) * 0.15
            plane.mix(black, at: x, y, UInt8(line * 255), multiply: true)
            plane.mix(table, at: x, y, UInt8(min(1, max(0, 0.5 - depth)) * 255), multiply: false)
        }
    }
}
