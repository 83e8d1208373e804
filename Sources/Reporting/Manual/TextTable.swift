/// Text in columns, two blanks apart; the last column is wrapped to the width.
struct TextTable {
    private let rows: [[String]]

    init(_ rows: [[String]]) {
        self.rows = rows
    }

    /// The lines, each indented by so many blanks.
    func lines(indentation: Int, width: Int) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        guard count > 0 else { return [] }
        let widths = (0..<count - 1).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let left = indentation + widths.reduce(0) { $0 + $1 + 2 }
        return rows.flatMap { row -> [String] in
            let start = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 2)
            }.joined()
            let wrapped = Self.wrap(row[count - 1], to: max(24, width - left))
            return wrapped.enumerated().map { index, line in
                let head =
                    index == 0
                    ? String(repeating: " ", count: indentation) + start : String(repeating: " ", count: left)
                return Self.trimmed(head + line)
            }
        }
    }

    /// Breaks a text at blanks.
    static func wrap(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
