import Imaging

/// A GIF file (87a, 89a): its first picture, laid on the page.
struct GIFFile {
    let file: ByteReader
    private(set) var header = PageHeader(width: 0, height: 0, kind: .color)
    private var width = 0
    private var height = 0
    /// The first picture's place on the page.
    private var frame = (x: 0, y: 0, width: 0, height: 0)
    private var isInterlaced = false
    private var palette: [Color] = []
    private var transparentIndex: Int?
    /// Where the packed pixels start.
    private var data = 0

    init(_ bytes: ByteReader) throws(PictureProblem) {
        // Its parts have no lengths, so that all of it has to be gone through.
        var little = try bytes.loaded()
        little.isBigEndian = false
        file = little
        guard let width = file.u16(6), let height = file.u16(8), let flags = file.u8(10), file.count >= 13 else {
            throw .damaged("the GIF has no whole header; copy the file again")
        }
        var at = 13
        if flags & 0x80 != 0 {
            palette = try colors(at, 2 << (flags & 7))
            at += 3 * palette.count
        }
        let end = try findPicture(at)
        (self.width, self.height) = (width, height)
        header = PageHeader(width: width, height: height, kind: .color)
        if transparentIndex != nil || coversPart {
            header.notes.append(PictureNote(.transparent, "transparent pixels were laid on white"))
        }
        if hasPicture(from: end) {
            header.notes.append(PictureNote(.animated, "this is an animation; only its first picture was read"))
        }
        header.setResolution(nil)
    }

    private var coversPart: Bool {
        frame.x > 0 || frame.y > 0 || frame.x + frame.width < width || frame.y + frame.height < height
    }

    private func colors(_ at: Int, _ count: Int) throws(PictureProblem) -> [Color] {
        guard at + 3 * count <= file.count else {
            throw .damaged("the palette of the GIF is not whole; copy the file again")
        }
        return (0..<count).map { i in
            Color(red: file.bytes[at + 3 * i], green: file.bytes[at + 3 * i + 1], blue: file.bytes[at + 3 * i + 2])
        }
    }

    /// Reads up to the first picture; the place behind it.
    private mutating func findPicture(_ start: Int) throws(PictureProblem) -> Int {
        var at = start
        while let mark = file.u8(at) {
            if mark == 0x21, let label = file.u8(at + 1) {
                if label == 0xF9, let flags = file.u8(at + 3), flags & 1 == 1 { transparentIndex = file.u8(at + 6) }
                guard let next = skipBlocks(at + 2) else { break }
                at = next
                continue
            }
            guard mark == 0x2C, let x = file.u16(at + 1), let y = file.u16(at + 3), let width = file.u16(at + 5),
                let height = file.u16(at + 7), let flags = file.u8(at + 9)
            else { break }
            frame = (x, y, width, height)
            isInterlaced = flags & 0x40 != 0
            data = at + 10
            if flags & 0x80 != 0 {
                palette = try colors(data, 2 << (flags & 7))
                data += 3 * palette.count
            }
            guard let end = skipBlocks(data + 1) else { throw .damaged("the GIF ends early; copy the file again") }
            return end
        }
        throw .damaged("the GIF has no whole picture; copy the file again")
    }

    /// The place behind a row of data blocks.
    private func skipBlocks(_ start: Int) -> Int? {
        var at = start
        while let length = file.u8(at) {
            at += 1 + length
            if length == 0 { return at }
        }
        return nil
    }

    private func hasPicture(from start: Int) -> Bool {
        var at = start
        while let mark = file.u8(at) {
            if mark == 0x2C { return true }
            guard mark == 0x21, let next = skipBlocks(at + 2) else { return false }
            at = next
        }
        return false
    }
}

extension GIFFile {
    /// The page with its first picture. The header must have passed the limits.
    func decode() throws(PictureProblem) -> Raster {
        guard !palette.isEmpty else { throw .damaged("the GIF has no palette; copy the file again") }
        guard frame.x + frame.width <= width, frame.y + frame.height <= height, frame.width > 0, frame.height > 0 else {
            throw .damaged("the picture of the GIF does not fit its page; copy the file again")
        }
        let indexes = try unpacked()
        var layout = SampleLayout(model: .palette(palette), bits: 8)
        if let transparentIndex {
            layout.paletteAlpha = (0...transparentIndex).map { $0 == transparentIndex ? 0 : 255 }
        }
        var raster = Raster(layout.kind, width: width, height: height, filledWith: 255)
        var converter = RowConverter(layout, width: frame.width)
        raster.withMutablePlane { plane in
            indexes.withUnsafeBufferPointer { indexes in
                for (i, y) in rowOrder.enumerated() {
                    let row = plane.row(frame.y + y) + frame.x * plane.channels
                    converter.convert(indexes.baseAddress! + i * frame.width, to: row)
                }
            }
        }
        return raster
    }

    /// Where the stored rows belong.
    private var rowOrder: [Int] {
        guard isInterlaced else { return Array(0..<frame.height) }
        return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0.0, to: frame.height, by: $0.1)) }
    }

    /// The indexes of all pixels, packed as LZW with codes of growing length.
    private func unpacked() throws(PictureProblem) -> [UInt8] {
        let count = frame.width * frame.height
        var codes = GIFCodes(file: file, at: data + 1)
        var dictionary = try LZWDictionary(literalBits: file.u8(data) ?? 0)
        // LZW packs at most 4096 pixels into 12 bits, so that less data cannot be whole; no memory is taken for it.
        guard count / 4096 <= file.count else { throw .damaged("the pixels of the GIF end early; copy the file again") }
        var fault: String?
        let out = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            while filled < count {
                guard let code = codes.next(bits: dictionary.codeBits), code != dictionary.end else {
                    fault = "end early"
                    return
                }
                guard dictionary.append(code, to: out, &filled) else {
                    fault = "are damaged"
                    return
                }
            }
        }
        if let fault { throw .damaged("the packed pixels of the GIF \(fault); copy the file again") }
        return out
    }
}

/// Codes of some bits each, lowest bit first, from blocks of at most 255 bytes.
private struct GIFCodes {
    let file: ByteReader
    var at: Int
    var left = 0
    var bits: UInt32 = 0
    var bitCount = 0

    init(file: ByteReader, at: Int) {
        self.file = file
        self.at = at
    }

    mutating func next(bits wanted: Int) -> Int? {
        while bitCount < wanted {
            if left == 0 {
                guard let length = file.u8(at), length > 0 else { return nil }
                left = length
                at += 1
            }
            guard let byte = file.u8(at) else { return nil }
            bits |= UInt32(byte) << UInt32(bitCount)
            bitCount += 8
            at += 1
            left -= 1
        }
        defer {
            bits >>= UInt32(wanted)
            bitCount -= wanted
        }
        return Int(bits & ((1 << UInt32(wanted)) - 1))
    }
}

/// The strings that codes stand for: each is an earlier one and one more index.
private struct LZWDictionary {
    private let clear: Int
    let end: Int
    private let literalBits: Int
    private(set) var codeBits: Int
    /// Where in the output each code's string stands, and how long it is: strings are never stored twice.
    private var strings: [(start: Int, count: Int)] = []
    private var previous: (start: Int, count: Int)?

    init(literalBits: Int) throws(PictureProblem) {
        guard (1...8).contains(literalBits) else {
            throw .damaged("the packed pixels of the GIF are damaged; copy the file again")
        }
        self.literalBits = literalBits
        clear = 1 << literalBits
        end = clear + 1
        codeBits = literalBits + 1
    }

    /// Writes what `code` stands for behind the `filled` indexes of `out`, as far as there is room; false if it cannot
    /// stand here.
    mutating func append(_ code: Int, to out: UnsafeMutableBufferPointer<UInt8>, _ filled: inout Int) -> Bool {
        if code == clear {
            strings.removeAll(keepingCapacity: true)
            codeBits = literalBits + 1
            previous = nil
            return true
        }
        let start = filled
        if code < clear {
            out[start] = UInt8(code)
            filled += 1
        } else {
            // The newest string is the previous one and its own first index, which stands right behind it.
            let number = code - end - 1
            guard number < strings.count || previous != nil && number == strings.count else { return false }
            let source = number < strings.count ? strings[number] : previous.map { ($0.start, $0.count + 1) } ?? (0, 0)
            // Every string stands in the output before `start`, except for that one index, so both ranges are within it.
            let count = min(source.1, out.count - start)
            let (from, to) = (out.baseAddress! + source.0, out.baseAddress! + start)
            for i in 0..<count { to[i] = from[i] }
            filled += count
        }
        if let previous, end + 1 + strings.count < 4096 {
            // The string before and the first index of this one stand side by side in the output.
            strings.append((previous.start, previous.count + 1))
            if end + 1 + strings.count == 1 << codeBits && codeBits < 12 { codeBits += 1 }
        }
        previous = (start, filled - start)
        return true
    }
}
