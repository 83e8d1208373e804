import CSPNG
import Codecs
import Imaging
import Testing

struct WritingTests {
    /// Pages that lead the packer down each of its ways.
    static let pages: [Raster] = {
        let stream = RandomStream(key: 7)
        var pages: [Raster] = [
            grayPage(), colorPage(), bilevelPage(), grayPage(1, 1), bilevelPage(1, 1), colorPage(1, 3),
        ]
        for (kind, width, height) in [
            (PixelKind.gray, 517, 800), (.color, 301, 400), (.gray, 8, 3000), (.gray, 2, 7), (.color, 2, 2),
        ] {
            // White paper with dark runs, then light noise, then noise that cannot be packed.
            let third = width * height * kind.channels / 3
            let samples = (0..<width * height * kind.channels).map { i -> UInt8 in
                let chance = stream.bits(i)
                if i < third { return i / 97 % 13 == 0 ? 30 : 250 }
                return i < 2 * third ? UInt8(200 + chance % 9) : UInt8(truncatingIfNeeded: chance >> 8)
            }
            pages.append(Raster(kind, width: width, height: height, samples: samples))
        }
        pages += (1...270).map { Raster(.gray, width: $0, height: 2, filledWith: 255) }
        for i in pages.indices where i > 10 { pages[i].kind = .gray }
        pages.append(Raster(.gray, width: 900, height: 700, filledWith: 128))
        return pages
    }()

    @Test("a page written as PNG or TIFF comes back as it was", arguments: pages.indices)
    func roundTrip(index: Int) throws {
        let page = Self.pages[index]
        for format in [PictureFormat.png, .tiff] {
            let back = try PictureFile(bytes: format.encode(page, dpi: 150)).decode().raster
            #expect((back.width, back.height) == (page.width, page.height))
            #expect(samples(back, page.channels) == page.samples)
        }
    }

    private func samples(_ raster: Raster, _ channels: Int) -> [UInt8] {
        raster.channels == channels ? raster.samples : raster.samples.flatMap { [$0, $0, $0] }
    }

    @Test("an independent reader finds the same pixels in a PNG", arguments: pages.indices.prefix(11))
    func independentReader(index: Int) throws {
        let page = Self.pages[index]
        let file = try PictureFormat.png.encode(page, dpi: 150)
        let context = spng_ctx_new(0)
        defer { spng_ctx_free(context) }
        #expect(spng_set_png_buffer(context, file, file.count) == 0)
        var pixels = [UInt8](repeating: 0, count: 3 * page.width * page.height)
        #expect(spng_decode_image(context, &pixels, pixels.count, Int32(SPNG_FMT_RGB8.rawValue), 0) == 0)
        #expect(redFirst(pixels) == samples(page, 3))
    }

    /// The first and third byte of each pixel exchanged.
    private func redFirst(_ pixels: [UInt8]) -> [UInt8] {
        stride(from: 0, to: pixels.count, by: 3).flatMap { [pixels[$0 + 2], pixels[$0 + 1], pixels[$0]] }
    }

    @Test("a PNG of an independent writer, with all filters, is read")
    func independentWriter() throws {
        let page = Self.pages[7]
        let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue))
        defer { spng_ctx_free(context) }
        spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1)
        var header = spng_ihdr(
            width: UInt32(page.width), height: UInt32(page.height), bit_depth: 8, color_type: 2, compression_method: 0,
            filter_method: 0, interlace_method: 0)
        spng_set_ihdr(context, &header)
        spng_set_option(context, SPNG_FILTER_CHOICE, Int32(SPNG_FILTER_CHOICE_ALL.rawValue))
        let pixels = page.samples
        let finalize = Int32(SPNG_ENCODE_FINALIZE.rawValue)
        #expect(spng_encode_image(context, pixels, pixels.count, Int32(SPNG_FMT_PNG.rawValue), finalize) == 0)
        var (size, error): (Int, Int32) = (0, 0)
        let buffer = try #require(spng_get_png_buffer(context, &size, &error))
        let file = Array(UnsafeRawBufferPointer(start: buffer, count: size))
        free(buffer)
        // The independent writer was given blue first and takes it for red.
        #expect(try redFirst(PictureFile(bytes: file).decode().raster.samples) == pixels)
    }

    @Test("a PNG holds header, resolution and pixels, and nothing else")
    func chunks() throws {
        for page in Self.pages.prefix(3) {
            let file = try PictureFormat.png.encode(page, dpi: 300)
            var names: [String] = []
            var at = 8
            while at < file.count {
                names.append(String(decoding: file[at + 4..<at + 8], as: UTF8.self))
                at += 12 + file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            }
            #expect(names == ["IHDR", "pHYs", "IDAT", "IEND"])
            #expect(file[24] == (page.kind == .bilevel ? 1 : 8))
            #expect(file[25] == (page.kind == .color ? 2 : 0))
            #expect(Array(file[41..<50]) == big(11811, 4) + big(11811, 4) + [1])
        }
        #expect(
            try PictureFormat.png.encode(grayPage()).count == PictureFormat.png.encode(grayPage(), dpi: 1).count - 21)
    }

    @Test("the same page gives the same bytes, now and on every machine")
    func sameBytes() throws {
        // The sums were taken once; they change only with the packer.
        let sums = try Self.pages.prefix(9).map { page in
            try PictureFormat.png.encode(page, dpi: 150).reduce(into: UInt64(14_695_981_039_346_656_037)) {
                $0 = ($0 ^ UInt64($1)) &* 1_099_511_628_211
            }
        }
        #expect(
            sums == [
                1_077_812_269_905_106_910, 8_226_035_769_379_518_934, 13_861_797_294_260_899_548,
                7_161_295_716_198_774_874, 12_446_977_896_002_028_117, 11_080_678_588_236_259_732,
                17_170_262_745_608_255_962, 9_889_613_553_643_138_687, 17_205_678_741_200_397_045,
            ])
    }

    @Test("noise that cannot be packed costs next to nothing more than its bytes")
    func incompressible() throws {
        let stream = RandomStream(key: 3)
        let samples = (0..<600 * 500).map { UInt8(truncatingIfNeeded: stream.bits($0) >> 20) }
        let file = try PictureFormat.png.encode(Raster(.gray, width: 600, height: 500, samples: samples))
        #expect(file.count < 600 * 500 + 1500)
    }

    @Test("a blank page packs to almost nothing")
    func blank() throws {
        #expect(try PictureFormat.png.encode(Raster(.gray, width: 1240, height: 1754, filledWith: 255)).count < 8000)
        #expect(try PictureFormat.png.encode(Raster(.bilevel, width: 1240, height: 1754, filledWith: 255)).count < 2000)
    }

    @Test("a gray JPEG has one channel, and quality decides its size and its faults")
    func jpegs() throws {
        let page = grayPage(120, 80)
        let (fine, coarse) = (
            try PictureFormat.jpeg(quality: 98).encode(page), try PictureFormat.jpeg(quality: 20).encode(page)
        )
        #expect(fine.count > 2 * coarse.count)
        let worst = { (file: [UInt8]) in
            try zip(PictureFile(bytes: file).decode().raster.samples, page.samples).map { abs(Int($0) - Int($1)) }
                .max()!
        }
        #expect(try worst(fine) < 10)
        #expect(try PictureFile(bytes: fine).pages[0].kind == .gray)
        let color = colorPage(120, 80)
        let (halved, full) = (PictureFormat.jpeg(quality: 90), PictureFormat.jpeg(quality: 90, chroma: .full))
        #expect(try halved.encode(color).count < full.encode(color).count)
    }

    @Test("WebP without loss comes back as it was, and with loss nearly")
    func webps() throws {
        let page = colorPage(120, 80)
        #expect(try PictureFile(bytes: PictureFormat.webp(quality: nil).encode(page)).decode().raster == page)
        #expect(
            try PictureFile(bytes: PictureFormat.webp(quality: nil).encode(grayPage())).decode().raster == grayPage())
        let lossy = try PictureFile(bytes: PictureFormat.webp(quality: 90).encode(page)).decode().raster
        let faults = zip(lossy.samples, page.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(faults / page.byteCount < 12)
    }

    @Test("sides that a format cannot hold are refused, with the size, the limit and what to choose instead")
    func tooLongSides() throws {
        let long = Raster(.gray, width: 70_000, height: 1, filledWith: 9)
        for (format, limit) in [
            (PictureFormat.jpeg(quality: 90), 65_500), (.webp(quality: 90), 16_383), (.webp(quality: nil), 16_383),
        ] {
            #expect(format.largestSide == limit)
            #expect {
                try format.encode(long)
            } throws: { error in
                guard let fault = error as? EncodingFault, fault.code == .tooLargeForFormat else { return false }
                return [fault.message, fault.description].allSatisfy { text in
                    ["70000 × 1", "\(limit)", format.name, "PNG or TIFF"].allSatisfy { text.contains($0) }
                }
            }
            for side in [limit, limit + 1] {
                for size in [Size(width: side, height: 1), Size(width: 1, height: side)] {
                    #expect((format.problem(writing: size) == nil) == (side == limit))
                    let page = Raster(.gray, width: size.width, height: size.height, filledWith: 200)
                    #expect((try? format.encode(page).isEmpty) == (side == limit ? false : nil))
                }
            }
        }
        #expect(PictureFormat.png.problem(writing: Size(width: 40_000, height: 40_000))?.code == .tooLargeForFormat)
        #expect(PictureFormat.png.problem(writing: Size(width: 1 << 40, height: 1 << 40))?.code == .tooLargeForFormat)
        #expect(PictureFormat.tiff.problem(writing: Size(width: 65_000, height: 10_000)) == nil)
        #expect(try PictureFormat.png.encode(long).count > 0)
    }
}
