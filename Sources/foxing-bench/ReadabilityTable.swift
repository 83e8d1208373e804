import Foxing
import Glibc

/// How well Tesseract reads pages after each operation at each severity: words kept and character errors, as Markdown.
struct ReadabilityTable {
    private let pages: [Page]
    private let draws: Int

    /// The least share of words, in percent, that each setting is meant to keep.
    private static let gates: [String: Double] = ["default": 95, "mild": 99, "medium": 90]

    /// Pages with a text beside them.
    init(pages: [Page], draws: Int) {
        self.pages = pages
        self.draws = draws
    }

    /// Prints a row for each operation.
    func print(of entries: [CatalogEntry]) throws {
        let reader = try KeptWords.makeReader()
        let clean = try pages.map { try KeptWords.result(of: $0, with: reader) }
        head(clean)
        let cells = entries.flatMap { entry in Setting.all(of: entry).map { (entry, $0) } }
        let each = pages.count * draws
        var found: [(words: Double, errors: Double)] = []
        var row: [String: String] = [:]
        let (pages, draws) = (pages, draws)
        OrderedPool(workers: Machine.cores).run(
            count: cells.count * each, cost: { _ in 1 }, start: { try? KeptWords.makeReader() },
            work: { job, reader -> (words: Double, errors: Double)? in
                let (entry, setting) = cells[job / each]
                let number = job % each / draws
                guard let reader,
                    let variant = try? KeptWords.variant(of: pages[number], entry, setting, draw: job % draws),
                    let result = try? KeptWords.result(of: variant, with: reader)
                else { return nil }
                let words = min(100, 100 * Double(result.words) / Double(max(1, clean[number].words)))
                return (words, 100 * Double(result.errors) / Double(max(1, result.characters)))
            },
            deliver: { job, result in
                found.append(result ?? (0, 100))
                guard found.count == each else { return true }
                let (entry, setting) = cells[job / each]
                row[setting.name] = cell(found, setting.name, entry)
                found = []
                let isLast = job + 1 == cells.count * each || cells[(job + 1) / each].0.manual.name != entry.manual.name
                if isLast {
                    Swift.print(line(entry, row))
                    fflush(nil)
                    row = [:]
                }
                return true
            })
    }

    private func head(_ clean: [(words: Int, errors: Int, characters: Int)]) {
        let errors = clean.map { 100 * Double($0.errors) / Double(max(1, $0.characters)) }
        let words = clean.map { String($0.words) }.joined(separator: ", ")
        Swift.print(
            """
            # How readable operations leave a page

            Written by `make readability`. Tesseract reads \(pages.count) pages, \(draws) draws of each setting. A cell says how
            many percent of the words are left that were found on the clean page (\(words) words), and the character error rate
            in percent (clean: \(errors.map { String($0, decimals: 1) }.joined(separator: ", "))). Meant are 95 % of the words
            for defaults, 99 % for `mild` and 90 % for `medium`; `strong` may hurt. A **bold** cell is below that; operations
            marked ° are destructive by nature.

            | operation | default | mild | medium | strong |
            | --- | --- | --- | --- | --- |
            """)
    }

    private func cell(_ found: [(words: Double, errors: Double)], _ setting: String, _ entry: CatalogEntry) -> String {
        let count = Double(found.count)
        let words = found.reduce(0) { $0 + $1.words } / count
        let errors = found.reduce(0) { $0 + $1.errors } / count
        let text = "\(String(words, decimals: 1)) · \(String(errors, decimals: 1))"
        let isBelow = words + 0.05 < Self.gates[setting] ?? 0
        return isBelow ? "**\(text)**" : text
    }

    private func line(_ entry: CatalogEntry, _ row: [String: String]) -> String {
        let mark = entry.manual.destructive == nil ? "" : "°"
        let cells = (["default"] + Severities.names).map { row[$0] ?? "" }
        return "| \(entry.manual.name)\(mark) | \(cells.joined(separator: " | ")) |"
    }
}
