import Foxing

/// The benchmarks that have to see single operations. Whole runs are timed from outside, by `bench/measure.py`.
@main
struct Benchmarks {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let subject = arguments.isEmpty ? "" : arguments.removeFirst()
        let path = arguments.isEmpty ? "" : arguments.removeFirst()
        switch (subject, path.isEmpty) {
        case ("operations", false):
            try OperationTimes(page: Page(contentsOf: path)).print(of: operations(named: arguments))
        case ("warps", false):
            try WarpTimes(page: Page(contentsOf: path)).print()
        case ("words", false):
            let draws = arguments.first.flatMap { Int($0) } ?? 20
            try KeptWords(page: Page(contentsOf: path), draws: draws).print(
                of: operations(named: arguments.filter { Int($0) == nil }))
        case ("readback", false):
            try ReadbackTimes(root: path).print(verdicts: arguments.first.flatMap { Int($0) } ?? 14)
        case ("reading", false):
            try ReadingCosts(pipeline: path, pages: arguments).print()
        case ("stretches", false):
            let files = [path] + arguments.filter { Int($0) == nil }
            let count = arguments.compactMap { Int($0) }.first ?? 10
            try StretchRecord(
                pipelines: files.filter { $0.hasSuffix(".yaml") }, pages: files.filter { !$0.hasSuffix(".yaml") },
                variants: count
            ).print()
        case ("readability", false):
            let paths = [path] + arguments.prefix { $0.contains("/") }
            let rest = arguments.dropFirst(paths.count - 1)
            try ReadabilityTable(
                pages: paths.map { try Page(contentsOf: $0) }, draws: rest.first.flatMap { Int($0) } ?? 20
            )
            .print(of: operations(named: rest.filter { Int($0) == nil }))
        default:
            print(
                """
                foxing-bench operations PAGE [NAME...]     what each operation costs, in copies of the page
                foxing-bench warps PAGE                    pulling and moving of labels beside OpenCV's own
                foxing-bench words PAGE [DRAWS] [NAME...]  the share of a page's words that Tesseract still finds
                foxing-bench readback ROOT [VARIANTS]      runs with the check on, and the verdicts of so many variants a page
                foxing-bench reading PIPELINE PAGE...      what each saving of reading back brings
                foxing-bench stretches PIPELINE... PAGE... [VARIANTS]  the errors of every stretch of many variants
                foxing-bench readability PAGES... [DRAWS] [NAME...]  words and errors on several pages, as Markdown
                """)
        }
    }

    /// The catalogue, or the entries of those names.
    private static func operations(named names: [String]) -> [CatalogEntry] {
        Pipeline.operations.entries.filter { names.isEmpty || names.contains($0.manual.name) }
    }
}

/// The parameter sets of an operation that are measured: what it does unasked, and its severities.
struct Setting {
    let name: String
    let values: ParameterSet

    static func all(of entry: CatalogEntry) -> [Setting] {
        let severities = Severities.names.compactMap { name in
            entry.manual.severities[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        return ([("default", [:])] + severities).map { Setting(name: $0.0, values: .of($0.1, for: entry)) }
    }
}

extension String {
    /// As wide as a column of a table, flush left or right.
    func column(_ width: Int, right: Bool = true) -> String {
        let blanks = String(repeating: " ", count: max(0, width - count))
        return right ? blanks + self : self + blanks
    }

    /// A number with so many decimals.
    init(_ number: Double, decimals: Int) {
        let scale = decimals == 0 ? 1.0 : decimals == 1 ? 10 : 100
        let whole = Int((number * scale).rounded())
        if decimals == 0 {
            self = "\(whole)"
        } else {
            let fraction = String(abs(whole) % Int(scale))
            self = "\(whole / Int(scale))." + String(repeating: "0", count: decimals - fraction.count) + fraction
        }
    }
}

extension Array where Element: Comparable {
    /// The middle one, the upper of two.
    var median: Element { sorted()[count / 2] }
}
