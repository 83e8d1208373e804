import Imaging
import Readability
import Testing

/// A box of 10 pixels a letter and 20 in height.
private func box(_ text: String, _ x: Double, _ y: Double) -> Outline {
    Outline(x: x, y: y, width: Double(text.count) * 10, height: 20)
}

private func seen(_ text: String, _ x: Double, _ y: Double, line: Int = 0) -> RecognizedWord {
    RecognizedWord(text: text, outline: box(text, x, y), confidence: 80, line: line)
}

/// A line of words with a blank of 10 pixels between them.
private func line(_ text: String, _ x: Double, _ y: Double, unreadable: Set<String> = []) -> TextLine {
    var place = x
    let words = text.split(separator: " ").map { piece in
        let piece = String(piece)
        defer { place += Double(piece.count + 1) * 10 }
        return Word(
            id: piece, outline: box(piece, place, y), text: piece, illegible: unreadable.contains(piece) ? .cut : nil)
    }
    return TextLine(id: text, outline: box(text, x, y), text: text, words: words)
}

private func labels(_ lines: [TextLine], _ level: GroundTruth.Level = .word) -> GroundTruth {
    let region = Region(id: "r0", outline: Outline(x: 0, y: 0, width: 1000, height: 1000), lines: lines)
    return GroundTruth(text: lines.map(\.text).joined(separator: "\n"), level: level, origin: "alto", regions: [region])
}

private func scores(_ words: [RecognizedWord], _ labels: GroundTruth) throws -> Scores {
    try #require(Scores(Reading(words: words), against: labels, as: .truth))
}

@Suite("Scores by place")
struct PlacedScoresTests {
    @Test("two columns that were read across still score right")
    func columns() throws {
        let truth = labels([line("one two", 0, 0), line("three", 0, 40), line("four", 300, 0), line("five", 300, 40)])
        let across = [
            seen("one", 0, 0), seen("two", 40, 0), seen("four", 300, 0), seen("three", 0, 40), seen("five", 300, 40),
        ]
        let scores = try scores(across, truth)
        #expect(scores.cer == Ratio(0, 20))
        #expect(scores.wer == Ratio(0, 5))
        #expect(scores.words == Ratio(5, 5))
    }

    @Test("pieces that were read apart are put in the order in which they stand along the line, also upside down")
    func order() throws {
        let upright = try scores([seen("two", 40, 0), seen("one", 0, 0, line: 1)], labels([line("one two", 0, 0)]))
        #expect(upright.cer == Ratio(0, 7))
        let turned = Outline([Point(70, 20), Point(0, 20), Point(0, 0), Point(70, 0)], top: 2)
        let flipped = TextLine(id: "l", outline: turned, text: "one two")
        let over = try scores([seen("two", 0, 0), seen("one", 40, 0, line: 1)], labels([flipped], .line))
        #expect(over.cer == Ratio(0, 7))
        #expect(over.words == Ratio(2, 2))
    }

    @Test("words beside all lines are errors and extra")
    func extra() throws {
        let scores = try scores([seen("one", 0, 0), seen("dirt", 500, 500)], labels([line("one", 0, 0)]))
        #expect(scores.cer == Ratio(4, 3))
        #expect(scores.wer == Ratio(1, 1))
        #expect(scores.extra == 4)
        #expect(scores.words == Ratio(1, 1))
    }

    @Test("illegible words take no part, whatever was read there")
    func illegible() throws {
        let truth = labels([line("one lost two", 0, 0, unreadable: ["lost"])])
        let scores = try scores([seen("one", 0, 0), seen("l?st", 40, 0), seen("two", 90, 0)], truth)
        #expect(scores.cer == Ratio(0, 7))
        #expect(scores.wer == Ratio(0, 2))
        #expect(scores.words == Ratio(2, 2))
        #expect(scores.extra == 0)
    }

    @Test("a page of which nothing is legible has an empty reference")
    func nothingLegible() throws {
        let truth = labels([line("gone", 0, 0, unreadable: ["gone"])])
        let scores = try scores([seen("g", 10, 0), seen("dirt", 500, 0)], truth)
        #expect(scores.hasEmptyReference)
        #expect(scores.cer == Ratio(4, 0))
        #expect(scores.extra == 4)
    }

    @Test("split and joined words count as found, wrong ones do not")
    func groups() throws {
        let truth = labels([line("한국어 문장 이다", 0, 0), line("good word", 0, 40)])
        let words = [
            seen("한국", 0, 0), seen("어", 20, 0),
            RecognizedWord(text: "문장이다", outline: Outline(x: 40, y: 0, width: 50, height: 20), confidence: 80),
            seen("good", 0, 40), seen("w0rd", 50, 40),
        ]
        let scores = try scores(words, truth)
        #expect(scores.words == Ratio(4, 5))
        #expect(scores.unread == [WordPlace(region: 0, line: 1, word: 1)])
        #expect(scores.wer.numerator == 4)
        let marked = truth.marking(unread: scores.unread).regions[0].lines.flatMap(\.words).map(\.illegible)
        #expect(marked == [nil, nil, nil, nil, .unread])
    }

    @Test("a word that overlaps by less than half of the smaller one is another word")
    func overlap() throws {
        let truth = labels([line("word", 0, 0)])
        let near = RecognizedWord(text: "word", outline: Outline(x: 19, y: 0, width: 40, height: 20), confidence: 80)
        let far = RecognizedWord(text: "word", outline: Outline(x: 21, y: 0, width: 40, height: 20), confidence: 80)
        #expect(try scores([near], truth).words == Ratio(1, 1))
        #expect(try scores([far], truth).words == Ratio(0, 1))
    }

    @Test("of two lines that hold a word the one whose axis is nearer gets it")
    func nearestLine() throws {
        let upper = TextLine(id: "a", outline: Outline(x: 0, y: 0, width: 200, height: 40), text: "upper")
        let lower = TextLine(id: "b", outline: Outline(x: 0, y: 20, width: 200, height: 40), text: "lower")
        let scores = try scores([seen("lower", 0, 22), seen("upper", 0, 16)], labels([upper, lower], .line))
        #expect(scores.cer == Ratio(0, 10))
        #expect(scores.words == Ratio(2, 2))
    }

    @Test("a curved line is followed along its bend")
    func bent() throws {
        let outline = Outline(
            [
                Point(0, 0), Point(100, 60), Point(200, 0),
                Point(200, 20), Point(100, 80), Point(0, 20),
            ], top: 3)
        let truth = labels([TextLine(id: "l", outline: outline, text: "aa bb cc")], .line)
        let words = [seen("cc", 170, 10), seen("bb", 90, 60, line: 1), seen("aa", 10, 10, line: 2)]
        #expect(try scores(words, truth).cer == Ratio(0, 8))
    }

    @Test("right-to-left lines are put together from the right")
    func rightToLeft() throws {
        let outline = Outline(x: 0, y: 0, width: 100, height: 20)
        let truth = labels([TextLine(id: "l", outline: outline, text: "שלום עולם")], .line)
        #expect(try scores([seen("שלום", 50, 0), seen("עולם", 0, 0)], truth).cer == Ratio(0, 9))
        #expect(try scores([seen("עולם", 0, 0), seen("שלום", 50, 0, line: 1)], truth).cer == Ratio(0, 9))
    }
}
