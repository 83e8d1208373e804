public import Imaging
public import OperationKit
import Vision

/// Toner dirt of a neglected copier: clouds of specks, densest along the edges, and print that frays.
public struct BadPhotocopy: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "bad-photocopy", family: .print, on: [.page], peers: ["BadPhotoCopy", "dirty-copier"],
        "Toner dirt of a neglected copier: clouds of specks, densest along the edges, and print that frays.",
        main: "density",
        severities: Severities(
            mild: ["density": "0.1", "frayed": "0.15"], medium: ["density": "0.35", "reach": "0.08", "frayed": "0.4"],
            strong: ["density": "0.5", "reach": "0.1", "inside": "0.002", "frayed": "0.6"]),
        promises: [
            .onlyDarkens(with: ["frayed": "0"]), .identity(with: ["density": "0", "inside": "0", "frayed": "0"]),
            .grayEqualsColor(), .monotone("density", values: ["0", "0.1", "0.3", "0.6", "1"]),
            .monotone("frayed", values: ["0", "0.2", "0.4", "0.7", "1"]),
        ],
        cost: (color: 45, gray: 30))

    /// How the toner lies.
    public enum Kind: String, CaseIterable, Sendable { case specks, clouds, cells, smear, marbled, columns }
    /// Along which edges.
    public enum Side: String, CaseIterable, Sendable { case around, left, right, top, bottom, corner, everywhere }

    let kind: Kind
    let side: Side
    let reach: Double
    let density: Double
    let level: Double
    let inside: Double
    let grain: Double
    let frayed: Double

    public init(_ p: inout Parameters) {
        kind = p.choice("kind", "specks", "how the toner lies")
        side = p.choice("side", "around", "along which edges")
        reach = p.share("reach", "0.04..0.1", "how far in the dirt reaches, of the page's shorter side")
        density = p.share("density", "0.05..0.3", "share of the sheet that is covered at the edge")
        level = p.number("level", "30..120", in: 0...255, "of the toner")
        inside = p.share("inside", "0..0.001", in: 0...0.5, "share that is covered away from the edges")
        grain = p.length("grain", "0.12..0.3mm", in: .mm(0.04...3), "size of a speck")
        frayed = p.share("frayed", "0.1..0.4", "how hard and ragged the print itself gets")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if frayed > 0 {
            pixels = try pixels.copied(
                blur: page.pixels(mm: 0.05 + 0.07 * frayed), noise: 40 * frayed, contrast: 1 + 5 * frayed, middle: 140,
                grain: page.pixels(mm: 0.15), random.child("frayed"))
        }
        guard density > 0 || inside > 0 else { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        var dirt = TonerDirt(self, size: pixels.size, mm: page.pixels(mm: 1), random)
        let lack = UInt16((255 - level).rounded())
        var row = [UInt8](repeating: 0, count: pixels.width)
        pixels.withMutablePlane { plane in
            for y in 0..<plane.height where dirt.fill(&row, y: y) {
                for x in row.indices { row[x] = 255 &- UInt8(truncatingIfNeeded: (UInt16(row[x]) &* lack) / 255) }
                Blend.multiply(plane.row(y), by: row, count: plane.width, channels: plane.channels)
            }
        }
    }
}

/// The toner on a sheet, row by row: a fine field, of which the share that a slow field asks for is covered.
private struct TonerDirt {
    private let kind: BadPhotocopy.Kind
    private var fine: LatticeNoise
    private var front: LatticeNoise
    private var clouds: LatticeNoise
    /// The distance of columns and rows to the nearest edge with dirt, 128 where the dirt ends.
    private let across: [UInt8]
    private let down: [UInt8]
    /// For each distance, the level of the fine field above which there is toner.
    private let thresholds: [Int16]
    private let comb: [UInt8]
    private var slow: [UInt8]
    private var cloud: [UInt8]
    private let isCorner: Bool
    private let dice: PlaceNoise

    init(_ copier: BadPhotocopy, size: Size, mm: Double, _ random: RandomStream) {
        kind = copier.kind
        let width = size.width
        let grain = max(1, copier.grain)
        let cell: (Double, Double) =
            switch copier.kind {
            case .specks, .clouds, .columns: (grain, grain)
            case .smear: (grain, 16 * grain)
            case .cells: (8 * grain, 8 * grain)
            case .marbled: (14 * grain, 14 * grain)
            }
        fine = LatticeNoise(random.child("fine"), width: width, cell: cell, octaves: 3, gain: 0.55)
        front = LatticeNoise(random.child("front"), width: width, cell: max(4, 15 * mm), octaves: 3)
        clouds = LatticeNoise(random.child("clouds"), width: width, cell: max(3, 5 * mm), octaves: 2)
        let reach = max(1, copier.reach * Double(min(size.width, size.height)))
        func distances(_ count: Int, low: Bool, high: Bool) -> [UInt8] {
            (0..<count).map { i in
                let far = min(low ? Double(i) : 1e9, high ? Double(count - 1 - i) : 1e9)
                return UInt8(min(255, far / reach * 128))
            }
        }
        let side = copier.side
        isCorner = side == .corner
        let corner = random.child("corner").integer(0...3)
        across = distances(
            width, low: [.around, .left].contains(side) || (isCorner && corner % 2 == 0),
            high: [.around, .right].contains(side) || (isCorner && corner % 2 == 1))
        down = distances(
            size.height, low: [.around, .top].contains(side) || (isCorner && corner < 2),
            high: [.around, .bottom].contains(side) || (isCorner && corner > 1))
        dice = PlaceNoise(random.child("dice"))
        let histogram = TonerDirt.histogram(fine, dice, kind, size)
        thresholds = (0...255).map { distance in
            let near = side == .everywhere ? 1 : max(0, 1 - Double(distance) / 128)
            let share = max(copier.density * near * near, copier.inside)
            return share <= 0 ? 300 : Int16(histogram.threshold(above: share))
        }
        let columns = random.child("comb")
        comb = (0..<width).map { x in
            // Bands with soft sides, few of them dense.
            let place = Double(x) / max(1, 2.2 * mm)
            let side = 2 * (place - place.rounded(.down)) - 1
            return UInt8(110 * (1 - (1 - side * side) * (1 - columns.unit(Int(place)) * columns.unit(Int(place)))))
        }
        slow = [UInt8](repeating: 0, count: width)
        cloud = slow
    }

    /// Writes how much toner covers each pixel of row `y`; false when there is none.
    mutating func fill(_ row: inout [UInt8], y: Int) -> Bool {
        let edge = down[y]
        front.fill(&slow, y: y)
        if kind == .clouds { clouds.fill(&cloud, y: y) }
        TonerDirt.field(&fine, dice, kind, &row, y)
        var any: UInt8 = 0
        for x in row.indices {
            let near = isCorner ? max(across[x], edge) : min(across[x], edge)
            // The front is ragged: up to half the reach further in or out, never at all beyond twice of it.
            var distance = Int16(near) &+ (near < 255 ? (Int16(slow[x]) &- 150) / 2 : 0)
            if kind == .clouds { distance &+= max(0, 140 &- Int16(cloud[x])) }
            if kind == .columns { distance &+= Int16(comb[x]) }
            let over = Int16(row[x]) &- thresholds[Int(min(255, max(0, distance)))]
            row[x] = UInt8(truncatingIfNeeded: min(255, max(0, over) &* 20))
            any |= row[x]
        }
        return any != 0
    }

    private static func field(
        _ noise: inout LatticeNoise, _ dice: PlaceNoise, _ kind: BadPhotocopy.Kind, _ row: inout [UInt8], _ y: Int
    ) {
        noise.fill(&row, y: y)
        switch kind {
        case .specks, .clouds, .columns:
            // Single grains of toner, which also hide the lattice.
            for x in row.indices {
                row[x] = UInt8(truncatingIfNeeded: (UInt16(row[x]) &* 5 &+ UInt16(dice.byte(x, y)) &* 3) &>> 3)
            }
        case .marbled:
            // The ridges between valleys: veins.
            for x in row.indices { row[x] = 255 &- UInt8(min(255, abs(Int16(row[x]) &- 128) &* 2)) }
        case .cells:
            // Steps make rims around islands.
            for x in row.indices { row[x] = row[x] &* 3 }
        default: break
        }
    }

    private static func histogram(
        _ noise: LatticeNoise, _ dice: PlaceNoise, _ kind: BadPhotocopy.Kind, _ size: Size
    ) -> LevelHistogram {
        var noise = noise
        var histogram = LevelHistogram()
        var row = [UInt8](repeating: 0, count: size.width)
        for y in stride(from: 0, to: size.height, by: max(1, size.height / 41)) {
            field(&noise, dice, kind, &row, y)
            histogram.add(row, count: size.width)
        }
        return histogram
    }
}
