public import Imaging
public import OperationKit

/// Bands across the feed, from dirty rollers, an uneven motor or steps of the laser's density.
public struct DirtyRollers: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "dirty-rollers", family: .print, on: [.page], peers: ["DirtyRollers", "banding"],
        "Bands across the feed, from dirty rollers, an uneven motor or steps of the laser's density.", main: "depth",
        severities: Severities(
            mild: ["depth": "0.08"], medium: ["depth": "0.25"],
            strong: ["depth": "0.4", "width": "2mm", "grit": "0.08"]),
        promises: [
            .onlyDarkens(with: ["lighten": "0", "grit": "0"]), .identity(with: ["depth": "0"]),
            .monotone("depth", values: ["0.02", "0.1", "0.25", "0.4", "0.7"]), .grayEqualsColor(),
            .meanShift(atMost: 64, with: ["depth": "0.25"]),
        ],
        cost: (2, 1))

    enum Direction: String, CaseIterable { case vertical, horizontal }

    let depth: Double
    let width: Double
    let envelope: Double
    let along: Direction
    let lighten: Double
    let grit: Double

    public init(_ p: inout Parameters) {
        depth = p.share("depth", "0.05..0.25", in: 0...0.9, "how dark the darkest band is")
        width = p.length("width", "1.2..4mm", in: .mm(0.2...60), "width of one band")
        envelope = p.length("envelope", "20..60mm", in: .mm(2...400), "how far groups of bands lie apart")
        along = p.choice("along", "vertical", "which way the bands run")
        lighten = p.share("lighten", "0", "share of the bands that are lighter instead")
        grit = p.share("grit", "0..0.04", "specks within the bands")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if depth == 0 { return }
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let bands = profile(along == .vertical ? pixels.width : pixels.height, random)
        let gains = bands.map { UInt16((16384 * (1 - depth * $0)).rounded()) }
        // Chances of a speck in 1/256, as deep as the band is; what is between goes up or down by chance.
        let odds = random.child("odds")
        let specks = bands.indices.map { UInt8(min(255, abs(bands[$0]) * grit * 256 + odds.unit($0))) }
        let noise = PlaceNoise(random.child("grit"))
        pixels.withMutablePlane { plane in
            switch along {
            case .vertical: shadeColumns(plane, gains)
            case .horizontal: shadeRows(plane, gains)
            }
            if grit > 0 { scatter(plane, noise, specks) }
        }
    }

    /// How deep the bands are along a line of pixels: 0 … 1 where they darken, below 0 where they lighten.
    private func profile(_ count: Int, _ random: RandomStream) -> [Double] {
        let (depths, signs) = (random.child("depths"), random.child("lighten"))
        let groups = random.child("groups")
        let edges = random.child("edges")
        // Bands begin up to a third off their place, so that no two are alike.
        func edge(_ i: Int) -> Double { Double(i) + edges.uniform(-0.33...0.33, i) }
        let values = (0..<count).map { i -> Double in
            let place = (Double(i) + 0.5) / max(width, 1) + 1
            var band = Int(place)
            if place < edge(band) { band -= 1 } else if place >= edge(band + 1) { band += 1 }
            // A bell with a flat top, so that a band has sides and a middle.
            let side = 2 * (place - edge(band)) / (edge(band + 1) - edge(band)) - 1
            let bell = (1 - side * side * side * side) * (1 - side * side)
            // Few bands are deep.
            let strength = depths.unit(band)
            let group = (Double(i) + 0.5) / max(envelope, 1)
            let node = Int(group)
            let way = group - Double(node)
            let fade = way * way * (3 - 2 * way)
            let level = groups.unit(node) * (1 - fade) + groups.unit(node + 1) * fade
            let value = bell * strength * strength * level * level
            return signs.chance(lighten, band) ? -value : value
        }
        // The deepest band is as deep as asked for, whatever was drawn.
        let most = values.reduce(0) { max($0, abs($1)) }
        return most > 0 ? values.map { $0 / most } : values
    }

    private func shadeColumns(_ plane: MutablePlane, _ gains: [UInt16]) {
        let channels = plane.channels
        let spread = channels == 1 ? gains : gains.flatMap { [$0, $0, $0] }
        spread.withUnsafeBufferPointer { spread in
            for y in 0..<plane.height { Rows.multiply(plane.row(y), by: spread.baseAddress!, count: plane.rowCount) }
        }
    }

    private func shadeRows(_ plane: MutablePlane, _ gains: [UInt16]) {
        for y in 0..<plane.height where gains[y] != 16384 {
            let row = plane.row(y)
            let gain = UInt32(gains[y])
            for x in 0..<plane.rowCount {
                row[x] = UInt8(truncatingIfNeeded: min((UInt32(row[x]) &* gain &+ 8192) &>> 14, 255))
            }
        }
    }

    /// Specks of six levels, darker or lighter. A 16-bit lane of noise decides for eight places at once whether there is
    /// a speck among them, and only then a word of its own where.
    private func scatter(_ plane: MutablePlane, _ noise: PlaceNoise, _ chances: [UInt8]) {
        let blocks = (plane.width + 7) / 8
        if along == .horizontal {
            for y in 0..<plane.height where chances[y] != 0 {
                let odds = [UInt8](repeating: chances[y], count: 8)
                let limit = 8 * UInt32(chances[y]) * 256
                for i in 0..<blocks where UInt32(noise.lane(i, y)) < limit { speck(plane, i, y, noise, odds[...]) }
            }
            return
        }
        for i in 0..<blocks {
            let odds = chances[8 * i..<min(plane.width, 8 * i + 8)]
            let limit = odds.reduce(0) { $0 + UInt32($1) } * 256
            if limit == 0 { continue }
            // A word of noise holds the lanes of four rows.
            for first in stride(from: 0, to: plane.height, by: 4) {
                var word = noise.word(first >> 2, i)
                for y in first..<min(plane.height, first + 4) {
                    if UInt32(word & 0xFFFF) < limit { speck(plane, i, y, noise, odds) }
                    word >>= 16
                }
            }
        }
    }

    /// One speck among the eight places of a block; several where the odds add up to more than one.
    private func speck(
        _ plane: MutablePlane, _ block: Int, _ y: Int, _ noise: PlaceNoise, _ odds: ArraySlice<UInt8>
    ) {
        let row = plane.row(y)
        let total = odds.reduce(0) { $0 + Int($1) }
        for n in 0..<(total + 255) / 256 {
            let word = noise.word(block, -1 - y - n * plane.height)
            var rest = (Int(word & 0xFFFF) * total) >> 16
            let place = odds.firstIndex {
                rest -= Int($0)
                return rest < 0
            }
            let x = 8 * block + (place ?? odds.startIndex) - odds.startIndex
            guard x < plane.width else { continue }
            for i in x * plane.channels..<(x + 1) * plane.channels {
                row[i] = word >> 63 == 0 ? max(row[i], 6) &- 6 : min(row[i], 249) &+ 6
            }
        }
    }
}
