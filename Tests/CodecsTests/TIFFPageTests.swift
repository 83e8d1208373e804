import Codecs
import Imaging
import Testing

struct TIFFPageTests {
    @Test("every page of a TIFF is read by itself")
    func pages() throws {
        var middle = TIFFBytes.page(level: 90, 31, 17)
        middle.resolution = 300
        let file = try PictureFile(
            bytes: TIFFBytes(pages: [TIFFBytes.page(level: 10), middle, TIFFBytes.page(level: 30)]).bytes)
        #expect(file.pages.map { $0.width } == [20, 31, 20])
        #expect(try (0..<3).map { try file.decode(page: $0).raster.samples[0] } == [10, 90, 30])
        #expect(try (0..<3).map { try file.decode(page: $0).dpi } == [nil, 300, nil])
    }

    @Test("thumbnails and masks are no pages")
    func thumbnails() throws {
        var thumbnail = TIFFBytes.page(level: 77, 16, 16)
        thumbnail.tags[254] = [1]
        var mask = TIFFBytes.page(level: 78, 16, 16)
        mask.tags[254] = [4]
        let file = try PictureFile(
            bytes: TIFFBytes(pages: [thumbnail, TIFFBytes.page(level: 5), mask, TIFFBytes.page(level: 6)]).bytes)
        #expect(try file.pages.indices.map { try file.decode(page: $0).raster.samples[0] } == [5, 6])
    }

    @Test("a broken page fails alone, wherever it stands", arguments: 0..<3)
    func brokenPage(number: Int) throws {
        for change: @Sendable (inout TIFFBytes.Page) -> Void in [
            { $0.tags[258] = [32] }, { $0.tags[262] = [9] }, { $0.pixels.removeLast(99) }, { $0.width = 0 },
            { $0.tags[259] = [5] }, { ($0.width, $0.height) = (50_000, 50_000) },
        ] {
            var pages = (0..<3).map { TIFFBytes.page(level: UInt8($0)) }
            change(&pages[number])
            let file = try PictureFile(bytes: TIFFBytes(pages: pages).bytes)
            #expect(file.pages.count == 3)
            for i in 0..<3 where i != number { #expect(try file.decode(page: i).raster.samples[0] == UInt8(i)) }
            #expect(throws: PictureProblem.self) { try file.decode(page: number) }
        }
    }

    @Test("a chain of pages that leads out of the file or back into itself ends")
    func brokenChain() throws {
        let whole = TIFFBytes(pages: [TIFFBytes.page(level: 1), TIFFBytes.page(level: 2)]).bytes
        let second = Int(whole[8]) * 12 + 8 + 2
        var lost = whole
        lost.replaceSubrange(second..<second + 4, with: little(9_999_999, 4))
        let file = try PictureFile(bytes: lost)
        #expect(file.pages.count == 2 && file.pages[1].problem?.code == .damaged)
        #expect(try file.decode(page: 0).raster.samples[0] == 1)
        var circle = whole
        circle.replaceSubrange(second..<second + 4, with: little(8, 4))
        #expect(try PictureFile(bytes: circle).pages.count == 1)
    }

    @Test("pages in tiles and pages with channels apart give the same pixels")
    func layouts() throws {
        let page = colorPage(16, 16)
        let planes = (0..<3).flatMap { channel in (0..<256).map { page.samples[3 * $0 + 2 - channel] } }
        // Three strips, one for each channel, directly one after the other.
        let apart = TIFFBytes.Page(
            width: 16, height: 16, samples: 3, photometric: 2, pixels: planes, tags: [284: [2]])
        let bytes = withStrips(TIFFBytes(pages: [apart]).bytes, planes.count / 3)
        #expect(try PictureFile(bytes: bytes).decode().raster == page)
        let gray = grayPage(16, 16)
        let tile = TIFFBytes.Page(width: 16, height: 16, pixels: gray.samples, tags: [322: [16], 323: [16]])
        // The tags of strips become those of tiles.
        var tiled = TIFFBytes(pages: [tile]).bytes
        for i in 0..<Int(tiled[8]) {
            let at = 10 + 12 * i
            if tiled[at] == 17 && tiled[at + 1] == 1 { tiled.replaceSubrange(at..<at + 2, with: little(324, 2)) }
            if tiled[at] == 23 && tiled[at + 1] == 1 { tiled.replaceSubrange(at..<at + 2, with: little(325, 2)) }
        }
        #expect(try PictureFile(bytes: tiled).decode().raster == gray)
    }

    /// Splits the only strip into three of `size` bytes each; the numbers are put at the end of the file.
    private func withStrips(_ file: [UInt8], _ size: Int) -> [UInt8] {
        var bytes = file
        for i in 0..<Int(file[8]) {
            let at = 10 + 12 * i
            let tag = Int(file[at]) | Int(file[at + 1]) << 8
            guard tag == 273 || tag == 279 else { continue }
            let value = (0..<4).reduce(0) { $0 | Int(file[at + 8 + $1]) << (8 * $1) }
            bytes.replaceSubrange(at + 4..<at + 12, with: little(3, 4) + little(bytes.count, 4))
            bytes += (0..<3).flatMap { little(tag == 273 ? value + $0 * size : size, 4) }
        }
        return bytes
    }
}
