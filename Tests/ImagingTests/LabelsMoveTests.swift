import Imaging
import Testing

@Suite("Labels under maps")
struct LabelsMoveTests {
    let size = Size(width: 600, height: 400)

    private func outlines(_ truth: GroundTruth) -> [Outline] {
        truth.regions.map(\.outline) + truth.lines.flatMap { [$0.outline] + $0.words.map(\.outline) }
    }

    @Test("a projective map moves every point exactly and leaves quads quads", arguments: 0..<20)
    func projective(key: Int) throws {
        let random = RandomStream(key: 7).child(key)
        let target = size.corners.enumerated().map { i, p in
            Point(p.x + random.uniform(-40...40, 2 * i), p.y + random.uniform(-40...40, 2 * i + 1))
        }
        let homography = try #require(Homography(from: size.corners, to: target))
        let larger = Size(width: 700, height: 500)
        let map = GeometricMap(homography.then(.translation(50, 50)), outputSize: larger)
        let truth = LabelsPage.words(on: size)
        let moved = truth.moved(by: map, from: size)
        for (before, after) in zip(outlines(truth), outlines(moved)) {
            #expect(after.points.count == 4)
            #expect(after.top == 2)
            for (p, q) in zip(before.points, after.points) { #expect(map.forward(p).distance(to: q) < 1e-6) }
        }
        let baselines = zip(truth.lines, moved.lines).map { ($0.baseline ?? [], $1.baseline ?? []) }
        for (before, after) in baselines {
            for (p, q) in zip(before, after) { #expect(map.forward(p).distance(to: q) < 1e-6) }
        }
        #expect(moved.text == truth.text)
    }

    @Test("quarter turns are exact, and the first point stays the text's own top left")
    func quarterTurns() throws {
        let truth = LabelsPage.page([LabelsPage.line(["one", "two"], x: 20.1, y: 30.3)])
        let quarter = GeometricMap(
            Homography([0, -1, 400, 1, 0, 0, 0, 0, 1])!, outputSize: Size(width: 400, height: 600))
        let once = truth.moved(by: quarter, from: size)
        let word = once.lines[0].words[0].outline
        #expect(word.points[0] == Point(400 - 30.3, 20.1))
        #expect(word.axis.direction == Point(0, 1))
        let back = GeometricMap(Homography([0, 1, 0, -1, 0, 400, 0, 0, 1])!, outputSize: size)
        let same = once.moved(by: back, from: quarter.outputSize)
        for (a, b) in zip(outlines(same), outlines(truth)) {
            for (p, q) in zip(a.points, b.points) { #expect(p.distance(to: q) < 1e-12) }
        }
    }

    @Test("a bent map divides edges until they lie within a quarter of a pixel", arguments: [16.0, 40, 90, 400])
    func bent(period: Double) {
        let ripple = Ripple(height: period / 20, period: period)
        let map = GeometricMap([.projective(.translation(0, 30)), .nonlinear(ripple)], outputSize: size)
        let truth = LabelsPage.words(on: Size(width: 600, height: 330))
        let moved = truth.moved(by: map, from: size)
        #expect(moved.lines.count == truth.lines.count)
        for (before, after) in zip(truth.lines.flatMap(\.words), moved.lines.flatMap(\.words)) {
            #expect(after.outline.isStrip)
            #expect([4, 6, 10, 18, 34, 66].contains { after.outline.points.count <= $0 })
            let (edge, old) = (Array(after.outline.upperEdge ?? []), Array(before.outline.upperEdge ?? []))
            for share in stride(from: 0.0, through: 1, by: 1.0 / 64) {
                let p = map.forward(old[0] + (old[1] - old[0]) * share)
                #expect(distance(p, edge) <= 0.25, "\(before.id) at \(share)")
            }
            for p in edge { #expect(abs(map.inverse(p).y - old[0].y) < 1e-6) }
        }
    }

    private func distance(_ p: Point, _ edge: [Point]) -> Double {
        zip(edge, edge.dropFirst()).map { a, b in
            let way = b - a
            let length = way.x * way.x + way.y * way.y
            let share = min(max(((p.x - a.x) * way.x + (p.y - a.y) * way.y) / length, 0), 1)
            return p.distance(to: a + way * share)
        }.min() ?? .infinity
    }

    @Test("points on a straight line are taken out again, in pairs")
    func thinning() {
        let up = GeometricMap(Ripple(height: 8, period: 300), outputSize: size)
        let down = GeometricMap(Ripple(height: -8, period: 300), outputSize: size)
        let truth = LabelsPage.page([LabelsPage.line(["long", "line"], x: 60, y: 100, width: 200)])
        let bent = truth.moved(by: up, from: size)
        #expect(bent.lines[0].outline.points.count > 8)
        #expect(bent.lines[0].outline.isStrip)
        let flat = bent.moved(by: down, from: size)
        #expect(flat.lines[0].outline.isStrip)
        #expect(flat.lines[0].outline.points.count < bent.lines[0].outline.points.count)
        for p in flat.lines[0].outline.upperEdge ?? [] { #expect(abs(p.y - 100) < 0.5) }
    }

    @Test("a flip makes text illegible and turns outlines round; a second one restores all, or makes a half turn")
    func mirroring() throws {
        let truth = LabelsPage.words(on: size)
        let across = GeometricMap(Homography([-1, 0, 600, 0, 1, 0, 0, 0, 1])!, outputSize: size)
        let once = truth.moved(by: across, from: size)
        #expect(once.isMirrored)
        #expect(once.text == "")
        #expect(
            once.lines.allSatisfy { $0.illegible == .mirrored && $0.words.allSatisfy { $0.illegible == .mirrored } })
        #expect(outlines(once).allSatisfy { $0.signedArea > 0 })
        let first = truth.lines[0].words[0].outline.points
        #expect(once.lines[0].words[0].outline.points == [1, 0, 3, 2].map { Point(600 - first[$0].x, first[$0].y) })
        #expect(once.moved(by: across, from: size) == truth)
        let over = GeometricMap(Homography([1, 0, 0, 0, -1, 400, 0, 0, 1])!, outputSize: size)
        let turned = once.moved(by: over, from: size)
        #expect(turned.text == truth.text)
        #expect(!turned.isMirrored)
        #expect(turned.lines[0].words[0].outline.points == first.map { Point(600 - $0.x, 400 - $0.y) })
    }

    @Test("free polygons keep their first point and are reversed whole when mirrored")
    func freePolygons() {
        let triangle = Outline([Point(100, 100), Point(200, 110), Point(120, 180)])
        let truth = LabelsPage.page([TextLine(id: "l", outline: triangle, text: "x")], level: .line)
        let across = GeometricMap(Homography([-1, 0, 600, 0, 1, 0, 0, 0, 1])!, outputSize: size)
        let moved = truth.moved(by: across, from: size).lines[0].outline
        #expect(moved.points == [Point(480, 180), Point(400, 110), Point(500, 100)])
        #expect(moved.signedArea > 0)
    }

    @Test("text without outlines is lost when a tenth of the page goes, and hidden while it is mirrored")
    func pageText() {
        let truth = GroundTruth.page("all of it", origin: "gt-txt")
        #expect(truth.moved(by: LabelsPage.crop(x: 0, y: 0, width: 545, height: 400), from: size).text == "all of it")
        let cut = truth.moved(by: LabelsPage.crop(x: 0, y: 0, width: 535, height: 400), from: size)
        #expect(cut.text == nil)
        #expect(cut.illegible == .cut)
        let across = GeometricMap(Homography([-1, 0, 600, 0, 1, 0, 0, 0, 1])!, outputSize: size)
        let once = truth.moved(by: across, from: size)
        #expect(once.text == nil)
        #expect(once.illegible == .mirrored)
        #expect(once.moved(by: across, from: size) == truth)
        let grown = GeometricMap(.translation(100, 100), outputSize: Size(width: 800, height: 600))
        #expect(truth.moved(by: grown, from: size) == truth)
    }

    /// The text of a page after crops of so many pixels each, off one side after the other.
    private func text(after crops: [Double]) -> GroundTruth {
        var (truth, size) = (GroundTruth.page("all of it", origin: "gt-txt"), size)
        for (n, amount) in crops.enumerated() {
            let (w, h) = (size.width - (n % 2 == 0 ? Int(amount) : 0), size.height - (n % 2 == 1 ? Int(amount) : 0))
            truth = truth.moved(by: LabelsPage.crop(x: 0, y: 0, width: w, height: h), from: size)
            size = Size(width: w, height: h)
        }
        return truth
    }

    @Test("the share of a page that its text needs is that of all crops together")
    func pageShare() {
        #expect(text(after: [24, 16]).text == "all of it")
        #expect(text(after: [24, 16, 24]).illegible == .cut)
        #expect(text(after: [50, 34, 50, 34, 50]).illegible == .cut)
    }

    @Test("margins that come and go cost page text nothing, and give nothing back")
    func pageMargins() {
        let grown = GeometricMap(.translation(200, 0), outputSize: Size(width: 1000, height: 400))
        let back = LabelsPage.crop(x: 200, y: 0, width: 600, height: 400)
        var truth = GroundTruth.page("all of it", origin: "gt-txt")
        for _ in 0..<5 {
            truth = truth.moved(by: grown, from: size).moved(by: back, from: grown.outputSize)
        }
        #expect(truth.text == "all of it")
        // A crop of 8 %, grown to the old size, and cropped again by what grew: nothing more of the page goes.
        let cropped = LabelsPage.crop(x: 0, y: 0, width: 552, height: 400)
        let regrown = GeometricMap(.identity, outputSize: size)
        for _ in 0..<5 { truth = truth.moved(by: cropped, from: size).moved(by: regrown, from: cropped.outputSize) }
        #expect(truth.text == "all of it")
        #expect(truth.moved(by: LabelsPage.crop(x: 60, y: 0, width: 540, height: 400), from: size).illegible == .cut)
    }

    @Test("page text survives turns there and back, unless they cut off a tenth")
    func pageTurns() {
        func turned(_ degrees: Double, times: Int) -> GroundTruth {
            let middle = Point(300, 200)
            return (0..<times).reduce(GroundTruth.page("all of it", origin: "gt-txt")) { truth, n in
                let turn = Homography.rotation(degrees: n % 2 == 0 ? degrees : -degrees, about: middle)
                return truth.moved(by: GeometricMap(turn, outputSize: size), from: size)
            }
        }
        #expect(turned(1.5, times: 40).text == "all of it")
        #expect(turned(25, times: 1).illegible == .cut)
    }
}
