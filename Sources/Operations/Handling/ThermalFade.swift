public import Imaging
public import OperationKit

/// Thermal print: small dots of a heated head, gray-brown, which fade unevenly.
public struct ThermalFade: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "thermal-fade", family: .handling, on: [.page, .ink], peers: ["thermal-receipt", "receipt", "thermal-print"],
        "Thermal print: small dots of a heated head, gray-brown, which fade unevenly.", main: "fade",
        severities: Severities(
            mild: ["fade": "0.2", "rough": "0.25"], medium: ["fade": "0.5", "dropout": "0.02"],
            strong: ["fade": "0.75", "dropout": "0.05", "heat": "0.15", "rough": "0.7"]),
        promises: [.monotone("fade", values: ["0", "0.2", "0.4", "0.7", "1"]), .grayEqualsColor(with: neutral)],
        cost: (color: 40, gray: 30))

    private static let neutral = ["tint": "40", "paper": "240"]

    let fade: Double
    let head: Double
    let rough: Double
    let dropout: Double
    let tint: Color
    let paper: Color
    let heat: Double
    let scratches: Double

    public init(_ p: inout Parameters) {
        fade = p.share("fade", "0.2..0.5", "how much of the ink is gone where it faded most")
        head = p.length("head", "0.125mm", in: .mm(0.05...1), "from one dot of the head to the next")
        rough = p.share("rough", "0.2..0.5", "how unevenly the dots take the heat: edges fray, strokes get holes")
        dropout = p.share("dropout", "0..0.02", in: 0...0.5, "share of the head's dots that are dead")
        tint = p.color("tint", "#4a4440", "of fresh print")
        paper = p.color("paper", "#f3f1ec", "of the sheet")
        heat = p.share("heat", "0..0.05", "share of the sheet that got dark by heat or light")
        scratches = p.number("scratches", "0..1", in: 0...50, "dark scratches per square decimeter")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        let map = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        let head = DotHead(map, over: pixels.size, cell: (head, head), diameter: 1.45 * self.head, color: tint)
        var heads = HeatedRow(self, columns: head.grid.columns, perDot: page.pixels(mm: 1) / head.grid.cell.x, random)
        head.print(on: &pixels) { heads.strengths(&$0, row: $1) }
        tone(&pixels)
        if heat > 0 { darken(&pixels, page, random.child("heat")) }
        if scratches > 0 {
            let marks = ScatteredStrokes(
                perSquareDecimeter: scratches, length: 8...40, width: 0.08...0.2, direction: nil, bend: 10)
            let color = Color(red: 96, green: 90, blue: 86)
            let paths = marks.paths(on: pixels.size, dpi: page.dpi, random.child("scratches"))
            pixels.withMutablePlane { plane in
                for (path, width, stream) in paths {
                    Stroke(path, tool: .pencil, width: width, color: color, density: stream.uniform(0.3...0.7, 9))
                        .draw(on: plane, dpi: page.dpi, stream)
                }
            }
        }
    }

    /// The sheet's own tone lies over everything.
    private func tone(_ pixels: inout Raster) {
        pixels.apply(paper.samples(for: pixels.kind).map { level in LookupTable { Blend.product($0, level) } })
    }

    private func darken(_ pixels: inout Raster, _ page: PageContext, _ random: RandomStream) {
        var patches = Patches(random, size: pixels.size, cell: page.pixels(mm: 14), coverage: heat, rim: 40)
        var row = [UInt8](repeating: 0, count: pixels.width)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height where patches.fill(&row, y: y) {
                // A quarter of the light is lost at most.
                for x in row.indices { row[x] = 255 &- row[x] / 4 }
                Blend.multiply(plane.row(y), by: row, count: plane.width, channels: plane.channels)
            }
        }
    }
}

/// What the heated head makes of rows of its dots.
private struct HeatedRow {
    private let fade: Double
    private let rough: Double
    private var clouds: LatticeNoise
    private var grain: LatticeNoise
    private let dice: PlaceNoise
    private let rows: PlaceNoise
    /// How warm each dot of the head gets, in 256ths.
    private let warmth: [UInt32]
    private var row: [UInt8]
    private var fine: [UInt8]

    init(_ operation: ThermalFade, columns: Int, perDot mm: Double, _ random: RandomStream) {
        (fade, rough) = (operation.fade, operation.rough)
        clouds = LatticeNoise(
            random.child("clouds"), width: columns, cell: (20 * mm, 50 * mm), octaves: 2, gain: 0.5)
        grain = LatticeNoise(random.child("grain"), width: columns, cell: max(1, 0.45 * mm), octaves: 2)
        dice = PlaceNoise(random.child("dots"))
        rows = PlaceNoise(random.child("rows"))
        let dead = random.child("dead")
        warmth = (0..<columns).map { column in
            // Some dots are dead, some are only tired.
            if dead.chance(operation.dropout, 2 * column) { return dead.chance(0.6, 2 * column + 1) ? 0 : 90 }
            return UInt32(256 - dead.integer(0...20, 2 * column + 1))
        }
        row = [UInt8](repeating: 0, count: columns)
        fine = row
    }

    /// From mean ink to the strength of dots.
    mutating func strengths(_ cells: inout [UInt8], row y: Int) {
        clouds.fill(&row, y: y)
        grain.fill(&fine, y: y)
        let ripple = 246 + UInt32(rows.byte(0, y)) % 11
        let loss = UInt32((fade * 256).rounded())
        let unevenness = Int32((rough * 256).rounded())
        for x in cells.indices where cells[x] > 0 {
            let chance = Int32(dice.byte(x, y)) - 128
            let patch = Int32(fine[x]) - 128
            // Where the edge of a stroke runs is left to the dot.
            let needed = 110 + ((chance * 70 + patch * 80) * unevenness) >> 15
            guard Int32(cells[x]) > needed else {
                cells[x] = 0
                continue
            }
            let faded = UInt32(min(255, max(0, Int32(row[x]) * 2 - 110)))
            let hot = max(0, 256 - ((max(0, chance) + max(0, patch * 2)) * unevenness) >> 8)
            var strength = 256 - (loss * faded) / 255
            strength = strength * warmth[x] / 256 * ripple / 256 * UInt32(hot) / 256
            cells[x] = UInt8(min(255, strength))
        }
    }
}
