/// A prefix code as deflate has it (RFC 1951 §3.2.2): shorter codes for symbols that occur more often.
struct HuffmanCode {
    /// Bits of each symbol's code; 0 for symbols that do not occur.
    let lengths: [UInt8]
    /// Each symbol's length in the low 8 bits, and above it its code, the first bit lowest. A processor shifts by the low
    /// bits of a number, so that an entry can be shifted by as it is.
    let entries: [UInt32]

    /// The code for these counts with no more than `limit` bits a symbol. At least two counts must not be 0.
    init(counts: [UInt32], limit: Int) {
        // Rarest first, and of equals the lower symbol.
        let order = counts.indices.filter { counts[$0] > 0 }.map { UInt64(counts[$0]) << 16 | UInt64($0) }.sorted()
        var numbers = Self.lengthNumbers(order.map { $0 >> 16 }, limit: limit)
        var lengths = [UInt8](repeating: 0, count: counts.count)
        var length = limit
        // The rarest symbols, which come first, get the longest codes.
        for key in order {
            while numbers[length] == 0 { length -= 1 }
            numbers[length] -= 1
            lengths[Int(key & 0xFFFF)] = UInt8(length)
        }
        self.lengths = lengths
        entries = Self.entries(lengths, limit: limit)
    }

    /// How many codes there are of each length, for counts in rising order: Huffman's tree, then shortened.
    private static func lengthNumbers(_ counts: [UInt64], limit: Int) -> [Int] {
        let leaves = counts.count
        var weights = counts
        var parents = [Int](repeating: 0, count: 2 * leaves)
        var (leaf, inner) = (0, leaves)
        // Inner nodes come in rising order too, so that the two lightest are always at the heads of two queues.
        for node in leaves..<2 * leaves - 1 {
            var weight: UInt64 = 0
            for _ in 0..<2 {
                let takesLeaf = leaf < leaves && (inner >= node || weights[leaf] <= weights[inner])
                let child = takesLeaf ? leaf : inner
                if takesLeaf { leaf += 1 } else { inner += 1 }
                weight += weights[child]
                parents[child] = node
            }
            weights.append(weight)
        }
        var depths = [Int](repeating: 0, count: 2 * leaves)
        var numbers = [Int](repeating: 0, count: limit + 1)
        // What the codes take of the code space, in units of the longest.
        var taken = 0
        for node in stride(from: 2 * leaves - 3, through: 0, by: -1) {
            depths[node] = depths[parents[node]] + 1
            guard node < leaves else { continue }
            let length = min(depths[node], limit)
            numbers[length] += 1
            taken += 1 << (limit - length)
        }
        // Cut codes take too much: make a shorter code one bit longer, and let one of the longest move in beside it.
        while taken > 1 << limit {
            var length = limit - 1
            while numbers[length] == 0 { length -= 1 }
            numbers[length] -= 1
            numbers[length + 1] += 2
            numbers[limit] -= 1
            taken -= 1
        }
        return numbers
    }

    private static func entries(_ lengths: [UInt8], limit: Int) -> [UInt32] {
        var numbers = [UInt32](repeating: 0, count: limit + 1)
        for length in lengths where length > 0 { numbers[Int(length)] += 1 }
        var firsts = [UInt32](repeating: 0, count: limit + 1)
        for length in 1...limit { firsts[length] = (firsts[length - 1] + numbers[length - 1]) << 1 }
        return lengths.map { length in
            guard length > 0 else { return 0 }
            let code = firsts[Int(length)]
            firsts[Int(length)] += 1
            let reversed = UInt32(UInt16(truncatingIfNeeded: code).bitReversed >> UInt16(16 - length))
            return reversed << 8 | UInt32(length)
        }
    }
}

extension UInt16 {
    fileprivate var bitReversed: UInt16 {
        var value = self
        value = (value >> 1) & 0x5555 | (value & 0x5555) << 1
        value = (value >> 2) & 0x3333 | (value & 0x3333) << 2
        value = (value >> 4) & 0x0F0F | (value & 0x0F0F) << 4
        return value.byteSwapped
    }
}
