public import Imaging
public import OperationKit

/// An edge torn off, with a pale rim of fibers.
public struct TornEdge: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "torn-edge", family: .handling, on: [.page], peers: ["deckle", "ripped", "torn-paper"],
        "An edge torn off, with a pale rim of fibers, on a dark table.", main: "depth",
        severities: Severities(
            mild: ["depth": "2mm"], medium: ["depth": "6mm", "sides": "random"],
            strong: ["depth": "20mm", "sides": "all", "roughness": "3mm"]),
        promises: [
            .identity(with: ["depth": "0mm"]), .grayEqualsColor(with: ["behind": "90"]),
            .monotone("depth", values: ["0mm", "2mm", "4mm", "7mm", "10mm"]),
        ],
        cost: (color: 25, gray: 20), destructive: "what stood on the torn strip is gone")

    let sides: SideChoice
    let depth: Double
    let roughness: Double
    let rim: Double
    let behind: Color

    public init(_ p: inout Parameters) {
        sides = p.choice("sides", "random", "where it is torn")
        depth = p.length("depth", "2..6mm", in: .mm(0...150), "how wide the strip is that is gone")
        roughness = p.length("roughness", "0.5..2mm", in: .mm(0...20), "how far the edge wanders")
        rim = p.length("rim", "0.3..1mm", in: .mm(0...10), "how wide the fibers show")
        behind = p.color("behind", "60..130", "of what lies under the sheet")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard depth > 0 else { return }
        let paper = pixels.borderColor(frame: page.pixels(mm: 2))
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let size = pixels.size
        let chosen = sides.sides(random.child("sides"))
        let cut = outline(size, chosen, page, random)
        let mm = page.pixels(mm: 1)
        // The upper layers of the sheet end further in than the fibers, at an edge of its own.
        let fibers = Dictionary(
            uniqueKeysWithValues: chosen.map { side in
                (
                    side,
                    random.child("rim").child(side.rawValue).line(
                        RaggedRim.length(of: side, on: size), cell: max(3, 2.2 * mm), octaves: 3)
                )
            })
        let table = behind.samples(for: pixels.kind)
        // Torn fibers are a little lighter than the sheet's face, but never as bare as white.
        let core = Color(
            red: lighter(paper.red), green: lighter(paper.green), blue: lighter(paper.blue)
        ).samples(for: pixels.kind)
        let grain = PlaceNoise(random.child("fibre"))
        let soft = max(1, 0.5 * mm)
        pixels.withMutablePlane { plane in
            cut.visit(within: 2.2 * rim + 1) { x, y, depth in
                let side = nearest(chosen, x, y, cut, size)
                let along = side == .left || side == .right ? y : x
                let width = rim * max(0.1, 0.75 + 0.9 * (fibers[side]?[along] ?? 0))
                if depth > -0.5, depth < width + 1 {
                    let rough = Int(grain.byte(x, y)) - 128
                    let share = min(1, max(0, width - depth + 0.5))
                    let fray = core.map { UInt8(min(255, max(0, Int($0) + rough / 12 - 12))) }
                    plane.mix(fray, at: x, y, UInt8(share * 235), multiply: false)
                    // A fine shadow where the face of the sheet ends.
                    let edge = max(0, 1 - abs(depth - width) / max(1.2, 0.25 * mm)) * 0.08
                    plane.mix(Array(repeating: 0, count: plane.channels), at: x, y, UInt8(edge * 255), multiply: true)
                }
                if depth < 0.5 {
                    // The sheet's own shadow on the table, darkest beside it.
                    let dark = 1 - 0.5 * exponential(depth / soft)
                    let tone = table.map { UInt8(Double($0) * min(1, max(0, dark))) }
                    plane.mix(tone, at: x, y, UInt8(min(1, 0.5 - depth) * 255), multiply: false)
                }
            }
        }
    }

    private func lighter(_ level: UInt8) -> UInt8 { UInt8(min(252, Int(level) + 14)) }

    private func outline(_ size: Size, _ sides: [SheetSide], _ page: PageContext, _ random: RandomStream) -> RaggedRim {
        let mm = page.pixels(mm: 1)
        return RaggedRim(size, sides) { side in
            let own = random.child("cut").child(side.rawValue)
            let count = RaggedRim.length(of: side, on: size)
            let slow = own.child("slow").line(count, cell: 45 * mm, octaves: 2)
            let rough = own.child("rough").line(count, cell: 7 * mm, octaves: 3)
            let fine = own.child("fine").line(count, cell: max(1, 0.8 * mm), octaves: 2)
            return (0..<count).map { i in
                max(0, depth * (1 + 0.45 * slow[i]) + roughness * (0.8 * rough[i] + 0.07 * fine[i]))
            }
        }
    }

    private func nearest(_ sides: [SheetSide], _ x: Int, _ y: Int, _ cut: RaggedRim, _ size: Size) -> SheetSide {
        func depth(_ side: SheetSide) -> Double {
            switch side {
            case .left: Double(x) - cut.cut(side, y)
            case .right: Double(size.width - 1 - x) - cut.cut(side, y)
            case .top: Double(y) - cut.cut(side, x)
            case .bottom: Double(size.height - 1 - y) - cut.cut(side, x)
            }
        }
        return sides.min { depth($0) < depth($1) } ?? .left
    }
}
