public import JSON
public import OperationKit

/// Operations at a glance: all of them, those of a family, or those in which words are found.
public struct CatalogList: Sendable {
    private let entries: [CatalogEntry]

    /// The list of a catalogue.
    public init(_ catalog: Catalog) {
        entries = catalog.entries
    }

    /// Those of one family.
    public init(_ catalog: Catalog, only family: Family) {
        entries = catalog.entries.filter { $0.manual.family == family }
    }

    /// Those whose manual has all the words, in any case: in a name, ours or another tool's, before those that have them
    /// only in what is said of them and their parameters.
    public init(_ catalog: Catalog, finding words: String) {
        let wanted = words.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        func rank(_ entry: CatalogEntry) -> Int? {
            let names = CatalogList.folded([entry.manual.name])
            let known = names + CatalogList.folded(entry.manual.peers)
            let parameters = entry.parameters.map { "\($0.name) \($0.help) \(KindWords($0.kind).range)" }
            let said = known + CatalogList.folded([entry.manual.summary] + parameters)
            return [names, known, said].firstIndex { text in wanted.allSatisfy { text.contains($0) } }
        }
        let ranked = wanted.isEmpty ? [] : catalog.entries.compactMap { entry in rank(entry).map { ($0, entry) } }
        // In the order of the manual among those of one rank.
        entries = (0...2).flatMap { place in ranked.filter { $0.0 == place }.map { $0.1 } }
    }

    /// Whether nothing is in the list.
    public var isEmpty: Bool { entries.isEmpty }

    private static func folded(_ texts: [String]) -> String { texts.joined(separator: " ").lowercased() + " " }

    /// One line an operation, by family in the order of the manual.
    public func text(width: Int = 100) -> String {
        var lines: [String] = []
        for family in Family.allCases {
            let members = entries.filter { $0.manual.family == family }
            if members.isEmpty { continue }
            lines += [family.rawValue] + rows(members, width) + [""]
        }
        lines.append("'foxing ops NAME' explains one of them.")
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line an operation in the order of the list, each with its family.
    public func found(width: Int = 100) -> String {
        (rows(entries, width) + ["", "'foxing ops NAME' explains one of them."]).joined(separator: "\n") + "\n"
    }

    private func rows(_ members: [CatalogEntry], _ width: Int) -> [String] {
        // One column width for all families, so that the eye can run down the page.
        let name = entries.map(\.manual.name.count).max() ?? 0
        let rows = members.map { entry in
            let title = entry.manual.name
            return [title + String(repeating: " ", count: name - title.count), entry.manual.summary]
        }
        return TextTable(rows).lines(indentation: 2, width: width)
    }

    /// All manuals for programs.
    public var json: JSONValue { .array(entries.map { OperationManual($0).json }) }
}
