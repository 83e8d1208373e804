/// One directory of tags, as TIFF has for every page and EXIF for every picture.
struct TagDirectory {
    /// The values of one tag, each read when it is asked for.
    struct Values {
        fileprivate let reader: ByteReader
        fileprivate let type: Int
        let count: Int
        fileprivate let offset: Int

        /// A whole number among them; nil where it is none or does not fit. The file holds all of them, so that no place
        /// lies beyond it.
        subscript(index: Int) -> Int? {
            guard index >= 0, index < count else { return nil }
            switch type {
            case 1, 7: return reader.u8(offset + index)
            case 3: return reader.u16(offset + 2 * index)
            case 4, 13: return reader.u32(offset + 4 * index)
            case 16, 18: return reader.u64(offset + 8 * index)
            default: return nil
            }
        }
    }

    private let reader: ByteReader
    private var entries: [Int: Values] = [:]
    /// The length of the table of entries.
    let byteCount: Int
    /// Where the next directory stands; 0 after the last.
    let next: Int
    /// Whether the file holds every value that the directory points to.
    private(set) var isWhole = true

    /// Whether the file starts as TIFF or BigTIFF.
    static func isHeader(_ file: ByteReader) -> Bool {
        file.has("II*\0", at: 0) || file.has("MM\0*", at: 0) || file.has("II+\0", at: 0) || file.has("MM\0+", at: 0)
    }

    /// The reader set to the file's byte order, the place of the first directory, and whether offsets have 64 bits.
    static func start(of file: ByteReader) -> (reader: ByteReader, first: Int, isBig: Bool)? {
        guard isHeader(file) else { return nil }
        var reader = file
        reader.isBigEndian = file.has("MM", at: 0)
        let isBig = reader.u16(2) == 43
        guard let first = isBig ? reader.u64(8) : reader.u32(4) else { return nil }
        return (reader, first, isBig)
    }

    /// Reads the entries of the directory at `offset`; nil if it does not lie within the file.
    init?(_ reader: ByteReader, at offset: Int, isBig: Bool) {
        self.reader = reader
        let entryBytes = isBig ? 20 : 12
        guard let number = isBig ? reader.u64(offset) : reader.u16(offset), number <= 4096 else { return nil }
        byteCount = number * entryBytes
        let table = offset + (isBig ? 8 : 2)
        for i in 0..<number {
            let at = table + i * entryBytes
            guard let tag = reader.u16(at), let type = reader.u16(at + 2),
                let count = isBig ? reader.u64(at + 4) : reader.u32(at + 4)
            else { return nil }
            let field = at + (isBig ? 12 : 8)
            guard let size = Self.sizes[type] else { continue }
            let (bytes, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows else { continue }
            let isInline = bytes <= (isBig ? 8 : 4)
            guard let place = isInline ? field : isBig ? reader.u64(field) : reader.u32(field) else { return nil }
            guard place <= reader.count - bytes else {
                isWhole = false
                continue
            }
            // The first of two entries with one tag counts.
            if entries[tag] == nil { entries[tag] = Values(reader: reader, type: type, count: count, offset: place) }
        }
        let after = table + byteCount
        let following = isBig ? reader.u64(after) : reader.u32(after)
        next = following ?? 0
        if following == nil { isWhole = false }
    }

    private static let sizes: [Int: Int] = [
        1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
    ]

    func has(_ tag: Int) -> Bool { entries[tag] != nil }

    /// All values of a tag; nil if it is not there.
    func values(_ tag: Int) -> Values? { entries[tag] }

    /// How many values the tag has.
    func count(_ tag: Int) -> Int { entries[tag]?.count ?? 0 }

    /// A whole number among the tag's values.
    func integer(_ tag: Int, _ index: Int = 0) -> Int? { entries[tag]?[index] }

    /// The tag's first value as a fraction; whole numbers count as well.
    func number(_ tag: Int) -> Double? {
        guard let entry = entries[tag], entry.count > 0 else { return nil }
        if entry.type == 5, let above = reader.u32(entry.offset), let below = reader.u32(entry.offset + 4) {
            return below == 0 ? nil : Double(above) / Double(below)
        }
        if entry.type == 11, let bits = reader.u32(entry.offset) {
            return Double(Float(bitPattern: UInt32(bits)))
        }
        return integer(tag).map(Double.init)
    }

    /// 1…8; anything else counts as upright.
    var orientation: Int {
        let stored = integer(274) ?? 1
        return (1...8).contains(stored) ? stored : 1
    }

    /// From XResolution, YResolution and ResolutionUnit; nil without a unit of length.
    var resolution: Resolution? {
        guard let across = number(282) else { return nil }
        let down: Double = number(283) ?? across
        switch integer(296) ?? 2 {
        case 2: return Resolution(across: across, down: down)
        case 3: return Resolution(perCentimeter: across, down)
        default: return nil
        }
    }
}

extension PageHeader {
    /// Turns the page as the file says; what is set afterwards is about the upright page.
    mutating func setOrientation(_ stored: Int) {
        orientation = stored
        if stored >= 5 { (width, height) = (height, width) }
    }
}

extension TagDirectory {
    /// The first directory of a block of EXIF data, with or without its `Exif` heading.
    static func exif(_ block: ByteReader) -> TagDirectory? {
        let body = block.has("Exif\0\0", at: 0) ? block.part(6..<block.count) : block
        guard let start = start(of: body), !start.isBig else { return nil }
        return TagDirectory(start.reader, at: start.first, isBig: false)
    }
}
