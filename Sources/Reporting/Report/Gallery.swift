internal import Engine
internal import Jobs

/// The variants that a report shows.
struct Gallery: Sendable {
    /// A variant with its pictures.
    struct Item: Sendable {
        let row: ManifestRow
        /// nil when its files cannot be read.
        let pictures: VariantPictures?
    }

    /// Variants that are shown for one reason.
    struct Group: Sendable {
        let title: String
        let why: String
        let items: [Item]
    }

    let groups: [Group]

    /// How many are shown for each reason.
    static let most = 12

    /// Reads pictures and labels of the variants that it shows, on so many threads. `limit` is the range of CER that is kept.
    init(of contents: RunContents, limit: ClosedRange<Double>?, workers: Int) {
        let choice = Self.choice(contents.rows, limit)
        let rows = choice.flatMap(\.rows)
        var pictures: [VariantPictures?] = []
        OrderedPool(workers: workers).run(
            count: rows.count, cost: { _ in 1 }, start: { () },
            work: { index, _ in VariantPictures(of: rows[index], in: contents.root) },
            deliver: { _, made in
                pictures.append(made)
                return true
            })
        var place = 0
        groups = choice.map { group in
            defer { place += group.rows.count }
            let items = group.rows.enumerated().map { Item(row: $1, pictures: pictures[place + $0]) }
            return Group(title: group.title, why: group.why, items: items)
        }
    }

    // MARK: Choosing

    /// The best, the worst and the nearest to the limit; without a reading, variants from all over the set.
    static func choice(
        _ rows: [ManifestRow], _ limit: ClosedRange<Double>?
    ) -> [(title: String, why: String, rows: [ManifestRow])] {
        let shown = rows.filter { $0.image != nil }
        let read = shown.compactMap { row in row.errorRate.map { (row: row, cer: $0) } }
        guard !read.isEmpty else {
            let step = max(1, shown.count / most)
            let some = shown.indices.filter { $0 % step == 0 }.prefix(most).map { shown[$0] }
            return some.isEmpty ? [] : [("A sample", "From all over the set, since no variant was read back.", some)]
        }
        let up = read.sorted { ($0.cer, $1.row.found) < ($1.cer, $0.row.found) }
        var groups = [("The best", "Read with the fewest errors.", spread(up.map(\.row)))]
        groups.append(("The worst that are kept", "Read with the most errors.", spread(up.reversed().map(\.row))))
        // A range from 0 has one end only.
        let bounds = limit.map { [$0.lowerBound, $0.upperBound].filter { $0 > 0 && $0.isFinite } } ?? []
        if !bounds.isEmpty {
            func way(_ cer: Double) -> Double { bounds.map { abs(cer - $0) }.min() ?? 0 }
            // With one end, those on its near side are the worst already.
            let seen = Set(groups[1].2.map(\.id))
            let near = read.filter { !seen.contains($0.row.id) }.sorted { way($0.cer) < way($1.cer) }
            let said = bounds.map { Shown.percent($0) }.joined(separator: " and ")
            groups.append(
                (
                    "Borderline", "Nearest to the limit of \(said), of those that are not shown above.",
                    spread(near.map(\.row))
                ))
        }
        return groups.filter { !$0.2.isEmpty }.map { (title: $0.0, why: $0.1, rows: $0.2) }
    }

    /// The first of a list, not too many of one page.
    private static func spread(_ rows: [ManifestRow]) -> [ManifestRow] {
        let pages = Set(rows.lazy.map(\.source)).count
        let each = max(1, (most + pages - 1) / max(1, pages))
        var counts: [String: Int] = [:]
        var chosen: [ManifestRow] = []
        for row in rows where counts[row.source, default: 0] < each {
            counts[row.source, default: 0] += 1
            chosen.append(row)
            if chosen.count == most { break }
        }
        return chosen
    }
}

extension ManifestRow {
    /// The share of wrong characters; nil when it was not measured.
    var errorRate: Double? {
        guard let cer = readability?.cer, cer.count == 2, cer[1] > 0 else { return nil }
        return Double(cer[0]) / Double(cer[1])
    }

    /// The share of words that were found, or 1 when there are none.
    var found: Double { foundWords ?? 1 }

    /// The share of words that were found; nil when it was not measured.
    var foundWords: Double? {
        guard let words = readability?.words, words.count == 2, words[1] > 0 else { return nil }
        return Double(words[0]) / Double(words[1])
    }
}
