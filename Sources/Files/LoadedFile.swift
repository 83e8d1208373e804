import Glibc

/// The files that this process was made of: the program and its libraries.
package enum LoadedFile {
    /// The file that an address of the process was loaded from; nil when it is of none.
    package static func path(at address: UInt) -> String? {
        guard let bytes = try? WholeFile.stream("/proc/self/maps") else { return nil }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 5)
            let bounds = fields.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
            guard fields.count == 6, bounds.count == 2, bounds[0] <= address, address < bounds[1] else { continue }
            let path = fields[5].drop { $0 == " " }
            return path.hasPrefix("/") ? String(path) : nil
        }
        return nil
    }

    /// What tells the builds of a program or library apart: the number that the linker gave it in a note, else the SHA-256 of
    /// the whole file, which takes a twentieth of a second for one of 30 MB. nil when the file cannot be read.
    package static func build(of path: String) -> String? {
        buildID(of: path) ?? WholeFile.digest(of: path)
    }

    /// The linker's number in hexadecimal digits, from the notes of an ELF file of 64 bits; nil without one.
    static func buildID(of path: String) -> String? {
        guard let file = try? DiskFile(path, O_RDONLY), let header = try? file.read(64, at: 0), header.count == 64,
            header.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
        else { return nil }
        let table = number(header, 32, 8)
        let (size, count) = (number(header, 54, 2), number(header, 56, 2))
        guard size >= 56, count < 1000, table < 1 << 32 else { return nil }
        for index in 0..<count {
            guard let segment = try? file.read(size, at: table + index * size), segment.count == size else {
                return nil
            }
            // PT_NOTE
            guard number(segment, 0, 4) == 4 else { continue }
            let (offset, length) = (number(segment, 8, 8), number(segment, 32, 8))
            guard length < 1 << 16, offset < 1 << 32, let notes = try? file.read(length, at: offset) else { continue }
            if let id = buildID(in: notes) { return id }
        }
        return nil
    }

    private static func buildID(in notes: [UInt8]) -> String? {
        var place = 0
        while place + 12 <= notes.count {
            let (name, size) = (number(notes, place, 4), number(notes, place + 4, 4))
            let start = place + 12 + (name + 3) / 4 * 4
            guard start + size <= notes.count else { return nil }
            // NT_GNU_BUILD_ID
            if number(notes, place + 8, 4) == 3, notes[(place + 12)..<start].starts(with: Array("GNU".utf8)), size > 0 {
                return SHA256.hexadecimal(Array(notes[start..<(start + size)]))
            }
            place = start + (size + 3) / 4 * 4
        }
        return nil
    }

    /// A whole number of so many bytes, the least first; the largest of all where it has more than 62 bits.
    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        let value = bytes[place..<(place + count)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value >> 62 == 0 ? Int(value) : .max
    }
}
