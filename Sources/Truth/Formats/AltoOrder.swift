/// The reading order of an ALTO file: `ReadingOrder` (from 4.3 on), else what blocks name as the next one in `IDNEXT`, else as written.
struct AltoOrder {
    private var ranks: [String: Int] = [:]

    init(of root: MarkupElement, page: MarkupElement) {
        if let order = root.first("ReadingOrder") {
            for group in order.children { enter(group) }
        } else {
            follow(blocksOf: page)
        }
    }

    /// A file may hold several orders of the same things; the first counts.
    private mutating func enter(_ element: MarkupElement) {
        for name in (element["REF"] ?? "").split(whereSeparator: \.isWhitespace) { add(String(name)) }
        for child in element.children { enter(child) }
    }

    private mutating func add(_ name: String) {
        if ranks[name] == nil { ranks[name] = ranks.count }
    }

    // MARK: IDNEXT

    private mutating func follow(blocksOf page: MarkupElement) {
        var blocks: [(name: String, next: String?)] = []
        Self.collect(page, into: &blocks)
        guard blocks.contains(where: { $0.next != nil }) else { return }
        let next = Dictionary(blocks.map { ($0.name, $0.next) }) { first, _ in first }
        let followed = Set(blocks.compactMap(\.next))
        // A ring has no start; its first block in the file is taken for one.
        let starts = blocks.map(\.name).filter { !followed.contains($0) } + blocks.map(\.name)
        for start in starts {
            var name: String? = start
            while let block = name, ranks[block] == nil, let after = next[block] {
                add(block)
                name = after
            }
        }
    }

    private static func collect(_ element: MarkupElement, into blocks: inout [(name: String, next: String?)]) {
        for child in element.children where child.name != "TextLine" {
            if let name = child["ID"] { blocks.append((name, child["IDNEXT"])) }
            collect(child, into: &blocks)
        }
    }

    // MARK: Use

    /// Elements side by side; those that the order does not name come last.
    func sorted(_ elements: [MarkupElement]) -> [MarkupElement] {
        if ranks.isEmpty || elements.count < 2 { return elements }
        let ranked = elements.enumerated().map { (rank: rank(of: $0.element), place: $0.offset, element: $0.element) }
        return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.element)
    }

    /// The rank of an element or, where it has none, the first of what is in it.
    private func rank(of element: MarkupElement) -> Int {
        if let rank = element["ID"].flatMap({ ranks[$0] }) { return rank }
        return element.children.lazy.map(rank).min() ?? Int.max
    }
}
