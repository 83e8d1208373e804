internal import Files
import Imaging
import OperationKit

/// The rows of the ICDAR competitions: eight numbers or four, then the text, commas and all.
struct ICDARTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "icdar", aliases: ["icdar2015"], "The rows of the ICDAR contests: eight numbers or four, then the text.",
        gives: "words, or lines with level", .entries(.word),
        places: [
            TruthPlace("gt_{stem}.txt", isSure: false), TruthPlace("../gt_{stem}.txt", isSure: false),
            TruthPlace("{stem}.txt", isSure: false),
        ],
        options: [.entryLevel, language, .badRows, .encoding, .coordinates],
        source: "the ICDAR robust reading contests, many detectors' data",
        example: "60,40,150,40,150,70,60,70,Two\n170,40,300,40,300,70,170,70,words")

    private static let language = KeyDeclaration.flag(
        "language", "true when a field for the language stands before the text, as in the contests of many languages")

    let options: TruthOptions
    private let hasLanguage: Bool

    init(_ options: FormatOptions) {
        self.options = TruthOptions(options, of: Self.declaration)
        hasLanguage = options.isSet(Self.language)
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let rows = try? file.rows(), let first = rows.first(where: { !$0.text.isEmpty }) else { return false }
        // The name says it, or all of it does.
        return RelativePath.name(of: file.path).hasPrefix("gt_") ? shape(of: first) != nil : RowForm(rows) == .icdar
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: file.name) != nil else { return nil }
        let rows = try file.rows().filter { row in row.text.contains { !$0.isWhitespace } }
        guard let first = rows.first else { return TruthDraft() }
        // All rows are of the first one's shape, so that a damaged row of eight numbers is not taken for one of four.
        guard let shape = shape(of: first) else {
            throw TruthProblem(
                .truthOfOtherFormat,
                "'\(file.name)' line \(first.number): this does not start with four or eight numbers")
        }
        var faults = RowFaults(file.name, options)
        var entries: [FlatEntry] = []
        let isQuoted = shape.count == 4 || rows.allSatisfy { entry($0, shape)?.text.isInQuotes ?? true }
        for row in rows {
            if var entry = entry(row, shape) {
                if isQuoted { entry.text = Self.unquoted(entry.text[...]) }
                entries.append(entry)
            } else {
                let between = shape.isBlank ? "blanks" : "commas"
                try faults.add(
                    row.number, "\(shape.count) numbers and a text are expected, with \(between) between them")
            }
        }
        var draft = TruthDraft(entries, as: options.entry)
        draft.take(faults)
        return draft
    }

    /// How a row is made.
    private struct Shape {
        /// How many numbers come before the text, eight or four.
        let count: Int
        /// Whether blanks stand between them, as in the training part of 2013; else commas.
        let isBlank: Bool
    }

    /// nil when it is no such row.
    private func shape(of row: TextRow) -> Shape? {
        if let count = count(of: row.text.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)) {
            return Shape(count: count, isBlank: false)
        }
        let text = row.text.drop { $0.isWhitespace }
        return count(of: Self.words(text, 8)).map { Shape(count: $0, isBlank: true) }
    }

    private func count(of fields: [Substring]) -> Int? {
        let numbers = fields.prefix { TruthNumber.read($0) != nil }.count
        let before = hasLanguage ? 1 : 0
        if numbers >= 8, fields.count > 8 { return 8 }
        return numbers >= 4 && fields.count > 4 + before ? 4 : nil
    }

    /// So many words that stand between blanks, and the rest.
    private static func words(_ text: Substring, _ count: Int) -> [Substring] {
        var words: [Substring] = []
        var rest = text
        while words.count < count, let blank = rest.firstIndex(where: { $0 == " " || $0 == "\t" }) {
            words.append(rest[..<blank])
            rest = rest[blank...].drop { $0 == " " || $0 == "\t" }
        }
        return words + [rest]
    }

    private func entry(_ row: TextRow, _ shape: Shape) -> FlatEntry? {
        let count = shape.count
        var fields =
            shape.isBlank
            ? Self.words(row.text.drop { $0.isWhitespace }, count)
            : row.text.split(separator: ",", maxSplits: count, omittingEmptySubsequences: false)
        let numbers = fields.prefix(count).compactMap { TruthNumber.read($0) }
        guard numbers.count == count, fields.count == count + 1, var rest = fields.popLast() else { return nil }
        var language: String?
        if hasLanguage {
            guard let comma = rest.firstIndex(where: { $0 == "," || (shape.isBlank && $0 == " ") }) else { return nil }
            language = LanguageTag.read(String(rest[..<comma]))
            rest = rest[rest.index(after: comma)...]
        }
        let text = String(rest).trimmed
        let outline =
            count == 4
            ? Outline(x: numbers[0], y: numbers[1], width: numbers[2] - numbers[0], height: numbers[3] - numbers[1])
            : FlatEntry.outline(stride(from: 0, to: 8, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) })
        let isMarked = text == "###" || text == "\"###\""
        return FlatEntry(outline: outline, text: text, isMarked: isMarked, language: language)
    }

    /// Without one pair of enclosing quotes, which the contest of 2013 has and whoever follows it: around every text of a
    /// file. Within them a backslash stands before a quote or another backslash.
    private static func unquoted(_ text: Substring) -> String {
        guard String(text).isInQuotes else { return String(text) }
        var out = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if isEscaped, character != "\"", character != "\\" { out.append("\\") }
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                out.append(character)
                isEscaped = false
            }
        }
        return isEscaped ? out + "\\" : out
    }
}

extension String {
    /// Whether quotes stand around it.
    fileprivate var isInQuotes: Bool { count > 1 && first == "\"" && last == "\"" }
}
