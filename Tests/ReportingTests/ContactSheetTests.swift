import Imaging
import Reporting
import Testing

@Suite("The contact sheet")
struct ContactSheetTests {
    private func level(_ raster: Raster, _ x: Int, _ y: Int) -> [UInt8] {
        let start = y * raster.stride + x * raster.channels
        return Array(raster.samples[start..<start + raster.channels])
    }

    @Test("pages stand in rows on white, each in a frame, as wide as the sheet allows")
    func layout() {
        var sheet = ContactSheet(columns: 3, width: 400)
        for _ in 0..<4 { sheet.add(Raster(.gray, width: 1000, height: 1500, filledWith: 7), caption: "") }
        let picture = sheet.picture()
        #expect(sheet.count == 4)
        #expect(picture.kind == .gray)
        #expect(picture.width == 400)
        // Three columns of 110 pixels, each 165 high, with frames and gaps of 16.
        #expect(picture.height == 16 + 2 * (165 + 2 + 16))
        #expect(level(picture, 0, 0) == [255])
        #expect(level(picture, 16, 16) == [184])
        #expect(level(picture, 17, 17) == [7])
        #expect(level(picture, 16 + 128 + 1, 17) == [7])
        #expect(level(picture, 16 + 128 - 2, 17) == [255])
        #expect(level(picture, 17, 16 + 183 + 1) == [7])
        #expect(level(picture, 16 + 128 + 1, 16 + 183 + 1) == [255])
    }

    @Test("one color page makes the sheet a color sheet, and gray pages stay gray on it")
    func color() {
        var sheet = ContactSheet(columns: 2, width: 300)
        sheet.add(
            Raster(.color, width: 10, height: 10, samples: Array(repeating: [1, 2, 3], count: 100).flatMap { $0 }),
            caption: "")
        sheet.add(Raster(.gray, width: 200, height: 10, filledWith: 9), caption: "")
        let picture = sheet.picture()
        #expect(picture.kind == .color)
        let middle = 16 + (picture.width - 16) / 4 - 10
        #expect(level(picture, middle, 20) == [1, 2, 3])
        #expect(level(picture, 170, 18) == [9, 9, 9])
    }

    @Test("a new row can be asked for, and an empty sheet is still a picture")
    func rows() {
        var sheet = ContactSheet(columns: 4, width: 400)
        sheet.startRow()
        sheet.add(Raster(.bilevel, width: 1, height: 1, filledWith: 0), caption: "")
        sheet.startRow()
        sheet.startRow()
        sheet.add(Raster(.bilevel, width: 1, height: 1, filledWith: 0), caption: "")
        #expect(sheet.picture().height == 16 + 2 * (3 + 16))
        #expect(ContactSheet(columns: 1).picture().height == 16)
    }

    @Test("very long pages do not make their row endless")
    func longPage() {
        var sheet = ContactSheet(columns: 2, width: 216)
        sheet.add(Raster(.gray, width: 50, height: 60_000, filledWith: 0), caption: "")
        #expect(sheet.picture().height < 216 * 2)
    }

    @Test("columns grow with the number of pages")
    func columns() {
        #expect([0, 1, 4, 5, 10, 20, 200].map(ContactSheet.columns) == [1, 1, 4, 4, 4, 6, 8])
    }

    @Test("captions stand below their pages and take room only where there are some")
    func captions() {
        func sheet(_ caption: String) -> Raster {
            var sheet = ContactSheet(columns: 1, width: 240)
            sheet.add(Raster(.gray, width: 100, height: 20, filledWith: 200), caption: caption)
            return sheet.picture()
        }
        let plain = sheet("")
        let named = sheet("쪽_aug_0")
        #expect(plain.height == 16 + 22 + 16)
        #expect(named.height == plain.height + 22)
        let below = named.samples[(named.stride * (16 + 22))...]
        #expect(below.contains { $0 < 100 })
        #expect(plain.samples.allSatisfy { $0 >= 184 })
    }

    @Test("a caption too long for its page is made smaller, and one that no font can set is left out")
    func oddCaptions() {
        var sheet = ContactSheet(columns: 2, width: 200)
        sheet.add(Raster(.gray, width: 80, height: 20, filledWith: 200), caption: String(repeating: "long ", count: 6))
        sheet.add(Raster(.gray, width: 80, height: 20, filledWith: 200), caption: "\u{10FFFD}\u{E000}")
        let picture = sheet.picture()
        // 80 pixels do not quite fit beside each other: 76 × 19.
        #expect(picture.height == 16 + 21 + 22 + 16)
        let right = (37..<59).flatMap { y in (110..<200).map { picture.samples[y * 200 + $0] } }
        #expect(right.allSatisfy { $0 == 255 })
    }
}
