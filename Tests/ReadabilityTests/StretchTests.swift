import Imaging
import Readability
import Testing

/// Lines of three words of 40 × 20 pixels with gaps of 10.
private func labels(lines: Int, text: (Int, Int) -> String = { "w\($0)\($1)" }, illegible: [String] = []) -> GroundTruth
{
    let made = (0..<lines).map { l in
        let words = (0..<3).map { w in
            Word(
                id: "l\(l)w\(w)",
                outline: Outline(x: 20 + Double(w) * 50, y: 20 + Double(l) * 40, width: 40, height: 20),
                text: text(l, w), illegible: illegible.contains("l\(l)w\(w)") ? .marked : nil)
        }
        let outline = Outline(x: 20, y: 20 + Double(l) * 40, width: 140, height: 20)
        return TextLine(id: "l\(l)", outline: outline, text: TextLine.text(of: words), words: words)
    }
    let region = Region(id: "", outline: Outline(x: 0, y: 0, width: 200, height: 900), lines: made)
    return GroundTruth.checked([region], origin: "test", size: Size(width: 200, height: 900)).truth
}

/// What is read on a picture of 150 × 30: words of a line at their places, in a line with a border of 5.
private func reading(_ texts: [String]) -> Reading {
    Reading(
        words: texts.enumerated().map { w, text in
            RecognizedWord(
                text: text, outline: Outline(x: 5 + Double(w) * 50, y: 5, width: 40, height: 20), confidence: 90)
        })
}

@Suite("Stretches that are read by themselves")
struct StretchTests {
    private let size = Size(width: 150, height: 30)

    @Test("a short line is read in one piece, with a quarter of its height around it")
    func short() throws {
        let stretch = try #require(Stretch.all(of: labels(lines: 1), columns: 14).first)
        #expect(stretch.words == 0..<3)
        #expect(stretch.graphemes == 11 && stretch.pieces == 3)
        let page = Raster(.gray, width: 200, height: 900, filledWith: 255)
        #expect(stretch.picture(of: page).raster.size == size)
    }

    @Test("a line is read in pieces of eight columns or more")
    func usual() {
        #expect(Stretch.all(of: labels(lines: 1)).map(\.words) == [0..<2, 2..<3])
        let wide = labels(lines: 1) { _, w in ["in", "the", "evening"][w] }
        #expect(Stretch.all(of: wide).map(\.words) == [0..<3])
        let long = labels(lines: 1) { _, w in ["evening", "sunlight", "fell"][w] }
        #expect(Stretch.all(of: long).map(\.words) == [0..<1, 1..<2, 2..<3])
    }

    @Test("a long line is cut between words, and no picture shows a neighbor")
    func long() {
        let stretches = Stretch.all(of: labels(lines: 1) { _, w in "longword\(w)" }, columns: 9)
        #expect(stretches.map(\.words) == [0..<1, 1..<2, 2..<3])
        #expect(stretches.map(\.label.text) == ["longword0", "longword1", "longword2"])
        var page = Raster(.gray, width: 200, height: 900, filledWith: 255)
        page.withMutablePlane { plane in
            for y in 20..<40 {
                for x in 70..<110 { plane.row(y)[x] = 0 }
            }
        }
        let shown = stretches.map { $0.picture(of: page).raster.samples.contains(0) }
        #expect(shown == [false, true, false])
    }

    @Test("together they hold every legible word once, and none that must not be judged")
    func coverage() {
        for columns in [1, 6, 9, 20, 200] {
            let stretches = Stretch.all(
                of: labels(lines: 5, illegible: ["l0w1", "l3w0", "l3w1", "l3w2"]), columns: columns)
            let held = stretches.flatMap { stretch in stretch.words.map { "l\(stretch.line)w\($0)" } }
            let wanted = (0..<5).flatMap { l in (0..<3).map { "l\(l)w\($0)" } }
            #expect(held == wanted.filter { !["l0w1", "l3w0", "l3w1", "l3w2"].contains($0) })
        }
    }

    @Test("text without outlines has no stretches")
    func nothing() {
        #expect(Stretch.all(of: .page("text", origin: "gt-txt")).isEmpty)
    }

    @Test("text higher than the models know is shrunk to their height")
    func height() throws {
        let outline = Outline(x: 50, y: 50, width: 800, height: 108)
        let line = TextLine(id: "l", outline: outline, text: "large")
        let truth = GroundTruth(
            text: "large", level: .line, origin: "test", regions: [Region(id: "r", outline: outline, lines: [line])])
        let stretch = try #require(Stretch.all(of: truth).first)
        let page = Raster(.gray, width: 1000, height: 300, filledWith: 255)
        let picture = stretch.picture(of: page)
        #expect(picture.raster.height == 54)
        #expect(abs(picture.scale - 1.0 / 3) < 1e-9)
        #expect(stretch.picture(of: page, fits: false).raster.height == 162)
    }

    @Test("scores are pooled over the stretches, and words that were not found are named")
    func scores() throws {
        let labels = labels(lines: 2)
        let stretches = Stretch.all(of: labels, columns: 14)
        var tally = StretchTally(stretches, as: .truth)
        for (index, texts) in [(1, ["w10", "x11", "w12"]), (0, ["w00", "w01", "w02"])] {
            let read = reading(texts)
            tally.add(read, try #require(stretches[index].scores(read, on: size, as: .truth)), of: index)
        }
        let scores = tally.scores
        #expect(scores.cer == Ratio(1, 22))
        #expect(scores.wer == Ratio(1, 6))
        #expect(scores.words == Ratio(5, 6))
        #expect(labels.ids(of: scores.unread) == ["l1w1"])
        #expect(scores.text == "w00 w01 w02\nw10 x11 w12")
        #expect(scores.confidence == 90)
    }

    @Test("a stretch counts at most as if nothing had been read on it")
    func cap() throws {
        let stretch = try #require(Stretch.all(of: labels(lines: 1), columns: 14).first)
        let noise = reading(["||||||||||||||||||||", "~~~~~~~~~~~~~~~~~~~~", "....................."])
        #expect(try #require(stretch.scores(noise, on: size, as: .truth)).cer == Ratio(11, 11))
        #expect(try #require(stretch.scores(Reading(words: []), on: size, as: .truth)).cer == Ratio(11, 11))
    }

    @Test("a word that is marked at the end of a line is shed, in the middle it takes the line with it")
    func marking() {
        let labels = labels(lines: 2)
        let end = labels.marking(unread: [WordPlace(region: 0, line: 0, word: 2)])
        #expect(end.lines[0].words[2].illegible == .unread)
        #expect(end.lines[0].text == "w00 w01")
        #expect(end.lines[0].isLegible)
        #expect(end.lines[0].outline.bounds.high.x == 115)
        let middle = labels.marking(unread: [WordPlace(region: 0, line: 1, word: 1)])
        #expect(middle.lines[1].illegible == .unread)
        #expect(middle.text == "w00 w01 w02\nw10 w12")
    }
}
