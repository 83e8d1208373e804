import Imaging
import OperationKit
import Operations
import Testing

/// What the manual says in millimeters about how far places move, measured on drawn maps.
@Suite("How far places move")
struct GeometryMeasureTests {
    private static let pixelsPerMM = 150 / 25.4
    private static let size = Size(width: 620, height: 877)

    /// A grid of places over a page, and where the map sends them.
    private func ways(_ map: GeometricMap, _ size: Size = size, every step: Double = 6) -> [(from: Point, to: Point)] {
        stride(from: 2.5, to: Double(size.height), by: step).flatMap { y in
            stride(from: 2.5, to: Double(size.width), by: step).map { x in (Point(x, y), map.forward(Point(x, y))) }
        }
    }

    private func map(_ name: String, _ given: [String: String], key: UInt64, _ size: Size = size) throws -> GeometricMap
    {
        try #require(Trial(name, given, key: key).map(on: size))
    }

    @Test("the longest way of an elastic page is the amount asked for, on a small page as on a large one")
    func elasticPeak() throws {
        for size in [Size(width: 260, height: 190), Self.size, Size(width: 1240, height: 1754)] {
            for key in 1...3 as ClosedRange<UInt64> {
                let ways = ways(
                    try map("elastic-transform", ["amount": "4px", "cell": "12mm"], key: key, size), size, every: 3)
                let longest = ways.map { $0.from.distance(to: $0.to) }.max() ?? 0
                #expect(abs(longest - 4) <= 0.4, "\(size.width) × \(size.height): \(longest)")
            }
        }
    }

    @Test("a pinned elastic page keeps its frame")
    func pinnedFrame() throws {
        let map = try map("elastic-transform", ["amount": "1mm", "pin": "true"], key: 4)
        for corner in [Point(0, 0), Point(620, 0), Point(310, 877), Point(0, 400)] {
            #expect(map.forward(corner).distance(to: corner) < 0.1)
        }
    }

    @Test("a grid stretched along its axes still fills the page")
    func gridKeepsSize() throws {
        for key in 1...4 as ClosedRange<UInt64> {
            let map = try map("grid-distortion", ["amount": "0.2", "mode": "separable"], key: key)
            #expect(map.outputSize == Self.size)
            #expect(map.forward(Point(0, 0)).distance(to: Point(0, 0)) < 0.05)
            #expect(map.forward(Point(620, 877)).distance(to: Point(620, 877)) < 0.05)
        }
    }

    @Test("crumpled paper moves by no more than its depth allows", arguments: [1, 2, 3])
    func crumpleBound(levels: Int) throws {
        for key in 1...3 as ClosedRange<UInt64> {
            let map = try map("crumple", ["depth": "2mm", "levels": "\(levels)"], key: key)
            let most = 0.6 * 2 * Self.pixelsPerMM * Double(levels)
            for way in ways(map) { #expect(way.from.distance(to: way.to) <= most) }
        }
    }

    @Test("folded paper moves by no more than its folds take up")
    func foldBound() throws {
        for (layout, folds) in [("half", 1), ("letter", 2)] {
            let map = try map("folding", ["layout": layout, "depth": "1.5mm"], key: 2)
            let most = Double(folds) * (2 * 1.5 + 0.2) * Self.pixelsPerMM
            for way in ways(map) { #expect(way.from.distance(to: way.to) <= most, "\(layout)") }
        }
    }

    @Test("outside the bend a book's page lies still, and its columns keep their order")
    func bookOrder() throws {
        let given = [
            "side": "left", "reach": "30mm", "lift": "12mm", "camera": "scanner", "opposite": "0mm", "stack": "0",
        ]
        let map = try map("book-binding", given, key: 1)
        let still = Self.size.width - Int(31 * Self.pixelsPerMM)
        let far = Point(Double(Self.size.width - 3), 400)
        let shift = map.forward(far) - far
        var last = -Double.infinity
        for x in stride(from: 2.5, to: Double(Self.size.width), by: 2) {
            let place = map.forward(Point(x, 400))
            #expect(place.x > last)
            last = place.x
            if x > Double(Self.size.width - still) {
                #expect((place - Point(x, 400)).distance(to: shift) < 0.05, "\(x) goes to \(place)")
            }
        }
    }

    @Test("a book's shadow darkens the page by no more than its share of the width")
    func bookShadow() throws {
        let sheet = Sheet.even(230, width: 620, height: 400)
        let trial = Trial(
            "book-binding",
            ["lift": "12mm", "reach": "30mm", "shadow": "0.5", "opposite": "0mm", "stack": "0"], key: 3)
        let shift = try trial.run(sheet).meanLevel - sheet.meanLevel
        #expect(shift < -1)
        #expect(abs(shift) <= 255 * 0.5 * 30 * Self.pixelsPerMM / 620 + 2)
    }

    @Test("the flat part of a curled page stays flat: no line in it bends")
    func curlKeepsFlatPart() throws {
        let map = try map("page-curl", ["side": "right", "reach": "30mm", "radius": "80mm"], key: 1)
        let flat = Double(Self.size.width) - 30.5 * Self.pixelsPerMM
        // The camera may have gone up, for the raised edge to stay in the picture; then all is smaller, evenly.
        let (origin, right, down) = (map.forward(Point(5, 5)), map.forward(Point(105, 5)), map.forward(Point(5, 105)))
        var bent = 0
        for way in ways(map) {
            let even = origin + (right - origin) * ((way.from.x - 5) / 100) + (down - origin) * ((way.from.y - 5) / 100)
            if way.from.x < flat {
                #expect(way.to.distance(to: even) < 0.05)
            } else if way.to.distance(to: even) > 1 {
                bent += 1
            }
        }
        #expect(bent > 100)
    }

    @Test("a slant keeps rows level, a curve keeps columns upright, and a jittery carriage keeps the order of rows")
    func axes() throws {
        for way in ways(try map("slant", ["angle": "9"], key: 1)) { #expect(abs(way.from.y - way.to.y) < 1e-6) }
        for way in ways(try map("baseline-curve", ["rise": "2mm"], key: 1)) {
            #expect(abs(way.from.x - way.to.x) < 1e-6)
        }
        let jitter = try map("scan-jitter", ["sideways": "0.3mm", "feed": "0.02"], key: 1)
        let rows = stride(from: 0.5, to: 877, by: 1).map { jitter.forward(Point(300, $0)).y }
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
    }
}
