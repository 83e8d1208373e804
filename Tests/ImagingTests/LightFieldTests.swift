import Imaging
import Testing

@Suite("Light fields")
struct LightFieldTests {
    let sizes = [
        Size(width: 1, height: 1), Size(width: 1, height: 37), Size(width: 53, height: 1), Size(width: 97, height: 61),
    ]

    @Test("even light multiplies every sample by its gain, rounded and cut at 255")
    func evenLight() {
        for size in sizes {
            for kind in [PixelKind.gray, .color] {
                for (gain, level, expected) in [(0.5, 201, 101), (1.25, 100, 125), (1.9, 200, 255), (0, 90, 0)] {
                    var raster = Raster(kind, width: size.width, height: size.height, filledWith: UInt8(level))
                    LightField(size) { _, _ in gain }.apply(to: &raster)
                    #expect(raster.samples.allSatisfy { $0 == UInt8(expected) }, "\(size) \(kind) \(gain)")
                }
            }
        }
    }

    @Test("a slope of light is met within one level everywhere")
    func slope() {
        let size = Size(width: 203, height: 167)
        func gain(_ x: Double, _ y: Double) -> Double { 0.4 + x / 500 + y / 300 }
        var raster = Raster(.gray, width: size.width, height: size.height, filledWith: 180)
        LightField(size, gain: gain).apply(to: &raster)
        for (i, sample) in raster.samples.enumerated() {
            let expected = 180 * gain(Double(i % 203) + 0.5, Double(i / 203) + 0.5)
            #expect(abs(Double(sample) - min(255, expected)) <= 0.75)
        }
    }

    @Test("colored light tints color pages and lights gray ones by its luma")
    func coloredLight() {
        let size = Size(width: 19, height: 23)
        let field = LightField(size, gains: { _, _ in (blue: 0.5, green: 1, red: 1.2) })
        var color = Raster(.color, width: 19, height: 23, filledWith: 100)
        field.apply(to: &color)
        #expect(Array(color.samples.prefix(3)) == [50, 100, 120])
        var gray = Raster(.gray, width: 19, height: 23, filledWith: 100)
        field.apply(to: &gray)
        #expect(gray.kind == .gray && gray.samples.allSatisfy { $0 == 100 })
    }

    @Test("lights are combined by multiplying their gains, whichever is colored")
    func combining() {
        let size = Size(width: 40, height: 9)
        let dim = LightField(size) { _, _ in 0.5 }
        let warm = LightField(size, gains: { _, _ in (blue: 0.5, green: 1, red: 1.5) })
        #expect(dim.combined(with: warm) == warm.combined(with: dim))
        var raster = Raster(.color, width: 40, height: 9, filledWith: 200)
        dim.combined(with: warm).apply(to: &raster)
        #expect(Array(raster.samples.suffix(3)) == [50, 100, 150])
    }

    @Test("neutral light leaves the buffer shared and a bilevel page bilevel")
    func neutral() {
        let before = Raster(.bilevel, width: 33, height: 17, filledWith: 255)
        var after = before
        LightField(before.size) { _, _ in 1 }.apply(to: &after)
        #expect(after.sharesPixels(with: before) && after.kind == .bilevel)
        LightField(before.size) { _, _ in 0.9 }.apply(to: &after)
        #expect(after.kind == .gray)
    }

    @Test("the steepest possible change from dark to bright does not wrap around")
    func steep() {
        let size = Size(width: 64, height: 64)
        var raster = Raster(.gray, width: 64, height: 64, filledWith: 255)
        LightField(size) { x, y in Int(x) / 16 % 2 == Int(y) / 16 % 2 ? 1.99 : 0 }.apply(to: &raster)
        raster.withPlane { plane in
            #expect(plane.row(0)[0] == 255 && plane.row(0)[16] == 0)
            #expect(plane.row(16)[0] == 0 && plane.row(16)[16] == 255)
            for y in 0..<16 {
                // Down the first column the light only falls.
                #expect(plane.row(y)[0] >= plane.row(y + 1)[0])
            }
        }
    }
}
