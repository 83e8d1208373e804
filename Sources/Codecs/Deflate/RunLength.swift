/// The lengths of deflate's matches (RFC 1951 §3.2.5), of which only runs of zeros, at distance 1, are used.
enum RunLength {
    /// How much of a run the next match takes, so that never 1 or 2 are left; 258 is the longest.
    static func next(_ left: Int) -> Int {
        left > 260 || left == 258 ? 258 : left > 258 ? left - 3 : left
    }

    /// The symbol for each length from 3 to 258.
    static let symbols: [Int] = {
        var symbols = [Int](repeating: 0, count: 259)
        var length = 3
        for symbol in 257...284 {
            for _ in 0..<1 << extraBits(symbol) where length < 258 {
                symbols[length] = symbol
                length += 1
            }
        }
        symbols[258] = 285
        return symbols
    }()

    /// How many bits behind a length's symbol tell the lengths that share it apart.
    static func extraBits(_ symbol: Int) -> Int {
        symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4
    }

    /// The first length of each symbol.
    private static let firsts: [Int] = (0...285).map { symbol in symbols.firstIndex(of: symbol) ?? 0 }

    /// For each length all bits of a match: symbol, extra bits and the one bit of the distance, which is 0. The bits
    /// are the low 24, their number the high 8.
    static func codes(_ entries: [UInt32]) -> [UInt32] {
        (0...258).map { length in
            guard length >= 3 else { return 0 }
            let symbol = symbols[length]
            let (code, bits) = (entries[symbol] >> 8, entries[symbol] & 63)
            let extra = UInt32(length - firsts[symbol])
            return code | extra << bits | (bits + UInt32(extraBits(symbol)) + 1) << 24
        }
    }
}
