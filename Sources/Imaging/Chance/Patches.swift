/// Irregular patches with soft rims that cover exactly a wanted share of a sheet: smooth noise cut by rank.
public struct Patches: Sendable {
    private var field: Field
    private let ramp: [UInt8]
    private let width: Int

    /// Small patches come from lattice noise, which is cheap; large ones, whose cells would be seen, from clouds.
    private enum Field: Sendable {
        case grain(LatticeNoise)
        case clouds(CloudField)

        mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
            switch self {
            case .grain(var noise):
                noise.fill(row, y: y)
                self = .grain(noise)
            case .clouds(var noise):
                noise.fill(row, y: y)
                self = .clouds(noise)
            }
        }
    }

    /// Patches as fine as grain, of about `grain` pixels, over the share `coverage` of a sheet; the rim fades over `rim`
    /// levels of the noise (about 40 levels are a standard deviation).
    public init(
        _ stream: RandomStream, size: Size, grain: (x: Double, y: Double), octaves: Int = 3, coverage: Double,
        rim: Double
    ) {
        self.init(
            .grain(LatticeNoise(stream, width: size.width, cell: grain, octaves: octaves)), size, coverage, rim)
    }

    /// Patches of millimeters and more, of about `cell` pixels.
    public init(
        _ stream: RandomStream, size: Size, cell: Double, octaves: Int = 3, gain: Double = 0.5, coverage: Double,
        rim: Double
    ) {
        self.init(
            .clouds(CloudField(stream, width: size.width, cell: cell, octaves: octaves, gain: gain)), size, coverage,
            rim)
    }

    private init(_ field: Field, _ size: Size, _ coverage: Double, _ rim: Double) {
        width = size.width
        self.field = field
        let threshold = Patches.threshold(field, coverage, size)
        ramp = (0...255).map { level in
            UInt8(min(255, max(0, (Double(level) + 1 - threshold) / max(1, rim) * 255)).rounded())
        }
    }

    /// Writes row `y`: how much of a patch each pixel is, 0…255. False when there is none. Fastest in order.
    public mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) -> Bool {
        field.fill(row, y: y)
        return ramp.withUnsafeBufferPointer { ramp in
            var any: UInt8 = 0
            for x in 0..<width {
                row[x] = ramp[Int(row[x])]
                any |= row[x]
            }
            return any != 0
        }
    }

    /// The level with the wanted share above it, from rows spread over the sheet.
    private static func threshold(_ field: Field, _ coverage: Double, _ size: Size) -> Double {
        var field = field
        var histogram = LevelHistogram()
        let step = max(1, size.height / 37)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size.width) { row in
            for y in stride(from: step / 2, to: size.height, by: step) {
                field.fill(row.baseAddress!, y: y)
                histogram.add(row.baseAddress!, count: size.width)
            }
        }
        return histogram.threshold(above: coverage)
    }
}
