import Imaging

/// A JPEG file (ITU-T T.81 with the JFIF, EXIF and Adobe segments): what stands before its first scan.
struct JPEGFile {
    /// What the frame header says.
    struct Frame {
        /// The marker's second byte, 0xC0…0xCF, which names the coding.
        let coding: Int
        let bits: Int
        let width: Int
        let height: Int
        let components: Int
        /// The least number of 8 × 8 blocks that the scans must hold.
        let blocks: Int

        /// Whether each scan holds all there is of its components.
        var isSequential: Bool { coding == 0xC0 || coding == 0xC1 || coding == 0xC9 }
    }

    private(set) var file: ByteReader
    private(set) var header = PageHeader(width: 0, height: 0, kind: .gray)
    private(set) var frame: Frame?
    /// Whether Adobe's segment is there; inks are then stored inverted.
    private(set) var hasAdobe = false
    /// What breaks the rules before the first scan without touching pixels.
    private(set) var faults = JPEGFaults()

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
            header.notes.append(PictureNote(.colorProfile, "the file's color profile was not applied"))
        }
        header.notes += faults.notes
        header.setOrientation(exif?.orientation ?? 1)
        header.setResolution(resolution)
    }

    /// Brings all bytes into memory.
    mutating func load() throws(PictureProblem) { file = try file.loaded() }

    private mutating func readSegments() throws(PictureProblem) {
        var at = 2
        while let next = file.index(of: 0xFF, from: at) {
            if next > at { faults.strays.append(at..<next) }
            // Any number of 0xFF may stand before a marker.
            guard let end = endOfFill(next), let marker = file.u8(end) else { break }
            at = end + 1
            if marker == 0xD9 { break }
            if marker == 0x01 || marker == 0x00 || (0xD0...0xD8).contains(marker) { continue }
            guard let length = file.u16(at), length >= 2, length <= file.count - at else {
                throw .damaged("the JPEG ends within its header, at byte \(next); copy the file again")
            }
            read(marker, at + 2..<at + length)
            if marker == 0xDA { return }
            at += length
        }
        throw .damaged("the JPEG ends before its pixels begin; copy the file again")
    }

    /// The place of the first byte that is not 0xFF.
    private func endOfFill(_ start: Int) -> Int? {
        var at = start
        while let byte = file.u8(at) {
            if byte != 0xFF { return at }
            at += 1
        }
        return nil
    }

    private mutating func read(_ marker: Int, _ body: Range<Int>) {
        let at = body.lowerBound
        switch marker {
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
            if frame == nil { frame = readFrame(marker, body) }
        case 0xDA:
            // Only progressive coding has a choice here; what others say is not looked at by any reader.
            let choice = at + 1 + 2 * (file.u8(at) ?? 0)
            if frame?.isSequential == true, choice + 3 <= body.upperBound,
                file.slice(choice..<choice + 3) != [0, 63, 0]
            {
                faults.patch(.scanParameters, choice, [0, 63, 0])
            }
        case 0xE0 where file.has("JFIF\0", at: at) && body.count >= 12:
            jfif = readDensity(at)
            if body.count >= 14, file.u8(at + 5) != 1 { faults.patch(.version, at + 5, [1]) }
        case 0xE1 where file.has("Exif\0\0", at: at):
            if exif == nil { exif = TagDirectory.exif(file.part(body)) }
        case 0xE2 where file.has("ICC_PROFILE\0", at: at):
            hasProfile = true
        case 0xEE where file.has("Adobe", at: at) && body.count >= 12:
            hasAdobe = true
            // 0 none, 1 YCC, 2 YCCK; a reader that meets another takes it for the usual one.
            if let transform = file.u8(at + 11), transform > 2 { faults.adobeTransform = at + 11 }
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
        case 2: return Resolution(perCentimeter: Double(across), Double(down))
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
