import Imaging
import OperationKit

/// The table that `tesseract … tsv` writes.
struct TSVTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "tesseract-tsv", aliases: ["tsv"], "The table that Tesseract writes.", gives: "words, lines", .words,
        places: [TruthPlace("{stem}.tsv", isSure: false)], options: [.badRows, .encoding, .coordinates],
        source: "tesseract … tsv",
        example: [
            header, ["5", "1", "1", "1", "1", "1", "60", "40", "90", "30", "96", "Two"],
            ["5", "1", "1", "1", "1", "2", "170", "40", "130", "30", "95", "words"],
        ].map { $0.joined(separator: "\t") }.joined(separator: "\n"))
    let options: TruthOptions

    init(_ options: FormatOptions) {
        self.options = TruthOptions(options, of: Self.declaration)
    }

    private static let header = [
        "level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf",
        "text",
    ]

    func accepts(_ file: TruthFile) -> Bool {
        (try? file.rows().first).flatMap(\.self).map(Self.isHeader) ?? false
    }

    private static func isHeader(_ row: TextRow) -> Bool {
        row.text.split(separator: "\t").elementsEqual(header) { $0 == $1 }
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let book = try file.once("cells") { () throws(TruthProblem) in try Book(file, options) }
        guard let own = try book.rows.of(page, in: file.name) else { return nil }
        var table = Table()
        for cell in own { table.take(cell) }
        // Tesseract takes pictures and rules for lines of blank words.
        for index in table.regions.indices { table.regions[index].lines.removeAll { $0.words.isEmpty } }
        var draft = TruthDraft(regions: table.regions.filter { !$0.lines.isEmpty })
        if table.saysSize { draft.setSize(table.size?.width, table.size?.height) }
        draft.unused[.pages] += book.rows.list.unused(by: page)
        draft.take(book.faults)
        return draft
    }

    /// All rows of a file.
    private struct Book: Sendable {
        let rows: NumberedRows<Cell>
        private(set) var faults: RowFaults

        init(_ file: TruthFile, _ options: TruthOptions) throws(TruthProblem) {
            let all = try file.rows()
            guard let first = all.first, TSVTruth.isHeader(first) else {
                throw file.problem(.truthOfOtherFormat, "does not start with the 12 column names of Tesseract's table")
            }
            faults = RowFaults(file.name, options)
            var cells: [Cell] = []
            for row in all.dropFirst() where !row.text.isEmpty {
                if let cell = Cell(row) {
                    cells.append(cell)
                } else {
                    try faults.add(row.number, "this is no row of 12 columns with numbers in the first 11")
                }
            }
            rows = NumberedRows(cells, from: 1, number: \.page)
        }
    }

    /// A row in numbers.
    fileprivate struct Cell: Sendable {
        let level: Int
        let page: Int
        /// Block, paragraph and line.
        let key: [Int]
        let left: Double
        let top: Double
        let width: Double
        let height: Double
        let confidence: Double
        let text: Substring

        init?(_ row: TextRow) {
            let fields = row.text.split(separator: "\t", maxSplits: 12, omittingEmptySubsequences: false)
            guard (11...12).contains(fields.count) else { return nil }
            let numbers = fields.prefix(11).compactMap { TruthNumber.read($0) }
            guard numbers.count == 11 else { return nil }
            (level, page) = (Int(numbers[0]), Int(numbers[1]))
            key = numbers[2...4].map { Int($0) }
            (left, top, width, height) = (numbers[6], numbers[7], numbers[8], numbers[9])
            confidence = numbers[10]
            text = fields.count == 12 ? fields[11] : ""
        }

        var outline: Outline { Outline(x: left, y: top, width: width, height: height) }
    }

    /// The rows of one page put together.
    fileprivate struct Table {
        var regions: [Region] = []
        var size: (width: Double, height: Double)?
        /// Whether a row speaks of the page, whatever it says; one of a part of a page says nothing of its size.
        var saysSize = false
        private var block: Int?
        private var line: [Int]?

        mutating func take(_ cell: Cell) {
            switch cell.level {
            case 1 where cell.left == 0 && cell.top == 0:
                (size, saysSize) = ((cell.width, cell.height), true)
            case 2: openBlock(cell, cell.outline)
            case 4: openLine(cell, cell.outline)
            case 5 where cell.text.contains { !$0.isWhitespace }:
                if line != cell.key { openLine(cell, .missing) }
                let confidence = (0...100).contains(cell.confidence) ? cell.confidence : nil
                let word = Word(id: "", outline: cell.outline, text: String(cell.text), confidence: confidence)
                let last = regions[regions.count - 1].lines.count - 1
                regions[regions.count - 1].lines[last].words.append(word)
            default: break
            }
        }

        private mutating func openBlock(_ cell: Cell, _ outline: Outline) {
            (block, line) = (cell.key[0], nil)
            regions.append(Region(id: "", outline: outline, lines: []))
        }

        private mutating func openLine(_ cell: Cell, _ outline: Outline) {
            if block != cell.key[0] { openBlock(cell, .missing) }
            line = cell.key
            regions[regions.count - 1].lines.append(TextLine(id: "", outline: outline, text: ""))
        }
    }
}
