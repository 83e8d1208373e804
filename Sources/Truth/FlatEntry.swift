import Imaging
import OperationKit

/// An entry of a format that knows no more than places with text, in reading order.
struct FlatEntry {
    var outline: Outline
    var text: String
    var isMarked: Bool
    var language: String?

    init(outline: Outline, text: String, isMarked: Bool, language: String? = nil) {
        self.outline = outline
        self.text = text
        self.isMarked = isMarked
        self.language = language
    }

    /// Points as labeling tools write them: the first may come again at the end or the last several times; four are
    /// corners from the top left, an even number more is an upper and a lower edge.
    static func outline(_ points: [Point]) -> Outline {
        var points = points
        while points.count > 3, let last = points.last, last == points[points.count - 2] || last == points[0] {
            points.removeLast()
        }
        return Outline(points, top: points.count % 2 == 0 ? points.count / 2 : nil)
    }
}

extension TruthDraft {
    /// One region around all entries. A word is a line of its own, since no line is known; one with blanks in it is
    /// several, so that only the line is.
    init(_ entries: [FlatEntry], as kind: LabelUnit) {
        let lines = entries.map { entry in
            let reason: Illegibility? = entry.isMarked ? .marked : nil
            let hasBlank = entry.text.contains { $0.isWhitespace }
            if kind == .line || hasBlank {
                return TextLine(
                    id: "", outline: entry.outline, text: entry.text, illegible: reason, language: entry.language)
            }
            let word = Word(
                id: "", outline: entry.outline, text: entry.text, illegible: reason, language: entry.language)
            return TextLine(
                id: "", outline: entry.outline, text: "", illegible: reason, language: entry.language, words: [word])
        }
        self.init(regions: lines.isEmpty ? [] : [Region(id: "", outline: .missing, lines: lines)])
    }
}
