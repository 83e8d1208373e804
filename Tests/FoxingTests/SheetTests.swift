import Foundation
import Foxing
import Testing

@Suite("A page with another resolution down than across") struct SheetTests {
    /// A fax of 204 × 98 dpi with a square of an inch on it.
    private let fax: Page = {
        var pixels = Raster(.gray, width: 612, height: 294, filledWith: 255)
        pixels.withMutablePlane { plane in for y in 98..<196 { for x in 204..<408 { plane.row(y)[x] = 0 } } }
        let square = Outline(x: 204, y: 98, width: 204, height: 98)
        let line = TextLine(id: "l", outline: square, text: "square")
        return Page(
            pixels: pixels, dpi: 204, dpiDown: 98,
            truth: GroundTruth(
                text: "square", level: .line, origin: "t", regions: [Region(id: "r", outline: square, lines: [line])]))
    }()

    private func page(_ steps: String) throws -> Page {
        let pipeline = try Pipeline(PipelineFile(text: "stages: {a: [\(steps)]}\n"))
        return try #require(try pipeline.variants(of: fax, count: 1).first).page
    }

    /// Width and height of the dark area on paper, in inches.
    private func ink(_ page: Page) -> (Double, Double) {
        var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
        page.pixels.withPlane { plane in
            for y in 0..<plane.height {
                for x in 0..<plane.width where plane.row(y)[x] < 128 {
                    (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
                }
            }
        }
        return (Double(right - left + 1) / page.dpi, Double(bottom - top + 1) / (page.dpiDown ?? page.dpi))
    }

    private func label(_ page: Page) -> (Double, Double) {
        let (low, high) = page.truth.lines[0].outline.bounds
        return ((high.x - low.x) / page.dpi, (high.y - low.y) / (page.dpiDown ?? page.dpi))
    }

    private func expect(_ page: Page, width: Double, height: Double, _ slack: Double = 0.03) {
        let (ink, label) = (ink(page), label(page))
        #expect(abs(ink.0 - width) < slack && abs(ink.1 - height) < slack, "\(ink)")
        #expect(abs(label.0 - width) < slack && abs(label.1 - height) < slack, "\(label)")
    }

    @Test("keeps both through steps that move nothing")
    func kept() throws {
        let page = try page("subtle-noise")
        #expect(page.dpi == 204 && page.dpiDown == 98 && page.pixels.size == Size(width: 612, height: 294))
    }

    @Test(
        "is turned and bent on paper",
        arguments: ["{rotate: {angle: 45, canvas: grow}}", "{rotate: {angle: -45, canvas: grow}}"])
    func turned(step: String) throws {
        let page = try page(step)
        #expect(page.dpi == 204 && page.dpiDown.map { abs($0 - 98) < 0.01 } == true)
        // Its diagonal lies across; the sheet of 3 × 3 inches grows to that as well.
        expect(page, width: 2.0.squareRoot(), height: 2.0.squareRoot(), 0.05)
        let height = Double(page.pixels.height) / 98
        #expect(abs(Double(page.pixels.width) / 204 - height) < 0.05 && height > 4)
    }

    @Test("gets square pixels by 'rescale', and by a size in pixels")
    func rescaled() throws {
        let page = try page("{rescale: {dpi: 100}}")
        #expect(page.dpi == 100 && page.dpiDown == nil && page.pixels.size == Size(width: 300, height: 300))
        expect(page, width: 1, height: 1)
        let same = try self.page("{rescale: {dpi: 204}}")
        #expect(same.dpiDown == nil && same.pixels.size == Size(width: 612, height: 612))
        let sized = try self.page("{resize: {width: 306}}")
        #expect(sized.dpiDown == nil && sized.pixels.size == Size(width: 306, height: 306))
        expect(sized, width: 1, height: 1)
    }

    @Test("is turned by quarters pixel by pixel")
    func quarter() throws {
        let page = try page("{rotate-90: {turns: 90}}")
        #expect(page.dpi == 98 && page.dpiDown == 204 && page.pixels.size == Size(width: 294, height: 612))
        expect(page, width: 1, height: 1, 0.001)
        let half = try self.page("{rotate-90: {turns: 180}}")
        #expect(half.dpi == 204 && half.dpiDown == 98)
    }

    @Test("goes on so through several steps")
    func chained() throws {
        let page = try page(
            "{rotate: {angle: 45, canvas: grow}}, {rotate: {angle: -45, canvas: grow}}, {rescale: {dpi: 150}}")
        expect(page, width: 1, height: 1, 0.06)
    }

    @Test("is told so by every file that can say it")
    func files() throws {
        for format in [PictureFormat.png, .tiff, .jpeg(quality: 90)] {
            let bytes = try format.encode(fax.pixels, dpi: 204, dpiDown: 98)
            let read = try PictureFile(bytes: bytes, name: "fax")
            #expect(read.pages[0].dpi == 204 && read.pages[0].dpiDown == 98)
            let even = try PictureFile(bytes: try format.encode(fax.pixels, dpi: 300), name: "even")
            #expect(even.pages[0].dpi == 300 && even.pages[0].dpiDown == nil)
        }
    }
}
