import Imaging
import Testing

@Suite("Crops")
struct LabelsCropTests {
    /// A page whose tone at each place follows from it.
    private func page(_ kind: PixelKind = .gray, width: Int = 120, height: Int = 90) -> Raster {
        var page = Raster(kind == .bilevel ? .gray : kind, width: width, height: height, filledWith: 255)
        page.withMutablePlane { plane in
            for y in 0..<height {
                for x in 0..<width {
                    for c in 0..<plane.channels {
                        plane.row(y)[x * plane.channels + c] = UInt8((2 * x + y + 9 * c) % 256)
                    }
                }
            }
        }
        return page
    }

    private func level(_ raster: Raster, _ x: Int, _ y: Int) -> Int { Int(raster.samples[y * raster.stride + x]) }

    private func crop(_ outline: Outline, _ text: String = "abc", baseline: [Point]? = nil) -> TextCrop {
        TextCrop(outline: outline, baseline: baseline, text: text)
    }

    private var bare: CropOptions {
        var options = CropOptions()
        options.padding = 0
        return options
    }

    @Test(
        "an upright rectangle of whole pixels is copied, with real pixels around it",
        arguments: [PixelKind.gray, .color])
    func exact(kind: PixelKind) throws {
        let page = page(kind)
        let crop = crop(Outline(x: 20, y: 30, width: 40, height: 20))
        let plain = try crop.raster(from: page, bare)
        #expect(plain.size == Size(width: 40, height: 20))
        #expect(plain.kind == kind)
        #expect(level(plain, 0, 0) == level(page, 20 * page.channels, 30))
        let padded = try crop.raster(from: page)
        #expect(padded.size == Size(width: 44, height: 24))
        #expect(level(padded, 0, 0) == level(page, 18 * page.channels, 28))
    }

    @Test("a line of a page with two resolutions is cut with square pixels, level and turned")
    func squarePixels() throws {
        let shape = PixelShape(dpi: 204, down: 98)
        let page = page(width: 400, height: 200)
        let level = TextCrop(outline: Outline(x: 20, y: 20, width: 204, height: 49), text: "abc", shape: shape)
        let size = try level.raster(from: page, bare).size
        #expect(size.width == 204 && abs(size.height - 102) <= 1)
        #expect(level.padding(CropOptions()) == 10)
        // A square of half an inch that stands on its corner.
        let (x, y) = (51 * 2.0.squareRoot(), 24.5 * 2.0.squareRoot())
        let corners = [Point(200 - x, 100), Point(200, 100 - y), Point(200 + x, 100), Point(200, 100 + y)]
        let turned = TextCrop(outline: Outline(corners, top: 2), text: "abc", shape: shape)
        let sides = try turned.raster(from: page, bare).size
        #expect(abs(sides.width - 102) <= 1 && abs(sides.height - 102) <= 1)
        // Its first row runs along its first side.
        let row = try turned.raster(from: page, bare)
        #expect(abs(self.level(row, 0, 0) - self.level(page, Int(corners[0].x) + 1, 100)) < 8)
        #expect(abs(self.level(row, row.width - 1, 0) - self.level(page, 200, Int(corners[1].y) + 1)) < 8)
        #expect(PixelShape(dpi: 300, down: 300) == .square && PixelShape(dpi: 203.9999, down: 204) == .square)
    }

    @Test("outside the page its edge goes on")
    func beside() throws {
        let page = page()
        var options = CropOptions()
        options.padding = 0.5
        let padded = try crop(Outline(x: 0, y: 0, width: 30, height: 20)).raster(from: page, options)
        #expect(padded.size == Size(width: 50, height: 40))
        #expect(level(padded, 0, 0) == 0)
        #expect(level(padded, 10, 39) == 29)
        #expect(level(padded, 49, 10) == 78)
    }

    @Test("a turned text comes out upright, from its own first point")
    func turned() throws {
        let page = page()
        let half = Outline([Point(60, 50), Point(20, 50), Point(20, 30), Point(60, 30)], top: 2)
        let upright = try crop(half).raster(from: page, bare)
        #expect(upright.size == Size(width: 40, height: 20))
        #expect(level(upright, 0, 0) == level(page, 59, 49))
        #expect(level(upright, 39, 19) == level(page, 20, 30))
        let quarter = Outline([Point(60, 20), Point(60, 60), Point(40, 60), Point(40, 20)], top: 2)
        let right = try crop(quarter).raster(from: page, bare)
        #expect(right.size == Size(width: 40, height: 20))
        #expect(level(right, 0, 0) == level(page, 59, 20))
        #expect(level(right, 39, 0) == level(page, 59, 59))
    }

    @Test("an upright crop of tilted text is the rectangle around it, with what else is in it")
    func upright() throws {
        let page = page()
        var options = bare
        options.isUpright = true
        let tilted = Outline([Point(20, 40), Point(80, 30), Point(82, 44.5), Point(22, 54.5)], top: 2)
        let crop = try crop(tilted).raster(from: page, options)
        #expect(crop.size == Size(width: 62, height: 25))
        #expect(level(crop, 0, 0) == level(page, 20, 30))
        #expect(level(crop, 61, 24) == level(page, 81, 54))
        options.padding = 0.1
        // A tenth of the height of the text, not of the rectangle.
        #expect(try self.crop(tilted).raster(from: page, options).size == Size(width: 64, height: 27))
    }

    @Test("an upright crop is read from the side at which its text begins")
    func uprightQuarter() throws {
        let page = page()
        var options = bare
        options.isUpright = true
        let down = Outline([Point(60, 20), Point(62, 60), Point(42, 61), Point(40, 21)], top: 2)
        let crop = try crop(down).raster(from: page, options)
        #expect(crop.size == Size(width: 41, height: 22))
        #expect(level(crop, 0, 0) == level(page, 61, 20))
        #expect(level(crop, 40, 0) == level(page, 61, 60))
    }

    @Test("text that is far from level is made straight, since a rectangle around it shows more of others than of it")
    func farFromLevel() throws {
        let page = page()
        var options = bare
        options.isUpright = true
        let steep = Outline([Point(10, 50), Point(80, 10), Point(85, 18.7), Point(15, 58.7)], top: 2)
        #expect(try crop(steep).raster(from: page, options) == crop(steep).raster(from: page, bare))
    }

    @Test("a crop of a moved page looks like the crop of the page before", arguments: [0.0, 7, -12, 35])
    func rotated(degrees: Double) throws {
        let size = Size(width: 200, height: 160)
        let map = GeometricMap(.rotation(degrees: degrees, about: Point(100, 80)), outputSize: size)
        // A smooth tone, so that nothing but the place decides.
        func tone(_ p: Point) -> Double { 100 + 60 * sineAndCosine(degrees: p.x * 4).sine + 50 * p.y / 160 }
        var moved = Raster(.gray, width: 200, height: 160, filledWith: 0)
        moved.withMutablePlane { plane in
            for y in 0..<160 {
                for x in 0..<200 {
                    let tone = tone(map.inverse(Point(Double(x) + 0.5, Double(y) + 0.5)))
                    plane.row(y)[x] = UInt8(min(255, max(0, tone.rounded())))
                }
            }
        }
        let line = TextLine(id: "l", outline: Outline(x: 60, y: 70, width: 80, height: 24), text: "text")
        let truth = LabelsPage.page([line], level: .line).moved(by: map, from: size)
        let upright = try TextCrop(truth.lines[0]).raster(from: moved, bare)
        #expect(abs(upright.width - 80) <= 1)
        #expect(abs(upright.height - 24) <= 1)
        for (x, y) in [(5, 5), (40, 12), (75, 20), (20, 3)] {
            let wanted = tone(Point(60.5 + Double(x) * 80 / Double(upright.width), 70.5 + Double(y)))
            #expect(abs(Double(level(upright, x, y)) - wanted) < 4)
        }
    }

    @Test("a bent line comes out straight, cell by cell")
    func bent() throws {
        let size = Size(width: 300, height: 100)
        let ripple = Ripple(height: 8, period: 200)
        // A dark stroke along the middle of the line.
        var page = Raster(.gray, width: 300, height: 100, filledWith: 250)
        page.withMutablePlane { plane in
            for x in 0..<300 {
                let y = ripple.forward(Point(Double(x) + 0.5, 50)).y
                for row in Int(y) - 2...Int(y) + 1 { plane.row(row)[x] = 20 }
            }
        }
        let line = TextLine(id: "l", outline: Outline(x: 30, y: 40, width: 240, height: 20), text: "a line")
        let truth = LabelsPage.page([line], level: .line).moved(by: GeometricMap(ripple, outputSize: size), from: size)
        #expect(truth.lines[0].outline.points.count > 4)
        let straight = try TextCrop(truth.lines[0]).raster(from: page, bare)
        for x in stride(from: 2, to: straight.width - 2, by: 3) {
            #expect(level(straight, x, straight.height / 2) < 100)
            #expect(level(straight, x, 2) > 200)
            #expect(level(straight, x, straight.height - 3) > 200)
        }
    }

    @Test("a free polygon is cut along its baseline, or as the smallest rectangle around it")
    func polygons() {
        let polygon = Outline([
            Point(10, 30), Point(50, 20), Point(90, 30), Point(90, 50), Point(50, 40), Point(10, 50),
        ])
        let strip = TextStrip(polygon, baseline: [Point(10, 45), Point(50, 35), Point(90, 45)])
        #expect(strip.upper.count == strip.lower.count)
        #expect(strip.upper[strip.upper.count / 2].distance(to: Point(50, 20)) < 0.01)
        #expect(strip.lower[strip.lower.count / 2].distance(to: Point(50, 40)) < 0.01)
        #expect(abs(strip.height - 20) < 1.5)
        let rectangle = TextStrip(polygon)
        #expect(rectangle.upper == [Point(10, 20), Point(90, 20)])
        #expect(rectangle.height == 30)
    }

    @Test("a fixed height scales, with the mean of what shrinks")
    func fixedHeight() throws {
        var options = bare
        options.height = 10
        var page = Raster(.gray, width: 100, height: 100, filledWith: 255)
        page.withMutablePlane { plane in
            for y in 0..<100 { for x in 0..<100 where (x + y) % 2 == 0 { plane.row(y)[x] = 1 } }
            for y in 0..<100 { for x in 40..<100 { plane.row(y)[x] = 40 } }
        }
        let small = try crop(Outline(x: 0, y: 0, width: 80, height: 40)).raster(from: page, options)
        #expect(small.size == Size(width: 20, height: 10))
        #expect(abs(level(small, 3, 3) - 128) <= 1)
        options.height = 60
        #expect(try crop(Outline(x: 0, y: 0, width: 80, height: 40)).raster(from: page, options).size.width == 120)
    }

    @Test("vertical writing is kept, turned or skipped")
    func vertical() throws {
        let page = page()
        let crop = crop(Outline(x: 20, y: 10, width: 12, height: 60), "세로글")
        #expect(crop.isVertical)
        #expect(try crop.raster(from: page, bare).size == Size(width: 12, height: 60))
        var options = bare
        options.vertical = .turn
        let turned = try crop.raster(from: page, options)
        #expect(turned.size == Size(width: 60, height: 12))
        #expect(level(turned, 0, 11) == level(page, 20, 10))
        #expect(level(turned, 0, 0) == level(page, 31, 10))
        options.vertical = .skip
        #expect(crop.refusal(on: page.size, options) == .vertical)
        #expect(!TextCrop(outline: Outline(x: 0, y: 0, width: 10, height: 60), text: "l").isVertical)
    }

    @Test("what cannot be trained on is left out, each for its reason")
    func refusals() {
        let size = Size(width: 1200, height: 90)
        func refusal(_ outline: Outline, _ text: String = "abc", isLegible: Bool = true) -> CropRefusal? {
            TextCrop(outline: outline, text: text, isLegible: isLegible).refusal(on: size)
        }
        #expect(refusal(Outline(x: 0, y: 0, width: 40, height: 20)) == nil)
        #expect(refusal(Outline(x: 0, y: 0, width: 40, height: 20), isLegible: false) == .illegible)
        #expect(refusal(Outline(x: 0, y: 0, width: 40, height: 20), " \u{AD}") == .empty)
        #expect(refusal(Outline(x: 0, y: 0, width: 40, height: 7.9)) == .low)
        #expect(refusal(Outline(x: 0, y: 0, width: 19, height: 20), "abcdefghij") == .narrow)
        #expect(refusal(Outline(x: 0, y: 0, width: 3, height: 20), "i") == .narrow)
        #expect(refusal(Outline(x: 0, y: 0, width: 1001, height: 10)) == .long)
        let upper = (0...5).map { Point($0 % 2 == 0 ? 0 : 1200, 2 * Double($0)) }
        let lower = upper.map { Point($0.x, $0.y + 70) }
        #expect(refusal(Outline(upper + lower.reversed(), top: upper.count)) == .long, "six times to and fro")
        #expect(refusal(Outline(x: 1170, y: 0, width: 40, height: 20)) == .outside)
        #expect(refusal(Outline(x: 1165, y: 0, width: 40, height: 20)) == nil)
        let white = Raster(.gray, width: 60, height: 40, filledWith: 250)
        #expect(throws: CropRefusal.blank) {
            try TextCrop(outline: Outline(x: 5, y: 5, width: 40, height: 20), text: "abc").raster(from: white)
        }
    }
}
