import Imaging
import Readability
import Testing

/// Lines of three words of 40 × 20 pixels with gaps of 10.
private func labels(lines: Int, illegible: Set<Int> = []) -> GroundTruth {
    let made = (0..<lines).map { l in
        let words = (0..<3).map { w in
            Word(
                id: "l\(l)w\(w)",
                outline: Outline(x: 20 + Double(w) * 50, y: 20 + Double(l) * 40, width: 40, height: 20),
                text: "w\(l)\(w)", illegible: illegible.contains(l) ? .marked : nil)
        }
        let outline = Outline(x: 20, y: 20 + Double(l) * 40, width: 140, height: 20)
        return TextLine(id: "l\(l)", outline: outline, text: TextLine.text(of: words), words: words)
    }
    let region = Region(id: "", outline: Outline(x: 0, y: 0, width: 200, height: 900), lines: made)
    return GroundTruth.checked([region], origin: "test", size: Size(width: 200, height: 900)).truth
}

/// What is read on a picture of 150 × 30: words of a line at their places, in a line with a border of 5.
private func reading(_ texts: [String]) -> (reading: Reading, size: Size) {
    let words = texts.enumerated().map { w, text in
        RecognizedWord(
            text: text, outline: Outline(x: 5 + Double(w) * 50, y: 5, width: 40, height: 20), confidence: 90)
    }
    return (Reading(words: words), Size(width: 150, height: 30))
}

@Suite("Reading some lines only")
struct LineSampleTests {
    private let chance = RandomStream(key: 5)

    @Test("the same lines are chosen for the same chance, in reading order, legible ones only")
    func choice() throws {
        let labels = labels(lines: 20, illegible: [0, 7])
        let one = try #require(LineSample(of: labels, count: 6, chance))
        let two = try #require(LineSample(of: labels, count: 6, chance))
        #expect(one.members.map(\.line) == two.members.map(\.line))
        #expect(one.members.count == 6)
        #expect(one.all == 18)
        #expect(one.members.map(\.line) == one.members.map(\.line).sorted())
        #expect(Set(one.members.map(\.line)).isDisjoint(with: [0, 7]))
        let other = try #require(LineSample(of: labels, count: 6, RandomStream(key: 6)))
        #expect(other.members.map(\.line) != one.members.map(\.line))
        #expect(try #require(LineSample(of: labels, count: 99, chance)).members.count == 18)
    }

    @Test("a larger sample holds the smaller one")
    func growth() throws {
        let labels = labels(lines: 20)
        let few = try #require(LineSample(of: labels, count: 4, chance)).members.map(\.line)
        let many = try #require(LineSample(of: labels, count: 9, chance)).members.map(\.line)
        #expect(Set(few).isSubset(of: many))
    }

    @Test("without outlines or legible lines there is nothing to choose from")
    func nothing() {
        #expect(LineSample(of: .page("text", origin: "gt-txt"), count: 3, chance) == nil)
        #expect(LineSample(of: labels(lines: 2, illegible: [0, 1]), count: 3, chance) == nil)
    }

    @Test("the picture of a line has a quarter of its height around it")
    func picture() throws {
        let sample = try #require(LineSample(of: labels(lines: 1), count: 1, chance))
        let page = Raster(.gray, width: 200, height: 900, filledWith: 255)
        #expect(sample.picture(of: sample.members[0], on: page).size == Size(width: 150, height: 30))
    }

    @Test("scores are pooled over the lines, and words that were not found are named")
    func scores() throws {
        let sample = try #require(LineSample(of: labels(lines: 2), count: 2, chance))
        let scores = try #require(
            sample.scores([reading(["w00", "w01", "w02"]), reading(["w10", "x11", "w12"])], as: .truth))
        #expect(scores.cer == Ratio(1, 22))
        #expect(scores.wer == Ratio(1, 6))
        #expect(scores.words == Ratio(5, 6))
        #expect(scores.unread == [WordPlace(region: 0, line: 1, word: 1)])
        #expect(scores.text == "w00 w01 w02\nw10 x11 w12")
        #expect(scores.confidence == 90)
        #expect(labels(lines: 2).ids(of: scores.unread) == ["l1w1"])
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
