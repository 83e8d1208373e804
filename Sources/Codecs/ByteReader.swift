/// Numbers at given places of a file; nil where the file ends before.
struct ByteReader: Sendable {
    let bytes: [UInt8]
    var isBigEndian = true

    var count: Int { bytes.count }

    func u8(_ at: Int) -> Int? {
        at >= 0 && at < bytes.count ? Int(bytes[at]) : nil
    }

    func u16(_ at: Int) -> Int? {
        guard at >= 0, at <= bytes.count - 2 else { return nil }
        let first = Int(bytes[at])
        let second = Int(bytes[at + 1])
        return isBigEndian ? first << 8 | second : second << 8 | first
    }

    func u32(_ at: Int) -> Int? {
        guard let first = u16(at), let second = u16(at + 2) else { return nil }
        return isBigEndian ? first << 16 | second : second << 16 | first
    }

    /// A value of 64 bits; nil also where it does not fit into an `Int`.
    func u64(_ at: Int) -> Int? {
        guard let first = u32(at), let second = u32(at + 4) else { return nil }
        let high: Int = isBigEndian ? first : second
        let low: Int = isBigEndian ? second : first
        return high < 1 << 31 ? high << 32 | low : nil
    }

    func i32(_ at: Int) -> Int? {
        u32(at).map { Int(Int32(truncatingIfNeeded: $0)) }
    }

    /// Whether the ASCII `text` stands there.
    func has(_ text: String, at: Int) -> Bool {
        let wanted = Array(text.utf8)
        guard at >= 0, at <= bytes.count - wanted.count else { return false }
        return bytes[at..<at + wanted.count].elementsEqual(wanted)
    }

    /// Four letters, for messages and comparisons; characters that are none are shown as `?`.
    func fourLetters(_ at: Int) -> String? {
        guard at >= 0, at <= bytes.count - 4 else { return nil }
        return String(decoding: bytes[at..<at + 4].map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
