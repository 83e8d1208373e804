internal import CDeflate
import Imaging

extension PNGFile {
    /// One of the pictures of an interlaced file: where it starts and how far its pixels are apart.
    private struct Pass {
        let x: Int
        let y: Int
        let stepX: Int
        let stepY: Int
        let width: Int
        let height: Int

        init(_ x: Int, _ y: Int, _ stepX: Int, _ stepY: Int, of width: Int, _ height: Int) {
            (self.x, self.y, self.stepX, self.stepY) = (x, y, stepX, stepY)
            self.width = width > x ? (width - x + stepX - 1) / stepX : 0
            self.height = self.width > 0 && height > y ? (height - y + stepY - 1) / stepY : 0
        }
    }

    private var passes: [Pass] {
        guard isInterlaced else { return [Pass(0, 0, 1, 1, of: width, height)] }
        let adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        return adam7.map { Pass($0.0, $0.1, $0.2, $0.3, of: width, height) }.filter { $0.height > 0 }
    }

    /// The pixels as stored, not yet turned. The header must have passed the limits.
    mutating func decode() throws(PictureProblem) -> StoredPage {
        try load()
        let notes = try checkChunks()
        let passes = passes
        let size = passes.reduce(0) { $0 + $1.height * (1 + layout.rowBytes($1.width)) }
        var rows = try inflate(size)
        var raster = Raster(uninitialized: layout.kind, width: width, height: height)
        var at = 0
        for pass in passes {
            let bytes = pass.height * (1 + layout.rowBytes(pass.width))
            try unfilter(&rows, at: at, pass)
            rows.withUnsafeBufferPointer { stored in place(stored.baseAddress! + at, pass, into: &raster) }
            at += bytes
        }
        return StoredPage(raster, notes: notes)
    }

    /// The filtered rows, exactly `size` bytes.
    private func inflate(_ size: Int) throws(PictureProblem) -> [UInt8] {
        let parts = self.packed
        let packed = parts.reduce(0) { $0 + $1.count }
        // Deflate packs 1032 bytes into one at best, so that less data cannot be whole; no memory is taken for it.
        guard packed > 6, size / 1032 <= packed else {
            throw .damaged("the PNG has \(packed) bytes of pixels, too few for its size; copy the file again")
        }
        var joined: [UInt8] = []
        if parts.count > 1 {
            joined.reserveCapacity(packed)
            for part in parts { joined += file.bytes[part] }
        }
        let isOne = parts.count == 1
        guard let decompressor = libdeflate_alloc_decompressor() else {
            throw .damaged("there is no memory to unpack the page")
        }
        defer { libdeflate_free_decompressor(decompressor) }
        var result = LIBDEFLATE_SUCCESS
        // Both calls get the exact sizes; asking for no "actual size" makes any other size of the rows an error.
        let rows = [UInt8](unsafeUninitializedCapacity: size) { rows, filled in
            result = (isOne ? file.bytes : joined).withUnsafeBytes { source in
                libdeflate_zlib_decompress(
                    decompressor, source.baseAddress! + (isOne ? parts[0].lowerBound : 0), packed,
                    rows.baseAddress, size, nil)
            }
            filled = result == LIBDEFLATE_SUCCESS ? size : 0
        }
        guard result == LIBDEFLATE_SUCCESS else {
            let what = result == LIBDEFLATE_SHORT_OUTPUT ? "end early" : "are damaged"
            throw .damaged("the packed pixels of the PNG \(what); copy the file again")
        }
        return rows
    }

    private func unfilter(_ rows: inout [UInt8], at start: Int, _ pass: Pass) throws(PictureProblem) {
        let rowBytes = layout.rowBytes(pass.width)
        let distance = max(1, layout.channels * layout.bits / 8)
        // `rows` holds `pass.height` rows of one filter byte and `rowBytes` bytes from `start` on.
        let wrong: Int? = rows.withUnsafeMutableBufferPointer { buffer in
            let zeros = [UInt8](repeating: 0, count: rowBytes)
            return zeros.withUnsafeBufferPointer { zeros in
                var above = zeros.baseAddress!
                for y in 0..<pass.height {
                    let row = buffer.baseAddress! + start + y * (rowBytes + 1)
                    guard PNGFilter.undo(row[0], row + 1, above, rowBytes, distance) else { return y }
                    above = UnsafePointer(row + 1)
                }
                return nil
            }
        }
        if let wrong { throw .damaged("row \(wrong) of the PNG has a filter that does not exist; copy the file again") }
    }

    private func place(_ stored: UnsafePointer<UInt8>, _ pass: Pass, into raster: inout Raster) {
        var converter = RowConverter(layout, width: pass.width)
        let rowBytes = layout.rowBytes(pass.width)
        raster.withMutablePlane { plane in
            let channels = plane.channels
            var spread = [UInt8](repeating: 0, count: isInterlaced ? pass.width * channels : 0)
            for y in 0..<pass.height {
                let from = stored + y * (rowBytes + 1) + 1
                let row = plane.row(pass.y + y * pass.stepY)
                guard isInterlaced else {
                    converter.convert(from, to: row)
                    continue
                }
                // A pass's row has `pass.width` pixels, and their places lie within the raster's row.
                spread.withUnsafeMutableBufferPointer { pixels in
                    converter.convert(from, to: pixels.baseAddress!)
                    for x in 0..<pass.width {
                        let to = row + (pass.x + x * pass.stepX) * channels
                        for channel in 0..<channels { to[channel] = pixels[x * channels + channel] }
                    }
                }
            }
        }
    }
}
