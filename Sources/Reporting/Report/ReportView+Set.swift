internal import Engine
internal import JSON
internal import Jobs

extension ReportView {
    // MARK: What was made from what

    var made: Markup {
        var files: Set<String> = []
        for row in rows { files.insert(row.file) }
        for row in contents.failures { files.insert(row.file) }
        let outputs = rows.first { $0.image != nil }.map { row in ["image"] + row.outputs.map(\.name) } ?? []
        var facts: [(String, Markup)] = [
            ("Pages", "\(Shown.count(pageCount)) in \(Shown.plural(files.count, "file"))"),
            ("Variants of each page", Markup(words: record["variants"]?.integer.map(Shown.count) ?? "–")),
            ("Seed", .code(record["seed"]?.text ?? "–")),
        ]
        if !outputs.isEmpty {
            facts.append(("Pictures of each variant", Markup(words: outputs.joined(separator: ", "))))
        }
        for option in record["options"]?.members ?? [] {
            let values = option.value.elements ?? [option.value]
            let shown = values.map { Markup.code($0.text ?? CanonicalJSON.text($0)) }
            facts.append(("Option \(option.name)", shown.joined(separator: ", ")))
        }
        if let shard = record["shard"]?.text { facts.append(("Part of the pages", Markup(words: shard))) }
        if let lines = pair("aligned", "lines") {
            facts.append(("Lines found on pages", "\(Shown.count(lines.0)) of \(Shown.count(lines.1))"))
        }
        return .facts(facts) + truthTable + splitTable + setTable
    }

    private func pair(_ name: String, _ member: String) -> (Int, Int)? {
        let numbers = record[name]?[member]?.elements?.compactMap(\.integer) ?? []
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }

    private var truthTable: Markup {
        let groups = Dictionary(grouping: rows) { [$0.truth.origin, $0.truth.level] }
        let sorted = groups.sorted { ($1.value.count, $0.key.joined()) < ($0.value.count, $1.key.joined()) }
        let lines = sorted.prefix(20).map { key, rows -> [Markup] in
            func sum(_ value: (ManifestRow.Truth) -> Int) -> Markup {
                Markup(words: Shown.count(rows.reduce(0) { $0 + value($1.truth) }))
            }
            return [
                Markup(words: key[0]), Markup(words: key[1]), Markup(words: Shown.count(rows.count)), sum(\.legible),
                sum(\.illegible), sum(\.gone), sum(\.unplaced),
            ]
        }
        if lines.isEmpty { return "" }
        return "<h3>Labels</h3>"
            + .table(
                [
                    "Truth from", "Finest piece", "Variants", "To be learned", "Not legible", "Off the page",
                    "Without a place",
                ],
                lines, numbers: [2, 3, 4, 5, 6])
    }

    private var splitTable: Markup {
        let parts = Dictionary(grouping: rows.filter { $0.split != nil && $0.status != .dropped }) { $0.split ?? "" }
        guard parts.count > 1 else { return "" }
        let lines = ["train", "val", "test"].compactMap { name in parts[name].map { (name, $0) } }.map { name, rows in
            [
                Markup(words: name), Markup(words: Shown.count(Set(rows.map(\.source)).count)),
                Markup(words: Shown.count(rows.count)),
            ]
        }
        return "<h3>Parts</h3>" + .table(["Part", "Pages", "Variants"], lines, numbers: [1, 2])
    }

    private var setTable: Markup {
        let lines = (record["sets"]?.members ?? []).map { set -> [Markup] in
            func list(_ name: String) -> Markup {
                let members = set.value[name]?.members ?? []
                let shown = members.map { "\($0.name) \(Shown.count($0.value.integer ?? 0))" }
                return Markup(words: shown.isEmpty ? "–" : shown.joined(separator: ", "))
            }
            let labels = set.value["labels"]?.integer ?? 0
            return [.code(set.name), list("pictures"), Markup(words: Shown.count(labels)), list("left_out")]
        }
        if lines.isEmpty { return "" }
        return "<h3>Training sets</h3>" + .table(["Set", "Pictures", "Labels", "Left out"], lines, numbers: [2])
    }

    // MARK: What was kept

    var kept: Markup {
        guard !rows.isEmpty else { return .paragraph("There are no variants.") }
        let parts: [(ManifestRow.Status, String, String)] = [
            (.kept, "kept", "f0"), (.flagged, "flagged: kept with a mark", "f1"), (.dropped, "dropped", "f2"),
        ]
        let bars = parts.filter { count($0.0) > 0 || $0.0 == .kept }.map { status, name, style in
            Chart.Bar(
                name: name, value: Double(count(status)),
                shown: "\(Shown.count(count(status))), \(Shown.percent(count(status), of: rows.count))", style: style)
        }
        let redrawn = rows.reduce(0) { $0 + $1.attempt }
        var out = Chart.bars(bars, title: "Variants by what became of them").element
        if redrawn > 0 {
            out += .paragraph(
                "\(Shown.plural(redrawn, "time")) a variant was drawn again; its rejected draws are no rows of the manifest."
            )
        }
        return out + reasons + pagesThatLost
    }

    /// Why variants are not simply kept, without the numbers of each.
    private var reasons: Markup {
        let objected = rows.filter { $0.reason != nil }
        if objected.isEmpty { return .paragraph("No variant was objected to.") }
        let groups = Dictionary(grouping: objected) { Self.kind(of: $0.reason ?? "") }
        let sorted = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let lines = sorted.prefix(20).map { kind, rows -> [Markup] in
            let dropped = rows.count { $0.status == .dropped }
            return [
                Markup(words: kind), Markup(words: Shown.count(dropped)),
                Markup(words: Shown.count(rows.count - dropped)),
                Markup(words: rows[0].reason ?? ""),
            ]
        }
        return "<h3>Why</h3>" + .table(["Reason", "Dropped", "Flagged", "For example"], lines, numbers: [1, 2])
    }

    /// `cer 0.52 (0.44..0.6) not in 0..0.4` says the same of all that lie on that side of the range.
    private static func kind(of reason: String) -> String {
        let words = reason.split(separator: " ")
        guard words.count >= 5, words.suffix(3).prefix(2).elementsEqual(["not", "in"]), let value = Double(words[1])
        else {
            return reason
        }
        let ends = (words.last ?? "").split(separator: "..", maxSplits: 1).compactMap { Double($0) }
        guard ends.count == 2 else { return reason }
        return value > ends[1]
            ? "\(words[0]) above \(Shown.short(ends[1]))" : "\(words[0]) below \(Shown.short(ends[0]))"
    }

    private var pagesThatLost: Markup {
        let pages = Dictionary(grouping: rows, by: \.source)
        let lost = pages.map { source, rows in (source, rows.count { $0.status == .dropped }, rows.count) }
            .filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        if lost.isEmpty { return "" }
        let lines = lost.prefix(10).map { source, dropped, all in
            [
                Markup(words: source), Markup(words: Shown.count(dropped)),
                Markup(words: Shown.percent(dropped, of: all)),
            ]
        }
        return "<h3>Pages that lost most variants</h3>"
            + .table(["Page", "Dropped", "Of its variants"], lines, numbers: [1, 2])
            + (lost.count > 10 ? .note("\(Shown.count(lost.count)) pages lost variants; these lost most.") : "")
    }
}
