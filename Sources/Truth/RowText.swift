/// A row of a text file.
struct TextRow {
    /// From 1.
    let number: Int
    let text: Substring
}

extension TruthFile {
    /// The rows of a text file, with the empty ones.
    func rows() throws(TruthProblem) -> [TextRow] {
        var rows = try text().split(separator: "\n", omittingEmptySubsequences: false)
        if rows.last?.isEmpty ?? false { rows.removeLast() }
        return rows.enumerated().map { TextRow(number: $0.offset + 1, text: $0.element) }
    }
}

/// Notes bad rows: the first fails the file, unless the pipeline skips them.
struct RowFaults {
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

    /// One note on all rows that were passed over.
    var note: TruthProblem? {
        guard let first = left.first else { return nil }
        let rest = left.count == 1 ? "line \(first) is" : "\(left.count) lines, the first of them \(first), are"
        return TruthProblem(.leftRows, "'\(file)': \(rest) bad and passed over")
    }
}
