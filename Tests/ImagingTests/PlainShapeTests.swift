import Imaging
import Testing

@Suite("Plain shapes and blank places")
struct PlainShapeTests {
    @Test("depth is the distance to the outline, positive inside, however the shape is turned")
    func depth() {
        let disc = PlainShape.disc(Point(10, 10), radius: 4)
        #expect(abs(disc.depth(at: Point(12, 10)) - 2) < 1e-9)
        #expect(abs(disc.depth(at: Point(10, 20)) + 6) < 1e-9)
        let bar = PlainShape.capsule(Point(0, 0), Point(30, 40), radius: 5)
        #expect(abs(bar.depth(at: Point(15, 20)) - 5) < 1e-9)
        #expect(abs(bar.depth(at: Point(-6, -8)) + 5) < 1e-9)
        for degrees in [0.0, 30, 90, 217] {
            let slab = PlainShape.slab(Point(50, 50), half: Point(20, 10), corner: 3, degrees: degrees)
            let (sine, cosine) = sineAndCosine(degrees: degrees)
            // 7 px beyond the middle of a long side.
            let p = Point(50 + sine * 17, 50 + cosine * 17)
            #expect(abs(slab.depth(at: p) + 7) < 1e-9)
            #expect(abs(slab.depth(at: Point(50, 50)) - 10) < 1e-9)
        }
    }

    @Test("a shape covers its area, clipped by the page")
    func area() {
        var page = Raster(.gray, width: 60, height: 40, filledWith: 255)
        page.withMutablePlane { PlainShape.disc(Point(30, 20), radius: 10).draw(on: $0, color: .black) }
        #expect(abs(coverage(page) - 314.16) < 6)
        var corner = Raster(.color, width: 60, height: 40, filledWith: 255)
        corner.withMutablePlane { PlainShape.disc(Point(0, 0), radius: 10).draw(on: $0, color: .black) }
        #expect(abs(coverage(corner) / 3 - 78.5) < 4)
    }

    /// Samples that are black, gray ones in part.
    private func coverage(_ page: Raster) -> Double {
        var sum = 0
        for level in page.samples { sum += 255 - Int(level) }
        return Double(sum) / 255
    }

    @Test("a blank place holds no ink and is the nearest one, and where there is none none is given")
    func blank() throws {
        var page = Raster(.gray, width: 300, height: 300, filledWith: 255)
        page.paste(Raster(.gray, width: 200, height: 200, filledWith: 0), x: 0, y: 0)
        let map = InkMap(of: page, dpi: 150, isLayer: true)
        let places = BlankPlaces(of: page, map: map, dpi: 150)
        let stream = RandomStream(key: 3)
        let box = try #require(places.box(width: 60, height: 60, nearest: Point(0, 300), stream))
        #expect(box.left < 12 && box.top >= 200 && places.isBlank(box))
        #expect(places.box(width: 120, height: 120, stream) == nil)
        #expect(!places.isBlank(InkBox(left: 150, top: 150, right: 220, bottom: 220)))
    }

    @Test("dots and accents belong to the letter that they stand over, letters stay apart")
    func characters() {
        var page = Raster(.gray, width: 120, height: 60, filledWith: 255)
        func fill(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
            page.paste(Raster(.gray, width: width, height: height, filledWith: 0), x: x, y: y)
        }
        fill(10, 20, 3, 15)
        fill(10, 14, 3, 3)
        fill(30, 12, 10, 23)
        fill(60, 20, 10, 15)
        let map = InkMap(of: page, dpi: 150, isLayer: true)
        let found = InkCharacters(of: page, map: map, dpi: 150)
        #expect(found.rows[15][0].character == found.rows[25][0].character)
        #expect(Set(found.rows[25].map(\.character)).count == 3)
        #expect(found.boxes[found.rows[25][0].character].top == 14)
    }
}
