internal import CKernels

/// The clouds of unevenly spread pulp in a sheet: gradient noise taken at a sixth of its cell, with straight lines between.
struct Formation: Sendable {
    /// Standard deviation of the tones, in levels.
    static let deviation = 42.0

    private let noise: GradientNoise
    private let step: Double
    private let columns: Int
    /// For each pixel, the place before it on a row and the way (256ths) to the next.
    private let index: [Int32]
    private let weight: [UInt16]
    private var upper: [UInt8]
    private var lower: [UInt8]
    private var current = Int.min

    init(_ stream: RandomStream, width: Int, cell: Double) {
        // Gradient noise has no slower changes than its cell, which is made larger for that.
        let cell = max(1, 1.5 * cell)
        let step = max(2, cell / 6)
        noise = GradientNoise(stream, cell: cell)
        self.step = step
        let places = (0..<width).map { (Double($0) + 0.5) / step }
        index = places.map { Int32($0) }
        weight = places.map { UInt16(($0 - $0.rounded(.down)) * 256) }
        columns = Int(places.last ?? 0) + 2
        upper = [UInt8](repeating: 128, count: width)
        lower = upper
    }

    /// Writes the tones of row `y`, around 128. Fastest when rows come in order.
    mutating func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int) {
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
        let tones = (0..<columns).map { column -> Int32 in
            let tone = 128 + noise.value(Double(column) * step, Double(line) * step) * Formation.deviation
            return Int32(min(255, max(0, tone.rounded())))
        }
        let pairs = tones.indices.dropLast().map { i -> UInt32 in
            let slope = Int16(truncatingIfNeeded: tones[i + 1] - tones[i])
            return UInt32(UInt16(bitPattern: slope)) << 16 | UInt32(tones[i] * 256 + 128)
        }
        crows_spread(pairs, index, weight, &pixels, Int64(pixels.count))
    }
}
