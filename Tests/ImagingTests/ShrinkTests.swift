import Imaging
import Testing

@Suite("Shrinking and pasting")
struct ShrinkTests {
    @Test("each pixel is the mean of what it covers, with shares of the pixels at its rim")
    func means() {
        let row = Raster(.gray, width: 3, height: 1, samples: [0, 100, 200])
        // Two pixels of one and a half each: (0 + 50) / 1.5 and (50 + 200) / 1.5.
        #expect(row.shrunk(to: Size(width: 2, height: 1)).samples == [33, 167])
        #expect(row.shrunk(to: Size(width: 1, height: 1)).samples == [100])
    }

    @Test("an even sheet stays even at every size", arguments: [1, 2, 7, 64, 199])
    func flat(side: Int) {
        let sheet = Raster(.gray, width: 200, height: 211, filledWith: 173)
        let small = sheet.shrunk(to: Size(width: side, height: side))
        #expect(small.samples.allSatisfy { $0 == 173 })
    }

    @Test("a very large page keeps its mean, though each pixel counts for next to nothing")
    func large() {
        let samples = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 & 1 == 0 ? 255 : $0 >> 8) }
        let mean = Double(samples.reduce(0) { $0 + Int($1) }) / 40_000
        let small = Raster(.gray, width: 40_000, height: 1, samples: samples).shrunk(to: Size(width: 1, height: 1))
        #expect(abs(Double(small.samples[0]) - mean) < 6)
    }

    @Test("bilevel pages become gray, color keeps its channels apart, and nothing grows")
    func kinds() {
        let bilevel = Raster(.bilevel, width: 2, height: 2, samples: [0, 255, 255, 255])
        let small = bilevel.shrunk(to: Size(width: 1, height: 1))
        #expect(small.kind == .gray && small.samples == [191])
        let color = Raster(.color, width: 2, height: 1, samples: [0, 10, 20, 100, 110, 120])
        #expect(color.shrunk(to: Size(width: 1, height: 9)).samples == [50, 60, 70])
        #expect(bilevel.shrunk(to: Size(width: 5, height: 5)).sharesPixels(with: bilevel))
    }

    @Test("what does not fit is cut off", arguments: [(-1, -1), (2, 2), (-5, 0), (0, 9), (1, -1)])
    func paste(x: Int, y: Int) {
        var sheet = Raster(.gray, width: 3, height: 3, filledWith: 255)
        sheet.paste(Raster(.gray, width: 2, height: 2, filledWith: 0), x: x, y: y)
        for row in 0..<3 {
            for column in 0..<3 {
                let isInside = (x..<x + 2).contains(column) && (y..<y + 2).contains(row)
                #expect(sheet.samples[row * 3 + column] == (isInside ? 0 : 255))
            }
        }
    }
}
