/// Bell-shaped noise that belongs to a place: a table of 4096 steps of the inverse normal distribution, bounded at 3.6
/// standard deviations.
public struct NormalNoise: Sendable {
    /// The shape of the distribution.
    public enum Shape: String, Sendable, CaseIterable { case normal, laplace }

    private let noise: PlaceNoise
    /// Values times 16, so that a share of a level is not lost.
    private let table: [Int16]

    /// Noise with that standard deviation, in levels (at most 500).
    public init(_ stream: RandomStream, deviation: Double, shape: Shape = .normal) {
        noise = PlaceNoise(stream)
        let steps = shape == .normal ? normalSteps : laplaceSteps
        table = steps.map { Int16(($0 * min(500, deviation) * 16).rounded()) }
    }

    /// Writes row `y`, pixels 0 ..< count, in 1/16 levels.
    public func fill(_ row: UnsafeMutablePointer<Int16>, count: Int, y: Int) {
        table.withUnsafeBufferPointer { table in
            var x = 0
            while x < count {
                var word = noise.word(x >> 2, y)
                for i in x..<min(count, x &+ 4) {
                    row[i] = table[Int(word & 0xFFFF) >> 4]
                    word >>= 16
                }
                x &+= 4
            }
        }
    }
}

private let normalSteps: [Double] = {
    let steps = (0..<4096).map { inverseNormal((Double($0) + 0.5) / 4096) }
    return steps.map { $0 / deviation(of: steps) }
}()

private let laplaceSteps: [Double] = {
    let steps = (0..<4096).map { i -> Double in
        let p = (Double(i) + 0.5) / 4096
        return p < 0.5 ? naturalLog(2 * p) : -naturalLog(2 * (1 - p))
    }
    return steps.map { $0 / deviation(of: steps) }
}()

private func deviation(of steps: [Double]) -> Double {
    (steps.reduce(0) { $0 + $1 * $1 } / Double(steps.count)).squareRoot()
}

extension MutablePlane {
    /// Adds noise in 1/16 levels to row `y`, rounded, kept to 0…255: one value per pixel, or one per sample.
    public func add(_ noise: UnsafePointer<Int16>, toRow y: Int, perSample: Bool = false) {
        let samples = row(y)
        if channels == 1 || perSample {
            for i in 0..<rowCount { samples[i] = noisy(samples[i], noise[i]) }
            return
        }
        for x in 0..<width {
            let value = noise[x]
            for i in 3 &* x..<3 &* x &+ 3 { samples[i] = noisy(samples[i], value) }
        }
    }
}

@inline(__always)
private func noisy(_ sample: UInt8, _ sixteenths: Int16) -> UInt8 {
    let sum = Int16(sample) &+ ((sixteenths &+ 8) &>> 4)
    return UInt8(truncatingIfNeeded: min(255, max(0, sum)))
}
