public import Imaging
public import OperationKit

/// Print by needles that strike dots through a ribbon.
public struct DotMatrix: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "dot-matrix", family: .ink, on: [.ink], peers: ["DotMatrix", "needle-printer", "impact-printer"],
        "Print by needles that strike dots through a ribbon.", main: "pitch",
        severities: Severities(
            mild: ["pitch": "0.16mm", "dot": "0.18mm"],
            medium: ["pitch": "0.25mm", "dot": "0.27mm"],
            strong: ["pitch": "0.34mm", "dot": "0.36mm", "double-strike": "false", "ribbon": "0.6"]),
        promises: [.keepsBlankPaper, .grayEqualsColor()],
        cost: (color: 25, gray: 20))

    let pitch: Double
    let dot: Double
    let strike: Double
    let deadPins: Int
    let ribbon: Double
    let doubleStrike: Bool
    let color: Color

    public init(_ p: inout Parameters) {
        pitch = p.length("pitch", "0.2..0.26mm", in: .mm(0.1...1), "from one needle to the next")
        dot = p.length("dot", "0.22..0.28mm", in: .mm(0.1...1.2), "how wide a dot is")
        strike = p.share("strike", "0.1..0.3", "how unequal the force of the needles is")
        deadPins = p.count("dead-pin", "0", in: 0...3, "needles out of nine that do not strike")
        ribbon = p.share("ribbon", "0.1..0.4", "how worn the ribbon is")
        doubleStrike = p.flag("double-strike", true, "a second pass half a needle further, which closes the rows")
        color = p.color("color", "20..60", "of the ribbon")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        guard pixels.withPlane({ hasInk($0, map) }) else { return }
        // The second pass strikes between the rows of the first.
        let rowPitch = doubleStrike ? pitch / 2 : pitch
        let head = DotHead(map, over: pixels.size, cell: (pitch, rowPitch), diameter: dot, color: color)
        let columns = head.grid.columns
        let scale = page.pixels(mm: 1) / head.grid.cell.x
        var wear = LatticeNoise(
            random.child("ribbon"), width: columns, cell: (8 * scale, max(1, 0.8 * scale)), octaves: 3)
        var weave = LatticeNoise(random.child("weave"), width: columns, cell: max(1, 0.4 * scale))
        let force = PlaceNoise(random.child("force"))
        let dead = deadRows(random.child("dead"))
        var (slow, fine) = ([UInt8](repeating: 0, count: columns), [UInt8](repeating: 0, count: columns))
        head.print(on: &pixels) { cells, row in
            if dead.contains((doubleStrike ? row / 2 : row) % 9) {
                for x in cells.indices { cells[x] = 0 }
                return
            }
            wear.fill(&slow, y: row)
            weave.fill(&fine, y: row)
            for x in cells.indices where cells[x] > 0 {
                if cells[x] < 92 {
                    cells[x] = 0
                    continue
                }
                let lost = ribbon * (max(0, Double(slow[x]) - 70) + Double(fine[x]) * 0.4) / 250
                let weak = strike * Double(force.byte(x, row)) / 255
                cells[x] = UInt8((255 * max(0.08, 1 - lost) * (1 - weak)).rounded())
            }
        }
    }

    private func deadRows(_ random: RandomStream) -> Set<Int> {
        var rows: Set<Int> = []
        var n = 0
        while rows.count < deadPins {
            rows.insert(random.integer(0...8, n))
            n += 1
        }
        return rows
    }

    private func hasInk(_ plane: Plane, _ map: InkMap) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width) { ink in
            (0..<plane.height).contains { y in
                map.fill(ink.baseAddress!, y: y, of: plane)
                return ink.contains { $0 > 8 }
            }
        }
    }
}
