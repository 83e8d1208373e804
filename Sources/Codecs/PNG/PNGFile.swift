internal import CDeflate
import Imaging

/// A PNG file, read chunk by chunk as the specification (ISO/IEC 15948) has it.
struct PNGFile {
    /// One chunk's data within the file.
    private struct Chunk {
        let type: String
        let data: Range<Int>

        /// Whether a reader that does not know it may pass over it: its first letter is small.
        var isAncillary: Bool { type.utf8.first.map { (0x61...0x7A).contains($0) } ?? false }

        /// Whether pixels depend on it although it may be passed over; where the checksum is wrong a letter may be.
        var isTransparency: Bool { zip(type.utf8, "tRNS".utf8).count { $0 == $1 } >= 3 }
    }

    private(set) var file: ByteReader
    /// Where the packed pixels stand, piece by piece.
    private(set) var packed: [Range<Int>] = []
    /// The first whole chunk of each kind that says something about the page.
    private var first: [String: Range<Int>] = [:]
    private(set) var width = 0
    private(set) var height = 0
    private(set) var isInterlaced = false
    private(set) var header = PageHeader(width: 0, height: 0, kind: .gray)
    private(set) var layout = SampleLayout(model: .gray, bits: 8)

    init(_ file: ByteReader) throws(PictureProblem) {
        self.file = file
        try findChunks()
        try readHeader()
        guard header.problem == nil else { return }
        header.kind = layout.kind
        header.notes = layout.notes
        noteColors()
        if data("acTL") != nil {
            header.notes.append(PictureNote(.animated, "this is an animation; only its first picture was read"))
        }
        if let block = data("eXIf"), let exif = TagDirectory.exif(file.part(block)) {
            header.setOrientation(exif.orientation)
        }
        header.setResolution(resolution)
    }

    /// The data of the first chunk of that type; nil also where its checksum is wrong and it may be passed over.
    private func data(_ type: String) -> Range<Int>? {
        guard let data = first[type] else { return nil }
        let chunk = Chunk(type: type, data: data)
        return !chunk.isAncillary || chunk.isTransparency || hasRightSum(chunk) ? data : nil
    }

    private static let known: Set<String> = [
        "PLTE", "tRNS", "pHYs", "gAMA", "sRGB", "iCCP", "eXIf", "acTL",
    ]

    /// Hands on one chunk after the other, up to the end or the first that the file does not hold whole; whether the
    /// last was the one that ends a PNG, and its type.
    private func forEachChunk(
        _ take: (Chunk) throws(PictureProblem) -> Void
    ) throws(PictureProblem) -> (isWhole: Bool, last: String) {
        var (at, last) = (8, "")
        while let length = file.u32(at), let type = file.fourLetters(at + 4), length <= file.count - at - 12 {
            try take(Chunk(type: type, data: at + 8..<at + 8 + length))
            last = type
            if type == "IEND" { return (true, last) }
            at += 12 + length
        }
        return (false, last)
    }

    /// Notes where the chunks are that are needed; `checkChunks` tells whether all are right.
    private mutating func findChunks() throws(PictureProblem) {
        guard file.u32(8) == 13, file.fourLetters(12) == "IHDR", file.count >= 33 else {
            throw .damaged("the PNG has no whole header; copy the file again")
        }
        try checkSum(of: Chunk(type: "IHDR", data: 16..<29))
        var (packed, first): ([Range<Int>], [String: Range<Int>]) = ([], [:])
        _ = try forEachChunk { chunk in
            // Empty ones say nothing, and there can be as many as the file has room for.
            if chunk.type == "IDAT" && !chunk.data.isEmpty { packed.append(chunk.data) }
            if Self.known.contains(chunk.type) && first[chunk.type] == nil { first[chunk.type] = chunk.data }
        }
        (self.packed, self.first) = (packed, first)
    }

    private mutating func readHeader() throws(PictureProblem) {
        guard let width = file.u32(16), let height = file.u32(20), let bits = file.u8(24), let color = file.u8(25),
            let interlace = file.u8(28)
        else { throw .damaged("the PNG has no whole header; copy the file again") }
        self.width = width
        self.height = height
        isInterlaced = interlace == 1
        header = PageHeader(width: width, height: height, kind: .gray)
        let allowed: [Int: [Int]] = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]]
        guard allowed[color]?.contains(bits) == true, interlace <= 1, file.u8(26) == 0, file.u8(27) == 0 else {
            header.problem = .unsupported("the PNG header names a kind of samples that does not exist")
            return
        }
        layout.bits = bits
        switch color {
        case 2, 6: layout.model = .rgb
        case 3:
            guard let colors = paletteColors else {
                header.problem = .damaged("the PNG has a palette that is missing or broken; copy the file again")
                return
            }
            layout.model = .palette(colors)
        default: layout.model = .gray
        }
        if color >= 4 { layout.alpha = .straight }
        readTransparency(color)
    }

    private var paletteColors: [Color]? {
        guard let place = data("PLTE"), place.count % 3 == 0, (1...256).contains(place.count / 3) else { return nil }
        let levels = file.slice(place)
        return stride(from: 0, to: levels.count - 2, by: 3).map {
            Color(red: levels[$0], green: levels[$0 + 1], blue: levels[$0 + 2])
        }
    }

    private mutating func readTransparency(_ color: Int) {
        guard let place = data("tRNS") else { return }
        switch color {
        case 0 where place.count >= 2:
            layout.transparentKey = [file.u16(place.lowerBound) ?? 0]
        case 2 where place.count >= 6:
            layout.transparentKey = (0..<3).map { file.u16(place.lowerBound + 2 * $0) ?? 0 }
        case 3:
            layout.paletteAlpha = file.slice(place.lowerBound..<min(place.upperBound, place.lowerBound + 256))
        default: break
        }
    }

    private mutating func noteColors() {
        if data("iCCP") != nil {
            header.notes.append(PictureNote(.colorProfile, "the file's color profile was not applied"))
        } else if data("sRGB") == nil, let place = data("gAMA"), let gamma = file.u32(place.lowerBound),
            place.count == 4, !(45000...46000).contains(gamma)
        {
            // 1/2.2, about 45455, is what a picture without the chunk is taken for.
            header.notes.append(
                PictureNote(.colorProfile, "the file's gamma of \(Double(gamma) / 100_000) was not applied"))
        }
    }

    private var resolution: Resolution? {
        guard let place = data("pHYs"), place.count == 9, file.u8(place.lowerBound + 8) == 1,
            let across = file.u32(place.lowerBound), let down = file.u32(place.lowerBound + 4)
        else { return nil }
        return Resolution(perMeter: across, down)
    }

    /// Brings all bytes into memory.
    mutating func load() throws(PictureProblem) { file = try file.loaded() }

    /// Refuses a file that ends early, has a wrong checksum where pixels depend on it, or needs a chunk that is not
    /// known. Returns what else is wrong.
    func checkChunks() throws(PictureProblem) -> [PictureNote] {
        var wrong: [String] = []
        let (isWhole, last) = try forEachChunk { chunk throws(PictureProblem) in
            if !hasRightSum(chunk) {
                guard chunk.isAncillary, !chunk.isTransparency else { throw wrongSum(chunk) }
                if !wrong.contains(chunk.type), wrong.count < 3 { wrong.append(chunk.type) }
            }
            if !chunk.isAncillary && !["IHDR", "PLTE", "IDAT", "IEND"].contains(chunk.type) {
                throw .unsupported("the PNG needs the chunk '\(chunk.type)', which is not known; save it as plain PNG")
            }
        }
        guard isWhole else {
            throw .damaged("the PNG ends early: the chunk after '\(last)' is not whole; copy the file again")
        }
        if wrong.isEmpty { return [] }
        let names = wrong.map { "'\($0)'" }.joined(separator: ", ")
        return [PictureNote(.irregular, "the checksum of the PNG chunk \(names) is wrong; it was passed over")]
    }

    private func checkSum(of chunk: Chunk) throws(PictureProblem) {
        if !hasRightSum(chunk) { throw wrongSum(chunk) }
    }

    private func wrongSum(_ chunk: Chunk) -> PictureProblem {
        .damaged(
            "the checksum of the PNG chunk '\(chunk.type)' at byte \(chunk.data.lowerBound - 8) is wrong; "
                + "copy the file again")
    }

    /// The chunk lies within the file, with its type before its data and its checksum behind.
    private func hasRightSum(_ chunk: Chunk) -> Bool {
        let named = chunk.data.lowerBound - 4..<chunk.data.upperBound
        // Both ways the pointer is read for as many bytes as there are.
        let sum: UInt32 =
            file.isLoaded
            ? file.bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress! + named.lowerBound, named.count) }
            : file.slice(named).withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
        return file.u32(chunk.data.upperBound) == Int(sum)
    }
}
