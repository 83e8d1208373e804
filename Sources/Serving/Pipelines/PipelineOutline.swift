internal import Foxing
internal import PipelineSyntax

/// Where everything stands in a pipeline's text, for those who change single values of it: read as far as it can be, whatever
/// is wrong with it.
struct PipelineOutline {
    private let file: PipelineFile

    init(_ file: PipelineFile) {
        self.file = file
    }

    /// Stages with their steps and parameters; null where the text has none.
    var json: JSONValue {
        guard case .mapping(let top)? = file.tree?.content,
            case .mapping(let stages)? = top.first(where: { $0.key == "stages" })?.value.content
        else { return .null }
        return .object(("stages", .array(stages.map(stage))))
    }

    private func stage(_ entry: Node.Entry) -> JSONValue {
        var (steps, from) = ([Node](), JSONValue.null)
        switch entry.value.content {
        case .sequence(let list): steps = list
        case .mapping(let keys):
            if case .sequence(let list)? = keys.first(where: { $0.key == "steps" })?.value.content { steps = list }
            from = keys.first { $0.key == "from" }?.value.json ?? .null
        case .scalar: break
        }
        return .object(
            ("name", .string(entry.key)), ("span", Self.pair(entry.value.span)), ("nameSpan", Self.pair(entry.keySpan)),
            ("from", from.elements == nil && from != .null ? .array([from]) : from),
            ("steps", .array(self.steps(steps, prefix: ""))))
    }

    private func steps(_ nodes: [Node], prefix: String) -> [JSONValue] {
        nodes.enumerated().compactMap { index, node in step(node, place: "\(prefix)\(index + 1)") }
    }

    private func step(_ node: Node, place: String) -> JSONValue? {
        let name: (text: String, span: Span)
        var (parameters, members) = ([Node.Entry](), [Node]())
        switch node.content {
        case .scalar(let scalar): name = (scalar.text, node.span)
        case .sequence: return nil
        case .mapping(let entries):
            guard let head = entries.first(where: { Self.isStep($0.key) }) ?? entries.first else { return nil }
            name = (head.key, head.keySpan)
            parameters = entries.filter { $0.key != head.key }
            switch head.value.content {
            case .mapping(let keys):
                parameters += keys.filter { $0.key != "steps" }
                if case .sequence(let list)? = keys.first(where: { $0.key == "steps" })?.value.content {
                    members = list
                }
            case .sequence(let list): members = list
            case .scalar: break
            }
        }
        return .object(
            ("place", .string(place)), ("name", .string(name.text)), ("span", Self.pair(node.span)),
            ("nameSpan", Self.pair(name.span)), ("parameters", .array(parameters.map(parameter))),
            ("steps", .array(steps(members, prefix: place + "."))))
    }

    private static func isStep(_ name: String) -> Bool {
        Pipeline.operations[name] != nil || LanguageKeys.steps.contains(name)
    }

    private func parameter(_ entry: Node.Entry) -> JSONValue {
        let bytes = file.sources.first { $0.id == entry.value.span.source }?.bytes ?? []
        let end = min(bytes.count, entry.value.span.upper)
        let text = String(decoding: bytes[min(entry.value.span.lower, end)..<end], as: UTF8.self)
        return .object(
            ("name", .string(entry.key)), ("keySpan", Self.pair(entry.keySpan)),
            ("valueSpan", Self.pair(entry.value.span)), ("text", .string(text)))
    }

    /// The first byte and the one behind the last.
    static func pair(_ span: Span) -> JSONValue { [.integer(span.lower), .integer(span.upper)] }
}
