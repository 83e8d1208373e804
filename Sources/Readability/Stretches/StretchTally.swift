internal import Imaging

/// The scores of the stretches of a page that were read, pooled.
public struct StretchTally: Sendable {
    private let stretches: [Stretch]
    private let reference: Reference
    private var read: [(index: Int, scores: Scores, reading: Reading)] = []

    /// Nothing is read yet of these stretches.
    public init(_ stretches: [Stretch], as reference: Reference) {
        self.stretches = stretches
        self.reference = reference
    }

    /// How many were read.
    public var count: Int { read.count }

    /// Takes up what was read on stretch `index`.
    public mutating func add(_ reading: Reading, _ scores: Scores, of index: Int) {
        read.append((index, scores, reading))
    }

    /// All together, with the text in reading order.
    public var scores: Scores {
        var sum = Scores.empty(as: reference)
        sum.recipe = read.first?.scores.recipe ?? sum.recipe
        var words: [RecognizedWord] = []
        var lines: [(region: Int, line: Int)] = []
        for (index, scores, reading) in read.sorted(by: { $0.index < $1.index }) {
            let place = (stretches[index].region, stretches[index].line)
            if lines.last.map({ $0 != place }) ?? true { lines.append(place) }
            sum.cer += scores.cer
            sum.wer += scores.wer
            sum.words += scores.words
            sum.extra += scores.extra
            sum.unread += scores.unread
            words += reading.words.enumerated().map { position, word in
                var word = word
                // Regions are not told apart: they may have been read in any number.
                (word.block, word.line) = (0, lines.count - 1)
                if position == 0 { word.glued = false }
                return word
            }
        }
        let whole = Reading(words: words)
        sum.confidence = whole.confidence
        sum.text = whole.text
        return sum
    }
}

extension Scores {
    /// Those of nothing.
    public static func empty(as reference: Reference) -> Scores {
        // A page without text is compared with a reading of nothing.
        var scores = Scores(Reading(words: []), against: .page("", origin: "none"), as: reference)!
        scores.text = ""
        return scores
    }
}
