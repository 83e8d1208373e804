/// The least number of insertions, deletions and substitutions that turn one sequence into the other. By Myers' bit
/// vectors in blocks (Hyyrö, "Explaining and extending the bit-parallel approximate string matching algorithm of
/// Myers", 2001): 64 cells of the table a step.
public func levenshtein<Symbol: Hashable>(_ a: [Symbol], _ b: [Symbol]) -> Int {
    let (long, short) = withoutCommonEnds(a, b)
    if short.isEmpty { return long.count }
    let places = Places(of: short)
    let last = places.blocks - 1
    let lastBit: UInt64 = 1 << UInt64((short.count - 1) & 63)
    var rises = [UInt64](repeating: ~0, count: places.blocks)
    var falls = [UInt64](repeating: 0, count: places.blocks)
    var distance = short.count
    for symbol in long {
        let row = places.row(of: symbol)
        // The first row of the table rises by one a column.
        var (riseIn, fallIn): (UInt64, UInt64) = (1, 0)
        for block in 0...last {
            var equal = places.bits[row + block]
            let (rise, fall) = (rises[block], falls[block])
            let vertical = equal | fall
            equal |= fallIn
            let diagonal = (((equal & rise) &+ rise) ^ rise) | equal
            var up = fall | ~(diagonal | rise)
            var down = rise & diagonal
            if block == last {
                if up & lastBit != 0 { distance += 1 }
                if down & lastBit != 0 { distance -= 1 }
            }
            let (riseOut, fallOut) = (up >> 63, down >> 63)
            up = up << 1 | riseIn
            down = down << 1 | fallIn
            rises[block] = down | ~(vertical | up)
            falls[block] = up & vertical
            (riseIn, fallIn) = (riseOut, fallOut)
        }
    }
    return distance
}

/// The length of the longest sequence that both hold in the same order, not necessarily side by side. By bit vectors
/// (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004).
public func longestCommonSubsequence<Symbol: Hashable>(_ a: [Symbol], _ b: [Symbol]) -> Int {
    let (long, short) = withoutCommonEnds(a, b)
    let ends = (a.count + b.count - long.count - short.count) / 2
    if short.isEmpty { return ends }
    let places = Places(of: short)
    var open = [UInt64](repeating: ~0, count: places.blocks)
    for symbol in long {
        let row = places.row(of: symbol)
        var carry: UInt64 = 0
        for block in 0..<places.blocks {
            let value = open[block]
            let matched = value & places.bits[row + block]
            let (first, overflow) = value.addingReportingOverflow(matched)
            let (sum, further) = first.addingReportingOverflow(carry)
            carry = overflow || further ? 1 : 0
            open[block] = sum | (value & ~matched)
        }
    }
    var found = 0
    for (block, value) in open.enumerated() {
        let used = min(64, short.count - 64 * block)
        let mask: UInt64 = used == 64 ? ~0 : (1 << UInt64(used)) - 1
        found += (~value & mask).nonzeroBitCount
    }
    return ends + found
}

/// Where each symbol stands in a sequence, one bit a place in blocks of 64.
private struct Places<Symbol: Hashable> {
    let blocks: Int
    private(set) var bits: [UInt64]
    private var rows: [Symbol: Int] = [:]

    init(of sequence: some RandomAccessCollection<Symbol>) {
        blocks = (sequence.count + 63) / 64
        // Row 0 is that of all symbols that do not occur.
        bits = [UInt64](repeating: 0, count: blocks)
        for (index, symbol) in sequence.enumerated() {
            if rows[symbol] == nil {
                rows[symbol] = bits.count
                bits.append(contentsOf: repeatElement(0, count: blocks))
            }
            bits[rows[symbol]! + index / 64] |= 1 << UInt64(index & 63)
        }
    }

    /// Where the blocks of a symbol begin in `bits`.
    func row(of symbol: Symbol) -> Int { rows[symbol] ?? 0 }
}

/// Both sequences without what they begin and end with alike, the longer one first.
private func withoutCommonEnds<Symbol: Hashable>(
    _ a: [Symbol], _ b: [Symbol]
) -> (long: ArraySlice<Symbol>, short: ArraySlice<Symbol>) {
    var x = a[...]
    var y = b[...]
    while let p = x.first, let q = y.first, p == q {
        x.removeFirst()
        y.removeFirst()
    }
    while let p = x.last, let q = y.last, p == q {
        x.removeLast()
        y.removeLast()
    }
    return x.count >= y.count ? (x, y) : (y, x)
}
