/// The reading order of a PAGE file: `ReadingOrder`, else the indices in `custom`, else as written.
struct PageXMLOrder {
    private var ranks: [String: Int] = [:]

    init(of page: MarkupElement) {
        if let order = page.first("ReadingOrder") {
            for group in order.children { enter(group) }
        }
    }

    private mutating func enter(_ element: MarkupElement) {
        if let region = element["regionRef"], ranks[region] == nil { ranks[region] = ranks.count }
        let members = element.children.enumerated().map { place, child in
            (rank: child["index"].flatMap { Int($0) } ?? Int.max, place: place, child: child)
        }
        let isOrdered = element.name.hasPrefix("Ordered")
        let sorted = isOrdered ? members.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) } : members
        for member in sorted { enter(member.child) }
    }

    /// Regions side by side; those that the order does not name come last.
    func sorted(_ regions: [MarkupElement]) -> [MarkupElement] {
        guard !ranks.isEmpty else { return Self.byCustom(regions) }
        return Self.sorted(regions) { rank(of: $0) }
    }

    /// The rank of a region or, where it has none, the first of what is in it.
    private func rank(of region: MarkupElement) -> Int {
        if let rank = region["id"].flatMap({ ranks[$0] }) { return rank }
        return region.children.map(rank).min() ?? Int.max
    }

    /// By `custom="readingOrder {index:n;}"`; as written where that is not on all of them.
    static func byCustom(_ elements: [MarkupElement]) -> [MarkupElement] {
        let indices = elements.compactMap(customIndex)
        guard indices.count == elements.count else { return elements }
        return sorted(elements) { customIndex($0) ?? Int.max }
    }

    private static func customIndex(_ element: MarkupElement) -> Int? {
        guard let custom = element["custom"], let order = custom.firstRange(of: "readingOrder") else { return nil }
        let rest = custom[order.upperBound...].prefix { $0 != "}" }
        guard let index = rest.firstRange(of: "index") else { return nil }
        let digits = rest[index.upperBound...].drop { $0 == ":" || $0 == " " }.prefix { $0.isNumber }
        return Int(digits)
    }

    private static func sorted(_ elements: [MarkupElement], by rank: (MarkupElement) -> Int) -> [MarkupElement] {
        let ranked = elements.enumerated().map { (rank: rank($0.element), place: $0.offset, element: $0.element) }
        return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.element)
    }
}
