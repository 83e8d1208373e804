/// How often each level occurs in a field, for finding the threshold that a wanted share of it exceeds: coverage by
/// rank, so that a tenth is a tenth at any size, key and resolution.
public struct LevelHistogram: Sendable {
    /// Occurrences per level.
    public private(set) var counts = [Int](repeating: 0, count: 256)

    public init() {}

    /// Counts every `step`-th of `count` levels. On lattice noise the step should not divide the cell, or the same phase
    /// of the slopes is met each time.
    public mutating func add(_ levels: UnsafePointer<UInt8>, count: Int, step: Int = 1) {
        counts.withUnsafeMutableBufferPointer { counts in
            var i = 0
            while i < count {
                counts[Int(levels[i])] &+= 1
                i &+= step
            }
        }
    }

    /// How many levels were counted.
    public var total: Int { counts.reduce(0, +) }

    /// The place on the level axis (0…256, between levels by straight lines) with the share `share` of the field above
    /// it. A share of 0 or less gives 256, of 1 or more 0; an empty histogram 256.
    public func threshold(above share: Double) -> Double {
        let total = total
        guard share > 0, total > 0 else { return 256 }
        var wanted = min(1, share) * Double(total)
        for level in stride(from: 255, through: 0, by: -1) {
            let count = Double(counts[level])
            if count > 0, wanted <= count { return Double(level) + 1 - wanted / count }
            wanted -= count
        }
        return 0
    }

    /// The lowest level with at least the share `share` of the field at or below it.
    public func level(below share: Double) -> UInt8 {
        let wanted = max(1, share * Double(total))
        var sum = 0
        for level in 0..<255 {
            sum += counts[level]
            if Double(sum) >= wanted { return UInt8(level) }
        }
        return 255
    }
}
