public import OperationKit

/// The pages of `docs/operations`, one for each family, in Markdown.
public struct OperationPages: Sendable {
    private let catalog: Catalog

    /// The pages of a catalogue.
    public init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// Each page with its file name; `README.md` leads to the others.
    public var all: [(name: String, text: String)] {
        [("README.md", index)] + families.map { ("\($0.rawValue).md", page(of: $0)) }
    }

    private static let origin =
        "Written by `make docs` from the declarations in `Sources/Operations`; not to be changed by hand.\n"

    private var families: [Family] {
        Family.allCases.filter { family in catalog.entries.contains { $0.manual.family == family } }
    }

    private func members(_ family: Family) -> [CatalogEntry] {
        catalog.entries.filter { $0.manual.family == family }
    }

    private var index: String {
        var text = "# Operations\n\n\(Self.origin)\n"
        text += "\(catalog.entries.count) operations. `foxing ops NAME` shows the same as these pages, "
        text += "`foxing ops --find WORDS` finds one.\n"
        for family in families {
            text += "\n## [\(family.rawValue)](\(family.rawValue).md)\n\n| operation | |\n| --- | --- |\n"
            for entry in members(family) {
                let name = entry.manual.name
                text += "| [`\(name)`](\(family.rawValue).md#\(name)) | \(cell(entry.manual.summary)) |\n"
            }
        }
        return text
    }

    private func page(of family: Family) -> String {
        var text = "# Operations: \(family.rawValue)\n\n\(Self.origin)\n"
        text += "Each operation at `mild`, `medium` and `strong`, at 100 % of a page of 150 dpi, and a whole page:\n\n"
        text += "![The operations of the family \(family.rawValue)](../gallery/\(family.rawValue).jpg)\n"
        for entry in members(family) {
            let name = entry.manual.name
            text +=
                "\n## \(name)\n\n```\n" + OperationManual(entry).text().dropFirst(name.count).trimmedEnds() + "\n```\n"
        }
        return text
    }

    /// A bar would end the cell.
    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

extension Substring {
    fileprivate func trimmedEnds() -> Substring {
        let start = drop { $0 == "\n" }
        return start.prefix(
            (start.lastIndex { $0 != "\n" }.map { start.distance(from: start.startIndex, to: $0) } ?? -1) + 1)
    }
}
