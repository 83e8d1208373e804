import Imaging

/// A Windows bitmap: plain, with bit masks, or run-length packed, of 1 to 32 bits a pixel.
struct BMPFile {
    private(set) var file: ByteReader
    private(set) var header = PageHeader(width: 0, height: 0, kind: .color)
    let width: Int
    let height: Int
    let bits: Int
    let packing: Int
    let isTopDown: Bool
    let pixels: Int
    private(set) var palette: [Color] = []
    /// Red, green, blue, alpha.
    private(set) var masks: [UInt32] = []

    /// Whether the file starts with `BM` and a header of a size that exists.
    static func isHeader(_ bytes: ByteReader) -> Bool {
        var file = bytes
        file.isBigEndian = false
        guard file.has("BM", at: 0), let size = file.u32(14) else { return false }
        return [12, 40, 52, 56, 64, 108, 124].contains(size)
    }

    init(_ bytes: ByteReader) throws(PictureProblem) {
        var little = bytes
        little.isBigEndian = false
        file = little
        let size = file.u32(14) ?? 0
        let isOld = size == 12
        guard let pixels = file.u32(10), let width = isOld ? file.u16(18) : file.i32(18),
            let height = isOld ? file.u16(20) : file.i32(22), let bits = file.u16(isOld ? 24 : 28),
            let packing = isOld ? 0 : file.u32(30)
        else { throw .damaged("the BMP has no whole header; copy the file again") }
        (self.width, self.height, self.bits) = (width, abs(height), bits)
        (self.packing, self.pixels) = (packing, pixels)
        isTopDown = height < 0
        header = PageHeader(width: width, height: abs(height), kind: .color)
        readPalette(at: 14 + size, entryBytes: isOld ? 3 : 4)
        readMasks(headerSize: size)
        header.problem = problem
        header.kind = layout?.kind ?? .color
        header.notes = layout?.notes ?? []
        header.setResolution(resolution)
    }

    private mutating func readPalette(at start: Int, entryBytes: Int) {
        guard bits <= 8 else { return }
        let named: Int = entryBytes == 4 ? file.u32(46) ?? 0 : 0
        let most = 1 << bits
        for i in 0..<(named > 0 ? min(named, most) : most) {
            let at = start + i * entryBytes
            guard at + 3 <= min(pixels, file.count) else { break }
            let entry = file.slice(at..<at + 3)
            guard entry.count == 3 else { break }
            palette.append(Color(red: entry[2], green: entry[1], blue: entry[0]))
        }
    }

    private mutating func readMasks(headerSize: Int) {
        guard bits == 16 || bits == 32 else { return }
        if packing == 3 || packing == 6 {
            let count = headerSize >= 56 || packing == 6 ? 4 : 3
            masks = (0..<count).map { UInt32(file.u32(54 + 4 * $0) ?? 0) }
        } else {
            masks = bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF]
        }
        if masks.count == 3 { masks.append(0) }
    }

    private var problem: PictureProblem? {
        let isKnown: Bool =
            switch packing {
            case 0: [1, 2, 4, 8, 16, 24, 32].contains(bits)
            case 1: bits == 8
            case 2: bits == 4
            case 3, 6: bits == 16 || bits == 32
            default: false
            }
        guard isKnown else {
            return .unsupported("the BMP has \(bits) bits a pixel in packing \(packing), which is not read")
        }
        if bits <= 8 && palette.isEmpty { return .damaged("the BMP has no palette; copy the file again") }
        return nil
    }

    private var resolution: Resolution? {
        guard file.u32(14) ?? 12 > 12, let across = file.i32(38), let down = file.i32(42), across > 0, down > 0 else {
            return nil
        }
        return Resolution(perMeter: across, down)
    }

    /// How rows are stored, or, where masks say it, how they are handed on.
    var layout: SampleLayout? {
        switch bits {
        case 1, 2, 4, 8: SampleLayout(model: .palette(palette), bits: isPacked ? 8 : bits)
        case 24: SampleLayout(model: .bgr, bits: 8)
        case 16, 32: SampleLayout(model: .bgr, bits: 8, alpha: masks[3] == 0 ? .none : .straight)
        default: nil
        }
    }

    /// Whether runs of equal indexes are packed.
    var isPacked: Bool { packing == 1 || packing == 2 }
}

extension BMPFile {
    /// The pixels from the top row down. The header must have passed the limits.
    mutating func decode() throws(PictureProblem) -> Raster {
        file = try file.loaded()
        guard let layout else { throw .unsupported("the BMP has \(bits) bits a pixel, which is not read") }
        if isPacked { return try place(unpacked(), stride: width, layout) }
        let stride = (width * bits + 31) / 32 * 4
        guard pixels >= 14, pixels <= file.count, stride * height <= file.count - pixels else {
            throw .damaged("the pixels of the BMP end early; copy the file again")
        }
        let rows = file.bytes[pixels..<pixels + stride * height]
        guard bits == 16 || bits == 32 else { return try place(Array(rows), stride: stride, layout) }
        return try place(unmasked(Array(rows), stride), stride: width * layout.channels, layout)
    }

    private func place(_ rows: [UInt8], stride: Int, _ layout: SampleLayout) throws(PictureProblem) -> Raster {
        var raster = Raster(uninitialized: layout.kind, width: width, height: height)
        var converter = RowConverter(layout, width: width)
        raster.withMutablePlane { plane in
            // `rows` holds `height` rows of `stride` bytes, no less than the layout needs.
            rows.withUnsafeBufferPointer { rows in
                for y in 0..<height {
                    converter.convert(rows.baseAddress! + (isTopDown ? y : height - 1 - y) * stride, to: plane.row(y))
                }
            }
        }
        return raster
    }

    /// Samples of 8 bits, blue first, from pixels of 16 or 32 bits.
    private func unmasked(_ rows: [UInt8], _ stride: Int) -> [UInt8] {
        let channels = masks[3] == 0 ? 3 : 4
        let order = [masks[2], masks[1], masks[0], masks[3]].prefix(channels)
        let places = order.map { (mask: $0, shift: UInt32($0.trailingZeroBitCount & 31), most: UInt64($0)) }
        var out: [UInt8] = []
        out.reserveCapacity(width * height * channels)
        for y in 0..<height {
            for x in 0..<width {
                let at = y * stride + x * bits / 8
                var pixel = UInt32(rows[at]) | UInt32(rows[at + 1]) << 8
                if bits == 32 { pixel |= UInt32(rows[at + 2]) << 16 | UInt32(rows[at + 3]) << 24 }
                for place in places {
                    let most = place.most >> UInt64(place.shift)
                    let value = UInt64(pixel & place.mask) >> UInt64(place.shift)
                    out.append(most == 0 ? 0 : UInt8((value * 255 + most / 2) / most))
                }
            }
        }
        return out
    }

    /// Indexes of 8 bits, bottom row first, from runs of 8 or 4 bits.
    private func unpacked() throws(PictureProblem) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: width * height)
        var (x, y, at) = (0, 0, pixels)
        func set(_ index: Int) {
            if x < width && y < height { out[y * width + x] = UInt8(index) }
            x += 1
        }
        while let count = file.u8(at), let value = file.u8(at + 1) {
            at += 2
            switch (count, value) {
            case (0, 0): (x, y) = (0, y + 1)
            case (0, 1): return out
            case (0, 2):
                guard let right = file.u8(at), let up = file.u8(at + 1) else { break }
                (x, y, at) = (x + right, y + up, at + 2)
            case (0, _):
                for i in 0..<value {
                    guard let byte = file.u8(at + (bits == 8 ? i : i / 2)) else { break }
                    set(bits == 8 ? byte : i % 2 == 0 ? byte >> 4 : byte & 15)
                }
                let bytes = bits == 8 ? value : (value + 1) / 2
                at += bytes + bytes % 2
            default:
                for i in 0..<count { set(bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15) }
            }
        }
        throw .damaged("the packed pixels of the BMP end early; copy the file again")
    }
}
