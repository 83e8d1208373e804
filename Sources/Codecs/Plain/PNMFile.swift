import Imaging

/// A portable anymap, P1 to P6.
struct PNMFile {
    private var file: ByteReader
    private(set) var header: PageHeader
    private let format: Int
    private let maximum: Int
    private let width: Int
    private let height: Int
    /// Where the samples start.
    private let data: Int

    /// Whether the file starts with `P1` to `P6` and white space.
    static func isHeader(_ file: ByteReader) -> Bool {
        guard let p = file.u8(0), let digit = file.u8(1), let space = file.u8(2) else { return false }
        return p == 0x50 && (0x31...0x36).contains(digit) && (isSpace(space) || space == 0x23)
    }

    init(_ file: ByteReader) throws(PictureProblem) {
        self.file = file
        format = (file.u8(1) ?? 0) - 0x30
        var at = 2
        let isBitmap = format == 1 || format == 4
        guard let width = Self.number(file, &at), let height = Self.number(file, &at),
            let maximum = isBitmap ? 1 : Self.number(file, &at)
        else { throw .damaged("the PNM has no whole header; copy the file again") }
        (self.width, self.height, self.maximum) = (width, height, maximum)
        // Exactly one white space stands between the header and samples that are bytes.
        data = at + 1
        header = PageHeader(
            width: width, height: height, kind: isBitmap ? .bilevel : format == 3 || format == 6 ? .color : .gray)
        if !(1...65535).contains(maximum) {
            header.problem = .unsupported("the PNM's largest sample is \(maximum), outside 1 to 65535")
        }
        header.setResolution(nil)
    }

    private static func isSpace(_ byte: Int) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// The next number behind white space and comments, too large ones as the largest; nil if there is none.
    private static func number(_ file: ByteReader, _ at: inout Int) -> Int? {
        while let byte = file.u8(at) {
            if byte == 0x23 {
                while let next = file.u8(at), next != 0x0A { at += 1 }
            } else if isSpace(byte) {
                at += 1
            } else {
                break
            }
        }
        var value = 0
        let start = at
        while let byte = file.u8(at), (0x30...0x39).contains(byte) {
            value = value.times(10).plus(byte - 0x30)
            at += 1
        }
        return at > start ? value : nil
    }
}

extension PNMFile {
    /// The pixels. The header must have passed the limits.
    mutating func decode() throws(PictureProblem) -> Raster {
        file = try file.loaded()
        let channels = header.kind.channels
        var raster = Raster(uninitialized: header.kind, width: width, height: height)
        let samples = try format <= 3 ? written(width * height * channels) : stored(channels)
        raster.withMutablePlane { plane in
            for i in 0..<samples.count {
                // Red comes first in the file, blue in a raster.
                let at = channels == 3 ? i - i % 3 + 2 - i % 3 : i
                plane.base[at] = samples[i]
            }
        }
        return raster
    }

    /// 0…`maximum` to 0…255.
    private func level(_ sample: Int) -> UInt8 {
        UInt8((min(sample, maximum) * 255 + maximum / 2) / maximum)
    }

    /// Samples written as digits.
    private func written(_ count: Int) throws(PictureProblem) -> [UInt8] {
        // A sample takes at least one digit, so that less data cannot be whole; no memory is taken for it.
        guard count <= file.count else { throw early }
        var out: [UInt8] = []
        out.reserveCapacity(count)
        var at = data - 1
        for _ in 0..<count {
            if format == 1 {
                while let byte = file.u8(at), byte != 0x30, byte != 0x31 { at += 1 }
                guard let digit = file.u8(at) else { throw early }
                at += 1
                out.append(digit == 0x31 ? 0 : 255)
            } else {
                guard let sample = Self.number(file, &at) else { throw early }
                out.append(level(sample))
            }
        }
        return out
    }

    /// Samples stored as bits, bytes or pairs of bytes.
    private func stored(_ channels: Int) throws(PictureProblem) -> [UInt8] {
        let isWide = maximum > 255
        let rowBytes = format == 4 ? (width + 7) / 8 : width * channels * (isWide ? 2 : 1)
        guard rowBytes * height <= file.count - data else { throw early }
        var out: [UInt8] = []
        out.reserveCapacity(width * height * channels)
        for y in 0..<height {
            let row = data + y * rowBytes
            for x in 0..<width * channels {
                if format == 4 {
                    out.append(file.bytes[row + x / 8] >> UInt8(7 - x % 8) & 1 == 1 ? 0 : 255)
                } else if isWide {
                    out.append(level(Int(file.bytes[row + 2 * x]) << 8 | Int(file.bytes[row + 2 * x + 1])))
                } else {
                    out.append(level(Int(file.bytes[row + x])))
                }
            }
        }
        return out
    }

    private var early: PictureProblem { .damaged("the samples of the PNM end early; copy the file again") }
}
