import Foxing
import Glibc

/// How well Tesseract reads pages after each operation at each severity: words kept and character errors, as Markdown.
///
/// A setting is drawn until it is clear on which side of its limits it lies, at the looks of `looks` and at most `draws`
/// times: Student's interval of the mean over the draws, at 99 % so that several looks together err in less than one case
/// in twenty.
struct ReadabilityTable {
    private let pages: [Page]
    private let draws: Int

    /// Draws after which it is looked whether more are needed.
    private static let looks = [4, 6, 9, 13, 20, 30, 50]

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
        for entry in entries {
            var cells = Setting.all(of: entry).map { ReadabilityCell(setting: $0, pages: pages.count) }
            for look in Self.looks.filter({ $0 < draws }) + [draws] {
                let open = cells.indices.filter { !cells[$0].isClear }
                if open.isEmpty { break }
                draw(look, open, of: entry, &cells, clean.map { max(1, $0.words) })
            }
            Swift.print(line(entry, cells))
            // Rows come minutes apart.
            fflush(nil)
        }
    }

    /// Brings those cells to so many draws of each page.
    private func draw(
        _ look: Int, _ open: [Int], of entry: CatalogEntry, _ cells: inout [ReadabilityCell], _ words: [Int]
    ) {
        let pages = pages
        let before = cells
        OrderedPool(workers: Machine.cores).run(
            count: open.count * pages.count, cost: { _ in 1 }, start: { try? KeptWords.makeReader() },
            work: { job, reader -> ReadPage? in
                let number = job % pages.count
                let cell = before[open[job / pages.count]]
                var page = cell.pages[number]
                guard let reader else { return nil }
                page.read(pages[number], entry, cell.setting, upTo: look, with: reader, words: words[number])
                return page
            },
            deliver: { job, page in
                if let page { cells[open[job / pages.count]].pages[job % pages.count] = page }
                return true
            })
    }

    private func head(_ clean: [(words: Int, errors: Int, characters: Int)]) {
        let errors = clean.map { 100 * Double($0.errors) / Double(max(1, $0.characters)) }
        let words = clean.map { String($0.words) }.joined(separator: ", ")
        Swift.print(
            """
            # How readable operations leave a page

            Written by `make readability`. Tesseract reads \(pages.count) pages, each at least \(min(draws, Self.looks[0])) and at
            most \(draws) times drawn with each setting: until Student's 99 % interval of the mean lies on one side of the
            setting's limits, of `strong` until it is within 3 points. The last column says how many draws the default, `mild`,
            `medium` and `strong` took. A cell says how many percent of the words are left that were found on the clean page
            (\(words) words), and the character error rate in percent (clean: \(errors.map { String($0, decimals: 1) }.joined(separator: ", "))). Meant are 95 % of the words for
            defaults, 99 % for `mild` and 90 to 98 % for `medium`; `strong` may hurt. A **bold** cell is below that, of `medium`
            *one in italics* above; operations marked ° are destructive by nature. Marks beside the text leave every word
            whatever their severity.

            | operation | default | mild | medium | strong | draws |
            | --- | --- | --- | --- | --- | --- |
            """)
    }

    private func line(_ entry: CatalogEntry, _ cells: [ReadabilityCell]) -> String {
        let mark = entry.manual.destructive == nil ? "" : "°"
        let texts = (["default"] + Severities.names).map { name in
            cells.first { $0.setting.name == name }?.text ?? ""
        }
        let counts = cells.map { String($0.draws) }.joined(separator: " ")
        return "| \(entry.manual.name)\(mark) | \(texts.joined(separator: " | ")) | \(counts) |"
    }
}

/// What was read of one page under one setting, draw by draw.
private struct ReadPage: Sendable {
    /// Words kept and character errors of each draw, in percent.
    var found: [(words: Double, errors: Double)] = []

    /// Reads the draws that are missing up to a number. A draw that leaves the very pixels of the first one reads as that.
    mutating func read(
        _ page: Page, _ entry: CatalogEntry, _ setting: Setting, upTo count: Int, with reader: PageReader, words: Int
    ) {
        let first = try? KeptWords.variant(of: page, entry, setting, draw: 0)
        while found.count < count {
            let variant = found.isEmpty ? first : try? KeptWords.variant(of: page, entry, setting, draw: found.count)
            if let own = found.first, let first, variant?.pixels == first.pixels {
                found.append(own)
            } else if let variant, let result = try? KeptWords.result(of: variant, with: reader) {
                found.append(
                    (
                        min(100, 100 * Double(result.words) / Double(words)),
                        100 * Double(result.errors) / Double(max(1, result.characters))
                    ))
            } else {
                found.append((0, 100))
            }
        }
    }
}

/// One setting of an operation.
private struct ReadabilityCell: Sendable {
    let setting: Setting
    var pages: [ReadPage]

    /// The shares of words, in percent, between which each setting is meant to lie.
    private static let limits: [String: ClosedRange<Double>] = [
        "default": 95...100, "mild": 99...100, "medium": 90...98,
    ]

    init(setting: Setting, pages: Int) {
        self.setting = setting
        self.pages = Array(repeating: ReadPage(), count: pages)
    }

    var draws: Int { pages.map(\.found.count).min() ?? 0 }

    /// The share of words of each draw, the mean of the pages.
    private var words: [Double] {
        (0..<draws).map { draw in pages.reduce(0) { $0 + $1.found[draw].words } / Double(pages.count) }
    }

    /// Whether more draws would tell nothing new.
    var isClear: Bool {
        let words = words
        guard words.count >= 2 else { return false }
        let mean = words.mean
        let half = StudentInterval.half(of: words)
        guard let limits = Self.limits[setting.name] else { return half <= 3 }
        return [limits.lowerBound, limits.upperBound].allSatisfy { limit in
            limit == 100 || abs(mean - limit) >= half
        }
    }

    /// Words and errors, marked where they are not as meant.
    var text: String {
        let mean = words.mean
        let errors = pages.flatMap { page in page.found.prefix(draws).map(\.errors) }.mean
        let text = "\(String(mean, decimals: 1)) · \(String(errors, decimals: 1))"
        guard let limits = Self.limits[setting.name] else { return text }
        if mean + 0.05 < limits.lowerBound { return "**\(text)**" }
        return mean - 0.05 > limits.upperBound ? "*\(text)*" : text
    }
}

/// The interval of a mean by Student (1908), at 99 %.
enum StudentInterval {
    /// Half the width of the interval; infinite for a single value.
    static func half(of values: [Double]) -> Double {
        guard values.count >= 2 else { return .infinity }
        let mean = values.mean
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        return quantile(freedom: values.count - 1) * (variance / Double(values.count)).squareRoot()
    }

    /// The two-sided 99 % point, exact for few degrees of freedom, else Fisher's expansion about the normal one.
    private static func quantile(freedom: Int) -> Double {
        let exact = [63.66, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250]
        if freedom <= exact.count { return exact[max(0, freedom - 1)] }
        let z = 2.5758
        return z + (z * z * z + z) / (4 * Double(freedom))
            + (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / (96 * Double(freedom * freedom))
    }
}

extension [Double] {
    /// The mean; 0 of none.
    fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
