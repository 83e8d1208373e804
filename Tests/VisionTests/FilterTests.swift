import Imaging
import Testing
import Vision

@Suite("Picture functions")
struct FilterTests {
    @Test("filters leave a flat page as it is", arguments: [PixelKind.gray, .color])
    func flat(kind: PixelKind) throws {
        let page = Raster(kind, width: 23, height: 19, filledWith: 201)
        #expect(try page.medianFiltered(size: 5) == page)
        #expect(try page.bilateralFiltered(diameter: 5, levels: 20, distance: 3) == page)
        #expect(try page.morphed(.close, .ellipse, width: 3, height: 3) == page)
        #expect(try page.gaussianBlurred(sigma: 1.1, size: 5) == page)
        #expect(try page.boxBlurred(width: 5, height: 3) == page)
        #expect(try page.filtered([0, 0, 0, 0, 1, 0, 0, 0, 0], width: 3) == page)
        #expect(try page.averaged(to: Size(width: 7, height: 6)).samples.allSatisfy { $0 == 201 })
    }

    @Test("erosion spreads ink and dilation paper, by the reach of the kernel")
    func morphology() throws {
        let page = dotted(.gray, Size(width: 15, height: 15), Point(7.5, 7.5))
        func ink(_ raster: Raster) -> Int { raster.samples.count { $0 == 0 } }
        #expect(ink(page) == 9)
        #expect(ink(try page.morphed(.erode, .rectangle, width: 3, height: 3)) == 25)
        #expect(ink(try page.morphed(.dilate, .rectangle, width: 3, height: 3)) == 1)
        #expect(ink(try page.morphed(.close, .rectangle, width: 5, height: 5)) == 0)
    }

    @Test("distance counts in eighths of a pixel")
    func distance() throws {
        var page = Raster(.gray, width: 9, height: 1, filledWith: 255)
        page.withMutablePlane { $0.row(0)[0] = 0 }
        let distances = try page.distanceToZero().samples.map(Int.init)
        #expect(distances[0] == 0)
        for x in 1..<9 { #expect(abs(distances[x] - 8 * x) <= max(1, x)) }
    }

    @Test("luma is the brightness that colors have")
    func luma() throws {
        let page = Raster(.color, width: 2, height: 1, samples: [10, 20, 30, 200, 100, 0])
        let expected = [Color(red: 30, green: 20, blue: 10), Color(red: 0, green: 100, blue: 200)].map(\.luma)
        for (level, wanted) in zip(try page.luma().samples, expected) { #expect(abs(Int(level) - Int(wanted)) <= 1) }
    }

    @Test("what cannot be done is an error with words")
    func errors() {
        let page = Raster(.color, width: 4, height: 4, filledWith: 0)
        #expect(throws: PixelFailure.self) { try page.otsuLevel() }
        #expect(throws: PixelFailure.self) { try page.medianFiltered(size: 4) }
        #expect(throws: PixelFailure.self) { try page.filtered([1, 2, 3], width: 2) }
    }
}
