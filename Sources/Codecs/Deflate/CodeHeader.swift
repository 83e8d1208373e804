/// The head of a deflate block: the lengths of its codes, packed by a code of their own (RFC 1951 §3.2.7).
struct CodeHeader {
    /// The order in which the lengths of the inner code are written.
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private let literalCount: Int
    /// Symbols of the inner code with what stands behind them and in how many bits.
    private var items: [(symbol: Int, extra: Int, bits: Int)] = []
    private let inner: HuffmanCode
    private let innerCount: Int

    /// For the lengths of 286 literals and lengths; the code of distances has one symbol of one bit.
    init(_ lengths: [UInt8]) {
        literalCount = max(257, (lengths.lastIndex { $0 > 0 } ?? 0) + 1)
        let all = lengths.prefix(literalCount).map(Int.init) + [1]
        var at = 0
        while at < all.count {
            var run = 1
            while at + run < all.count && all[at + run] == all[at] { run += 1 }
            at += run
            Self.append(all[at - 1], run, to: &items)
        }
        var counts = [UInt32](repeating: 0, count: 19)
        for item in items { counts[item.symbol] += 1 }
        let code = HuffmanCode(counts: counts, limit: 7)
        inner = code
        innerCount = max(4, (Self.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
    }

    /// A length that occurs `count` times in a row: 16 repeats the last, 17 and 18 stand for zeros.
    private static func append(_ length: Int, _ count: Int, to items: inout [(symbol: Int, extra: Int, bits: Int)]) {
        var left = count
        if length > 0 {
            items.append((length, 0, 0))
            left -= 1
        }
        while left > 0 {
            if left < 3 {
                items.append((length, 0, 0))
                left -= 1
            } else if length > 0 {
                items.append((16, min(left, 6) - 3, 2))
                left -= min(left, 6)
            } else if left < 11 {
                items.append((17, left - 3, 3))
                left = 0
            } else {
                items.append((18, min(left, 138) - 11, 7))
                left -= min(left, 138)
            }
        }
    }

    /// Bits that `write` writes.
    var bitCount: Int {
        items.reduce(14 + 3 * innerCount) { $0 + Int(inner.lengths[$1.symbol]) + $1.bits }
    }

    func write(to writer: inout BitWriter) {
        writer.put(literalCount - 257, 5)
        writer.put(0, 5)
        writer.put(innerCount - 4, 4)
        for symbol in Self.order.prefix(innerCount) { writer.put(Int(inner.lengths[symbol]), 3) }
        for item in items {
            let entry = inner.entries[item.symbol]
            writer.put(Int(entry >> 8), Int(entry & 63))
            writer.put(item.extra, item.bits)
        }
    }
}
