public import Imaging

/// What a reading is compared with.
public enum Reference: String, Sendable {
    /// What is known to stand on the page.
    case truth
    /// What was read on the page before it was degraded; the scores then measure agreement, not correctness.
    case own = "self"

    /// What stands before the names of scores.
    var prefix: String { self == .own ? "self-" : "" }
}

/// How a reading compares with what should have been read.
public struct Scores: Hashable, Sendable {
    /// Edit distance in graphemes / graphemes of the reference.
    public var cer: Ratio
    /// Edit distance in words / words of the reference.
    public var wer: Ratio
    /// Words found / legible words of the reference. Where words have outlines a word is found by its place; else it
    /// is found when it stands in the reading in the same order (longest common subsequence of words).
    public var words: Ratio
    /// Graphemes read where the reference has none.
    public var extra: Int
    /// 0…100.
    public var confidence: Double
    /// What the reading was compared with.
    public var reference: Reference
    /// The name of the normalization.
    public var recipe: String
    /// What was read.
    public var text: String
    /// The legible words of the reference that were looked for by place and not found.
    public var unread: [WordPlace]

    /// Compares by lines when the labels have outlines, else text against text. nil when the labels know no text.
    public init?(
        _ reading: Reading, against labels: GroundTruth, as reference: Reference, by metric: Metric = .usual
    ) {
        var alphabet = Alphabet()
        switch labels.level {
        case .none: return nil
        case .page:
            guard let text = labels.text else { return nil }
            let comparison = TextComparison(reading.text, text, metric, &alphabet)
            (cer, wer, words) = (comparison.graphemes, comparison.words, comparison.found)
            extra = cer.denominator == 0 ? cer.numerator : 0
            unread = []
        case .line, .word:
            let placed = PlacedReading(reading, on: labels)
            let lines = LineComparison(placed, metric, &alphabet)
            (cer, wer, words, extra) = (lines.graphemes, lines.words, lines.found, lines.extra)
            unread = []
            if labels.level == .word {
                let search = WordSearch(placed)
                (words, unread) = (search.found, search.unread)
            }
        }
        confidence = reading.confidence
        recipe = metric.rawValue
        text = reading.text
        self.reference = reference
    }

    /// Whether the reference has no text, so that nothing can be wrong.
    public var hasEmptyReference: Bool { cer.denominator == 0 }
}

/// One text against another.
struct TextComparison {
    var graphemes: Ratio
    var words: Ratio
    /// Words that stand in both in the same order / words of the reference.
    var found: Ratio

    init(_ read: String, _ reference: String, _ metric: Metric, _ alphabet: inout Alphabet) {
        let letters = (
            metric.characters(of: read, &alphabet), metric.characters(of: reference, &alphabet)
        )
        let length = metric == .ned ? max(letters.0.count, letters.1.count) : letters.1.count
        graphemes = Ratio(levenshtein(letters.0, letters.1), length)
        let pieces = (metric.words(of: read, &alphabet), metric.words(of: reference, &alphabet))
        let common = longestCommonSubsequence(pieces.0, pieces.1)
        let wrong = metric == .isri ? pieces.1.count - common : levenshtein(pieces.0, pieces.1)
        words = Ratio(wrong, pieces.1.count)
        found = Ratio(common, pieces.1.count)
    }
}

/// The scores of many pages together.
public struct PooledScores: Hashable, Sendable {
    /// Edit distance in graphemes / graphemes of the references that have text.
    public var cer = Ratio.zero
    /// Edit distance in words / words of the references that have text.
    public var wer = Ratio.zero
    /// Words found / legible words.
    public var words = Ratio.zero
    /// Graphemes read where the references have none.
    public var extra = 0
    /// Pages with a reference that has text.
    public var pages = 0
    /// Pages whose reference is empty; they count in `extra` only.
    public var emptyPages = 0

    /// No page yet.
    public init() {}

    /// Pools a page in.
    public mutating func add(_ scores: Scores) {
        extra += scores.extra
        if scores.hasEmptyReference {
            emptyPages += 1
            return
        }
        pages += 1
        cer += scores.cer
        wer += scores.wer
        words += scores.words
    }
}
