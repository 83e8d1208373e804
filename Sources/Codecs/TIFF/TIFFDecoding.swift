internal import CTIFF
import Imaging

extension TIFFFile {
    /// The pixels of one page as stored, not yet turned. Its header must have passed the limits.
    func decode(_ page: Page) throws(PictureProblem) -> StoredPage {
        guard page.canBeWhole(file) else {
            throw .damaged("the pixels of the TIFF page end early; copy the file again")
        }
        let stream = TIFFStream(reading: file)
        // No row, strip or tile is larger than the page by more than its padding, and no list of them is longer than
        // the file that holds it.
        let maxBlock = 2 * page.height * page.layout.rowBytes(page.width) + file.count + 16_000_000
        guard let tiff = stream.open(maxBlock: maxBlock) else {
            throw .damaged("the header of the TIFF is damaged; copy the file again")
        }
        defer { TIFFClose(tiff) }
        guard TIFFSetSubDirectory(tiff, UInt64(page.offset)) == 1 else {
            throw .damaged("the directory of the TIFF page is damaged; copy the file again")
        }
        // Odd tags are none of our concern, but from here on every complaint is about pixels. libtiff goes on after some
        // faults and leaves the rest gray; such a page is not used.
        stream.hasComplaint = false
        let source = TIFFPixels(tiff: tiff, page: page, maxBlock: maxBlock)
        guard let raster = source.read(), !stream.hasComplaint else {
            throw .damaged("the pixels of the TIFF page are damaged or end early; copy the file again")
        }
        let notes =
            stream.leftover == 0
            ? [] : [JPEGFaults.note("\(stream.leftover) bytes too many behind the pixels of a strip")]
        return StoredPage(raster, notes: notes)
    }
}

/// The samples of one opened page. Every buffer lent to libtiff is as long as libtiff itself says it needs.
private struct TIFFPixels {
    let tiff: OpaquePointer
    let page: TIFFFile.Page
    let maxBlock: Int

    /// The pixels; nil if any of them cannot be read.
    func read() -> Raster? {
        if page.isLumaChroma {
            guard page.isJPEG else { return readConverted() }
            _ = withVaList([Int32(JPEGCOLORMODE_RGB)]) { TIFFVSetField(tiff, UInt32(TIFFTAG_JPEGCOLORMODE), $0) }
        }
        return page.isPlanar && page.layout.channels > 1 ? readPlanes() : readPixels()
    }

    /// Rows that hold all channels of each pixel.
    private func readPixels() -> Raster? {
        var raster = Raster(uninitialized: page.layout.kind, width: page.width, height: page.height)
        var converter = RowConverter(page.layout, width: page.width)
        let isWhole = raster.withMutablePlane { plane in
            readRows(sample: 0, rowBytes: page.layout.rowBytes(page.width)) { y, row in
                converter.convert(row, to: plane.row(y))
            }
        }
        return isWhole ? raster : nil
    }

    /// One channel after the other.
    private func readPlanes() -> Raster? {
        let channels = page.layout.channels
        let sampleBytes = page.layout.bits / 8
        let rowBytes = page.width * sampleBytes
        let pixelBytes = channels * sampleBytes
        var pixels = [UInt8](repeating: 0, count: page.height * page.width * pixelBytes)
        for channel in 0..<channels {
            let isWhole = pixels.withUnsafeMutableBufferPointer { pixels in
                readRows(sample: channel, rowBytes: rowBytes) { y, row in
                    for x in 0..<page.width {
                        let at = (y * page.width + x) * pixelBytes + channel * sampleBytes
                        for byte in 0..<sampleBytes { pixels[at + byte] = row[x * sampleBytes + byte] }
                    }
                }
            }
            guard isWhole else { return nil }
        }
        var raster = Raster(uninitialized: page.layout.kind, width: page.width, height: page.height)
        var converter = RowConverter(page.layout, width: page.width)
        raster.withMutablePlane { plane in
            pixels.withUnsafeBufferPointer { pixels in
                for y in 0..<page.height {
                    converter.convert(pixels.baseAddress! + y * page.width * pixelBytes, to: plane.row(y))
                }
            }
        }
        return raster
    }

    /// Hands on each row of one channel (or of all, if they are stored together); false at the first fault.
    private func readRows(sample: Int, rowBytes: Int, _ take: (Int, UnsafePointer<UInt8>) -> Void) -> Bool {
        if let tile = page.tile { return readTiles(sample, rowBytes, tile, take) }
        guard TIFFIsTiled(tiff) == 0, TIFFScanlineSize(tiff) == rowBytes else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowBytes) { row in
            for y in 0..<page.height {
                guard TIFFReadScanline(tiff, row.baseAddress, UInt32(y), UInt16(sample)) == 1 else { return false }
                take(y, UnsafePointer(row.baseAddress!))
            }
            return true
        }
    }

    private func readTiles(
        _ sample: Int, _ rowBytes: Int, _ tile: (width: Int, height: Int), _ take: (Int, UnsafePointer<UInt8>) -> Void
    ) -> Bool {
        guard TIFFIsTiled(tiff) != 0, (1...65536).contains(tile.width), (1...65536).contains(tile.height),
            tile.width % 16 == 0
        else { return false }
        let bitsPerPixel = page.layout.bits * (page.isPlanar ? 1 : page.layout.channels)
        let tileRow = tile.width * bitsPerPixel / 8
        let tileBytes = tileRow * tile.height
        let across = (page.width + tile.width - 1) / tile.width
        guard TIFFTileSize(tiff) == tileBytes, tileBytes * across <= maxBlock else { return false }
        // A band of tiles side by side, its rows as long as all tiles together.
        var band = [UInt8](repeating: 0, count: tileBytes * across)
        var buffer = [UInt8](repeating: 0, count: tileBytes)
        for top in stride(from: 0, to: page.height, by: tile.height) {
            for column in 0..<across {
                let number = TIFFComputeTile(tiff, UInt32(column * tile.width), UInt32(top), 0, UInt16(sample))
                guard TIFFReadEncodedTile(tiff, number, &buffer, tmsize_t(tileBytes)) == tmsize_t(tileBytes) else {
                    return false
                }
                for y in 0..<tile.height {
                    let at = y * tileRow * across + column * tileRow
                    band.replaceSubrange(at..<at + tileRow, with: buffer[y * tileRow..<(y + 1) * tileRow])
                }
            }
            band.withUnsafeBufferPointer { band in
                for y in 0..<min(tile.height, page.height - top) {
                    take(top + y, band.baseAddress! + y * tileRow * across)
                }
            }
        }
        return true
    }

    /// Luminance and chroma that libtiff turns into color itself, as 32 bits a pixel.
    private func readConverted() -> Raster? {
        // libtiff would flip the rows by the orientation; we turn every page ourselves.
        _ = withVaList([Int32(ORIENTATION_TOPLEFT)]) { TIFFVSetField(tiff, UInt32(TIFFTAG_ORIENTATION), $0) }
        var pixels = [UInt32](repeating: 0, count: page.width * page.height)
        let status = TIFFReadRGBAImageOriented(
            tiff, UInt32(page.width), UInt32(page.height), &pixels, ORIENTATION_TOPLEFT, 1)
        guard status == 1 else { return nil }
        var raster = Raster(uninitialized: .color, width: page.width, height: page.height)
        raster.withMutablePlane { plane in
            for (i, pixel) in pixels.enumerated() {
                for channel in 0..<3 {
                    plane.base[3 * i + channel] = UInt8(truncatingIfNeeded: pixel >> UInt32(16 - 8 * channel))
                }
            }
        }
        return raster
    }
}
