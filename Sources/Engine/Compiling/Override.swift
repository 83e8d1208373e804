public import Diagnostics
public import OperationKit
public import PipelineSyntax

/// One value that the command line puts in place of the file's, such as `stages.post.jpeg.quality=20..40`.
/// Findings about it point into the option's own text.
public struct Override: Sendable {
    public let source: SourceText
    private let path: [(key: String, span: Span)]
    private let value: Node?
    private let problems: [Diagnostic]

    /// `text` is what stood behind `--set`; `id` tells it from the pipeline file and other options.
    public init(_ text: String, id: SourceID) {
        source = SourceText(text, name: "--set", id: id)
        let bytes = source.bytes
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0 else {
            path = []
            value = nil
            problems = [
                Diagnostic(
                    .badOverride, "an override is PATH=VALUE", at: Span(0, bytes.count, in: id),
                    help: "write for example  --set stages.post.jpeg.quality=20..40")
            ]
            return
        }
        path = Override.keys(in: bytes[..<equals], id)
        if let gap = path.first(where: { $0.key.isEmpty }) {
            value = nil
            problems = [
                Diagnostic(
                    .badOverride, "a part of the path is missing", at: gap.span,
                    help: "the parts stand between single points:  --set stages.post.jpeg.quality=20..40")
            ]
            return
        }
        // The path is blanked, not cut off, so that the value's spans stay true to the option's text.
        let blanked = [UInt8](repeating: UInt8(ascii: " "), count: equals + 1) + bytes[(equals + 1)...]
        let (tree, findings) = Parser.parse(SourceText(bytes: blanked, name: "--set", id: id))
        let empty = Node(.scalar(Scalar("", style: .plain)), at: Span(equals + 1, equals + 1, in: id))
        value = findings.contains { $0.severity == .error } ? nil : tree ?? empty
        problems = findings
    }

    private static func keys(in bytes: ArraySlice<UInt8>, _ id: SourceID) -> [(key: String, span: Span)] {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
            (String(decoding: $0, as: UTF8.self), Span($0.startIndex, $0.endIndex, in: id))
        }
    }

    /// The tree with the value in its place.
    public func applied(to tree: Node, catalog: Catalog) -> (tree: Node, findings: [Diagnostic]) {
        guard let value else { return (tree, problems) }
        var setting = Setting(value: value, catalog: catalog)
        let changed = setting.set(path[...], in: tree, at: .top)
        return (changed, problems + setting.findings)
    }
}

/// One descent along the path of an override.
private struct Setting {
    let value: Node
    let catalog: Catalog
    var findings: [Diagnostic] = []

    /// What kind of place the rest of the path starts from.
    enum Place { case top, stages, stage, plain }

    mutating func set(_ path: ArraySlice<(key: String, span: Span)>, in node: Node, at place: Place) -> Node {
        guard let (key, span) = path.first else { return value }
        let rest = path.dropFirst()
        var entries: [Node.Entry] = []
        switch node.content {
        case .mapping(let given): entries = given
        case .sequence(let steps) where place == .stage:
            // A stage in its short form gets the long one where a key is set beside its steps.
            if Sections.stage.names.contains(key) {
                entries = [Node.Entry(key: "steps", keySpan: node.span, value: node)]
                break
            }
            return Node(.sequence(setStep(named: key, span, rest, in: steps)), at: node.span)
        case .scalar(let scalar) where scalar.isNull: break
        default:
            findings.append(
                Diagnostic(
                    .badOverride, "'\(key)' cannot be set here, where the file has \(kind(of: node))", at: span,
                    help: "a path goes by keys and the names of steps:  --set stages.post.jpeg.quality=20..40"))
            return node
        }
        if place == .stage, !Sections.stage.names.contains(key) {
            if !entries.contains(where: { $0.key == "steps" }) {
                findings.append(missing("step", key, span, among: []))
            }
            return replacing("steps", in: entries, node) { $0.setSteps(key, span, rest, $1) }
        }
        let next: Place =
            switch (place, key) {
            case (.top, "stages"): .stages
            case (.stages, _): .stage
            default: .plain
            }
        guard let index = entries.firstIndex(where: { $0.key == key }) else {
            if next == .stage {
                findings.append(missing("stage", key, span, among: entries.map(\.key)))
                return node
            }
            let empty = Node(.mapping([]), at: span)
            entries.append(Node.Entry(key: key, keySpan: span, value: set(rest, in: empty, at: next)))
            return Node(.mapping(entries), at: node.span)
        }
        let old = entries[index]
        entries[index] = Node.Entry(key: key, keySpan: old.keySpan, value: set(rest, in: old.value, at: next))
        return Node(.mapping(entries), at: node.span)
    }

    private func kind(of node: Node) -> String {
        if case .sequence = node.content { "a list" } else { "a single value" }
    }

    private mutating func replacing(
        _ key: String, in entries: [Node.Entry], _ node: Node, _ change: (inout Setting, Node) -> Node
    ) -> Node {
        Node(
            .mapping(
                entries.map { entry in
                    guard entry.key == key else { return entry }
                    return Node.Entry(key: key, keySpan: entry.keySpan, value: change(&self, entry.value))
                }), at: node.span)
    }

    private mutating func setSteps(
        _ key: String, _ span: Span, _ rest: ArraySlice<(key: String, span: Span)>, _ node: Node
    ) -> Node {
        guard case .sequence(let steps) = node.content else { return node }
        return Node(.sequence(setStep(named: key, span, rest, in: steps)), at: node.span)
    }

    /// Sets a parameter of every step of that name, inside combinators too.
    private mutating func setStep(
        named name: String, _ span: Span, _ rest: ArraySlice<(key: String, span: Span)>, in steps: [Node]
    ) -> [Node] {
        var found = false
        var names: [String] = []
        let changed = steps.map { change($0, name, rest, &found, &names) }
        if !found { findings.append(missing("step", name, span, among: names)) }
        return changed
    }

    private mutating func change(
        _ step: Node, _ name: String, _ rest: ArraySlice<(key: String, span: Span)>, _ found: inout Bool,
        _ names: inout [String]
    ) -> Node {
        if let word = step.word {
            names.append(word)
            guard word == name else { return step }
            found = true
            let empty = Node(.mapping([]), at: step.span)
            return Node(
                .mapping([Node.Entry(key: name, keySpan: step.span, value: set(rest, in: empty, at: .plain))]),
                at: step.span)
        }
        guard case .mapping(let entries) = step.content, let head = entries.first, entries.count == 1 else {
            return step
        }
        names.append(head.key)
        var value = head.value
        if head.key == name {
            found = true
            value = set(rest, in: longForm(of: head), at: .plain)
        } else if case .sequence(let members) = value.content {
            value = Node(.sequence(members.map { change($0, name, rest, &found, &names) }), at: value.span)
        } else if LanguageKeys.combinators.contains(head.key), case .mapping(let keys) = value.content {
            value = replacing("steps", in: keys, value) { setting, list in
                guard case .sequence(let members) = list.content else { return list }
                return Node(
                    .sequence(members.map { setting.change($0, name, rest, &found, &names) }), at: list.span)
            }
        }
        return Node(.mapping([Node.Entry(key: head.key, keySpan: head.keySpan, value: value)]), at: step.span)
    }

    /// `jpeg: 60` as `jpeg: {quality: 60}`, so that another parameter can stand beside it.
    private func longForm(of entry: Node.Entry) -> Node {
        guard case .scalar = entry.value.content, !entry.value.isNull,
            let main = catalog[entry.key]?.manual.mainParameter
        else { return entry.value }
        return Node(
            .mapping([Node.Entry(key: main, keySpan: entry.keySpan, value: entry.value)]), at: entry.value.span)
    }

    private func missing(_ what: String, _ name: String, _ span: Span, among names: [String]) -> Diagnostic {
        Diagnostic(
            .badOverride, "the pipeline has no \(what) '\(name)' here", at: span,
            label: nearestName(to: name, among: names).map { "did you mean '\($0)'?" },
            help: names.isEmpty ? "it has no \(what)s" : "its \(what)s are \(names.joined(separator: ", "))")
    }
}
