/// A row of a text file.
struct TextRow {
    /// From 1.
    let number: Int
    let text: Substring
}

extension TruthFile {
    /// The rows of a text file, with the empty ones.
    func rows() throws(TruthProblem) -> [TextRow] {
        try once("rows") { () throws(TruthProblem) in
            var rows = try text().split(separator: "\n", omittingEmptySubsequences: false)
            if rows.last?.isEmpty ?? false { rows.removeLast() }
            return rows.enumerated().map { TextRow(number: $0.offset + 1, text: $0.element) }
        }
    }
}

/// The rows of a table that say which page they stand on.
struct NumberedRows<Row: Sendable>: Sendable {
    /// The pages from the first to the last that a row names.
    let list: PageList
    private let rows: [Int: [Row]]
    private let numbers: [Int]

    /// `number` of the first page is `start`.
    init(_ rows: [Row], from start: Int, number: (Row) -> Int) {
        self.rows = Dictionary(grouping: rows) { number($0) - start }
        let own = rows.map { number($0) - start }.filter { $0 >= 0 }
        // Rows that all stand on one page are those of a single picture, whatever number it has in its book.
        let isSingle = Set(own).count == 1
        let last = min(own.max() ?? 0, 1_000_000)
        numbers = isSingle ? Array(own.prefix(1)) : Array(0...last)
        list = PageList(numbers.map { PageList.Entry(number: $0) })
    }

    /// The rows of a picture's page, none where no row names it; nil when the file is not about it.
    func of(_ picture: PictureInfo, in name: String) throws(TruthProblem) -> [Row]? {
        guard let index = try list.index(for: picture, in: name) else {
            return picture.truthSharing != .none ? nil : []
        }
        return rows[numbers[index], default: []]
    }
}

/// Notes bad rows: the first fails the file, unless the pipeline skips them.
struct RowFaults: Sendable {
    let file: String
    let skips: Bool
    private var left: [Int] = []

    init(_ file: String, _ options: TruthOptions) {
        self.file = file
        skips = options.skipsBadRows
    }

    mutating func add(_ row: Int, _ message: String) throws(TruthProblem) {
        guard skips else {
            throw TruthProblem(
                .badRow, "'\(file)' line \(row): \(message)",
                help: "correct the row, or pass over it with  truth: {…, bad-rows: skip}")
        }
        left.append(row)
    }

    /// How many rows were passed over.
    var count: Int { left.count }

    /// One note on all rows that were passed over.
    var note: TruthProblem? {
        guard let first = left.first else { return nil }
        let rest = left.count == 1 ? "line \(first) is" : "\(left.count) lines, the first of them \(first), are"
        return TruthProblem(.leftRows, "'\(file)': \(rest) bad and passed over")
    }
}

extension TruthDraft {
    /// Notes and counts the rows that were passed over; those of a file for many pictures are none of one picture's.
    mutating func take(_ faults: RowFaults, isShared: Bool = false) {
        guard var note = faults.note else { return }
        note.isShared = isShared
        notes.append(note)
        if !isShared { unused[.rows] += faults.count }
    }
}
