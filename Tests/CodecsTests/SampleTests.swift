import Codecs
import Imaging
import Testing

struct SampleTests {
    private func decode(_ bytes: [UInt8]) throws -> Raster { try PictureFile(bytes: bytes).decode().raster }

    @Test("16 bits a sample become 8, rounded to the nearest")
    func sixteenBits() throws {
        let values = [0, 1, 128, 129, 385, 386, 32767, 32768, 65406, 65407, 65535]
        let expected = values.map { UInt8(($0 * 255 + 32767) / 65535) }
        #expect(expected[2...5] == [0, 1, 1, 2])
        var png = PNGBytes(width: values.count, height: 1, bits: 16)
        png.rows = [0] + values.flatMap { big($0, 2) }
        #expect(try decode(png.bytes).samples == expected)
        let page = TIFFBytes.Page(width: values.count, height: 1, bits: 16, pixels: values.flatMap { little($0, 2) })
        #expect(try decode(TIFFBytes(pages: [page]).bytes).samples == expected)
        let anymap = Array("P5 \(values.count) 1 65535\n".utf8) + values.flatMap { big($0, 2) }
        #expect(try decode(anymap).samples == expected)
    }

    @Test("1, 2 and 4 bits a sample span the whole range", arguments: [1, 2, 4])
    func fewBits(bits: Int) throws {
        let top = (1 << bits) - 1
        let levels = (0...top).map { UInt8($0 * 255 / top) }
        var packed: [UInt8] = []
        for start in stride(from: 0, through: top, by: 8 / bits) {
            packed.append((0..<8 / bits).reduce(0) { $0 << UInt8(bits) | UInt8((start + $1) & top) })
        }
        let png = PNGBytes(width: top + 1, height: 1, bits: bits, rows: [0] + packed)
        #expect(try decode(png.bytes).samples == levels)
        let page = TIFFBytes.Page(width: top + 1, height: 1, bits: bits, photometric: 0, pixels: packed)
        #expect(try decode(TIFFBytes(pages: [page]).bytes).samples == levels.map { 255 - $0 })
    }

    @Test("a palette of grays gives a gray page, one with a hue a color page")
    func palettes() throws {
        let grays: [UInt8] = [10, 10, 10, 200, 200, 200]
        var png = PNGBytes(width: 16, height: 1, color: 3)
        png.rows = [0] + (0..<16).map { UInt8($0 % 2) }
        png.extra = [("PLTE", grays)]
        let gray = try decode(png.bytes)
        #expect(gray.kind == .gray && gray.samples.prefix(2) == [10, 200])
        png.extra = [("PLTE", [10, 20, 30, 200, 200, 200])]
        let color = try decode(png.bytes)
        #expect(color.kind == .color && color.samples.prefix(6) == [30, 20, 10, 200, 200, 200])
        png.extra = []
        #expect(code(png.bytes) == .damaged)
    }

    @Test("a palette of TIFF, scaled by 257 or by 256, gives its colors")
    func tiffPalette() throws {
        for scale in [256, 257] {
            let reds = [10, 250] + [Int](repeating: 0, count: 254)
            var page = TIFFBytes.page(level: 1)
            page.photometric = 3
            page.tags[320] = (reds + reds.map { $0 / 2 } + reds.map { $0 / 5 }).map { $0 * scale }
            #expect(try decode(TIFFBytes(pages: [page]).bytes).samples.prefix(3) == [50, 125, 250])
        }
    }

    @Test("a color file without a hue is carried as gray, and black and white alone as bilevel")
    func grayStaysGray() throws {
        let gray = grayPage()
        let spread = Raster(.color, width: 24, height: 18, samples: gray.samples.flatMap { [$0, $0, $0] })
        #expect(try decode(PictureFormat.png.encode(spread)) == gray)
        #expect(try decode(PictureFormat.tiff.encode(spread)) == gray)
        let extremes = bilevelPage()
        var asGray = extremes
        asGray.kind = .gray
        #expect(try decode(PictureFormat.png.encode(asGray)) == extremes)
        var almost = spread.samples
        almost[almost.count - 1] ^= 1
        let hued = Raster(.color, width: 24, height: 18, samples: almost)
        #expect(try decode(PictureFormat.png.encode(hued)) == hued)
        asGray.withMutablePlane { $0.bytes[$0.bytes.count - 1] = 254 }
        #expect(try decode(PictureFormat.png.encode(asGray)).kind == .gray)
    }

    @Test("alpha is laid on white and noted")
    func alpha() throws {
        var png = PNGBytes(width: 16, height: 16, color: 4)
        for _ in 0..<16 { png.rows += [0] + (0..<16).flatMap { [UInt8(100), UInt8($0 * 17)] } }
        png.extra = [("pHYs", big(5906, 4) + big(5906, 4) + [1])]
        let expected = (0..<16).map { x -> UInt8 in
            let alpha: Int = x * 17
            return UInt8((100 * alpha + 255 * (255 - alpha) + 127) / 255)
        }
        #expect(try Array(decode(png.bytes).samples.prefix(16)) == expected)
        #expect(expected.first == 255 && expected.last == 100)
        #expect(try notes(png.bytes) == [.transparent])
    }

    @Test("alpha of a TIFF is straight or already multiplied, as the file says")
    func tiffAlpha() throws {
        for (kind, level) in [(2, UInt8(177)), (1, UInt8(227))] {
            let pixel: [UInt8] = [100, 100, 100, 128]
            let page = TIFFBytes.Page(
                width: 16, height: 16, samples: 4, photometric: 2,
                pixels: Array(repeatElement(pixel, count: 256).joined()), tags: [338: [kind]])
            #expect(try decode(TIFFBytes(pages: [page]).bytes).samples.prefix(2) == [level, level])
        }
    }

    @Test("a transparent color and transparent palette entries become white")
    func transparentKeys() throws {
        var gray = PNGBytes(width: 16, height: 1, bits: 16)
        gray.rows = [0] + (0..<16).flatMap { big(0x1200 + $0 % 2, 2) }
        gray.extra = [("tRNS", big(0x1201, 2))]
        // Both levels are the same at 8 bits; only one of them is transparent.
        #expect(try decode(gray.bytes).samples.prefix(2) == [0x12, 255])
        var color = PNGBytes(width: 16, height: 1, color: 2)
        color.rows = [0] + (0..<16).flatMap { $0 % 2 == 0 ? [1, 2, 3] : [1, 2, 4] }
        color.extra = [("tRNS", [0, 1, 0, 2, 0, 3])]
        #expect(try decode(color.bytes).samples.prefix(6) == [255, 255, 255, 4, 2, 1])
        var palette = PNGBytes(width: 16, height: 1, color: 3)
        palette.rows = [0] + (0..<16).map { UInt8($0 % 2) }
        palette.extra = [("PLTE", [9, 9, 9, 50, 60, 70]), ("tRNS", [0])]
        #expect(try decode(palette.bytes).samples.prefix(6) == [255, 255, 255, 70, 60, 50])
        #expect(try notes(palette.bytes).contains(.transparent))
    }

    @Test("inks are turned into light, in Adobe's inverted form and plainly, and noted")
    func inks() throws {
        // TurboJPEG takes inverted amounts and says so in the file: 255 is no ink.
        let file = inkJPEG(255, 128, 0, 200)
        let picture = try PictureFile(bytes: file).decode()
        let pixel = picture.raster.samples.prefix(3).map { Int($0) }
        #expect(zip(pixel, [0, 100, 200]).allSatisfy { abs($0 - $1) <= 2 }, "\(pixel)")
        #expect(picture.notes.map(\.code) == [.printingInks, .unknownResolution])
        let page = TIFFBytes.Page(
            width: 16, height: 16, samples: 4, photometric: 5,
            pixels: Array(repeatElement([0, 127, 255, 55], count: 256).joined()))
        #expect(try decode(TIFFBytes(pages: [page]).bytes).samples.prefix(3) == [0, 100, 200])
        #expect(try notes(TIFFBytes(pages: [page]).bytes).contains(.printingInks))
    }

    @Test("an interlaced PNG gives the same page", arguments: [(24, 18), (1, 1), (5, 3), (8, 8), (3, 9)])
    func interlaced(width: Int, height: Int) throws {
        let level = { (x: Int, y: Int) in UInt8((x * 11 + y * 17) % 250 + 1) }
        var png = PNGBytes(width: width, height: height, interlace: 1)
        for (x0, y0, dx, dy) in [
            (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
        ] where x0 < width {
            for y in stride(from: y0, to: height, by: dy) {
                png.rows += [0] + stride(from: x0, to: width, by: dx).map { level($0, y) }
            }
        }
        let expected = (0..<width * height).map { level($0 % width, $0 / width) }
        #expect(try decode(png.bytes).samples == expected)
    }

    @Test("samples that cannot be read are refused and named")
    func unsupported() throws {
        func tiff(_ change: (inout TIFFBytes.Page) -> Void) -> [UInt8] {
            var page = TIFFBytes.page()
            change(&page)
            return TIFFBytes(pages: [page]).bytes
        }
        #expect(code(tiff { $0.tags[339] = [3] }) == .unsupportedSamples)
        #expect(code(tiff { $0.bits = 32 }) == .unsupportedSamples)
        #expect(code(tiff { $0.bits = 12 }) == .unsupportedSamples)
        #expect(code(tiff { ($0.photometric, $0.samples) = (8, 3) }) == .unsupportedSamples)
        #expect(code(tiff { ($0.photometric, $0.samples) = (2, 5) }) == .unsupportedSamples)
        #expect(code(tiff { $0.tags[259] = [6] }) == .unsupportedSamples)
        let file = try PictureFormat.jpeg(quality: 90).encode(grayPage())
        let frame = try #require(file.indices.first { file[$0] == 0xFF && file[$0 + 1] == 0xC0 })
        for (place, value) in [(frame + 1, UInt8(0xC3)), (frame + 4, 12)] {
            var changed = file
            changed[place] = value
            #expect(code(changed) == .unsupportedSamples)
        }
        #expect(code(PNGBytes(width: 16, height: 16, bits: 3, rows: [0]).bytes) == .unsupportedSamples)
    }
}
