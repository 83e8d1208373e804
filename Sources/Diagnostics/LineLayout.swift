/// One line as a terminal shows it: which bytes make a character, and which cells it fills. Text that is not UTF-8,
/// control characters and those that would reorder the line are shown by stand-ins.
struct LineLayout {
    struct Cluster {
        /// Offset of the first byte in the text.
        let offset: Int
        /// The first terminal cell, from 0.
        let cell: Int
        /// Terminal cells filled: 0, 1 or 2, or more for a tab.
        let width: Int
        let shown: String
    }

    private(set) var clusters: [Cluster] = []
    /// Offset behind the last byte of the line.
    let end: Int
    /// Terminal cells of the whole line.
    private(set) var width = 0

    private static let tabStop = 4

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        end = range.upperBound
        clusters.reserveCapacity(range.count)
        let line = bytes[range]
        if line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            for (index, byte) in line.enumerated() {
                append(String(UnicodeScalar(byte)), width: 1, at: range.lowerBound + index)
            }
        } else {
            layOut(line)
        }
    }

    private mutating func layOut(_ line: ArraySlice<UInt8>) {
        var text = ""
        var offsets: [Int] = []
        var offset = line.startIndex
        while offset < line.endIndex {
            let (scalar, length) = decodeScalar(line, at: offset)
            text.unicodeScalars.append(scalar ?? "\u{FFFD}")
            offsets.append(offset)
            offset += length
        }
        var scalars = 0
        for character in text {
            let start = offsets[scalars]
            scalars += character.unicodeScalars.count
            if character == "\t" {
                let width = Self.tabStop - self.width % Self.tabStop
                append(String(repeating: " ", count: width), width: width, at: start)
            } else {
                append(character.printable, width: character.terminalWidth, at: start)
            }
        }
    }

    private mutating func append(_ shown: String, width: Int, at offset: Int) {
        clusters.append(Cluster(offset: offset, cell: self.width, width: width, shown: shown))
        self.width += width
    }

    /// The number, from 0, of the character that holds the byte at `offset`; the end of the line counts as one more.
    func character(at offset: Int) -> Int {
        guard offset < end else { return clusters.count }
        var low = 0
        var high = clusters.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if clusters[middle].offset <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The cell in which the character that holds the byte at `offset` begins.
    func cell(at offset: Int) -> Int {
        let index = character(at: offset)
        return index < clusters.count ? clusters[index].cell : width
    }

    /// The cell behind the last character that has a byte before `offset`.
    func cell(before offset: Int) -> Int {
        guard let first = clusters.first, offset > first.offset else { return 0 }
        let cluster = clusters[character(at: min(offset, end) - 1)]
        return cluster.cell + cluster.width
    }
}

/// One scalar of UTF-8 and its length in bytes; nil for a byte that begins no scalar.
func decodeScalar(_ bytes: ArraySlice<UInt8>, at offset: Int) -> (UnicodeScalar?, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (UnicodeScalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, offset + length <= bytes.endIndex else { return (nil, 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for next in bytes[(offset + 1)..<(offset + length)] {
        guard next & 0xC0 == 0x80 else { return (nil, 1) }
        value = value << 6 | UInt32(next & 0x3F)
    }
    let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
    guard value >= least, let scalar = UnicodeScalar(value) else { return (nil, 1) }
    return (scalar, length)
}
