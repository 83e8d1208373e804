import Imaging

extension [Word] {
    /// The words as lines, for files that know words in reading order and no lines: a word goes on with the line when one
    /// of the two stands within the height of the other, and it lies behind the word before in its own direction.
    var inRows: [TextLine] {
        var rows: [[Word]] = []
        for word in self {
            guard let before = rows.last?.last, !word.outline.points.isEmpty, !before.outline.points.isEmpty,
                word.goesOn(after: before)
            else {
                rows.append([word])
                continue
            }
            rows[rows.count - 1].append(word)
        }
        return rows.map { TextLine(id: "", outline: .missing, text: "", words: $0) }
    }
}

extension Word {
    fileprivate func goesOn(after other: Word) -> Bool {
        let (mine, its) = (outline.bounds, other.outline.bounds)
        let middle = (mine.low.y + mine.high.y) / 2
        let itsMiddle = (its.low.y + its.high.y) / 2
        guard (its.low.y...its.high.y).contains(middle) || (mine.low.y...mine.high.y).contains(itsMiddle) else {
            return false
        }
        let isFromRight = (text.mainDirection ?? other.text.mainDirection) == .rightToLeft
        return isFromRight ? mine.high.x <= its.high.x : mine.low.x >= its.low.x
    }
}
