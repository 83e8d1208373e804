import Imaging
import OperationKit
import Operations
import Testing
import Vision

@Suite("Preprocessing")
struct PreprocessTests {
    @Test("the level is OpenCV's, gaps in the histogram included")
    func otsuLevel() throws {
        let noise = PlaceNoise(RandomStream(key: 4))
        for (low, high, spread) in [(40, 210, 1), (40, 210, 9), (0, 255, 3), (100, 130, 30), (7, 9, 1), (60, 61, 2)] {
            let samples = (0..<5003).map { i -> UInt8 in
                let byte = Int(noise.byte(i, 0))
                let level = byte < 70 ? low : high
                return UInt8(min(255, max(0, level + Int(noise.byte(i, 1)) % spread)))
            }
            let page = Raster(.gray, width: 5003, height: 1, samples: samples)
            let level = try page.otsuLevel()
            let expected = samples.map { Int($0) > level ? 255 : 0 as UInt8 }
            #expect(try applied("otsu", to: page).samples == expected)
        }
    }

    @Test("a page of one level is cut at 128, and black and white pages keep their buffer")
    func otsuOfFewLevels() throws {
        #expect(try applied("otsu", to: Raster(.gray, width: 9, height: 9, filledWith: 200)).samples.first == 255)
        #expect(try applied("otsu", to: Raster(.gray, width: 9, height: 9, filledWith: 90)).samples.first == 0)
        let page = writtenPage(.bilevel)
        #expect(try applied("otsu", to: page).sharesPixels(with: page))
        var gray = page
        gray.kind = .gray
        let cut = try applied("otsu", to: gray)
        #expect(cut.kind == .bilevel)
        #expect(cut.sharesPixels(with: page))
    }

    @Test("non-local means of a two-level page is the page, as the full filter has it", arguments: ["3", "10", "13.5"])
    func nonLocalMeans(strength: String) throws {
        var page = writtenPage(.bilevel, width: 64, height: 48)
        let noise = PlaceNoise(RandomStream(key: 12))
        page.withMutablePlane { plane in
            for y in 0..<48 {
                for x in 0..<64 where noise.byte(x, y) < 12 { plane.row(y)[x] = 255 - plane.row(y)[x] }
            }
        }
        let given = ["method": "nlm", "strength": strength]
        let result = try applied("denoise", given, to: page)
        #expect(result.sharesPixels(with: page))
        let full = try page.nonLocalMeans(strength: Double(strength)!, template: 7, search: 21)
        #expect(full.samples == page.samples)
    }

    @Test("just above the limit the full filter changes the page, and runs")
    func nonLocalMeansAboveTheLimit() throws {
        var page = writtenPage(.bilevel, width: 64, height: 48)
        page.withMutablePlane { plane in
            for i in 0..<40 { plane.row(i)[(i * 29) % 64] = 255 - plane.row(i)[(i * 29) % 64] }
        }
        let result = try applied("denoise", ["method": "nlm", "strength": "20"], to: page)
        #expect(result.samples != page.samples)
        #expect(result.kind == .gray)
    }

    @Test("a median takes single specks and leaves a black and white page so")
    func median() throws {
        var page = Raster(.bilevel, width: 20, height: 20, filledWith: 255)
        page.withMutablePlane { $0.row(10)[10] = 0 }
        let result = try applied("denoise", ["method": "median"], to: page)
        #expect(result.kind == .bilevel)
        #expect(result.samples.allSatisfy { $0 == 255 })
    }

    @Test(
        "every way to gray gives equal channels their own level",
        arguments: [
            "luma", "average", "lightest", "darkest", "red", "green", "blue", "lightness",
        ])
    func grayscale(method: String) throws {
        let samples = (0..<256).flatMap { level in [UInt8](repeating: UInt8(level), count: 3) }
        let page = Raster(.color, width: 256, height: 1, samples: samples)
        let gray = try applied("grayscale", ["method": method], to: page)
        #expect(gray.kind == .gray)
        #expect(gray.samples == (0..<256).map { UInt8($0) })
    }
}
