import Engine
public import OperationKit

/// The pages of `docs/reference` that follow from declarations, in Markdown.
public struct ReferencePages: Sendable {
    private let formats: FormatCatalog

    /// The pages of pipelines that may name these formats.
    public init(_ formats: FormatCatalog) {
        self.formats = formats
    }

    /// Each page with its file name.
    public var all: [(name: String, text: String)] {
        [("sections.md", sections), ("truth-formats.md", truth), ("set-formats.md", sets)]
    }

    private static let origin = "Written by `make docs` from the declarations in the code; not to be changed by hand.\n"

    private var sections: String {
        var text = "# Sections of a pipeline file\n\n\(Self.origin)\n"
        text += "A dash for the default means that leaving the key out has the meaning that the last column gives.\n"
        for (path, section) in Sections(formats).manual {
            let title = path.isEmpty ? "The top of a file" : "`\(path)`"
            text += "\n## \(title)\n\n\(section.summary)\n\n```yaml\n\(section.example)\n```\n\n" + table(section.keys)
        }
        return text
    }

    private var truth: String {
        var text = "# Formats of ground truth\n\n\(Self.origin)\n"
        text += "`input: {truth: NAME}`. With `auto` the first that lies with the picture is taken, in this order.\n"
        for format in formats.truth {
            text += "\n## `\(format.name)`\n\n\(format.summary)\n\n"
            text += facts(FormatManual(formats).facts(of: format)) + options(format.options) + example(format.example)
        }
        return text
    }

    private var sets: String {
        var text = "# Formats of training sets\n\n\(Self.origin)\n"
        text +=
            "`dataset: {unit: UNIT, format: NAME}`. Each set is a folder `sets/NAME-UNIT` with a `README.md` and, for "
        text +=
            "`sha256sum -c`, the list `SHA256SUMS`. A set that is made anew keeps what others put into its folder; what they "
        text +=
            "changed in it gets the ending `.old`. `KEY` is the name of a variant, of a line (`…_l0007`) or of a word (`…_w0012`).\n"
        for format in formats.sets {
            text += "\n## `\(format.name)`\n\n\(format.summary)\n\n" + facts(FormatManual(formats).facts(of: format))
            text += "\n| file | is |\n| --- | --- |\n"
            text += format.layout.map { "| `\($0.path)` | \(Self.cell($0.what)) |\n" }.joined()
            text += options(format.options) + example(format.example)
        }
        return text
    }

    private func facts(_ facts: [[String]]) -> String {
        facts.map { "- \($0[0]): \($0[0] == "loaded with" ? "`\($0[1])`" : $0[1])\n" }.joined()
    }

    private func options(_ keys: [KeyDeclaration]) -> String { keys.isEmpty ? "" : "\n" + table(keys) }

    private func example(_ text: String) -> String { "\n```\n\(text)\n```\n" }

    private func table(_ keys: [KeyDeclaration]) -> String {
        "| key | takes | default | does | example |\n| --- | --- | --- | --- | --- |\n"
            + keys.map { key in
                let words = KeyWords(key)
                return "| `\(key.name)` | \(Self.cell(words.takes)) | \(Self.cell(words.standard)) | "
                    + "\(Self.cell(key.help)) | `\(Self.cell(key.example))` |\n"
            }.joined()
    }

    /// A bar would end the cell.
    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
