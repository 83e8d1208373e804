import Imaging
import OperationKit
import Operations
import Testing
import Vision

@Suite("Geometry that copies")
struct GeometryExactTests {
    @Test("four quarter turns restore the page, as do two flips", arguments: PixelKind.allCases)
    func turnsAndFlips(kind: PixelKind) throws {
        let page = writtenPage(kind, width: 131, height: 77)
        var turned = page
        for _ in 0..<4 { turned = try applied("rotate-90", ["turns": "90"], to: turned) }
        #expect(turned == page)
        let back = try applied("rotate-90", ["turns": "270"], to: applied("rotate-90", ["turns": "90"], to: page))
        #expect(back == page)
        for axis in ["horizontal", "vertical", "both", "diagonal"] {
            let once = try applied("flip", ["axis": axis], to: page)
            #expect(once != page)
            #expect(try applied("flip", ["axis": axis], to: once) == page)
        }
    }

    @Test("a quarter turn goes counterclockwise")
    func direction() throws {
        var page = Raster(.gray, width: 5, height: 3, filledWith: 255)
        page.withMutablePlane { $0.row(0)[4] = 7 }
        let turned = try applied("rotate-90", ["turns": "90"], to: page)
        #expect(turned.size == Size(width: 3, height: 5))
        #expect(turned.samples[0] == 7)
    }

    @Test("a crop is the rectangle of the page, and padding keeps the page inside", arguments: PixelKind.allCases)
    func cropAndPad(kind: PixelKind) throws {
        let page = writtenPage(kind, width: 131, height: 77)
        let cropped = try applied(
            "crop", ["left": "5px", "right": "9px", "top": "7px", "bottom": "2px"], to: page)
        #expect(cropped.kind == kind && cropped.size == Size(width: 117, height: 68))
        #expect(piece(of: page, left: 5, top: 7, cropped.size) == cropped.samples)
        let padded = try applied(
            "pad",
            ["left": "5px", "right": "0px", "top": "0px", "bottom": "1px", "multiple": "32", "place": "bottom-right"],
            to: page)
        #expect(padded.kind == kind && padded.size == Size(width: 160, height: 96))
        #expect(piece(of: padded, left: 160 - 131, top: 96 - 78, page.size) == page.samples)
    }

    private func piece(of raster: Raster, left: Int, top: Int, _ size: Size) -> [UInt8] {
        raster.withPlane { plane in
            (top..<top + size.height).flatMap { y in
                (left * plane.channels..<(left + size.width) * plane.channels).map { plane.row(y)[$0] }
            }
        }
    }

    @Test("a crop that keeps words shrinks to the known lines, one that need not does not")
    func cropKeepsLines() throws {
        let size = Size(width: 200, height: 300)
        let line = Outline([Point(4.5, 40), Point(180, 40), Point(180, 60), Point(4.5, 60)])
        for (keep, left) in [("words", 4.0), ("any", 30.0)] {
            let operation = try #require(
                instance("crop", ["left": "30px", "right": "0px", "top": "0px", "bottom": "0px", "keep": keep])
                    as? any GeometricOperation)
            let map = operation.map(of: PageContext(size: size, dpi: 150, lines: [line]), RandomStream(key: 1))
            #expect(map.forward(Point(50, 50)) == Point(50 - left, 50))
        }
    }

    @Test("cropping to content leaves the print and its margin")
    func cropToContent() throws {
        var page = Raster(.gray, width: 200, height: 300, filledWith: 240)
        page.withMutablePlane { plane in
            for y in 100..<150 { for x in 60..<120 { plane.row(y)[x] = 10 } }
        }
        let result = try applied("crop", ["mode": "content", "margin": "6px"], to: page)
        #expect(result.size == Size(width: 72, height: 62))
        let blank = Raster(.gray, width: 50, height: 60, filledWith: 240)
        #expect(try applied("crop", ["mode": "content"], to: blank) == blank)
    }

    @Test("squishing takes whole bands away and leaves the rest as it was")
    func squish() throws {
        let page = writtenPage(.bilevel, width: 120, height: 400)
        let result = try applied("squish", ["count": "3", "band": "4px", "seam": "0"], to: page)
        #expect(result.kind == .bilevel && result.size == Size(width: 120, height: 388))
        let rows = Set((0..<400).map { Array(page.samples[$0 * 120..<($0 + 1) * 120]) })
        for y in 0..<388 { #expect(rows.contains(Array(result.samples[y * 120..<(y + 1) * 120]))) }
    }

    @Test("bands avoid known lines")
    func squishAvoidsLines() throws {
        let lines = (0..<10).map { i in
            let y = Double(i) * 40 + 4
            return Outline([Point(10, y), Point(100, y), Point(100, y + 28), Point(10, y + 28)])
        }
        let operation = try #require(
            instance("squish", ["count": "2", "band": "4px"], key: 3) as? any GeometricOperation)
        for key in 1...20 as ClosedRange<UInt64> {
            let context = PageContext(size: Size(width: 120, height: 400), dpi: 150, lines: lines)
            let map = operation.map(of: context, RandomStream(key: key))
            for line in lines {
                let (low, high) = line.bounds
                #expect(map.forward(high).y - map.forward(low).y == high.y - low.y)
            }
        }
    }

    @Test("a strip that wraps keeps every pixel of its rows")
    func glitchWraps() throws {
        let page = writtenPage(.gray, width: 150, height: 200)
        let result = try applied(
            "glitch-effect", ["strips": "6", "height": "20px", "shift": "40px", "wrap": "true"], to: page)
        #expect(result != page)
        for y in 0..<200 {
            let (before, after) = (page.samples[y * 150..<(y + 1) * 150], result.samples[y * 150..<(y + 1) * 150])
            #expect(before.sorted() == after.sorted())
        }
    }

    @Test("the pixels of a block are found again at its new place")
    func sectionShift() throws {
        let page = writtenPage(.color, width: 240, height: 180)
        let operation = try #require(
            instance("section-shift", ["count": "1", "shift-x": "7px", "shift-y": "-3px"])
                as? any GeometricOperation)
        let map = operation.map(of: PageContext(size: page.size, dpi: 150, pixels: page), RandomStream(key: 2))
        let result = try warped(
            page, by: map, operation.resampling, in: WarpSurroundings(dpi: 150, random: RandomStream(key: 1)))
        let block = try #require(map.patchwork?.patches.last)
        let shift = try #require(block.shift)
        #expect(shift.x == -7 && shift.y == 3)
        for y in max(0, block.box.top)..<min(180, block.box.bottom) {
            for x in max(0, block.box.left)..<min(240, block.box.right) {
                let from = ((y + shift.y) * 240 + x + shift.x) * 3
                let to = (y * 240 + x) * 3
                #expect(page.samples[from..<from + 3].elementsEqual(result.samples[to..<to + 3]))
            }
        }
    }

    @Test("resizing gives the size asked for, and the resolution follows")
    func sizes() throws {
        let page = writtenPage(.gray, width: 240, height: 180)
        let cases: [([String: String], Size)] = [
            (["width": "120"], Size(width: 120, height: 90)), (["height": "48"], Size(width: 64, height: 48)),
            (["longest": "100"], Size(width: 100, height: 75)), (["shortest": "90"], Size(width: 120, height: 90)),
            (["width": "100", "height": "100"], Size(width: 100, height: 75)),
            (["width": "100", "height": "100", "keep-ratio": "false"], Size(width: 100, height: 100)),
            (["scale": "1.5"], Size(width: 360, height: 270)), (["scale": "0.01"], Size(width: 2, height: 2)),
        ]
        for (given, size) in cases { #expect(try applied("resize", given, to: page).size == size) }
        let context = PageContext(size: page.size, dpi: 150)
        let rescale = try #require(instance("rescale", ["dpi": "100"]) as? any GeometricOperation)
        let map = rescale.map(of: context, RandomStream(key: 1))
        #expect(map.outputSize == Size(width: 160, height: 120))
        #expect(rescale.dpi(after: map, of: context) == 100)
        let assuming = try #require(instance("rescale", ["dpi": "100", "assume": "200"]) as? any GeometricOperation)
        let guessed = PageContext(size: page.size, dpi: 150, isDPIGuessed: true)
        #expect(assuming.map(of: guessed, RandomStream(key: 1)).outputSize == Size(width: 120, height: 90))
        #expect(assuming.map(of: context, RandomStream(key: 1)).outputSize == Size(width: 160, height: 120))
    }

    @Test("a page that lies askew by a known angle is turned straight", arguments: [-6.3, -1.2, 0.7, 3.4, 7.5])
    func deskew(angle: Double) throws {
        let page = writtenPage(.gray, width: 800, height: 900)
        let askew = try applied("rotate", ["angle": "\(angle)"], to: page)
        let operation = try #require(instance("deskew") as? any GeometricOperation)
        let map = operation.map(of: PageContext(size: page.size, dpi: 150, pixels: askew), RandomStream(key: 1))
        let turn = try #require(map.homography)
        let (a, b) = (turn.forward(Point(0, 0)), turn.forward(Point(1000, 0)))
        let (sine, _) = sineAndCosine(degrees: angle)
        // Turning back by the angle sends a point that far to the right down by so much.
        #expect(abs((b.y - a.y) - 1000 * sine) < 1000 * 0.00175)
        let blank = Raster(.gray, width: 400, height: 300, filledWith: 255)
        #expect(try applied("deskew", to: blank).sharesPixels(with: blank))
    }
}
