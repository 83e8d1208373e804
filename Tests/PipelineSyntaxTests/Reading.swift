import Diagnostics
import JSON
import PipelineSyntax
import Testing

/// The tree of a text as JSON on one line without blanks between tokens; the codes of its findings if it has any.
func parsed(_ text: String) -> String {
    let (tree, findings) = Parser.parse(SourceText(text, name: "text"))
    guard findings.isEmpty else { return findings.map(\.code.rawValue).joined(separator: " ") }
    return tree.map { CanonicalJSON.text($0.json) } ?? "nothing"
}

/// The piece of `text` that a span covers.
func piece(_ span: Span?, of text: String) -> String {
    guard let span else { return "nowhere" }
    return String(decoding: Array(text.utf8)[span.lower..<span.upper], as: UTF8.self)
}

/// All nodes of a tree with the spans of keys.
func spans(_ node: Node) -> [Span] {
    switch node.content {
    case .scalar: [node.span]
    case .sequence(let items): [node.span] + items.flatMap(spans)
    case .mapping(let entries): [node.span] + entries.flatMap { [$0.keySpan] + spans($0.value) }
    }
}
