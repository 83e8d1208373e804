internal import Engine
internal import Foundation
internal import JSON
internal import Jobs

/// A run as a report tells it: what stands in which part.
struct ReportView: Sendable {
    let contents: RunContents
    let context: RunReport.Context
    let gallery: Gallery
    let characters: CharacterCounts
    let pixelDistances: PixelDistances

    var rows: [ManifestRow] { contents.rows }
    var record: JSONValue { contents.record }

    init(_ contents: RunContents, _ context: RunReport.Context) {
        self.contents = contents
        self.context = context
        counts = contents.rows.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
        gallery = Gallery(of: contents, limit: context.plan?.readability?.keep.cer, workers: context.workers)
        characters = CharacterCounts(of: contents, workers: context.workers)
        pixelDistances = PixelDistances(of: contents, workers: context.workers)
    }

    private let counts: [ManifestRow.Status: Int]

    func count(_ status: ManifestRow.Status) -> Int { counts[status, default: 0] }

    /// Pages that rows or failures speak of.
    var pageCount: Int { Set(rows.map(\.source)).union(contents.failures.map(\.source)).count }

    var failed: [FailureRow] { contents.failures.filter { $0.action == .skipped } }

    /// How the character error rate is called: agreement with a reading of the clean page is none.
    var errorName: String { rows.contains { $0.readability?.reference == "self" } ? "self-CER" : "CER" }

    var headline: String {
        rows.isEmpty ? "no variants" : "\(Shown.plural(rows.count, "variant")) of \(Shown.plural(pageCount, "page"))"
    }

    /// Errors and characters of those that `isWanted`, pooled.
    func pooledErrors(_ isWanted: (ManifestRow) -> Bool) -> Double? {
        var (errors, all) = (0, 0)
        for row in rows where isWanted(row) {
            guard let cer = row.readability?.cer, cer.count == 2, cer[1] > 0 else { continue }
            errors += cer[0]
            all += cer[1]
        }
        return all > 0 ? Double(errors) / Double(all) : nil
    }

    var lead: Markup {
        let ended = record["end"]?.text
        let state =
            !contents.isComplete
            ? "The run was not finished: this is what its ledger lists."
            : ended.map { "Finished \($0.replacing("T", with: " ").replacing("Z", with: " UTC"))." } ?? ""
        var tiles: [(String, String)] = [
            (Shown.count(pageCount), "pages"), (Shown.count(rows.count), "variants"),
            (Shown.percent(count(.kept) + count(.flagged), of: rows.count), "of them kept"),
        ]
        if let cer = pooledErrors({ $0.status != .dropped }) {
            tiles.append((Shown.percent(cer), "\(errorName) of the kept"))
        }
        if !failed.isEmpty { tiles.append((Shown.count(failed.count), "failed")) }
        if let seconds = Self.duration(record) { tiles.append((Shown.seconds(seconds), "on the clock")) }
        let drawn = tiles.map { tile -> Markup in #"<div class="tile"><b>\#(tile.0)</b><span>\#(tile.1)</span></div>"# }
        let place: Markup = "Made in <code>\(contents.root)</code>"
        return #"<p class="soft">\#(place). \#(state)</p><div class="tiles">\#(drawn)</div>"#
    }

    /// Seconds between the start and the end of the run.
    private static func duration(_ record: JSONValue) -> Double? {
        guard let start = record["start"]?.text.flatMap(seconds), let end = record["end"]?.text.flatMap(seconds),
            end >= start
        else { return nil }
        return end - start
    }

    private static func seconds(_ text: String) -> Double? {
        (try? Date(text, strategy: .iso8601))?.timeIntervalSince1970
    }

    /// All parts in order, each made on a thread of its own as long as there are some.
    var sections: [ReportSection] {
        let parts = Self.parts
        var sections: [ReportSection] = []
        // The longest of them are begun first, so that the others fill the time beside them.
        let order = parts.indices.sorted { (parts[$0].isLong ? 0 : 1, $0) < (parts[$1].isLong ? 0 : 1, $1) }
        OrderedPool(workers: context.workers).run(
            count: parts.count, cost: { _ in 1 }, start: { () },
            work: { index, _ in parts[order[index]].body(self) },
            deliver: { index, body in
                let part = parts[order[index]]
                sections.append(ReportSection(id: part.id, title: part.title, body: body))
                return true
            })
        return parts.compactMap { part in sections.first { $0.id == part.id } }
    }

    private struct Part: Sendable {
        let id: String
        let title: String
        var isLong = false
        let body: @Sendable (ReportView) -> Markup
    }

    private static let parts = [
        Part(id: "made", title: "What was made from what") { $0.made },
        Part(id: "kept", title: "What was kept, and why not") { $0.kept },
        Part(id: "readability", title: "Readability") { $0.readability },
        Part(id: "steps", title: "Which steps cost readability", isLong: true) { $0.steps },
        Part(id: "variants", title: "Variants to look at") { $0.variants },
        Part(id: "characters", title: "Characters") { $0.characterSection },
        Part(id: "sizes", title: "Sizes and resolutions") { $0.sizes },
        Part(id: "diversity", title: "Diversity", isLong: true) { $0.diversity },
        Part(id: "time", title: "Time") { $0.time },
        Part(id: "notes", title: "Notes and failures") { $0.notes },
        Part(id: "pipeline", title: "The pipeline") { $0.pipeline },
        Part(id: "versions", title: "Versions and digests") { $0.versions },
    ]
}
