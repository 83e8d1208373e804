public import Imaging

/// What was read on one line of the truth.
public struct LineFinding: Sendable {
    /// What stands there, legible words only.
    public let text: String
    /// What was read there.
    public let read: String
    /// Where it is.
    public let outline: Outline
    /// Errors and characters.
    public let characters: Ratio
    /// Errors and words.
    public let words: Ratio
    /// The words that were not found, where the truth has words.
    public let misread: [String]

    /// Every line of labels with outlines that may be judged, in reading order.
    public static func all(of reading: Reading, on labels: GroundTruth, by metric: Metric) -> [LineFinding] {
        guard labels.level == .line || labels.level == .word else { return [] }
        var alphabet = Alphabet()
        let placed = PlacedReading(reading, on: labels)
        let missing = labels.level == .word ? Set(WordSearch(placed).unread) : []
        return zip(placed.lines, labels.placedLines).compactMap { line, label in
            if line.isEmpty { return nil }
            let read = placed.text(readOn: line)
            let comparison = TextComparison(read, line.text, metric, &alphabet)
            return LineFinding(
                text: line.text, read: read, outline: label.outline, characters: comparison.graphemes,
                words: comparison.words, misread: line.words.filter { missing.contains($0.place) }.map(\.word.text))
        }
    }
}
