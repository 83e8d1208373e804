import Imaging
import Testing

@Suite("Labels drawn over a page")
struct LabelsDrawingTests {
    private func page(illegible: Illegibility?) -> Page {
        let word = Word(id: "w", outline: Outline(x: 20, y: 20, width: 60, height: 20), text: "w", illegible: illegible)
        var page = Page(pixels: Raster(.gray, width: 100, height: 60, filledWith: 255), dpi: 150)
        page.truth = LabelsPage.page([TextLine(id: "l", outline: word.outline, text: "w", words: [word])])
        return page
    }

    private func pixel(_ raster: Raster, _ x: Int, _ y: Int) -> [UInt8] {
        Array(raster.samples[(y * raster.width + x) * 3..<(y * raster.width + x) * 3 + 3])
    }

    @Test("outlines are drawn in color where they are, and nowhere else")
    func places() {
        let drawn = page(illegible: nil).withLabelsDrawn(width: 2)
        #expect(drawn.kind == .color)
        #expect(pixel(drawn, 50, 20) != [255, 255, 255])
        #expect(pixel(drawn, 20, 30) != [255, 255, 255])
        #expect(pixel(drawn, 50, 30) == [255, 255, 255])
        #expect(pixel(drawn, 90, 50) == [255, 255, 255])
    }

    @Test("what must not be trained on is red and dashed")
    func illegible() {
        let drawn = page(illegible: .cut).withLabelsDrawn(width: 2)
        let row = (22..<78).map { pixel(drawn, $0, 20) }
        let red = row.filter { $0[2] > 150 && $0[0] < 120 && $0[1] < 120 }.count
        #expect(red > 20)
        #expect(red < 48)
    }

    @Test("strokes far outside the page are left out")
    func outside() {
        var raster = Raster(.color, width: 30, height: 30, filledWith: 255)
        let before = raster
        raster.draw([Point(-500, -20), Point(900, -25), Point(900, 5000)], .black, width: 3)
        #expect(raster == before)
        raster.draw([Point(-100, 15), Point(200, 15)], .black, width: 2)
        #expect(pixel(raster, 0, 15) == [0, 0, 0])
        #expect(pixel(raster, 29, 14) == [0, 0, 0])
    }
}
