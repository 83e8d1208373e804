import Imaging
import OperationKit
import Operations
import Testing
import Vision

@Suite("Labels sit on the ink")
struct DotTests {
    static let moving = Catalog.all.entries.filter(\.movesPoints).map(\.manual.name)

    /// Operations that tear the page into pieces, and so a dot at a cut, promise no hit: there the words count that lie
    /// in one piece.
    @Test("dots painted at the corners of labels are found where the labels say", arguments: moving)
    func corners(name: String) throws {
        let severities = try #require(Catalog.all[name]).manual.severities
        var found = 0
        for (step, given) in [[:], severities.mild, severities.medium, severities.strong].enumerated() {
            for key in 0..<3 as Range<UInt64> {
                let random = RandomStream(key: key).child(name).child(step)
                let size = Size(width: random.integer(230...520, 0), height: random.integer(230...520, 1))
                let trial = Trial(name, given, key: 17 &+ key)
                let truth = words(on: size)
                let map = try #require(trial.map(on: size))
                let moving = try #require(trial.operation as? any GeometricOperation)
                let page = try warped(
                    dotted(truth, size), by: map, moving.resampling,
                    in: WarpSurroundings(dpi: 150, random: RandomStream(key: 1)))
                let moved = truth.moved(by: map, from: size).lines.flatMap(\.words)
                if map.patchwork == nil {
                    found += check(moved, on: page, name)
                } else {
                    let whole = truth.lines.flatMap(\.words).filter { isInOnePiece($0.outline, map) }.map(\.id)
                    found += check(moved.filter { whole.contains($0.id) }, on: page, name)
                }
            }
        }
        #expect(found > 60, "of \(name) only \(found) dots were on the page")
    }

    /// Words of 48 × 32 pixels in a grid, their corners on the centers of pixels.
    private func words(on size: Size) -> GroundTruth {
        var lines: [TextLine] = []
        for y in stride(from: 24.5, to: Double(size.height) - 60, by: 72) {
            let words = stride(from: 24.5, to: Double(size.width) - 76, by: 88).map { x in
                Word(id: "", outline: Outline(x: x, y: y, width: 48, height: 32), text: "word")
            }
            if let outline = Outline(enclosing: words.map(\.outline)) {
                lines.append(TextLine(id: "", outline: outline, text: "", words: words))
            }
        }
        let region = Region(id: "", outline: lines[0].outline, lines: lines)
        return GroundTruth.checked([region], origin: "test", size: size).truth
    }

    private func dotted(_ truth: GroundTruth, _ size: Size) -> Raster {
        var page = Raster(.gray, width: size.width, height: size.height, filledWith: 255)
        page.withMutablePlane { plane in
            for p in truth.lines.flatMap(\.words).flatMap(\.outline.points) {
                for y in -2...2 { for x in -2...2 { plane.row(Int(p.y) + y)[Int(p.x) + x] = 0 } }
            }
        }
        return page
    }

    /// Whether all around the corners goes the same way, and nothing is laid over it.
    private func isInOnePiece(_ outline: Outline, _ map: GeometricMap) -> Bool {
        let (low, high) = outline.bounds
        let shift = map.forward(low) - low
        for x in stride(from: low.x - 8, through: high.x + 8, by: 2) {
            for y in stride(from: low.y - 8, through: high.y + 8, by: 2) {
                let p = Point(x, y)
                let q = map.forward(p)
                if (q - p).distance(to: shift) > 0.01 || map.inverse(q).distance(to: p) > 0.01 { return false }
            }
        }
        return true
    }

    /// How many corners were looked for.
    private func check(_ words: [Word], on page: Raster, _ name: String) -> Int {
        var count = 0
        for word in words {
            let points = word.outline.points
            guard let top = word.outline.top, word.outline.isStrip else {
                Issue.record("\(name) has made a word into no strip")
                continue
            }
            for corner in [points[0], points[top - 1], points[top], points[points.count - 1]] {
                let (w, h) = (Double(page.width), Double(page.height))
                guard corner.x > 8, corner.y > 8, corner.x < w - 8, corner.y < h - 8 else { continue }
                count += 1
                let dot = darkness(page, around: corner)
                #expect(dot.distance(to: corner) <= 1, "\(name): the dot is at \(dot), the label says \(corner)")
            }
        }
        return count
    }

    /// The middle of what is dark within 6 pixels of a place; far away when nothing is.
    private func darkness(_ page: Raster, around place: Point) -> Point {
        page.withPlane { plane in
            var (sum, middle) = (0.0, Point(0, 0))
            for y in max(0, Int(place.y) - 6)...min(plane.height - 1, Int(place.y) + 6) {
                for x in max(0, Int(place.x) - 6)...min(plane.width - 1, Int(place.x) + 6) {
                    let ink = max(0, 200 - Double(plane.row(y)[x]))
                    sum += ink
                    middle = middle + Point(Double(x) + 0.5, Double(y) + 0.5) * ink
                }
            }
            return sum > 60 ? middle * (1 / sum) : Point(-99, -99)
        }
    }
}
