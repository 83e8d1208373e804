internal import CTIFF
import Imaging

/// Writes TIFF files of one page through libtiff: CCITT G4 for bilevel pages, deflate otherwise.
enum TIFFWriter {
    /// The file for `raster`; `dpi` becomes the resolution tags.
    static func encode(_ raster: Raster, _ resolution: Resolution?) throws(EncodingFault) -> [UInt8] {
        let stream = TIFFStream()
        guard let tiff = stream.open(maxBlock: 0) else { throw .noMemory }
        setTags(tiff, raster, resolution)
        let isWhole = raster.kind == .bilevel ? writeBits(tiff, raster) : writeRows(tiff, raster)
        // Closing writes the directory.
        TIFFClose(tiff)
        guard isWhole, !stream.hasComplaint else {
            throw EncodingFault(.notEncoded, "the page cannot be packed as TIFF; write PNG")
        }
        return stream.written
    }

    private static func setTags(_ tiff: OpaquePointer, _ raster: Raster, _ resolution: Resolution?) {
        // libtiff's tags have values of 16 and 32 bits, which C passes as whole machine words alike.
        func set(_ tag: Int32, _ value: Int) {
            _ = withVaList([Int32(value)]) { TIFFVSetField(tiff, UInt32(tag), $0) }
        }
        let isBilevel = raster.kind == .bilevel
        set(TIFFTAG_IMAGEWIDTH, raster.width)
        set(TIFFTAG_IMAGELENGTH, raster.height)
        set(TIFFTAG_BITSPERSAMPLE, isBilevel ? 1 : 8)
        set(TIFFTAG_SAMPLESPERPIXEL, raster.channels)
        set(TIFFTAG_PLANARCONFIG, Int(PLANARCONFIG_CONTIG))
        set(TIFFTAG_ORIENTATION, Int(ORIENTATION_TOPLEFT))
        set(TIFFTAG_COMPRESSION, Int(isBilevel ? COMPRESSION_CCITTFAX4 : COMPRESSION_ADOBE_DEFLATE))
        set(
            TIFFTAG_PHOTOMETRIC,
            Int(isBilevel ? PHOTOMETRIC_MINISWHITE : raster.channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK))
        if !isBilevel { set(TIFFTAG_PREDICTOR, Int(PREDICTOR_HORIZONTAL)) }
        set(TIFFTAG_ROWSPERSTRIP, isBilevel ? raster.height : max(1, 262_144 / raster.stride))
        guard let resolution, resolution.across > 0, resolution.down > 0 else { return }
        set(TIFFTAG_RESOLUTIONUNIT, Int(RESUNIT_INCH))
        for (tag, value) in [(TIFFTAG_XRESOLUTION, resolution.across), (TIFFTAG_YRESOLUTION, resolution.down)] {
            _ = withVaList([value]) { TIFFVSetField(tiff, UInt32(tag), $0) }
        }
    }

    private static func writeBits(_ tiff: OpaquePointer, _ raster: Raster) -> Bool {
        var bits = [UInt8](repeating: 0, count: (raster.width + 7) / 8)
        return raster.withPlane { plane in
            for y in 0..<plane.height {
                bits.withUnsafeMutableBufferPointer { bits in
                    BitRow.pack(plane.row(y), plane.width, to: bits.baseAddress!)
                    // A bilevel sample of 255 is paper, which "0 is white" stores as 0.
                    for i in bits.indices { bits[i] = ~bits[i] }
                }
                guard TIFFWriteScanline(tiff, &bits, UInt32(y), 0) == 1 else { return false }
            }
            return true
        }
    }

    private static func writeRows(_ tiff: OpaquePointer, _ raster: Raster) -> Bool {
        // libtiff's predictor works in the row it is given, hence a copy of each.
        var row = [UInt8](repeating: 0, count: raster.stride)
        return raster.withPlane { plane in
            for y in 0..<plane.height {
                row.withUnsafeMutableBytes { row in
                    if plane.channels == 3 {
                        ChannelOrder.swapOuter(plane.row(y), to: row.baseAddress!, plane.width)
                    } else {
                        row.copyMemory(from: UnsafeRawBufferPointer(start: plane.row(y), count: plane.rowCount))
                    }
                }
                guard TIFFWriteScanline(tiff, &row, UInt32(y), 0) == 1 else { return false }
            }
            return true
        }
    }
}
