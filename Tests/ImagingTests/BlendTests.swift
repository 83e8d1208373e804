import Imaging
import Testing

@Suite("Blends, masks and strokes")
struct BlendTests {
    @Test("products and mixes are rounded exactly, for all values")
    func exact() {
        for a in 0...255 {
            for b in 0...255 {
                let expected = (Double(a * b) / 255).rounded()
                #expect(Double(Blend.product(UInt8(a), UInt8(b))) == expected)
                let mixed = (Double(a * (255 - b) + 200 * b) / 255).rounded()
                #expect(Double(Blend.mix(UInt8(a), 200, UInt8(b))) == mixed)
            }
        }
    }

    @Test("no opacity leaves the sample, full opacity gives the blend", arguments: Blend.allCases)
    func opacity(blend: Blend) {
        for a in stride(from: 0, through: 255, by: 5) {
            for b in stride(from: 0, through: 255, by: 5) {
                #expect(blend(UInt8(a), UInt8(b), opacity: 0) == UInt8(a))
                #expect(blend(UInt8(a), UInt8(b), opacity: 255) == blend(UInt8(a), UInt8(b)))
            }
        }
    }

    @Test("each blend has its neutral color")
    func neutral() {
        for a in 0...255 {
            let a = UInt8(a)
            for blend in [Blend.multiply, .darken, .burn] { #expect(blend(a, 255) == a) }
            for blend in [Blend.screen, .lighten, .dodge, .add, .subtract] { #expect(blend(a, 0) == a) }
            #expect(Blend.overlay(128, a) == a || abs(Int(Blend.overlay(128, a)) - Int(a)) <= 1)
            #expect(Blend.average(a, a) == a && Blend.over(0, a) == a)
        }
    }

    private func square() -> Raster {
        let samples = (0..<40 * 40).map { i -> UInt8 in
            (10..<30).contains(i % 40) && (10..<30).contains(i / 40) ? 255 : 0
        }
        return Raster(.gray, width: 40, height: 40, samples: samples)
    }

    private func area(_ mask: Raster) -> Double { mask.samples.reduce(0) { $0 + Double($1) } / 255 }

    @Test("a mask grows and shrinks by fractions of a pixel", arguments: [-3.0, -1.5, -0.4, 0, 0.6, 1, 2.5])
    func thickness(pixels: Double) {
        let side = 20 + 2 * pixels
        let found = area(square().thickened(by: pixels))
        // The corners of an octagon are cut, hence the room.
        #expect(found <= side * side + 4 * abs(pixels) + 1)
        #expect(found >= side * side - 4 * pixels * pixels - 4 * abs(pixels) - 1)
    }

    @Test("an outline is the rim of the shape")
    func outline() {
        let rim = square().outlined(width: 2)
        #expect(abs(area(rim) - (400 - 256)) < 12)
        rim.withPlane { #expect($0.row(rim.height / 2)[rim.width / 2] == 0) }
    }

    @Test("an overlay is clipped at every edge and only darkens when it multiplies")
    func overlay() {
        for (left, top) in [(-30, -30), (-5, 20), (35, 35), (60, 10), (-100, 0)] {
            var page = Raster(.color, width: 50, height: 45, filledWith: 180)
            let shape = Overlay(coverage: square(), color: Color(red: 255, green: 80, blue: 0), opacity: 0.5)
            page.withMutablePlane { shape.draw(on: $0, left: left, top: top) }
            #expect(page.samples.allSatisfy { $0 <= 180 })
        }
    }

    @Test("a pressed shape is light towards the light, dark away from it and leaves the rest")
    func emboss() {
        var page = Raster(.gray, width: 60, height: 60, filledWith: 200)
        let shape = Overlay(coverage: square(), color: .black, opacity: 0.4, manner: .emboss(depth: 2))
        page.withMutablePlane { shape.draw(on: $0, left: 10, top: 10) }
        page.withPlane { plane in
            // The square covers 20 ..< 40 both ways.
            #expect(plane.row(30)[20] > 215 && plane.row(20)[30] > 215)
            #expect(plane.row(30)[39] < 185 && plane.row(39)[30] < 185)
            #expect(plane.row(30)[30] == 200 && plane.row(5)[5] == 200)
        }
    }

    @Test("a stroke is as wide as its pen and stays within its box")
    func stroke() {
        var page = Raster(.gray, width: 200, height: 100, filledWith: 255)
        let line = Stroke(
            [Point(20, 50), Point(180, 50)], tool: .pen, width: 6, color: .black, density: 1)
        page.withMutablePlane { line.draw(on: $0, dpi: 150, RandomStream(key: 3)) }
        page.withPlane { plane in
            let ink = (0..<100).reduce(0.0) { $0 + Double(255 - plane.row($1)[100]) / 255 }
            #expect(abs(ink - 6) < 1)
            #expect(plane.row(50)[5] == 255 && plane.row(30)[100] == 255 && plane.row(50)[195] == 255)
        }
    }

    @Test("a flat tool ends where the path ends, a round one half its width later")
    func ends() {
        func last(_ tool: DrawingTool) -> Int {
            var page = Raster(.gray, width: 200, height: 60, filledWith: 255)
            let line = Stroke([Point(20, 30), Point(100, 30)], tool: tool, width: 20, color: .black, density: 1)
            page.withMutablePlane { line.draw(on: $0, dpi: 150, RandomStream(key: 3)) }
            return page.withPlane { plane in (0..<200).last { plane.row(30)[$0] < 128 } ?? 0 }
        }
        #expect(abs(last(.highlighter) - 100) <= 1)
        #expect(abs(last(.pen) - 109) <= 2)
    }
}
