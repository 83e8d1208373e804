/// What the rows of a file of text are that may not be text, told by their form.
enum RowForm: Equatable {
    /// Numbers of a place and a text.
    case icdar
    /// A class and four or more shares of the picture.
    case yolo
    case json

    /// For messages.
    var words: String {
        switch self {
        case .icdar: "rows of places with text, as ICDAR has them"
        case .yolo: "rows of YOLO's boxes"
        case .json: "JSON"
        }
    }

    /// How many rows are looked at.
    private static let mostRows = 200

    /// nil when they may well be text.
    init?(_ rows: [TextRow]) {
        let rows = rows.lazy.map(\.text).filter { $0.contains { !$0.isWhitespace } }.prefix(Self.mostRows)
        guard let first = rows.first else { return nil }
        if Self.isJSON(first, rows.last ?? first) {
            self = .json
        } else if rows.allSatisfy(Self.isYOLO) {
            self = .yolo
        } else if rows.allSatisfy(Self.isPlace) {
            self = .icdar
        } else {
            return nil
        }
    }

    /// Begins and ends as an object or a list does; a text that begins with a bracket mostly has no quotes and colons.
    private static func isJSON(_ first: Substring, _ last: Substring) -> Bool {
        let head = first.drop { $0.isWhitespace }
        let end = last.last { !$0.isWhitespace }
        guard (head.first == "{" && end == "}") || (head.first == "[" && end == "]") else { return false }
        let next = head.dropFirst().first { !$0.isWhitespace }
        return next == nil || "\"{[".contains(next ?? " ")
    }

    private static func isYOLO(_ row: Substring) -> Bool {
        let fields = row.split { $0.isWhitespace }
        guard fields.count >= 5, let kind = fields.first, kind.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        // A class among whole numbers only could be a table.
        return fields.dropFirst().allSatisfy { TruthNumber.read($0).map { (0...1).contains($0) } ?? false }
            && fields.dropFirst().contains { $0.contains(".") }
    }

    /// Eight numbers or four that enclose something, then a text; between blanks the text has to stand in quotes.
    private static func isPlace(_ row: Substring) -> Bool {
        let fields = row.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)
        let numbers = fields.map { TruthNumber.read($0) }.prefix { $0 != nil }.compactMap { $0 }
        if numbers.count == 8, fields.count == 9 { return true }
        if numbers.count >= 4, fields.count > 4 {
            let rest = fields.dropFirst(4).joined()
            return numbers[2] > numbers[0] && numbers[3] > numbers[1]
                && rest.contains { $0.isLetter || "\"#".contains($0) }
        }
        let words = row.split(maxSplits: 4, whereSeparator: { $0 == " " || $0 == "\t" })
        guard words.count == 5, words[4].hasPrefix("\"") else { return false }
        return words.prefix(4).allSatisfy { TruthNumber.read($0) != nil }
    }
}
