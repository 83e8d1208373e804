import Imaging

/// A TIFF file (TIFF 6.0 and BigTIFF): its pages, each one directory of tags.
struct TIFFFile {
    /// One page and how its samples are stored.
    struct Page {
        /// Where its directory stands.
        let offset: Int
        var header: PageHeader
        var layout: SampleLayout
        /// Width and height as stored.
        var width: Int
        var height: Int
        /// Whether each channel is stored apart.
        var isPlanar = false
        /// The size of a tile, if the page is stored in tiles.
        var tile: (width: Int, height: Int)?
        /// Whether colors are stored as luminance and chroma.
        var isLumaChroma = false
        /// Whether each strip or tile is packed as JPEG.
        var isJPEG = false
        /// How much of each strip or tile is stored.
        var packed: PackedSizes?

        /// Whether there can be as many bytes as the size asks for. libtiff would go on into what comes next.
        func canBeWhole(_ file: ByteReader) -> Bool {
            // Chroma may be stored more coarsely, but each pixel has its luminance.
            let needed: Int = height * (isLumaChroma ? width : layout.rowBytes(width))
            return packed.map { $0.canUnpack(to: needed, pieces: pieces, file) } ?? true
        }

        /// The most strips or tiles that the page can have; those that the list has beyond it hold nothing of the page.
        private var pieces: Int {
            guard let tile, tile.width > 0, tile.height > 0 else { return height.times(layout.channels) }
            let across = (width - 1) / tile.width + 1
            return across.times((height - 1) / tile.height + 1).times(layout.channels)
        }
    }

    /// The list of the sizes of a page's strips or tiles, which is read only when the page is.
    struct PackedSizes {
        let list: TagDirectory.Values
        /// The most bytes that one byte unpacks to.
        let ratio: Int

        /// Whether that many bytes can come of them. However long the list, no more of it is read than that takes.
        func canUnpack(to needed: Int, pieces: Int, _ file: ByteReader) -> Bool {
            var most = 0
            for i in 0..<min(list.count, pieces) {
                most = most.plus(min(list[i] ?? 0, file.count).times(ratio))
                if most >= needed { return true }
            }
            return false
        }
    }

    /// Set to the file's byte order.
    private(set) var file: ByteReader
    private(set) var pages: [Page] = []

    /// Far more than any scanner's stack; a file with more is a trap.
    private static let maxPages = 10_000

    init(_ file: ByteReader) throws(PictureProblem) {
        guard let (reader, first, isBig) = TagDirectory.start(of: file) else {
            throw .damaged("the TIFF has no whole header; copy the file again")
        }
        self.file = reader
        var offset = first
        var seen: Set<Int> = []
        // Directories that do not lie one over the other are no longer than the file, all together.
        var entryBytes = 0
        while offset != 0, seen.insert(offset).inserted, seen.count <= Self.maxPages {
            guard let tags = TagDirectory(reader, at: offset, isBig: isBig), entryBytes + tags.byteCount <= file.count
            else {
                addBroken(
                    at: offset, "the directory of page \(pages.count + 1) lies outside the TIFF; copy the file again")
                break
            }
            // A reduced image is another page's thumbnail, and a mask is no picture at all.
            if (tags.integer(254) ?? 0) & 0b101 == 0 && tags.integer(255) != 2 { add(tags, at: offset) }
            entryBytes += tags.byteCount
            offset = tags.next
        }
        if pages.isEmpty { throw .damaged("the TIFF has no pages; copy the file again") }
    }

    /// Brings all bytes into memory.
    mutating func load() throws(PictureProblem) { file = try file.loaded() }

    private mutating func addBroken(at offset: Int, _ message: String) {
        pages.append(
            Page(
                offset: offset, header: PageHeader(unreadable: .damaged(message)),
                layout: SampleLayout(model: .gray, bits: 8), width: 0, height: 0))
    }

    private mutating func add(_ tags: TagDirectory, at offset: Int) {
        guard let width = tags.integer(256), let height = tags.integer(257) else {
            return addBroken(at: offset, "page \(pages.count + 1) of the TIFF has no size; copy the file again")
        }
        var page = Page(
            offset: offset, header: PageHeader(width: width, height: height, kind: .gray),
            layout: SampleLayout(model: .gray, bits: tags.integer(258) ?? 1), width: width, height: height)
        page.isPlanar = tags.integer(284) == 2
        if tags.has(322) || tags.has(323) { page.tile = (tags.integer(322) ?? 0, tags.integer(323) ?? 0) }
        page.isJPEG = tags.integer(259) == 7
        page.packed = packedSizes(tags)
        page.header.problem = readLayout(tags, &page)
        if !tags.isWhole {
            page.header.problem = .damaged("page \(pages.count + 1) of the TIFF ends early; copy the file again")
        } else if tags.integer(259) == 6 {
            page.header.problem = .unsupported(
                "the TIFF page is packed as old-style JPEG, which is not read; save it again with another packing")
        }
        page.header.kind = page.layout.kind
        page.header.notes = page.layout.notes
        if tags.has(34675) {
            page.header.notes.append(PictureNote(.colorProfile, "the file's color profile was not applied"))
        }
        page.header.setOrientation(tags.orientation)
        page.header.setResolution(tags.resolution)
        pages.append(page)
    }

    /// What tells how many bytes the strips or tiles can hold when they are unpacked; nil where nothing does.
    private func packedSizes(_ tags: TagDirectory) -> PackedSizes? {
        let ratios = [1: 1, 5: 4096, 8: 1032, 32773: 64, 32946: 1032]
        guard let ratio = ratios[tags.integer(259) ?? 1], let list = tags.values(tags.has(325) ? 325 : 279) else {
            return nil
        }
        return PackedSizes(list: list, ratio: ratio)
    }

    /// Fills in how the samples are stored; returns why they cannot be read.
    private func readLayout(_ tags: TagDirectory, _ page: inout Page) -> PictureProblem? {
        let samples = tags.integer(277) ?? 1
        let bits = page.layout.bits
        for i in 1..<max(1, min(samples, 8, tags.count(258))) where tags.integer(258, i) != bits {
            return .unsupported("the channels of the TIFF page have different depths; save it as plain 8 bit")
        }
        if let format = tags.integer(339), format == 2 || format == 3 || format > 4 {
            let name = format == 3 ? "floating-point" : "signed or complex"
            return .unsupported("the TIFF page has \(name) samples, which are not read; save it as 8 or 16 bit")
        }
        guard [1, 2, 4, 8, 16].contains(bits) else {
            return .unsupported("the TIFF page has \(bits) bits a sample, which is not read; save it as 8 or 16 bit")
        }
        if let problem = readModel(tags, samples, &page) { return problem }
        let extra = samples - page.layout.model.channels
        guard extra >= 0, samples <= 4 || (samples == 5 && page.layout.model.channels == 4) else {
            return .unsupported("the TIFF page has \(samples) channels, which is not read; save it as RGB")
        }
        // ExtraSamples: 1 premultiplied alpha, 2 alpha, 0 something unknown.
        let meaning = extra > 0 ? tags.integer(338) ?? 0 : 0
        if page.layout.model.channels < 4, meaning == 1 || meaning == 2 {
            page.layout.alpha = meaning == 1 ? .premultiplied : .straight
            page.layout.ignored = extra - 1
        } else {
            page.layout.ignored = extra
        }
        if page.isPlanar && bits < 8 && samples > 1 {
            return .unsupported("the TIFF page stores channels of \(bits) bits apart, which is not read")
        }
        // Samples of 16 bits come from the library in the machine's own order.
        page.layout.isBigEndian = 1.bigEndian == 1
        return nil
    }

    private func readModel(_ tags: TagDirectory, _ samples: Int, _ page: inout Page) -> PictureProblem? {
        switch tags.integer(262) ?? 0 {
        case 0: page.layout.model = .invertedGray
        case 1: page.layout.model = .gray
        case 2: page.layout.model = .rgb
        case 3:
            let size = 1 << page.layout.bits
            guard page.layout.bits <= 8, tags.count(320) >= 3 * size else {
                return .damaged("the palette of the TIFF page is missing or too short; copy the file again")
            }
            page.layout.model = .palette(palette(tags, size))
        case 5 where (tags.integer(332) ?? 1) == 1 && samples >= 4: page.layout.model = .cmyk(inverted: false)
        case 6 where samples == 3 && page.layout.bits == 8:
            page.layout.model = .rgb
            page.isLumaChroma = true
        case 8, 9, 10: return .unsupported("the TIFF page has Lab colors, which are not read; save it as RGB")
        case let other:
            return .unsupported("the TIFF page has colors of kind \(other), which is not read; save it as RGB")
        }
        return nil
    }

    private func palette(_ tags: TagDirectory, _ size: Int) -> [Color] {
        let levels = (0..<3 * size).map { tags.integer(320, $0) ?? 0 }
        // Some writers store 8 bits where 16 are asked for. Of the others some scale by 256, some by 257.
        let shift = levels.allSatisfy { $0 < 256 } ? 0 : 8
        return (0..<size).map { i in
            let channel = { (c: Int) in UInt8(truncatingIfNeeded: levels[c * size + i] >> shift) }
            return Color(red: channel(0), green: channel(1), blue: channel(2))
        }
    }
}
