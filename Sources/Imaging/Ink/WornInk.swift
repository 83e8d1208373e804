internal import CKernels

/// Where ink is missing: patches and pinholes that cover exactly a wanted share of the sheet. Fine grain, slow clouds and
/// the pressure over the sheet are added and cut by rank.
public struct WornInk: Sendable {
    private var grain: LatticeNoise
    /// A second grain on another lattice, so that neither lattice is seen.
    private var cross: LatticeNoise
    private var clouds: CloudField
    private var pressure: CloudField
    private var spare: [UInt8]
    /// Shares of the three fields, in 256ths.
    private let weights: (grain: UInt16, clouds: UInt16, pressure: UInt16)
    private let width: Int
    /// Clouds and pressure of the four rows from 4 · `slowRow`, weighted.
    private var slow: [UInt16]
    private var slowRow = -1
    /// Where on the axis of levels ink begins to be missing, as `crows_ramp` takes it.
    private var edge: Int16 = 0

    /// Wear over a sheet of `size` pixels on the share `coverage` of it, with grain of `grain` pixels, clouds of `clouds`
    /// pixels, and a slow change over `sweep` pixels that weighs `pressure` (0…1) as much as the grain.
    public init(
        _ stream: RandomStream, size: Size, coverage: Double, grain: Double, clouds: Double, sweep: Double,
        pressure: Double
    ) {
        width = size.width
        slow = [UInt16](repeating: 0, count: size.width)
        spare = [UInt8](repeating: 0, count: size.width)
        self.grain = LatticeNoise(
            stream.child("grain"), width: width, cell: (grain, 1.37 * grain), octaves: 2, gain: 0.45)
        cross = LatticeNoise(
            stream.child("cross"), width: width, cell: (1.31 * grain, 0.9 * grain), octaves: 2, gain: 0.45)
        self.clouds = CloudField(stream.child("clouds"), width: width, cell: clouds, octaves: 1)
        self.pressure = CloudField(stream.child("pressure"), width: width, cell: sweep, octaves: 1)
        let sum = 1.7 + pressure
        let slow = UInt16((pressure / sum * 256).rounded())
        let middle = UInt16((0.7 / sum * 256).rounded())
        weights = (256 - slow - middle, middle, slow)
        // A soft edge of 12 levels above the threshold, so that a patch fades into the whole ink.
        edge = Int16(((1 - threshold(coverage, height: size.height)) * 85).rounded()) + 2
    }

    /// Writes row `y`: how much of the ink is missing, 0…255; nothing where `ink` tells that there is none (8 or less).
    /// Fastest when rows come in order.
    public mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int, where ink: UnsafePointer<UInt8>) {
        field(row, y: y)
        crows_ramp(row, ink, Int64(width), edge)
    }

    /// The level with the share `coverage` above it, from rows spread over the whole sheet.
    private func threshold(_ coverage: Double, height: Int) -> Double {
        var copy = self
        var histogram = LevelHistogram()
        let step = max(1, height / 37)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { row in
            for y in stride(from: step / 2, to: height, by: step) {
                copy.field(row.baseAddress!, y: y)
                histogram.add(row.baseAddress!, count: width)
            }
        }
        return histogram.threshold(above: coverage)
    }

    private mutating func field(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        grain.fill(row, y: y)
        spare.withUnsafeMutableBufferPointer { other in
            let other = other.baseAddress!
            cross.fill(other, y: y)
            for x in 0..<width {
                // The sum of both, as far spread as either was.
                let sum: Int16 = (Int16(row[x]) &+ Int16(other[x]) &- 256) &* 45
                row[x] = UInt8(truncatingIfNeeded: min(255, max(0, 128 &+ sum &>> 6)))
            }
        }
        if y >> 2 != slowRow {
            // Clouds and pressure hardly change from row to row: one of four is made.
            slowRow = y >> 2
            slow.withUnsafeMutableBufferPointer { slow in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { other in
                    let (sum, other) = (slow.baseAddress!, other.baseAddress!)
                    clouds.fill(other, y: slowRow << 2)
                    for x in 0..<width { sum[x] = UInt16(other[x]) &* weights.clouds &+ 128 }
                    pressure.fill(other, y: slowRow << 2)
                    for x in 0..<width { sum[x] &+= UInt16(other[x]) &* weights.pressure }
                }
            }
        }
        let weight = weights.grain
        slow.withUnsafeBufferPointer { slow in
            for x in 0..<width {
                row[x] = UInt8(truncatingIfNeeded: (UInt16(row[x]) &* weight &+ slow[x]) &>> 8)
            }
        }
    }
}
