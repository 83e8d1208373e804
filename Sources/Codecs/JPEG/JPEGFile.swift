import Imaging

/// A JPEG file (ITU-T T.81 with the JFIF, EXIF and Adobe segments): what stands before its first scan.
struct JPEGFile {
    /// Adobe's note on the colours: 0 none, 1 YCC, 2 YCCK.
    struct Frame {
        /// The marker's second byte, 0xC0…0xCF, which names the coding.
        let coding: Int
        let bits: Int
        let width: Int
        let height: Int
        let components: Int
        /// The least number of 8 × 8 blocks that the scans must hold.
        let blocks: Int
    }

    let file: ByteReader
    private(set) var header = PageHeader(width: 0, height: 0, kind: .gray)
    private(set) var frame: Frame?
    /// Whether Adobe's segment is there; inks are then stored inverted.
    private(set) var hasAdobe = false

    private var jfif: Resolution?
    private var exif: TagDirectory?
    private var hasProfile = false

    init(_ file: ByteReader) throws(PictureProblem) {
        self.file = file
        try readSegments()
        guard let frame else { throw .damaged("the JPEG has no frame header; copy the file again") }
        header = PageHeader(width: frame.width, height: frame.height, kind: frame.components == 1 ? .gray : .color)
        header.problem = problem(of: frame)
        if frame.components == 4 { header.notes = SampleLayout(model: .cmyk(inverted: hasAdobe), bits: 8).notes }
        if hasProfile {
            header.notes.append(PictureNote(.colorProfile, "the file's colour profile was not applied"))
        }
        header.setOrientation(exif?.orientation ?? 1)
        header.setResolution(resolution)
    }

    private mutating func readSegments() throws(PictureProblem) {
        var at = 2
        while let mark = file.u8(at), let marker = file.u8(at + 1) {
            if mark != 0xFF || marker == 0xFF {
                // Padding before a marker, or stray bytes, which the decoder will refuse.
                at += 1
                continue
            }
            if marker == 0xDA || marker == 0xD9 { return }
            if marker == 0x01 || marker == 0x00 || (0xD0...0xD8).contains(marker) {
                at += 2
                continue
            }
            guard let length = file.u16(at + 2), length >= 2, at + 2 + length <= file.count else {
                throw .damaged("the JPEG ends within its header, at byte \(at); copy the file again")
            }
            read(marker, at + 4..<at + 2 + length)
            at += 2 + length
        }
        throw .damaged("the JPEG ends before its pixels begin; copy the file again")
    }

    private mutating func read(_ marker: Int, _ body: Range<Int>) {
        let at = body.lowerBound
        switch marker {
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
            if frame == nil { frame = readFrame(marker, body) }
        case 0xE0 where file.has("JFIF\0", at: at) && body.count >= 12:
            jfif = readDensity(at)
        case 0xE1 where file.has("Exif\0\0", at: at):
            if exif == nil { exif = TagDirectory.exif(file.bytes[body]) }
        case 0xE2 where file.has("ICC_PROFILE\0", at: at):
            hasProfile = true
        case 0xEE where file.has("Adobe", at: at) && body.count >= 12:
            hasAdobe = true
        default: break
        }
    }

    private func readFrame(_ marker: Int, _ body: Range<Int>) -> Frame? {
        let at = body.lowerBound
        guard let bits = file.u8(at), let height = file.u16(at + 1), let width = file.u16(at + 3),
            let components = file.u8(at + 5), body.count >= 6 + 3 * components, components > 0
        else { return nil }
        var factors: [(across: Int, down: Int)] = []
        for i in 0..<components {
            let pair: Int = file.u8(at + 7 + 3 * i) ?? 0
            factors.append((max(1, pair >> 4), max(1, pair & 15)))
        }
        let most = factors.reduce((1, 1)) { (max($0.0, $1.across), max($0.1, $1.down)) }
        var blocks = 0
        for factor in factors {
            let across: Int = (width * factor.across + most.0 * 8 - 1) / (most.0 * 8)
            let down: Int = (height * factor.down + most.1 * 8 - 1) / (most.1 * 8)
            blocks += across * down
        }
        return Frame(
            coding: marker, bits: bits, width: width, height: height, components: components, blocks: blocks)
    }

    private func readDensity(_ at: Int) -> Resolution? {
        guard let unit = file.u8(at + 7), let across = file.u16(at + 8), let down = file.u16(at + 10) else {
            return nil
        }
        switch unit {
        case 1: return Resolution(across: Double(across), down: Double(down))
        case 2: return Resolution(perCentimetre: Double(across), Double(down))
        default: return nil
        }
    }

    /// JFIF's if it can be believed, else EXIF's.
    private var resolution: Resolution? {
        if let jfif, jfif.isBelievable { return jfif }
        return exif?.resolution ?? jfif
    }

    private func problem(of frame: Frame) -> PictureProblem? {
        let advice = "save it as an ordinary JPEG or as PNG"
        if ![0xC0, 0xC1, 0xC2, 0xC9, 0xCA].contains(frame.coding) {
            return .unsupported("this is a lossless or hierarchical JPEG, which is not read; \(advice)")
        }
        if frame.bits != 8 {
            return .unsupported("this JPEG has \(frame.bits) bits a sample, which is not read; \(advice)")
        }
        if ![1, 3, 4].contains(frame.components) {
            return .unsupported("this JPEG has \(frame.components) channels, which is not read; \(advice)")
        }
        // Huffman coding spends at least one bit on a block, so that less data cannot be whole; no memory is taken for it.
        if frame.coding < 0xC8, frame.blocks / 8 > file.count {
            return .damaged("the JPEG has \(file.count) bytes, too few for its size; copy the file again")
        }
        return nil
    }
}
