internal import CDeflate
import Imaging

/// A PNG file, read chunk by chunk as the specification (ISO/IEC 15948) has it.
struct PNGFile {
    /// One chunk's data within the file.
    struct Chunk {
        let type: String
        let data: Range<Int>
    }

    let file: ByteReader
    private(set) var chunks: [Chunk] = []
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
        if chunks.contains(where: { $0.type == "acTL" }) {
            header.notes.append(PictureNote(.animated, "this is an animation; only its first picture was read"))
        }
        if let block = data("eXIf"), let exif = TagDirectory.exif(file.bytes[block]) {
            header.setOrientation(exif.orientation)
        }
        header.setResolution(resolution)
    }

    /// The data of the first chunk of that type.
    func data(_ type: String) -> Range<Int>? { chunks.first { $0.type == type }?.data }

    /// Lists the chunks up to the first that the file does not hold whole; `checkChunks` tells whether that is the end.
    private mutating func findChunks() throws(PictureProblem) {
        var at = 8
        while let length = file.u32(at), let type = file.fourLetters(at + 4) {
            guard length <= file.count - at - 12 else { break }
            chunks.append(Chunk(type: type, data: at + 8..<at + 8 + length))
            if type == "IEND" { break }
            at += 12 + length
        }
        guard let first = chunks.first, first.type == "IHDR", first.data.count == 13 else {
            throw .damaged("the PNG has no whole header; copy the file again")
        }
        try checkSum(of: first)
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
        return stride(from: place.lowerBound, to: place.upperBound, by: 3).map {
            Color(red: file.bytes[$0], green: file.bytes[$0 + 1], blue: file.bytes[$0 + 2])
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
            layout.paletteAlpha = Array(file.bytes[place].prefix(256))
        default: break
        }
    }

    private mutating func noteColors() {
        if data("iCCP") != nil {
            header.notes.append(PictureNote(.colorProfile, "the file's colour profile was not applied"))
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
        return Resolution(perMetre: across, down)
    }

    /// Refuses a file that ends early, has a wrong checksum, or needs a chunk that is not known.
    func checkChunks() throws(PictureProblem) {
        guard let last = chunks.last, last.type == "IEND" else {
            throw .damaged(
                "the PNG ends early: the chunk after '\(chunks.last?.type ?? "")' is not whole; copy the file again")
        }
        for chunk in chunks {
            try checkSum(of: chunk)
            let isCritical = chunk.type.utf8.first.map { $0 & 0x20 == 0 } ?? true
            if isCritical && !["IHDR", "PLTE", "IDAT", "IEND"].contains(chunk.type) {
                throw .unsupported("the PNG needs the chunk '\(chunk.type)', which is not known; save it as plain PNG")
            }
        }
    }

    private func checkSum(of chunk: Chunk) throws(PictureProblem) {
        // The range lies within the file: `findChunks` keeps only whole chunks, each with its type before the data.
        let sum = file.bytes.withUnsafeBytes { bytes in
            libdeflate_crc32(0, bytes.baseAddress! + chunk.data.lowerBound - 4, chunk.data.count + 4)
        }
        guard file.u32(chunk.data.upperBound) == Int(sum) else {
            throw .damaged(
                "the checksum of the PNG chunk '\(chunk.type)' at byte \(chunk.data.lowerBound - 8) is wrong; "
                    + "copy the file again")
        }
    }
}
