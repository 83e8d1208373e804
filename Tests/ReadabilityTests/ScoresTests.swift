import Imaging
import Readability
import Testing

/// A reading of one line whose words stand side by side without places that matter.
private func reading(_ text: String, confidence: Double = 90) -> Reading {
    Reading(
        words: text.split(separator: " ").enumerated().map { index, word in
            RecognizedWord(
                text: String(word), outline: Outline(x: Double(index) * 50, y: 0, width: 40, height: 20),
                confidence: confidence)
        })
}

private func scores(_ read: String, _ truth: String, as reference: Reference = .truth) throws -> Scores {
    try #require(Scores(reading(read), against: .page(truth, origin: "page"), as: reference))
}

@Suite("Scores of text against text")
struct ScoresTests {
    @Test("a page that was read right has no errors and all words")
    func perfect() throws {
        let scores = try scores("two words", "two\nwords")
        #expect(scores.cer == Ratio(0, 9))
        #expect(scores.wer == Ratio(0, 2))
        #expect(scores.words == Ratio(2, 2))
        #expect(scores.recipe == "nfc-grapheme-ws1")
        #expect(scores.confidence == 90)
        #expect(scores.text == "two words")
    }

    @Test("errors are counted in graphemes and words of the reference")
    func errors() throws {
        let scores = try scores("the quick brwn fox", "the quick brown fox jumps")
        #expect(scores.cer == Ratio(7, 25))
        #expect(scores.wer == Ratio(2, 5))
        #expect(scores.words == Ratio(3, 5))
    }

    @Test("a Hangul syllable is one grapheme however it is encoded")
    func hangul() throws {
        let scores = try scores("\u{1112}\u{1161}\u{11AB}국 어", "한국 말")
        #expect(scores.cer == Ratio(1, 4))
        #expect(scores.words == Ratio(1, 2))
    }

    @Test("an error rate may exceed one")
    func beyondOne() throws {
        let scores = try scores("abcdef", "xy")
        #expect(scores.cer == Ratio(6, 2))
        #expect(scores.cer.value == 3)
    }

    @Test("an empty reference gives a rate without a denominator, counted as extra")
    func emptyReference() throws {
        let scores = try scores("ghost", " \n")
        #expect(scores.cer == Ratio(5, 0))
        #expect(scores.wer == Ratio(1, 0))
        #expect(scores.extra == 5)
        #expect(scores.hasEmptyReference)
        #expect(scores.cer.value == nil)
    }

    @Test("labels that know no text give no scores")
    func unknown() {
        #expect(Scores(reading("a"), against: .unknown, as: .truth) == nil)
    }

    @Test("pages are pooled by adding, those with an empty reference into extra only")
    func pooling() throws {
        var pool = PooledScores()
        pool.add(try scores("abcd", "abce"))
        pool.add(try scores("a b", "a b c"))
        pool.add(try scores("ghost", ""))
        #expect(pool.cer == Ratio(3, 9))
        #expect(pool.wer == Ratio(2, 4))
        #expect(pool.words == Ratio(2, 4))
        #expect(pool.extra == 5)
        #expect(pool.pages == 2)
        #expect(pool.emptyPages == 1)
    }

    @Test("confidence is weighted by graphemes and 0 on an empty page")
    func confidence() {
        let box = Outline(x: 0, y: 0, width: 1, height: 1)
        let words = [
            RecognizedWord(text: "a", outline: box, confidence: 10),
            RecognizedWord(text: "한국어", outline: box, confidence: 90),
        ]
        #expect(Reading(words: words).confidence == 70)
        #expect(Reading(words: []).confidence == 0)
    }

    @Test("ten graphemes are enough to stand in for the truth, nine are not")
    func enough() {
        #expect(reading("한국어 문장 이다.").isEnoughForReference)
        #expect(!reading("한국어 문장 이다").isEnoughForReference)
    }

    @Test("a reading as labels keeps blocks, lines, glued words and boxes")
    func labels() {
        func word(_ text: String, _ x: Double, _ block: Int, _ line: Int, glued: Bool = false) -> RecognizedWord {
            RecognizedWord(
                text: text, outline: Outline(x: x, y: Double(line) * 30, width: 10, height: 20), confidence: 50,
                block: block, line: line, glued: glued)
        }
        let reading = Reading(words: [
            word("a", 0, 0, 0), word("b", 20, 0, 0), word("c", 30, 0, 0, glued: true), word("d", 0, 0, 1),
            word("e", 0, 1, 2),
        ])
        let labels = reading.labels()
        #expect(labels.text == "a bc\nd\n\ne")
        #expect(labels.text == reading.text)
        #expect(labels.origin == "self")
        #expect(labels.regions.map(\.lines.count) == [2, 1])
        #expect(labels.regions[0].lines[0].outline == Outline(x: 0, y: 0, width: 40, height: 20))
        #expect(labels.regions[0].outline == Outline(x: 0, y: 0, width: 40, height: 50))
        #expect(labels.regions[0].lines[0].words.map(\.id) == ["r0l0w0", "r0l0w1", "r0l0w2"])
    }
}

@Suite("What is kept")
struct BoundsTests {
    @Test("a variant within all ranges is kept, their ends included")
    func kept() throws {
        let scores = try scores("abcde fghi", "abcde fghj")
        #expect(Bounds().verdict(scores) == .kept)
        #expect(Bounds(cer: 0.1...0.4, words: 0.5...1, confidence: 90...100).verdict(scores) == .kept)
    }

    @Test("the reason names score, value and range")
    func reason() throws {
        let half = try scores("abcdefghijklm", "abcdefghijklmnopqrstuvwxy")
        #expect(Bounds(cer: 0...0.4).verdict(half) == .refused("cer 0.48 not in 0..0.4"))
        #expect(Bounds(cer: 0...0.6, words: 0.5...1).verdict(half) == .refused("words 0 not in 0.5..1"))
        #expect(Bounds(confidence: 95...100).verdict(half) == .refused("confidence 90 not in 95..100"))
    }

    @Test("against its own reading the names say so")
    func ownReading() throws {
        let scores = try scores("abx", "abc", as: .own)
        #expect(Bounds(wer: 0...0.5).verdict(scores) == .refused("self-wer 1 not in 0..0.5"))
    }

    @Test("a value just outside is shown with enough digits to be seen there")
    func digits() throws {
        let scores = try scores("abx", "abc")
        #expect(Bounds(cer: 0...0.333).verdict(scores) == .refused("cer 0.3333 not in 0..0.333"))
    }

    @Test("an empty reference passes everything")
    func empty() throws {
        #expect(Bounds(cer: 0...0, confidence: 99...100).verdict(try scores("ghost", "")) == .kept)
    }
}
