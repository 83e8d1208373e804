internal import CDeflate

/// Packs filtered rows of a picture as a zlib stream (RFC 1950, 1951), made for speed.
///
/// What pays in filtered scans is a good Huffman code and runs of zeros; matches at other distances hardly occur and are
/// what a general compressor spends its time on. So the only matches are runs of zeros, found a word at a time, and each
/// block of some rows has a code of its own. The bytes depend on nothing but the input.
struct RowDeflater {
    /// Bytes that a block should have: enough for a code to pay for itself, few enough to stay in the cache.
    static let blockBytes = 192 * 1024

    /// No code is longer, so that four of them fit into the bit writer at once.
    private static let codeLimit = 12

    private var writer: BitWriter
    private var checksum: UInt32 = 1
    private let start: UnsafeMutableRawPointer
    /// Literals and the run of zeros that follows, in turn.
    private var segments: [UInt32] = []
    private var histogram = Histogram()

    /// Room that a stream of so many bytes in so many blocks can take at most.
    static func bound(_ bytes: Int, blocks: Int) -> Int { bytes + 5 * (bytes / 65535 + 2 * blocks) + 64 }

    /// Writes to `start`, which must have room for `bound`.
    init(_ start: UnsafeMutableRawPointer) {
        self.start = start
        writer = BitWriter(start)
        writer.put(0x0178, 16)
    }

    /// Bytes written so far.
    var count: Int { writer.next - start }

    /// Packs one block. The memory must be readable for 8 bytes behind `count`.
    mutating func add(_ bytes: UnsafeRawPointer, _ count: Int, isLast: Bool) {
        checksum = libdeflate_adler32(checksum, bytes, count)
        findRuns(bytes, count)
        var counts = histogram.sums
        countRuns(&counts)
        counts[256] = 1
        let code = HuffmanCode(counts: counts, limit: Self.codeLimit)
        let header = CodeHeader(code.lengths)
        if header.bitCount + Self.bitCount(counts, code.lengths) > 8 * count {
            store(bytes, count, isLast: isLast)
        } else {
            writer.put((isLast ? 1 : 0) | 2 << 1, 3)
            header.write(to: &writer)
            write(bytes, code.entries)
        }
        guard isLast else { return }
        writer.align()
        writer.put(Int(checksum.byteSwapped), 32)
    }

    /// Splits the block into literals and runs of at least eight zeros, and counts the literals.
    private mutating func findRuns(_ bytes: UnsafeRawPointer, _ count: Int) {
        segments.removeAll(keepingCapacity: true)
        histogram.clear()
        let found = histogram.withLanes { lanes in
            var found: [UInt32] = []
            swap(&found, &segments)
            var (at, start) = (0, 0)
            while at &+ 8 <= count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                if word != 0 {
                    lanes.add(word)
                    at &+= 8
                    continue
                }
                let end = Self.endOfZeros(bytes, at, count)
                var begin = at
                while begin > start && bytes.load(fromByteOffset: begin &- 1, as: UInt8.self) == 0 { begin &-= 1 }
                // A match repeats what stands before it, so that the first zero is a literal. Those at the end of the last
                // word were counted as such already.
                begin &+= 1
                lanes.base[0] = lanes.base[0] &+ 1 &- UInt32(at &+ 1 &- begin)
                found.append(UInt32(begin &- start))
                found.append(UInt32(end &- begin))
                (at, start) = (end, end)
            }
            for i in at..<count { lanes.base[Int(bytes.load(fromByteOffset: i, as: UInt8.self))] &+= 1 }
            found.append(UInt32(count &- start))
            found.append(0)
            return found
        }
        segments = found
    }

    @inline(__always)
    private static func endOfZeros(_ bytes: UnsafeRawPointer, _ start: Int, _ count: Int) -> Int {
        var at = start &+ 8
        while at &+ 8 <= count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            if word != 0 { return at &+ word.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < count && bytes.load(fromByteOffset: at, as: UInt8.self) == 0 { at &+= 1 }
        return at
    }

    private func countRuns(_ counts: inout [UInt32]) {
        for i in stride(from: 1, to: segments.count, by: 2) {
            var left = Int(segments[i])
            while left > 0 {
                let length = RunLength.next(left)
                counts[RunLength.symbols[length]] += 1
                left -= length
            }
        }
    }

    /// The bits of all symbols with their extra bits.
    private static func bitCount(_ counts: [UInt32], _ lengths: [UInt8]) -> Int {
        var sum = 0
        for symbol in counts.indices where counts[symbol] > 0 {
            // A run has one bit for its distance as well.
            let extra = symbol > 256 ? RunLength.extraBits(symbol) + 1 : 0
            sum += Int(counts[symbol]) * (Int(lengths[symbol]) + extra)
        }
        return sum
    }

    private mutating func write(_ bytes: UnsafeRawPointer, _ entries: [UInt32]) {
        var writer = writer
        let runs = RunLength.codes(entries)
        // Each table has an entry for every value of its index: 256 literals, and lengths to 258.
        entries.withUnsafeBufferPointer { entries in
            let table = entries.baseAddress!
            var at = bytes
            for i in stride(from: 0, to: segments.count, by: 2) {
                let literals = Int(segments[i])
                Self.write(at, literals, table, &writer)
                var left = Int(segments[i + 1])
                at += literals + left
                while left > 0 {
                    let length = RunLength.next(left)
                    writer.put(Int(runs[length] & 0xFF_FFFF), Int(runs[length] >> 24))
                    left -= length
                }
            }
            writer.put(Int(table[256] >> 8), Int(table[256] & 63))
        }
        self.writer = writer
    }

    @inline(__always)
    private static func write(
        _ bytes: UnsafeRawPointer, _ count: Int, _ table: UnsafePointer<UInt32>, _ writer: inout BitWriter
    ) {
        var at = 0
        while at &+ 4 <= count {
            let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
            let a = UInt64(table[Int(word & 255)])
            let b = UInt64(table[Int((word &>> 8) & 255)])
            let c = UInt64(table[Int((word &>> 16) & 255)])
            let d = UInt64(table[Int(word &>> 24)])
            // Two pairs side by side, so that the processor need not wait for one shift after the other.
            let ab = a &>> 8 | (b &>> 8) &<< a
            let cd = c &>> 8 | (d &>> 8) &<< c
            writer.add(ab | cd &<< (a &+ b), (a &+ b &+ c &+ d) & 63)
            writer.flush()
            at &+= 4
        }
        while at < count {
            let entry = UInt64(table[Int(bytes.load(fromByteOffset: at, as: UInt8.self))])
            writer.add(entry &>> 8, entry & 63)
            writer.flush()
            at &+= 1
        }
    }

    /// Bytes that no code makes shorter.
    private mutating func store(_ bytes: UnsafeRawPointer, _ count: Int, isLast: Bool) {
        var at = 0
        while at < count {
            let length = min(65535, count - at)
            writer.put(isLast && at + length == count ? 1 : 0, 3)
            writer.align()
            writer.put(length | (length ^ 0xFFFF) << 16, 32)
            writer.copy(bytes + at, length)
            at += length
        }
    }
}
