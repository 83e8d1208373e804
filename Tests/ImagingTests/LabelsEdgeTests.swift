import Imaging
import Testing

@Suite("Labels at the edge of the page")
struct LabelsEdgeTests {
    let size = Size(width: 400, height: 200)

    /// Four words of 40 × 10 with gaps of 10, from x = 100.
    private var truth: GroundTruth {
        LabelsPage.page([LabelsPage.line(["one", "two", "three", "four"], x: 100, y: 50)])
    }

    private func cropped(right: Double, _ limits: EdgeLimits = .standard) -> GroundTruth {
        let width = Int(right)
        return truth.moved(by: LabelsPage.crop(x: 0, y: 0, width: width, height: 200), from: size, limits)
    }

    @Test("a word that loses a little stays legible and keeps its outline")
    func little() {
        let word = cropped(right: 289).lines[0].words[3]
        #expect(word.isLegible)
        #expect(word.share == 39.0 / 40)
        #expect(word.outline == truth.lines[0].words[3].outline)
    }

    @Test("more than a fifth of the height off an end is too much, though nine tenths of the area stay")
    func lostEnd() {
        let word = cropped(right: 287).lines[0].words[3]
        #expect(word.share == 37.0 / 40)
        #expect(word.illegible == .cut)
        #expect(cropped(right: 287, EdgeLimits(share: 0.9, end: 0.3)).lines[0].words[3].isLegible)
    }

    @Test("a tenth off the whole length of a word is still read, more is not")
    func lostArea() {
        func cut(_ y: Double) -> Word {
            truth.moved(by: LabelsPage.crop(x: 0, y: y, width: 400, height: 150), from: size).lines[0].words[0]
        }
        #expect(cut(51).isLegible)
        #expect(cut(51).share == 0.9)
        let lost = truth.moved(by: LabelsPage.crop(x: 0, y: 52, width: 400, height: 148), from: size)
        #expect(lost.lines[0].words[0].illegible == .cut)
        #expect(lost.lines[0].illegible == .cut)
        #expect(lost.text == "")
    }

    @Test("shares multiply over the steps")
    func shares() {
        let once = truth.moved(by: LabelsPage.crop(x: 0, y: 51, width: 400, height: 149), from: size)
        let twice = once.moved(
            by: LabelsPage.crop(x: 102, y: 0, width: 298, height: 149), from: Size(width: 400, height: 149))
        #expect(abs(twice.lines[0].words[0].share - 0.9 * 0.95) < 1e-12)
        #expect(twice.lines[0].words[0].illegible == .cut)
    }

    @Test("words that are gone leave the list and are counted; lines and regions without content go")
    func gone() {
        let three = cropped(right: 250.0)
        #expect(three.lines[0].words.count == 3)
        #expect(three.gone == 1)
        #expect(three.text == "one two three")
        #expect(three.lines[0].isLegible)
        let none = cropped(right: 50)
        #expect(none.regions.isEmpty)
        #expect(none.gone == 4)
        #expect(none.text == "")
        #expect(none.level == .word)
    }

    @Test("illegible words at an end are shed: the line is trimmed to the middle of the gap")
    func shedding() {
        let line = cropped(right: 270).lines[0]
        #expect(line.words.count == 4)
        #expect(line.words[3].illegible == .cut)
        #expect(line.isLegible)
        #expect(line.text == "one two three")
        #expect(line.outline.bounds.low == Point(100, 50))
        #expect(line.outline.bounds.high == Point(245, 60))
        #expect(line.outline.isStrip)
        #expect(line.baseline == [Point(100, 58), Point(245, 58)])
    }

    @Test("one illegible word between legible ones makes the line illegible")
    func middle() {
        var words = truth.lines[0].words
        words[1].illegible = .marked
        var line = truth.lines[0]
        line.words = words
        line.text = ""
        let region = Region(id: "", outline: line.outline, lines: [line])
        let checked = GroundTruth.checked([region], origin: "test", size: size).truth
        #expect(checked.lines[0].illegible == .marked)
        #expect(checked.lines[0].outline == truth.lines[0].outline)
        #expect(checked.text == "one three four")
    }

    @Test("a line that stands upside down is trimmed at its own end")
    func turned() {
        let half = GeometricMap(Homography([-1, 0, 400, 0, -1, 200, 0, 0, 1])!, outputSize: size)
        let turned = truth.moved(by: half, from: size)
        // The last word now stands at x = 110…150.
        let line = turned.moved(by: LabelsPage.crop(x: 130, y: 0, width: 270, height: 200), from: size).lines[0]
        #expect(line.text == "one two three")
        #expect(line.outline.points[0] == Point(170, 150))
        #expect(abs(line.outline.bounds.low.x - 25) < 1e-9)
    }

    @Test("a bent line is trimmed along its axis and stays a strip")
    func bentTrim() {
        let map = GeometricMap(Ripple(height: 6, period: 200), outputSize: size)
        let moved = truth.moved(by: map, from: size)
        let cut = moved.moved(by: LabelsPage.crop(x: 0, y: 0, width: 270, height: 200), from: size).lines[0]
        #expect(cut.text == "one two three")
        #expect(cut.outline.isStrip)
        #expect(cut.outline.points.count > 4)
        #expect(abs(cut.outline.axis.end.x - 245) < 3)
    }

    @Test("a line without words is cut as a whole")
    func wholeLine() {
        let line = TextLine(id: "l", outline: Outline(x: 100, y: 50, width: 190, height: 10), text: "one two")
        let truth = LabelsPage.page([line], level: .line)
        let cut = truth.moved(by: LabelsPage.crop(x: 0, y: 0, width: 270, height: 200), from: size)
        #expect(cut.lines[0].illegible == .cut)
        #expect(cut.lines[0].share == 170.0 / 190)
        #expect(cut.lines[0].text == "one two")
        #expect(cut.text == "")
    }

    @Test("what is cut stays cut, also on a larger page and when mirrored twice")
    func forGood() {
        let cut = cropped(right: 287)
        let small = Size(width: 287, height: 200)
        let grown = cut.moved(by: GeometricMap(.identity, outputSize: size), from: small)
        #expect(grown.lines[0].words[3].illegible == .cut)
        let flip = GeometricMap(Homography([-1, 0, 287, 0, 1, 0, 0, 0, 1])!, outputSize: small)
        let back = cut.moved(by: flip, from: small).moved(by: flip, from: small)
        #expect(back.lines[0].words.map(\.illegible) == [nil, nil, nil, .cut])
    }
}
