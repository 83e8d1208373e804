internal import Engine
internal import Foundation
internal import JSON
internal import Jobs

/// A run as a report tells it: what stands in which part.
struct ReportView {
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

    var sections: [ReportSection] {
        [
            ReportSection(id: "made", title: "What was made from what", body: made),
            ReportSection(id: "kept", title: "What was kept, and why not", body: kept),
            ReportSection(id: "readability", title: "Readability", body: readability),
            ReportSection(id: "steps", title: "Which steps cost readability", body: steps),
            ReportSection(id: "variants", title: "Variants to look at", body: variants),
            ReportSection(id: "characters", title: "Characters", body: characterSection),
            ReportSection(id: "sizes", title: "Sizes and resolutions", body: sizes),
            ReportSection(id: "diversity", title: "Diversity", body: diversity),
            ReportSection(id: "time", title: "Time", body: time),
            ReportSection(id: "notes", title: "Notes and failures", body: notes),
            ReportSection(id: "pipeline", title: "The pipeline", body: pipeline),
            ReportSection(id: "versions", title: "Versions and digests", body: versions),
        ]
    }
}
