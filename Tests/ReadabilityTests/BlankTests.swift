import Imaging
import Readability
import Testing

@Suite("Blank crops")
struct BlankTests {
    @Test("paper of one tone is blank, at every size", arguments: [(1, 1), (1, 9), (4, 4), (5, 5), (37, 11)])
    func paper(width: Int, height: Int) {
        #expect(Raster(.gray, width: width, height: height, filledWith: 200).isBlank())
        #expect(Raster(.color, width: width, height: height, filledWith: 200).isBlank())
    }

    @Test("a lone speck of 7 levels times 25 is averaged away, 8 levels are seen")
    func threshold() {
        func speck(_ depth: UInt8) -> Raster {
            var raster = Raster(.gray, width: 30, height: 20, filledWith: 255)
            raster.withMutablePlane { $0.row(10)[12] = 255 - depth }
            return raster
        }
        #expect(speck(199).isBlank())
        #expect(!speck(200).isBlank())
    }

    @Test("a stroke at the very edge is seen")
    func edge() {
        var raster = Raster(.gray, width: 30, height: 20, filledWith: 255)
        raster.withMutablePlane { plane in for x in 25..<30 { plane.row(19)[x] = 0 } }
        #expect(!raster.isBlank())
    }
}
