/// What a sheet of paper is made of: the weights of the terms that make up its tone. All kinds of one strength have the
/// same standard deviation, whatever their terms.
public struct PaperRecipe: Sendable {
    /// Soft clouds of unevenly spread pulp.
    public var formation = 0.0
    /// Cell of the clouds in mm.
    public var formationCell = 6.0
    /// Fine grain.
    public var grain = 0.0
    /// Cell of the grain in mm.
    public var grainCell = 0.28
    /// The relief of the grain under light from one side.
    public var relief = 0.0
    /// Curved hairs of pulp, light and dark.
    public var fibers = 0.0
    /// Mean length of the hairs in mm.
    public var fiberLength = 1.2
    /// Small dark specks.
    public var flecks = 0.0
    /// The close lines and the wide chain lines of a laid mold.
    public var laid = 0.0

    /// A recipe of given weights; lengths in mm.
    public init(
        formation: Double = 0, formationCell: Double = 6, grain: Double = 0, grainCell: Double = 0.28,
        relief: Double = 0, fibers: Double = 0, fiberLength: Double = 1.2, flecks: Double = 0, laid: Double = 0
    ) {
        self.formation = formation
        self.formationCell = formationCell
        self.grain = grain
        self.grainCell = grainCell
        self.relief = relief
        self.fibers = fibers
        self.fiberLength = fiberLength
        self.flecks = flecks
        self.laid = laid
    }
}

/// A synthetic sheet of paper: one tone per pixel, made row by row.
public struct PaperSheet {
    private let width: Int
    private let level: Int
    private let shift: Int16
    private var formation: Formation?
    private var formationWeight: Int16 = 0
    private var grain: GrainRows?
    private var grainWeight: Int16 = 0
    private var relief: (x: Int16, y: Int16) = (0, 0)
    private var laid: LaidLines?
    private var laidWeight: Int16 = 0
    private var hairs: Raster?
    private var hairWeight: Int16 = 0

    /// A sheet of mean tone `level` (0…255) and standard deviation `strength`, in levels. `scale` enlarges all terms,
    /// `direction` (degrees) is the way of the mold's lines and of the hairs, `light` where light comes from.
    public init(
        _ recipe: PaperRecipe, size: Size, dpi: Double, level: Double, strength: Double, scale: Double = 1,
        direction: Double = 0, light: Double = 45, _ stream: RandomStream
    ) {
        width = size.width
        self.level = Int(level.rounded())
        let mm = Resolution.pixels(mm: 1, dpi: dpi) * scale
        let total =
            [recipe.formation, recipe.grain, recipe.relief, recipe.fibers, recipe.flecks, recipe.laid]
            .reduce(0) { $0 + $1 * $1 }.squareRoot()
        // Weights are levels per unit of a term in 1/128; at great strength in coarser parts, so that sums keep to 16 bits.
        let fineness = strength > 16 ? 5 : strength > 7 ? 6 : 7
        shift = Int16(fineness)
        func weight(_ share: Double, _ deviation: Double) -> Int16 {
            let part: Double = share / max(total, 1e-9) * strength / max(deviation, 1)
            return Int16(min(250, (part * Double(1 << fineness)).rounded()))
        }
        if recipe.formation > 0 {
            formation = Formation(stream.child("formation"), width: width, cell: recipe.formationCell * mm)
            formationWeight = weight(recipe.formation, Formation.deviation)
        }
        if recipe.grain > 0 || recipe.relief > 0 {
            let rows = GrainRows(stream.child("grain"), width: width, cell: recipe.grainCell * mm)
            grainWeight = weight(recipe.grain, rows.deviation)
            let (sine, cosine) = sineAndCosine(degrees: light)
            // In quarters of the other weights, since the slopes are steep and their weights small.
            let slope = Double(weight(4 * recipe.relief, rows.slope))
            relief = (Int16((slope * cosine).rounded()), Int16((-slope * sine).rounded()))
            grain = rows
        }
        if recipe.laid > 0 {
            let lines = LaidLines(width: width, direction: direction, mm: mm, stream.child("laid"))
            laidWeight = weight(recipe.laid, LaidLines.deviation)
            laid = lines
        }
        if recipe.fibers > 0 || recipe.flecks > 0 {
            let drawn = scatteredHairs(recipe, size: size, mm: mm, direction: direction, stream.child("fibres"))
            hairWeight = weight(
                (recipe.fibers * recipe.fibers + recipe.flecks * recipe.flecks).squareRoot(), drawn.deviation)
            hairs = drawn.raster
        }
    }

    /// Writes the tones of row `y`. Fastest when rows come in order.
    public mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: width) { sum in
            let sum = sum.baseAddress!
            sum.initialize(repeating: 0, count: width)
            if formation != nil {
                formation!.fill(row, y: y)
                add(row, times: formationWeight, to: sum, count: width)
            }
            if grain != nil {
                grain!.move(to: y)
                if grainWeight != 0 { grain!.add(y, times: grainWeight, to: sum) }
                if relief.x != 0 || relief.y != 0 { grain!.addRelief(y, relief, to: sum) }
            }
            if laid != nil {
                laid!.fill(row, y: y)
                add(row, times: laidWeight, to: sum, count: width)
            }
            hairs?.withPlane { plane in add(plane.row(y), times: hairWeight, to: sum, count: width) }
            let (base, shift) = (Int16(level), shift)
            let half = Int16(1) << (shift - 1)
            for x in 0..<width {
                row[x] = UInt8(truncatingIfNeeded: min(255, max(0, base &+ (sum[x] &+ half) &>> shift)))
            }
        }
    }
}

/// Adds a term around 128 times its weight.
private func add(_ term: UnsafePointer<UInt8>, times weight: Int16, to sum: UnsafeMutablePointer<Int16>, count: Int) {
    for x in 0..<count { sum[x] &+= (Int16(term[x]) &- 128) &* weight }
}

/// Grain of one size. From about two pixels on, a single lattice shows its squares; a second one with other cells breaks them.
private struct Grain {
    private var noise: LatticeNoise
    private var other: LatticeNoise?
    let deviation: Double

    init(_ stream: RandomStream, width: Int, cell: Double) {
        noise = LatticeNoise(stream, width: width, cell: cell)
        if cell > 2.2 {
            other = LatticeNoise(stream.child("other"), width: width, cell: (0.59 * cell, 0.67 * cell))
        }
        let sides = (noise.deviation, other?.deviation ?? 0)
        deviation = other == nil ? sides.0 : (sides.0 * sides.0 + sides.1 * sides.1).squareRoot() / 2
    }

    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int, width: Int) {
        noise.fill(row, y: y)
        guard other != nil else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { second in
            let second = second.baseAddress!
            other!.fill(second, y: y)
            for x in 0..<width { row[x] = UInt8(truncatingIfNeeded: (UInt16(row[x]) &+ UInt16(second[x])) &>> 1) }
        }
    }
}

/// The fine grain with the rows above and below, for its relief.
private struct GrainRows {
    private var grain: Grain
    private let width: Int
    private var rows: [UInt8]
    private var held = [Int](repeating: Int.min, count: 3)
    /// Standard deviation of the difference between the pixels on either side of one.
    let slope: Double

    var deviation: Double { grain.deviation }

    init(_ stream: RandomStream, width: Int, cell: Double) {
        grain = Grain(stream, width: width, cell: cell)
        self.width = width
        rows = [UInt8](repeating: 128, count: 3 * width)
        // Measured on a narrow tile of its own; a pair of neighbors two pixels apart.
        var tile = Grain(stream, width: 256, cell: cell)
        var row = [UInt8](repeating: 0, count: 256)
        var squares = 0
        for y in 0..<48 {
            tile.fill(&row, y: y, width: 256)
            for x in 2..<256 {
                let d = Int(row[x]) - Int(row[x - 2])
                squares += d * d
            }
        }
        slope = (Double(squares) / Double(48 * 254)).squareRoot()
    }

    mutating func move(to y: Int) {
        for line in max(0, y - 1)...y + 1 where held[line % 3] != line {
            rows.withUnsafeMutableBufferPointer { rows in
                grain.fill(rows.baseAddress! + line % 3 * width, y: line, width: width)
            }
            held[line % 3] = line
        }
    }

    /// Adds row `y`, times its weight.
    func add(_ y: Int, times weight: Int16, to sum: UnsafeMutablePointer<Int16>) {
        rows.withUnsafeBufferPointer { rows in
            let row = rows.baseAddress! + y % 3 * width
            for x in 0..<width { sum[x] &+= (Int16(row[x]) &- 128) &* weight }
        }
    }

    func addRelief(_ y: Int, _ weight: (x: Int16, y: Int16), to sum: UnsafeMutablePointer<Int16>) {
        rows.withUnsafeBufferPointer { rows in
            let here = rows.baseAddress! + y % 3 * width
            let above = rows.baseAddress! + max(0, y - 1) % 3 * width
            let below = rows.baseAddress! + (y + 1) % 3 * width
            guard width > 2 else { return }
            for x in 1..<width - 1 {
                let across: Int16 = Int16(here[x &+ 1]) &- Int16(here[x &- 1])
                let down: Int16 = Int16(below[x]) &- Int16(above[x])
                sum[x] &+= (across &* weight.x &+ down &* weight.y) &>> 2
            }
        }
    }
}
