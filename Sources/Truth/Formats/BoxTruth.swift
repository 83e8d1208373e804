import Imaging
import OperationKit

/// Tesseract's box files: a glyph and its box per row, counted from the bottom left, or a whole line (`WordStr`).
struct BoxTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "box", "Tesseract's box files: a glyph and its box per row, counted from the bottom left, or a whole line.",
        gives: "lines; words where blanks are told", .words, places: [TruthPlace("{stem}.box")],
        options: [.badRows, .encoding, .coordinates],
        source: "tesseract … lstmbox or wordstrbox, jTessBoxEditor",
        example: "WordStr 60 807 300 837 0 #Two words\n\t 301 807 305 837 0")
    let options: TruthOptions

    init(_ options: FormatOptions) {
        self.options = TruthOptions(options, of: Self.declaration)
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let book = try file.once("boxes") { () throws(TruthProblem) in try BoxBook(file, options) }
        // Counted from the lower edge of the picture that the file speaks of.
        let isSideways = options.areStored && page.orientation >= 5
        let height = Double(isSideways ? page.size.width : page.size.height)
        guard let own = try book.rows.of(page, in: file.name)?.map({ $0.lowered(by: height) }) else { return nil }
        let lines = own.contains { $0.isLine } ? try wholeLines(own, file) : try glyphLines(own, file)
        var draft = TruthDraft(regions: lines.isEmpty ? [] : [Region(id: "", outline: .missing, lines: lines)])
        draft.unused[.pages] += book.rows.list.unused(by: page)
        draft.take(book.faults)
        return draft
    }

    private func wholeLines(_ rows: [BoxRow], _ file: TruthFile) throws(TruthProblem) -> [TextLine] {
        var lines: [TextLine] = []
        for row in rows where row.isLine {
            guard let text = VisualOrder.logical(row.glyph) else {
                throw TruthProblem(
                    .unclearDirection,
                    "'\(file.name)' line \(row.number): no text in reading order looks like this one from left to right",
                    help: "use a format that holds text in logical order, such as PAGE or ALTO")
            }
            lines.append(TextLine(id: "", outline: row.outline, text: text))
        }
        return lines
    }

    private func glyphLines(_ rows: [BoxRow], _ file: TruthFile) throws(TruthProblem) -> [TextLine] {
        let hasEnds = rows.contains { $0.glyph == "\t" }
        let hasBlanks = rows.contains { $0.glyph == " " }
        guard hasEnds || hasBlanks || Set(rows.map(\.outline)).count < 2 else {
            throw file.problem(
                .boxWithoutLines, "has a box for each glyph and nothing that ends a line",
                help: "make it with Tesseract's  lstmbox  or  wordstrbox  instead of  makebox")
        }
        var lines: [[BoxRow]] = [[]]
        for row in rows {
            if row.glyph == "\t" {
                lines.append([])
            } else if !hasEnds, let last = lines[lines.count - 1].last, row.isBelow(last) {
                lines.append([row])
            } else {
                lines[lines.count - 1].append(row)
            }
        }
        // One word may fill its line, so it takes all lines to tell whose boxes these are.
        let hasLineBoxes = lines.allSatisfy { Set($0.map(\.outline)).count < 2 }
        return lines.filter { line in line.contains { $0.glyph != " " } }.map { Self.line($0, isBox: hasLineBoxes) }
    }

    /// Whether most glyphs stand to the right of the one before.
    private static func runsRight(_ glyphs: [BoxRow]) -> Bool {
        let places = glyphs.filter { $0.glyph != " " }.map { $0.outline.bounds.low.x }
        return zip(places, places.dropFirst()).reduce(0) { $0 + ($1.1 > $1.0 ? 1 : -1) } > 0
    }

    private static func line(_ glyphs: [BoxRow], isBox: Bool) -> TextLine {
        let seen = glyphs.map(\.glyph).joined()
        // Boxes that run from left to right under text that does not tell that it stands as it is seen.
        let isSeen = !isBox && seen.mainDirection == .rightToLeft && Self.runsRight(glyphs)
        let text = isSeen ? VisualOrder.logical(seen) ?? seen : seen
        let boxes = glyphs.filter { $0.glyph != " " }.map(\.outline)
        if isBox {
            return TextLine(id: "", outline: glyphs[0].outline, text: text)
        }
        let words = glyphs.split { $0.glyph == " " }.map { word -> Word in
            let part = word.map(\.glyph).joined()
            return Word(
                id: "", outline: Outline(enclosing: word.map(\.outline)) ?? .missing,
                text: isSeen ? VisualOrder.logical(part) ?? part : part)
        }
        return TextLine(id: "", outline: Outline(enclosing: boxes) ?? .missing, text: text, words: words)
    }
}

/// All rows of a file.
private struct BoxBook: Sendable {
    let rows: NumberedRows<BoxRow>
    private(set) var faults: RowFaults

    init(_ file: TruthFile, _ options: TruthOptions) throws(TruthProblem) {
        faults = RowFaults(file.name, options)
        var rows: [BoxRow] = []
        for row in try file.rows() where !row.text.isEmpty {
            if let box = BoxRow(row) {
                rows.append(box)
            } else {
                try faults.add(row.number, "this is no row 'glyph left bottom right top page'")
            }
        }
        self.rows = NumberedRows(rows, from: 0, number: \.page)
    }
}

/// A row of a box file.
private struct BoxRow: Sendable {
    let number: Int
    /// A glyph, a blank, a TAB for the end of a line, or a line's text.
    let glyph: String
    let isLine: Bool
    /// Above the lower edge of its page, until that is lowered.
    private(set) var outline: Outline
    let page: Int

    init?(_ row: TextRow) {
        number = row.number
        let bytes = Array(row.text.utf8)
        // A blank may itself be the glyph.
        guard let end = bytes.dropFirst().firstIndex(of: 0x20) else { return nil }
        let name = String(decoding: bytes[..<end], as: UTF8.self)
        var fields = bytes[(end + 1)...]
        isLine = name == "WordStr"
        if isLine {
            guard let mark = fields.firstIndex(of: UInt8(ascii: "#")) else { return nil }
            glyph = String(decoding: fields[(mark + 1)...], as: UTF8.self)
            fields = fields[..<mark]
        } else {
            glyph = name
        }
        guard let numbers = TruthNumber.list(String(decoding: fields, as: UTF8.self)), (4...5).contains(numbers.count)
        else { return nil }
        outline = Outline(
            x: numbers[0], y: -numbers[3], width: numbers[2] - numbers[0], height: numbers[3] - numbers[1])
        page = numbers.count == 5 ? Int(numbers[4]) : 0
    }

    /// The same on a page of that height, whose upper edge is zero.
    func lowered(by height: Double) -> BoxRow {
        var row = self
        row.outline = Outline(outline.points.map { Point($0.x, height + $0.y) }, top: outline.top)
        return row
    }

    /// Whether it starts a further line: nothing of it stands as high as any of the glyph before.
    func isBelow(_ other: BoxRow) -> Bool { outline.bounds.low.y >= other.outline.bounds.high.y }
}
