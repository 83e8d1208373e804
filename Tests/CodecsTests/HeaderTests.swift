import Codecs
import Imaging
import Testing

struct HeaderTests {
    private func png(perMeter across: Int, _ down: Int? = nil) -> [UInt8] {
        var png = PNGBytes.ramp(20, 18)
        png.extra = [("pHYs", big(across, 4) + big(down ?? across, 4) + [1])]
        return png.bytes
    }

    private func dpi(_ bytes: [UInt8]) throws -> Double? { try PictureFile(bytes: bytes).decode().dpi }

    @Test("whole resolutions come back exactly from every format", arguments: [75, 96, 150, 200, 300, 400, 600, 1200])
    func resolutions(dpi: Int) throws {
        let wanted = Double(dpi)
        #expect(try self.dpi(PictureFormat.png.encode(grayPage(), dpi: wanted)) == wanted)
        #expect(try self.dpi(PictureFormat.jpeg(quality: 90).encode(grayPage(), dpi: wanted)) == wanted)
        #expect(try self.dpi(PictureFormat.tiff.encode(grayPage(), dpi: wanted)) == wanted)
        let perMeter = Int((wanted / 0.0254).rounded())
        #expect(try self.dpi(bmp(20, 18, perMeter: perMeter) { _, _ in [1, 2, 3] }) == wanted)
        #expect(
            try self.dpi(jpeg(grayPage(), segment: 0xE1, Array("Exif\0\0".utf8) + exif(orientation: 1, dpi: dpi)))
                == wanted)
        var page = TIFFBytes.page()
        page.resolution = dpi
        #expect(try self.dpi(TIFFBytes(pages: [page]).bytes) == wanted)
    }

    @Test("pixels per centimeter are understood, rounded ones as what they were rounded from")
    func centimeters() throws {
        var page = TIFFBytes.page()
        page.unit = 3
        page.resolution = 118
        #expect(try dpi(TIFFBytes(pages: [page]).bytes) == 300)
        page.resolution = 100
        #expect(try dpi(TIFFBytes(pages: [page]).bytes) == 254)
        page.unit = 1
        #expect(try dpi(TIFFBytes(pages: [page]).bytes) == nil)
    }

    @Test("a missing or unbelievable resolution is unknown, and noted")
    func unknownResolutions() throws {
        let files = [
            PNGBytes.ramp(20, 18).bytes, png(perMeter: 2835), png(perMeter: 1000), png(perMeter: 100_000),
            png(perMeter: 0), try PictureFormat.jpeg(quality: 90).encode(grayPage()),
            try PictureFormat.jpeg(quality: 90).encode(grayPage(), dpi: 72), gif(),
            Array("P1 16 16 ".utf8)
                + [UInt8](repeating: 0x30, count: 256), try PictureFormat.webp(quality: 90).encode(colorPage()),
        ]
        for file in files {
            let picture = try PictureFile(bytes: file).decode()
            #expect(picture.dpi == nil)
            #expect(picture.notes.map(\.code) == [.unknownResolution], "\(picture.notes)")
        }
        #expect(try dpi(png(perMeter: 1220)) == 31)
        #expect(try dpi(png(perMeter: 2913)) == 74)
    }

    @Test("EXIF's resolution stands in where JFIF's is a stopgap")
    func exifResolution() throws {
        let block = Array("Exif\0\0".utf8) + exif(orientation: 1, dpi: 240)
        #expect(try dpi(jpeg(grayPage(), segment: 0xE1, block, dpi: 72)) == 240)
        #expect(try dpi(jpeg(grayPage(), segment: 0xE1, block, dpi: 300)) == 300)
    }

    @Test("resolutions that differ by more than 1 % are noted, and the horizontal counts")
    func unevenResolutions() throws {
        #expect(try dpi(png(perMeter: 11811, 5906)) == 300)
        #expect(try notes(png(perMeter: 11811, 5906)) == [.unevenResolution])
        #expect(try notes(png(perMeter: 11811, 11730)).isEmpty)
    }

    @Test("every orientation is undone", arguments: 1...8)
    func orientations(orientation: Int) throws {
        // An upright page whose corners are all different, stored as the orientation says.
        let upright = grayPage(32, 16)
        let stored = stored(upright, orientation)
        let png = PNGBytes(
            width: stored.width, height: stored.height,
            rows: (0..<stored.height).flatMap { y in
                [0] + stored.samples[y * stored.width..<(y + 1) * stored.width]
            }, extra: [("eXIf", exif(orientation: orientation))])
        let file = try PictureFile(bytes: png.bytes)
        #expect(file.pages[0].orientation == orientation)
        #expect((file.pages[0].width, file.pages[0].height) == (32, 16))
        #expect(try file.decode().raster == upright)
        var page = TIFFBytes.Page(width: stored.width, height: stored.height, pixels: stored.samples)
        page.tags[274] = [orientation]
        #expect(try PictureFile(bytes: TIFFBytes(pages: [page]).bytes).decode().raster == upright)
        let block = Array("Exif\0\0".utf8) + exif(orientation: orientation)
        let photograph = try PictureFile(bytes: jpeg(stored, segment: 0xE1, block)).decode().raster
        #expect(zip(photograph.samples, upright.samples).allSatisfy { abs(Int($0) - Int($1)) < 12 })
    }

    /// How a camera held that way stores the page: EXIF's rows and columns, place by place.
    private func stored(_ page: Raster, _ orientation: Int) -> Raster {
        let (w, h) = (page.width, page.height)
        let size = orientation < 5 ? (w, h) : (h, w)
        var samples: [UInt8] = []
        for row in 0..<size.1 {
            for column in 0..<size.0 {
                let (x, y) =
                    switch orientation {
                    case 2: (w - 1 - column, row)
                    case 3: (w - 1 - column, h - 1 - row)
                    case 4: (column, h - 1 - row)
                    case 5: (row, column)
                    case 6: (w - 1 - row, column)
                    case 7: (w - 1 - row, h - 1 - column)
                    case 8: (row, h - 1 - column)
                    default: (column, row)
                    }
                samples.append(page.samples[y * w + x])
            }
        }
        return Raster(.gray, width: size.0, height: size.1, samples: samples)
    }

    @Test("a turned page has its resolutions turned with it")
    func turnedResolution() throws {
        var png = PNGBytes.ramp(20, 18)
        png.extra = [("pHYs", big(11811, 4) + big(5906, 4) + [1]), ("eXIf", exif(orientation: 6))]
        #expect(try dpi(png.bytes) == 150)
    }

    @Test("a color profile or a gamma of its own is noted and not applied")
    func colorProfiles() throws {
        let plain = PNGBytes.ramp(20, 18)
        for (chunk, isNoted) in [
            (("iCCP", [65, 0, 0, 1, 2, 3]), true), (("gAMA", big(100_000, 4)), true), (("gAMA", big(45_455, 4)), false),
            (("sRGB", [0]), false),
        ] as [((String, [UInt8]), Bool)] {
            var png = plain
            png.extra = [chunk]
            let picture = try PictureFile(bytes: png.bytes).decode()
            #expect(picture.notes.map(\.code).contains(.colorProfile) == isNoted)
            #expect(try picture.raster == PictureFile(bytes: plain.bytes).decode().raster)
        }
        #expect(
            try notes(jpeg(grayPage(), segment: 0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1])).contains(.colorProfile))
        var page = TIFFBytes.page()
        page.tags[34675] = [1, 2, 3]
        #expect(try notes(TIFFBytes(pages: [page]).bytes).contains(.colorProfile))
    }

    @Test("an animation gives its first picture, and a note")
    func animations() throws {
        #expect(try notes(gif(pictures: 3)) == [.animated, .unknownResolution])
        #expect(try PictureFile(bytes: gif(pictures: 3)).decode().raster == PictureFile(bytes: gif()).decode().raster)
        var png = PNGBytes.ramp(20, 18)
        png.extra = [("acTL", big(2, 4) + big(0, 4))]
        #expect(try notes(png.bytes).contains(.animated))
        let (page, file) = (colorPage(), try PictureFormat.webp(quality: nil).encode(colorPage()))
        let picture = Array(file[12...])
        let frame = little(0, 6) + little(23, 3) + little(17, 3) + little(100, 3) + [0] + picture
        let head = Array("VP8X".utf8) + little(10, 4) + [2, 0, 0, 0] + little(31, 3) + little(19, 3)
        let frames = Array("ANMF".utf8) + little(frame.count, 4) + frame + [UInt8](repeating: 0, count: frame.count % 2)
        let body = Array("WEBP".utf8) + head + frames + frames
        let animation = try PictureFile(bytes: Array("RIFF".utf8) + little(body.count, 4) + body).decode()
        #expect(animation.notes.map(\.code).contains(.animated))
        #expect((animation.raster.width, animation.raster.height) == (32, 20))
        #expect(animation.raster.samples.prefix(72) == page.samples.prefix(72))
        #expect(animation.raster.samples.suffix(96).allSatisfy { $0 == 255 })
    }
}
