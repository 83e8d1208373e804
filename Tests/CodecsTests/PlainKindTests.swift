import Codecs
import Imaging
import Testing

struct PlainKindTests {
    private func decode(_ bytes: [UInt8]) throws -> Raster { try PictureFile(bytes: bytes).decode().raster }

    @Test("bitmaps, anymaps and GIF give their pixels")
    func plainKinds() throws {
        let color = colorPage()
        let stored = bmp(24, 18) { x, y in Array(color.samples[3 * (y * 24 + x)..<3 * (y * 24 + x) + 3]) }
        #expect(try decode(stored) == color)
        let gray = grayPage()
        #expect(try decode(Array("P5 # a page\n24 18\n255\n".utf8) + gray.samples) == gray)
        let written = gray.samples.map { String($0) }.joined(separator: " ")
        #expect(try decode(Array("P2 24 18 255 \(written)\n".utf8)) == gray)
        #expect(try decode(Array("P1 3 2 101 0 1 0".utf8)).samples == [0, 255, 0, 255, 0, 255])
        #expect(
            try decode(Array("P4 9 1\n".utf8) + [0b1010_1010, 0]).samples == [0, 255, 0, 255, 0, 255, 0, 255, 255])
        #expect(try decode(Array("P6 1 1 255\n".utf8) + [1, 2, 3]).samples == [3, 2, 1])
        let picture = try decode(gif())
        #expect(picture.samples[27..<33] == [0, 0, 0, 10, 10, 250])
        #expect(try decode(gif(transparent: true)).samples[27..<33] == [255, 255, 255, 10, 10, 250])
    }

    @Test("run-length packed bitmaps give their pixels")
    func packedBitmap() throws {
        var file = Array("BM".utf8) + little(0, 8) + little(54 + 8, 4) + little(40, 4) + little(4, 4) + little(2, 4)
        file += little(1, 2) + little(8, 2) + little(1, 4) + little(0, 12) + little(2, 4) + little(0, 4)
        file += [10, 10, 10, 0, 90, 90, 90, 0]
        // Bottom row: four of the second; top row: three given one by one, and the rest left at the first.
        file += [4, 1, 0, 0] + [0, 3, 1, 0, 1, 0] + [0, 1]
        #expect(try decode(file).samples == [90, 10, 90, 10, 90, 90, 90, 90])
    }

    /// The head of a bitmap whose pixels directly follow `behind`.
    private func head(_ width: Int, _ height: Int, bits: Int, packing: Int = 0, behind: [UInt8] = []) -> [UInt8] {
        var file = Array("BM".utf8) + little(0, 8) + little(54 + behind.count, 4)
        file += little(40, 4) + little(width, 4) + little(height, 4) + little(1, 2) + little(bits, 2)
        return file + little(packing, 4) + little(0, 20) + behind
    }

    @Test("bitmaps of 16 and 32 bits are read by their masks, and those from the top down as they stand")
    func maskedBitmaps() throws {
        // 5 bits each without masks; red, green and blue at their most.
        let five = head(3, -1, bits: 16) + little(0x7C00, 2) + little(0x03E0, 2) + little(0x001F, 2) + [0, 0]
        #expect(try decode(five).samples == [0, 0, 255, 0, 255, 0, 255, 0, 0])
        let masks = little(0xF800, 4) + little(0x07E0, 4) + little(0x001F, 4)
        let six =
            head(1, 2, bits: 16, packing: 3, behind: masks) + little(0x0400, 2) + [0, 0] + little(0xF800, 2) + [0, 0]
        #expect(try decode(six).samples == [0, 0, 255, 0, 130, 0])
        let wide = head(2, -1, bits: 32) + [1, 2, 3, 0] + [4, 5, 6, 0]
        #expect(try decode(wide).samples == [1, 2, 3, 4, 5, 6])
    }

    @Test("bitmaps of 4 bits have their palette, plain and in runs")
    func fourBitBitmaps() throws {
        let palette: [UInt8] = (0..<16).flatMap { [UInt8($0 * 16 + 1), 7, 7, 0] }
        let plain = head(3, 1, bits: 4, behind: palette) + [0x1F, 0x20, 0, 0]
        #expect(try decode(plain).samples == [17, 7, 7, 241, 7, 7, 33, 7, 7])
        let runs = head(5, 1, bits: 4, packing: 2, behind: palette) + [3, 0x12, 0, 2, 1, 0, 1, 0x30, 0, 1]
        #expect(
            try decode(runs).samples.enumerated().filter { $0.offset % 3 == 0 }.map(\.element) == [17, 33, 17, 1, 49])
    }

    @Test("the rows of an interlaced GIF are put where they belong")
    func interlacedGIF() throws {
        // Two pictures of one column: codes 4 (clear), then the rows in order of storage, then 5 (end).
        let order = [0, 4, 2, 6, 1, 3, 5, 7]
        let codes = order.flatMap { [4, $0 % 4 == 1 ? 1 : 0] } + [5]
        let bits = codes.flatMap { code in (0..<3).map { code >> $0 & 1 } }
        let packed = stride(from: 0, to: bits.count, by: 8).map { start in
            UInt8((start..<min(start + 8, bits.count)).reduce(0) { $0 | bits[$1] << ($1 - start) })
        }
        var file = Array("GIF89a".utf8) + little(1, 2) + little(8, 2) + [0x80, 0, 0] + [9, 9, 9, 80, 80, 80]
        file +=
            [0x2C, 0, 0, 0, 0] + little(1, 2) + little(8, 2) + [0x40, 2, UInt8(packed.count)] + packed + [0, 0x3B]
        #expect(try decode(file).samples == [9, 80, 9, 9, 9, 80, 9, 9])
    }
}
