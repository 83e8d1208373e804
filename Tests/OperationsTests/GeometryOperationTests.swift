import Imaging
import OperationKit
import Operations
import Testing
import Vision

@Suite("Geometry")
struct GeometryOperationTests {
    static let cases: [(String, [String: String])] = [
        ("rotate", ["angle": "3.7"]), ("rotate", ["angle": "-31", "canvas": "grow"]),
        ("rotate", ["angle": "12", "canvas": "fit"]), ("rotate", ["angle": "6", "canvas": "inside"]),
        ("rotate", ["angle": "2", "center": "corner"]), ("rotate", ["angle": "90", "canvas": "grow"]),
        ("perspective", ["strength": "0.08"]), ("perspective", ["strength": "0.1", "mode": "keystone"]),
        ("perspective", ["strength": "0.1", "mode": "tilt", "canvas": "grow"]),
        ("perspective", ["corners": "[0.1, 0, 0.95, 0.05, 1, 0.9, 0.02, 1]", "canvas": "keep"]),
        ("folding", ["depth": "2mm", "width": "4mm", "contrast": "0", "wear": "0", "grime": "0"]),
        (
            "folding",
            [
                "layout": "random", "folds": "4", "direction": "any", "depth": "3mm", "width": "5mm", "angle": "9",
                "contrast": "0", "wear": "0", "grime": "0",
            ]
        ),
    ]

    @Test("points come back from the map within a twentieth of a pixel", arguments: cases.indices)
    func roundTrips(index: Int) throws {
        let (name, given) = Self.cases[index]
        for key in 1...6 as ClosedRange<UInt64> {
            let size = Size(width: 331, height: 467)
            let operation = try #require(instance(name, given, key: key) as? any GeometricOperation)
            let map = operation.map(of: PageContext(size: size, dpi: 150), RandomStream(key: key))
            for i in 0..<400 {
                let p = Point(Double(i % 20) * 16.5 + 4, Double(i / 20) * 23.3 + 4)
                #expect(map.inverse(map.forward(p)).distance(to: p) <= 0.05)
            }
        }
    }

    @Test("a dot is found where the map sends it", arguments: cases.indices)
    func dots(index: Int) throws {
        let (name, given) = Self.cases[index]
        let size = Size(width: 331, height: 467)
        let operation = try #require(instance(name, given) as? any GeometricOperation)
        let map = operation.map(of: PageContext(size: size, dpi: 150), RandomStream(key: 5))
        for place in [Point(100, 120), Point(240, 300), Point(150.5, 232.5)] {
            var page = Raster(.gray, width: size.width, height: size.height, filledWith: 255)
            page.withMutablePlane { plane in
                for y in Int(place.y) - 1...Int(place.y) + 1 {
                    for x in Int(place.x) - 1...Int(place.x) + 1 { plane.row(y)[x] = 0 }
                }
            }
            let painted = Point(place.x.rounded(.down) + 0.5, place.y.rounded(.down) + 0.5)
            let result = try applied(name, given, to: page)
            #expect(try #require(centerOfInk(result)).distance(to: map.forward(painted)) < 1)
        }
    }

    @Test("a turn and its opposite restore the middle of the page", arguments: [PixelKind.gray, .color])
    func turnAndBack(kind: PixelKind) throws {
        let page = try writtenPage(kind, width: 301, height: 260).blurred(sigma: 2)
        let turned = try applied("rotate", ["angle": "5"], to: page)
        let back = try applied("rotate", ["angle": "-5"], to: turned)
        #expect(back.size == page.size)
        let channels = page.channels
        page.withPlane { before in
            back.withPlane { after in
                for y in 60..<200 {
                    for x in 60 * channels..<240 * channels {
                        #expect(abs(Int(before.row(y)[x]) - Int(after.row(y)[x])) <= 12)
                    }
                }
            }
        }
    }

    @Test("grow and fit lose no corner, inside has no new area")
    func canvases() throws {
        let size = Size(width: 200, height: 300)
        let context = PageContext(size: size, dpi: 150)
        for angle in ["7", "-44", "80"] {
            for canvas in ["grow", "fit"] {
                let operation = try #require(
                    instance("rotate", ["angle": angle, "canvas": canvas]) as? any GeometricOperation)
                let map = operation.map(of: context, RandomStream(key: 1))
                for corner in size.corners.map(map.forward) {
                    #expect((-0.01...Double(map.outputSize.width) + 0.01).contains(corner.x))
                    #expect((-0.01...Double(map.outputSize.height) + 0.01).contains(corner.y))
                }
            }
            let inside = try #require(
                instance("rotate", ["angle": angle, "canvas": "inside"]) as? any GeometricOperation)
            let map = inside.map(of: context, RandomStream(key: 1))
            for corner in map.outputSize.corners.map(map.inverse) {
                #expect((-0.01...200.01).contains(corner.x))
                #expect((-0.01...300.01).contains(corner.y))
            }
        }
    }

    @Test("outside a fold's bend pixels are copied, not resampled")
    func foldsCopy() throws {
        let page = writtenPage(.gray, width: 200, height: 400)
        let given = [
            "layout": "half", "depth": "2mm", "width": "4mm", "angle": "0", "contrast": "0", "wear": "0", "grime": "0",
        ]
        let folded = try applied("folding", given, to: page)
        #expect(folded != page)
        let before = page.samples
        let after = folded.samples
        #expect(Array(before[0..<(180 * 200)]) == Array(after[0..<(180 * 200)]))
        let shift = (1...6).first { rows in
            Array(before[((230 + rows) * 200)..<(390 * 200)]) == Array(after[(230 * 200)..<((390 - rows) * 200)])
        }
        #expect(shift != nil)
    }

    func centerOfInk(_ raster: Raster) -> Point? {
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for (i, level) in raster.samples.enumerated() {
            let ink = Double(255 - level)
            sum += ink
            x += ink * (Double(i % raster.width) + 0.5)
            y += ink * (Double(i / raster.width) + 0.5)
        }
        return sum > 0 ? Point(x / sum, y / sum) : nil
    }
}
