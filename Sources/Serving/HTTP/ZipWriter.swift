internal import Foxing

/// Writes a ZIP piece by piece, files as they are (PKWARE APPNOTE 6.3, without encryption and without 64-bit sizes).
struct ZipWriter {
    /// What the list at the end says of a file.
    private struct Entry {
        let name: [UInt8]
        let checksum: UInt32
        let size: UInt32
        let offset: UInt32
    }

    private var entries: [Entry] = []
    private var written = 0

    /// The bytes of a file with its head. Throws `size` where the whole would not fit a ZIP.
    mutating func file(_ bytes: [UInt8], named name: String) throws(Problem) -> [UInt8] {
        let name = Array(name.utf8)
        guard entries.count < 0xFFFF, name.count <= 0xFFFF, written + bytes.count < 0xFFFF_0000 else {
            throw Problem(.size, "the files do not fit a ZIP; ask for fewer variants")
        }
        let entry = Entry(
            name: name, checksum: Checksum.crc32(of: bytes), size: UInt32(bytes.count), offset: UInt32(written))
        entries.append(entry)
        let piece = Self.number(0x0403_4B50, 4) + Self.common(entry) + Self.number(0, 2) + name + bytes
        written += piece.count
        return piece
    }

    /// Version, flags (names are UTF-8), method (stored), time and date of 1980, checksum, sizes, length of the name.
    private static func common(_ entry: Entry) -> [UInt8] {
        number(20, 2) + number(0x0800, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(entry.checksum, 4)
            + number(entry.size, 4) + number(entry.size, 4) + number(UInt32(entry.name.count), 2)
    }

    /// The list of all files, which ends the ZIP.
    func end() -> [UInt8] {
        var list: [UInt8] = []
        for entry in entries {
            list += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + Self.common(entry)
            // No extra field and comment, first disk, no attributes.
            list += Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4)
            list += Self.number(entry.offset, 4) + entry.name
        }
        let count = Self.number(UInt32(entries.count), 2)
        return list + Self.number(0x0605_4B50, 4) + Self.number(0, 2) + Self.number(0, 2) + count + count
            + Self.number(UInt32(list.count), 4) + Self.number(UInt32(written), 4) + Self.number(0, 2)
    }

    private static func number(_ value: UInt32, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
}
