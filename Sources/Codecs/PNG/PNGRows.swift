internal import CDeflate
import Imaging

/// The rows of a page, filtered and packed for a PNG.
struct PNGRows {
    /// Bits of a sample.
    let bits: UInt8

    private let plane: Plane
    /// Bytes of a filtered row, with the filter's number.
    private let rowBytes: Int
    private let rowsPerBlock: Int

    init(_ plane: Plane, isBilevel: Bool) {
        self.plane = plane
        bits = isBilevel ? 1 : 8
        rowBytes = 1 + (isBilevel ? (plane.width + 7) / 8 : plane.rowCount)
        rowsPerBlock = max(1, RowDeflater.blockBytes / rowBytes)
    }

    /// The most bytes that `deflate` writes.
    var bound: Int {
        let bytes = rowBytes * plane.height
        if bits == 1 { return libdeflate_zlib_compress_bound(nil, bytes) }
        return RowDeflater.bound(bytes, blocks: plane.height / rowsPerBlock + 1)
    }

    /// Writes the zlib stream and returns its length.
    func deflate(to out: UnsafeMutableRawPointer) -> Int {
        bits == 1 ? deflateBits(to: out) : deflateBytes(to: out)
    }

    private func deflateBytes(to out: UnsafeMutableRawPointer) -> Int {
        let filter = RowFilter.best(for: plane)
        var deflater = RowDeflater(out)
        // One block of filtered rows, the room that the deflater may read behind them, and one row more.
        let blockBytes = rowsPerBlock * rowBytes + 64
        return withUnsafeTemporaryAllocation(byteCount: blockBytes + rowBytes, alignment: 64) { block in
            let scratch = block.baseAddress! + blockBytes
            var y = 0
            while y < plane.height {
                let end = min(plane.height, y + rowsPerBlock)
                for i in y..<end {
                    let row = block.baseAddress! + (i - y) * rowBytes
                    row.storeBytes(of: filter.rawValue, as: UInt8.self)
                    if plane.channels == 3 {
                        filter.apply(plane, i, to: scratch)
                        ChannelOrder.swapOuter(scratch, to: row + 1, plane.width)
                    } else {
                        filter.apply(plane, i, to: row + 1)
                    }
                }
                deflater.add(block.baseAddress!, (end - y) * rowBytes, isLast: end == plane.height)
                y = end
            }
            return deflater.count
        }
    }

    /// Bits are few, and text in bits repeats: here a general compressor pays.
    private func deflateBits(to out: UnsafeMutableRawPointer) -> Int {
        guard let compressor = libdeflate_alloc_compressor(4) else {
            preconditionFailure("no memory for a compressor")
        }
        defer { libdeflate_free_compressor(compressor) }
        let packed = packedBits
        return packed.withUnsafeBytes {
            libdeflate_zlib_compress(compressor, $0.baseAddress, $0.count, out, bound)
        }
    }

    /// All rows at one bit a pixel, each after the number of the filter "none".
    private var packedBits: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: rowBytes * plane.height) { out, count in
            for y in 0..<plane.height {
                let row = out.baseAddress! + y * rowBytes
                row[0] = 0
                BitRow.pack(plane.row(y), plane.width, to: row + 1)
            }
            count = rowBytes * plane.height
        }
    }
}

/// Bilevel samples as bits, the first pixel highest.
enum BitRow {
    /// Packs `width` samples of 0 or 255 into bytes; what is over in the last is 0.
    static func pack(_ samples: UnsafePointer<UInt8>, _ width: Int, to bits: UnsafeMutablePointer<UInt8>) {
        let whole = width / 8
        let raw = UnsafeRawPointer(samples)
        for i in 0..<whole {
            let word = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self))
            // The product brings the lowest bit of each byte side by side into the highest byte.
            let gathered = (word & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080
            bits[i] = UInt8(truncatingIfNeeded: gathered &>> 56)
        }
        guard width % 8 > 0 else { return }
        var last: UInt8 = 0
        for x in 8 * whole..<width where samples[x] != 0 { last |= 0x80 >> UInt8(x % 8) }
        bits[whole] = last
    }
}
