import Imaging

/// The text that a file gives for a block (or a page) as a whole, beside that of its lines.
enum RegionText {
    /// The lines with those of the text put between them that no line has: their place is not known. `nil` when the lines
    /// are not found in the text one after the other, so that nothing can be told about what is missing.
    static func lines(_ lines: [TextLine], in text: String) -> [TextLine]? {
        var cleaned = CleanText()
        let rows = text.unicodeScalars.split(whereSeparator: isLineEnd).map { cleaned.line($0) }.filter { !$0.isEmpty }
        let whole = Array(rows.joined(separator: "\n").unicodeScalars)
        var result: [TextLine] = []
        var place = 0
        for line in lines {
            let words = line.text.isEmpty ? TextLine.text(of: line.words) : line.text
            let wanted = cleaned.line(words.unicodeScalars).unicodeScalars.filter { $0 != " " }
            if wanted.isEmpty {
                result.append(line)
                continue
            }
            guard let found = find(Array(wanted), in: whole, from: place) else { return nil }
            result += unplaced(whole[place..<found.lowerBound])
            result.append(line)
            place = found.upperBound
        }
        return result + unplaced(whole[place...])
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    /// The rows of a text as lines without a place.
    static func unplaced(_ text: some Collection<Unicode.Scalar>) -> [TextLine] {
        text.split(whereSeparator: isLineEnd).map { String(String.UnicodeScalarView($0)) }
            .filter { $0.contains { !$0.isWhitespace } }.map { TextLine(id: "", outline: .missing, text: $0) }
    }

    /// Where a text begins and ends that is searched for without its blanks; it has to begin and end where words do.
    private static func find(_ wanted: [Unicode.Scalar], in text: [Unicode.Scalar], from start: Int) -> Range<Int>? {
        for first in start..<max(start, text.count) {
            guard text[first] == wanted[0], first == start || isBlank(text[first - 1]) else { continue }
            var (at, matched) = (first, 0)
            while at < text.count, matched < wanted.count {
                if text[at] == wanted[matched] {
                    matched += 1
                } else if !isBlank(text[at]) {
                    break
                }
                at += 1
            }
            if matched == wanted.count, at == text.count || isBlank(text[at]) { return first..<at }
        }
        return nil
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\n" }
}

extension Region {
    /// Takes in the text of the region as a whole: what of it no line has becomes lines without a place. False when the
    /// lines say something else; then theirs is kept.
    mutating func take(_ text: String) -> Bool {
        guard let whole = RegionText.lines(lines, in: text) else { return false }
        lines = whole
        return true
    }
}
