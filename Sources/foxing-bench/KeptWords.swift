import Foxing
import Glibc

/// How many of a page's words Tesseract still finds after each operation: the mean of several draws and the worst of
/// them, beside what the manual demands.
struct KeptWords {
    private let page: Page
    private let draws: Int

    /// The least mean and the least single draw, in percent, by the name of the setting.
    private static let gates: [String: (mean: Double, worst: Double)] = [
        "default": (95, 85), "mild": (99, 0), "medium": (95, 0), "strong": (75, 0),
    ]

    /// The page needs a text beside it.
    init(page: Page, draws: Int) {
        self.page = page
        self.draws = draws
    }

    func print(of entries: [CatalogEntry]) throws {
        let clean = try words(of: page, with: reader())
        Swift.print(
            "\(clean) words found on the clean page; \(draws) draws; ! misses its gate, * destructive by nature")
        Swift.print(
            "operation".column(24, right: false) + "setting".column(9, right: false)
                + ["mean %", "gate", "worst %", "gate"].map { $0.column(9) }.joined())
        let cells = entries.flatMap { entry in Setting.all(of: entry).map { (entry, $0) } }
        let draws = draws
        let page = page
        var shares: [Double] = []
        OrderedPool(workers: Machine.cores).run(
            count: cells.count * draws, cost: { _ in 1 }, start: { try? Self.makeReader() },
            work: { job, reader -> Double? in
                let (entry, setting) = cells[job / draws]
                guard let reader, let variant = try? Self.variant(of: page, entry, setting, draw: job % draws),
                    let found = try? Self.words(of: variant, with: reader)
                else { return nil }
                return min(100, 100 * Double(found) / Double(max(clean, 1)))
            },
            deliver: { job, share in
                shares.append(share ?? 0)
                if shares.count == draws {
                    let (entry, setting) = cells[job / draws]
                    Swift.print(Self.row(entry, setting, shares))
                    // Rows come minutes apart.
                    fflush(nil)
                    shares = []
                }
                return true
            })
    }

    private static func row(_ entry: CatalogEntry, _ setting: Setting, _ shares: [Double]) -> String {
        let gate = gates[setting.name] ?? (0, 0)
        let mean = shares.reduce(0, +) / Double(shares.count)
        let worst = shares.min() ?? 0
        let mark = entry.manual.destructive == nil ? "!" : "*"
        return entry.manual.name.column(24, right: false) + setting.name.column(9, right: false)
            + ((mean < gate.mean ? mark : "") + String(mean, decimals: 1)).column(9)
            + String(gate.mean, decimals: 0).column(9)
            + ((worst < gate.worst ? mark : "") + String(worst, decimals: 1)).column(9)
            + (gate.worst == 0 ? "" : String(gate.worst, decimals: 0)).column(9)
    }

    private func reader() throws -> PageReader { try Self.makeReader() }

    static func makeReader() throws -> PageReader { try PageReader(languages: ["eng"], layout: 6) }

    private func words(of page: Page, with reader: PageReader) throws -> Int { try Self.words(of: page, with: reader) }

    private static func words(of page: Page, with reader: PageReader) throws -> Int {
        try reader.read(page).words?.first ?? 0
    }

    /// Words found, wrong characters and characters of the truth.
    static func result(
        of page: Page, with reader: PageReader
    ) throws -> (words: Int, errors: Int, characters: Int) {
        let result = try reader.read(page)
        return (result.words?.first ?? 0, result.cer?.first ?? 0, result.cer?.last ?? 0)
    }

    /// The page after one operation, on the layer where a pipeline has it: paper lies under the print.
    static func variant(of page: Page, _ entry: CatalogEntry, _ setting: Setting, draw: Int) throws -> Page {
        let name = entry.manual.name
        let severity = setting.name == "default" ? "" : ": {severity: \(setting.name)}"
        let stages =
            entry.manual.layers[0] == .paper
            ? "  sheet:\n    from: blank\n    steps: [\(name)\(severity)]\n  print: {from: [page, sheet], merge: multiply}"
            : "  print: [\(name)\(severity)]"
        let pipeline = try Pipeline(PipelineFile(text: "pipeline: words\nstages:\n\(stages)\n"))
        let key = VariantKey(source: name, variant: draw)
        return try pipeline.renderer.render(pipeline.renderer.prepare(page), key).outputs[0].page
    }
}
