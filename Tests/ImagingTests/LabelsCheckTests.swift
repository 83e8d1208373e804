import Imaging
import Testing

@Suite("Ground truth as it is read")
struct LabelsCheckTests {
    let size = Size(width: 400, height: 200)

    private func checked(_ lines: [TextLine]) -> (truth: GroundTruth, report: TruthReport) {
        let region = Region(id: "", outline: Outline(x: 0, y: 0, width: 400, height: 200), lines: lines)
        return GroundTruth.checked([region], origin: "test", size: size)
    }

    private func line(_ texts: [String], text: String = "") -> TextLine {
        var line = LabelsPage.line(texts, x: 10, y: 20)
        line.id = ""
        line.text = text
        for w in line.words.indices { line.words[w].id = "" }
        return line
    }

    @Test("text is cleaned, composed and counted; ids are made")
    func cleaning() {
        let (truth, report) = checked([line([" a\u{301}\u{7}b ", "한글", "so\u{AD}ft", "end\u{AD}"])])
        #expect(truth.lines[0].words.map(\.text) == ["áb", "한글", "soft", "end-"])
        #expect(Array(truth.lines[0].words[1].text.unicodeScalars).count == 2)
        #expect(truth.text == "áb 한글 soft end-")
        #expect(report.controlCharacters == 1)
        #expect(truth.regions[0].id == "r0")
        #expect(truth.lines[0].id == "r0l0")
        #expect(truth.lines[0].words[2].id == "r0l0w2")
        #expect(truth.level == .word)
    }

    @Test(
        "words are glued where the line's text shows no blank, or by their script",
        arguments: [
            (["a", "b", "c"], "ab c", "ab c"), (["漢字", "かな", "kana"], "", "漢字かな kana"),
            (["한국", "어"], "", "한국 어"), (["ไทย", "ไทย"], "", "ไทยไทย"), (["漢字", "文"], "漢字 文", "漢字 文"),
        ])
    func gluing(words: [String], text: String, expected: String) {
        let truth = checked([line(words, text: text)]).truth
        #expect(truth.text == expected)
        #expect(truth.lines[0].words.count == words.count)
    }

    @Test("a line's text wins over words that say something else, but for a hyphen at its end")
    func disagreement() {
        let (truth, report) = checked([line(["one", "twx"], text: "one two"), line(["ex-", "am-"], text: "ex- am")])
        #expect(report.disagreements == 1)
        #expect(truth.lines[0].words.isEmpty)
        #expect(truth.lines[0].text == "one two")
        #expect(truth.lines[1].text == "ex- am-")
    }

    @Test("a word with a blank is not cut up; its line has no words then")
    func blankInWord() {
        let truth = checked([line(["New York"])]).truth
        #expect(truth.level == .line)
        #expect(truth.text == "New York")
    }

    @Test("a word without text is illegible, and shed at an end of its line")
    func emptyWord() {
        let truth = checked([line(["", "two"])]).truth
        #expect(truth.lines[0].words[0].illegible == .marked)
        #expect(truth.lines[0].isLegible)
        #expect(truth.text == "two")
        #expect(truth.lines[0].outline.bounds.low.x == 55)
    }

    @Test("outlines that run the wrong way, cross themselves or have no area are put right or left out")
    func outlines() {
        let wrong = Outline([Point(10, 20), Point(10, 40), Point(90, 40), Point(90, 20)])
        #expect(wrong.sound()?.points == [Point(10, 20), Point(90, 20), Point(90, 40), Point(10, 40)])
        #expect(wrong.sound()?.top == 2)
        let bow = Outline([Point(10, 20), Point(90, 40), Point(90, 20), Point(10, 40)])
        #expect(bow.sound()?.area == 1600)
        #expect(bow.sound()?.points[0] == Point(10, 20))
        #expect(Outline([Point(1, 1), Point(2, 2), Point(3, 3)]).sound() == nil)
        #expect(Outline([Point(1, 1), Point(.nan, 2), Point(3, 9)]).sound() == nil)
        let round = (0..<400).map { i in
            let (s, c) = sineAndCosine(degrees: Double(i) * 0.9)
            return Point(100 + 50 * c, 100 + 50 * s)
        }
        let thin = Outline(round).sound()
        #expect(thin?.points.count == 128)
        #expect(abs((thin?.area ?? 0) - 7850) < 30)
        var broken = line(["a", "b"])
        broken.words[0].outline = Outline([Point(10, 20), Point(10, 20.01), Point(11, 20)])
        let (truth, report) = checked([broken])
        #expect(report.degenerate == 1 && report.placelessWords == 1)
        // A word without a place is still a word of its line.
        #expect(truth.text == "a b" && truth.lines[0].words.isEmpty)
    }

    @Test("pieces outside the page are left out and counted, those at its edge are cut")
    func outside() {
        let away = LabelsPage.line(["away"], x: 500, y: 20)
        let half = LabelsPage.line(["half"], x: 380, y: 60)
        let (truth, report) = checked([away, half, line(["in"])])
        #expect(report.pieces == 3)
        #expect(report.outside == 1)
        #expect(truth.lines.count == 2)
        #expect(truth.lines[0].words[0].illegible == .cut)
        #expect(truth.text == "in")
        #expect(truth.gone == 0)
    }

    @Test("a page on which nothing stands is known to be empty")
    func empty() {
        let truth = GroundTruth.checked([], origin: "page", size: size).truth
        #expect(truth.text == "")
        #expect(truth.level == .page)
    }

    @Test("the own axis of a free polygon runs from its first corner")
    func axis() {
        let polygon = Outline([Point(90, 40), Point(50, 41), Point(10, 40), Point(10, 20), Point(90, 20)])
        #expect(polygon.axis.direction.x < -0.99)
        #expect(polygon.fourCorners.count == 4)
        #expect(polygon.fourCorners[0].distance(to: Point(90, 40)) < 2)
    }
}
