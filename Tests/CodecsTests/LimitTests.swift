import Codecs
import Imaging
import Testing

struct LimitTests {
    @Test("more pixels than allowed are refused by the header alone, without any pixel data")
    func tooManyPixels() throws {
        let png = PNGBytes(width: 60_000, height: 60_000, rows: [0]).bytes
        #expect(code(png) == .tooManyPixels)
        let header = try PictureFile(bytes: png).pages[0]
        #expect(header.width == 60_000 && header.problem(within: PictureLimits())?.code == .tooManyPixels)
        let tiff = TIFFBytes(pages: [TIFFBytes.Page(width: 60_000, height: 60_000)]).bytes
        #expect(code(tiff) == .tooManyPixels)
        let bitmap = Array(bmp(1, 1) { _, _ in [0, 0, 0] })
        let large = Array(bitmap[..<18]) + little(60_000, 4) + little(60_000, 4) + Array(bitmap[26...])
        #expect(code(large) == .tooManyPixels)
        #expect(code(Array("P5 60000 60000 255\n".utf8)) == .tooManyPixels)
    }

    @Test("the limit on pixels is the caller's")
    func raisedLimit() throws {
        let png = try PictureFormat.png.encode(grayPage(20, 10))
        #expect(code(png, limits: PictureLimits(maxPixels: 199)) == .tooManyPixels)
        #expect(code(png, limits: PictureLimits(maxPixels: 200)) == nil)
    }

    @Test("a side of 0 or above 65,500 is refused", arguments: [(0, 10), (10, 0), (65_501, 10), (10, 70_000)])
    func impossibleSides(width: Int, height: Int) throws {
        #expect(code(PNGBytes(width: width, height: height, rows: [0]).bytes) == .impossibleSide)
        if width <= 65_535 && height <= 65_535 {
            #expect(code(TIFFBytes(pages: [TIFFBytes.Page(width: width, height: height)]).bytes) == .impossibleSide)
        }
        #expect(code(Array("P5 \(width) \(height) 255\n".utf8)) == .impossibleSide)
    }

    @Test("a header that promises far more pixels than the file can hold takes no memory for them")
    func emptyPromise() throws {
        var file = try PictureFormat.jpeg(quality: 90).encode(grayPage())
        let frame = try #require(file.indices.first { file[$0] == 0xFF && file[$0 + 1] == 0xC0 })
        file.replaceSubrange(frame + 5..<frame + 9, with: big(19_000, 2) + big(10_000, 2))
        // 190 million pixels each: over 46,000 pieces of memory of 4 KiB, were they written.
        let before = touchedPieces
        #expect(code(PNGBytes(width: 19_000, height: 10_000, color: 2, rows: [0]).bytes) == .damaged)
        #expect(code(Array("P3 19000 10000 255\n1 2 3".utf8)) == .damaged)
        #expect(code(TIFFBytes(pages: [TIFFBytes.Page(width: 19_000, height: 10_000)]).bytes) == .damaged)
        #expect(code(file) == .damaged)
        #expect(touchedPieces - before < 20_000)
    }

    @Test("a page under 16 pixels on a side is read and noted")
    func tinyPage() throws {
        #expect(try notes(PictureFormat.png.encode(grayPage(15, 40), dpi: 150)) == [.tiny])
        #expect(try notes(PictureFormat.png.encode(grayPage(16, 16), dpi: 150)).isEmpty)
        #expect(try PictureFile(bytes: PictureFormat.png.encode(grayPage(1, 1))).decode().raster == grayPage(1, 1))
    }
}
