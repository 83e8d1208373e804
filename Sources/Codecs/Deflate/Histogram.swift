/// Counts bytes in four lanes, so that equal neighbors do not wait for one another.
struct Histogram {
    private var counts = [UInt32](repeating: 0, count: 4 * 256)

    /// The lanes lent for counting.
    struct Lanes {
        let base: UnsafeMutablePointer<UInt32>

        /// Counts the eight bytes of a word.
        @inline(__always)
        func add(_ word: UInt64) {
            base[Int(word & 255)] &+= 1
            base[256 &+ Int((word &>> 8) & 255)] &+= 1
            base[512 &+ Int((word &>> 16) & 255)] &+= 1
            base[768 &+ Int((word &>> 24) & 255)] &+= 1
            base[Int((word &>> 32) & 255)] &+= 1
            base[256 &+ Int((word &>> 40) & 255)] &+= 1
            base[512 &+ Int((word &>> 48) & 255)] &+= 1
            base[768 &+ Int(word &>> 56)] &+= 1
        }
    }

    mutating func clear() {
        for i in counts.indices { counts[i] = 0 }
    }

    /// Lends the lanes. An index into them is a byte, or a byte and the start of a lane, hence within them.
    mutating func withLanes<R>(_ body: (Lanes) -> R) -> R {
        counts.withUnsafeMutableBufferPointer { body(Lanes(base: $0.baseAddress!)) }
    }

    /// How often each byte was counted, with room for the other symbols of deflate.
    var sums: [UInt32] {
        var sums = [UInt32](repeating: 0, count: 286)
        for value in 0..<256 {
            sums[value] = counts[value] &+ counts[256 + value] &+ counts[512 + value] &+ counts[768 + value]
        }
        return sums
    }
}
