internal import CKernels

/// Clouds without cells to be seen, for shapes of millimeters and more: gradient noise at a third of its finest cell, with
/// straight lines between. Bytes around 128; a standard deviation is 42 levels.
public struct CloudField: Sendable {
    /// Standard deviation of the tones, in levels.
    static let deviation = 42.0

    private let noise: GradientNoise
    private let step: Double
    private let columns: Int
    private let index: [Int32]
    private let weight: [UInt16]
    private var upper: [UInt8]
    private var lower: [UInt8]
    private var current = Int.min

    /// Clouds of about `cell` pixels for rows of `width` pixels; every further octave is half as large and `gain` times as
    /// strong.
    public init(_ stream: RandomStream, width: Int, cell: Double, octaves: Int = 3, gain: Double = 0.5) {
        let cell = max(4, cell)
        // Octaves finer than the grid would only be cut off.
        let useful = (1...max(1, octaves)).last { cell / Double(1 << ($0 - 1)) >= 4 } ?? 1
        self.init(
            GradientNoise(stream, cell: cell, octaves: useful, gain: gain), width: width,
            step: max(2, cell / Double(1 << (useful - 1)) / 3))
    }

    /// Rows of `width` pixels of a noise that is taken every `step` pixels.
    init(_ noise: GradientNoise, width: Int, step: Double) {
        self.noise = noise
        self.step = step
        let places = (0..<width).map { (Double($0) + 0.5) / step }
        index = places.map { Int32($0) }
        weight = places.map { UInt16(($0 - $0.rounded(.down)) * 256) }
        columns = Int(places.last ?? 0) + 2
        upper = [UInt8](repeating: 128, count: width)
        lower = upper
    }

    /// Writes row `y`. Fastest when rows come in order.
    public mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
        let place = (Double(y) + 0.5) / step
        let before = Int(place)
        if before != current {
            if before == current &+ 1 { swap(&upper, &lower) } else { spread(before, into: &upper) }
            spread(before + 1, into: &lower)
            current = before
        }
        crows_between(upper, lower, row, Int64(upper.count), Int16((place - Double(before)) * 64))
    }

    private func spread(_ line: Int, into pixels: inout [UInt8]) {
        let places = (0..<columns).map { Point(Double($0) * step, Double(line) * step) }
        let tones = noise.values(at: places).map {
            Int32(min(255, max(0, (128 + $0 * Self.deviation).rounded())))
        }
        let pairs = tones.indices.dropLast().map { i -> UInt32 in
            let slope = Int16(truncatingIfNeeded: tones[i + 1] - tones[i])
            return UInt32(UInt16(bitPattern: slope)) << 16 | UInt32(tones[i] * 256 + 128)
        }
        crows_spread(pairs, index, weight, &pixels, Int64(pixels.count))
    }
}
