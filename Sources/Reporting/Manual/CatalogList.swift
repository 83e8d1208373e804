public import JSON
public import OperationKit

/// All operations at a glance.
public struct CatalogList: Sendable {
    private let catalog: Catalog

    /// The list of a catalogue.
    public init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// One line an operation, by family in the order of the manual.
    public func text(width: Int = 100) -> String {
        let name = catalog.entries.map(\.manual.name.count).max() ?? 0
        var lines: [String] = []
        for family in Family.allCases {
            let members = catalog.entries.filter { $0.manual.family == family }
            if members.isEmpty { continue }
            // One column width for all families, so that the eye can run down the page.
            let rows = members.map { entry in
                let title = entry.manual.name
                return [title + String(repeating: " ", count: name - title.count), entry.manual.summary]
            }
            lines += [family.rawValue] + TextTable(rows).lines(indentation: 2, width: width) + [""]
        }
        lines.append("'foxing ops NAME' explains one of them.")
        return lines.joined(separator: "\n") + "\n"
    }

    /// All manuals for programs.
    public var json: JSONValue { .array(catalog.entries.map { OperationManual($0).json }) }
}
