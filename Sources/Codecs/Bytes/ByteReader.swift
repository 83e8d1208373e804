/// Numbers at given places of a file, or of a part of it that counts its own places; nil where it ends before.
struct ByteReader: Sendable {
    var isBigEndian = true
    let count: Int

    /// All bytes, if they lie in memory.
    private let memory: [UInt8]?
    private let file: PictureBytes
    /// Where the part begins.
    private let start: Int

    /// Of a file, of which only what is asked for is read.
    init(_ file: PictureBytes) {
        memory = file.memory
        self.file = file
        start = 0
        count = file.count
    }

    /// Of bytes in memory.
    init(bytes: [UInt8]) { self.init(PictureBytes(bytes)) }

    private init(_ whole: ByteReader, _ range: Range<Int>) {
        memory = whole.memory
        file = whole.file
        start = whole.start + range.lowerBound
        count = range.count
        isBigEndian = whole.isBigEndian
    }

    /// A part of it; the range must lie within.
    func part(_ range: Range<Int>) -> ByteReader { ByteReader(self, range) }

    /// The same with all bytes in memory, as pixels are unpacked from. Throws what keeps the file from being read.
    func loaded() throws(PictureProblem) -> ByteReader {
        if isLoaded { return self }
        var loaded = ByteReader(bytes: try file.whole())
        loaded.isBigEndian = isBigEndian
        return loaded
    }

    /// Whether all bytes lie in memory.
    var isLoaded: Bool { memory != nil }

    /// All bytes of a reader that is `loaded`.
    var bytes: [UInt8] { memory ?? [] }

    /// A copy of some bytes; the range must lie within. Fewer if the disk fails.
    func slice(_ range: Range<Int>) -> [UInt8] {
        let place = start + range.lowerBound..<start + range.upperBound
        return memory.map { Array($0[place]) } ?? file.bytes(place)
    }

    /// Copies bytes from `place` on into memory that is lent; returns how many, fewer where they end.
    func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PictureProblem) -> Int {
        guard place >= 0, place < count else { return 0 }
        return try file.read(
            at: start + place,
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, count - place)]))
    }

    /// The place of the next byte of that value; nil if there is none.
    func index(of byte: UInt8, from first: Int) -> Int? {
        var at = max(0, first)
        // Mostly it stands where it is looked for.
        if u8(at) == Int(byte) { return at }
        while at < count {
            let piece = slice(at..<min(count, at + 65_536))
            if let found = piece.firstIndex(of: byte) { return at + found }
            if piece.isEmpty { return nil }
            at += piece.count
        }
        return nil
    }

    func u8(_ at: Int) -> Int? {
        guard at >= 0, at < count else { return nil }
        if let memory { return Int(memory[start + at]) }
        return number(at, 1).map { Int($0) }
    }

    func u16(_ at: Int) -> Int? {
        number(at, 2).map { Int(isBigEndian ? UInt16($0) : UInt16($0).byteSwapped) }
    }

    func u32(_ at: Int) -> Int? {
        number(at, 4).map { Int(isBigEndian ? UInt32($0) : UInt32($0).byteSwapped) }
    }

    /// A value of 64 bits; nil also where it does not fit into an `Int`.
    func u64(_ at: Int) -> Int? {
        number(at, 8).flatMap { Int(exactly: isBigEndian ? $0 : $0.byteSwapped) }
    }

    func i32(_ at: Int) -> Int? {
        u32(at).map { Int(Int32(truncatingIfNeeded: $0)) }
    }

    /// Bytes as a number, the first highest.
    private func number(_ at: Int, _ size: Int) -> UInt64? {
        guard at >= 0, at <= count - size else { return nil }
        if let memory { return memory[start + at..<start + at + size].reduce(0) { $0 << 8 | UInt64($1) } }
        return file.number(at: start + at, bytes: size)
    }

    /// Whether the ASCII `text` stands there.
    func has(_ text: String, at: Int) -> Bool { has(Array(text.utf8), at: at) }

    /// Whether these bytes stand there.
    func has(_ wanted: [UInt8], at: Int) -> Bool {
        guard at >= 0, at <= count - wanted.count else { return false }
        return wanted.indices.allSatisfy { u8(at + $0) == Int(wanted[$0]) }
    }

    /// Four letters, for messages and comparisons; characters that are none are shown as `?`.
    func fourLetters(_ at: Int) -> String? {
        guard let word = number(at, 4) else { return nil }
        let letters = (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt64(24 - 8 * $0)) }
        return String(decoding: letters.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
