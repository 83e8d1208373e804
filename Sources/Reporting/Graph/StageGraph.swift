/// The graph of a pipeline's stages as a drawing program's text.
public struct StageGraph: Sendable {
    /// A box of the drawing.
    struct Box: Sendable, Equatable {
        enum Kind: Sendable { case input, stage, output, check }

        let id: String
        let title: String
        /// Below the title, a line each.
        let lines: [String]
        let kind: Kind
    }

    /// An arrow from one box to another.
    struct Arrow: Sendable, Equatable {
        let from: String
        let to: String
        let label: String?
    }

    let name: String
    let boxes: [Box]
    let arrows: [Arrow]
}

extension StageGraph {
    /// The graph for Graphviz.
    public var dot: String {
        func quoted(_ text: String) -> String {
            "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : "\($0)" }.joined() + "\""
        }
        var lines = ["digraph \(quoted(name)) {", "  rankdir=TB;", "  node [fontname=\"sans-serif\", fontsize=11];"]
        for box in boxes {
            let text = ([box.title] + box.lines).joined(separator: "\n")
            lines.append("  \(quoted(box.id)) [label=\(quoted(text)), \(box.kind.dot)];")
        }
        for arrow in arrows {
            let label = arrow.label.map { " [label=\(quoted($0))]" } ?? ""
            lines.append("  \(quoted(arrow.from)) -> \(quoted(arrow.to))\(label);")
        }
        return (lines + ["}"]).joined(separator: "\n")
    }

    /// The graph for Mermaid, as Markdown viewers draw it.
    public var mermaid: String {
        // Names may be words of Mermaid itself, such as `end`; numbers never are.
        let numbers = Dictionary(uniqueKeysWithValues: boxes.enumerated().map { ($1.id, "n\($0)") })
        func quoted(_ text: String) -> String {
            let entities: [Character: String] = [
                "\"": "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", "&": "#amp;", "\n": "<br>",
            ]
            return "\"" + text.map { entities[$0] ?? String($0) }.joined() + "\""
        }
        var lines = ["flowchart TD"]
        for box in boxes {
            let (open, close) = box.kind.mermaid
            let text = quoted(([box.title] + box.lines).joined(separator: "\n"))
            lines.append("  \(numbers[box.id] ?? box.id)\(open)\(text)\(close)")
        }
        for arrow in arrows {
            let label = arrow.label.map { "|\(quoted($0))|" } ?? ""
            lines.append("  \(numbers[arrow.from] ?? arrow.from) -->\(label) \(numbers[arrow.to] ?? arrow.to)")
        }
        return lines.joined(separator: "\n")
    }
}

extension StageGraph.Box.Kind {
    fileprivate var dot: String {
        switch self {
        case .input: "shape=note"
        case .stage: "shape=box"
        case .output: "shape=folder"
        case .check: "shape=ellipse"
        }
    }

    fileprivate var mermaid: (String, String) {
        switch self {
        case .input: ("[/", "/]")
        case .stage: ("[", "]")
        case .output: ("[(", ")]")
        case .check: ("([", "])")
        }
    }
}
