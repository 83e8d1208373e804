/// What was read on each line of the reference against what should have been.
struct LineComparison {
    var graphemes = Ratio.zero
    var words = Ratio.zero
    /// Words that stand on their line in the right order / all words.
    var found = Ratio.zero
    /// Graphemes of words beside all lines; they are errors as well.
    var extra = 0

    init(_ placed: PlacedReading, _ metric: Metric, _ alphabet: inout Alphabet) {
        for line in placed.lines where !line.isEmpty {
            let comparison = TextComparison(placed.text(readOn: line), line.text, metric, &alphabet)
            graphemes += comparison.graphemes
            words += comparison.words
            found += comparison.found
        }
        for index in placed.outside {
            let text = Normalization.normalized(placed.reading.words[index].text)
            let count = alphabet.graphemes(of: text).count
            extra += count
            if count > 0 { words.numerator += 1 }
        }
        graphemes.numerator += extra
    }
}
