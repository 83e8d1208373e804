public import Diagnostics
public import PipelineSyntax

/// What a step gives for each of its operation's parameters: the file's words, else those of the severity, else the
/// default. Complete by construction.
public struct ParameterSet: Sendable {
    private var expressions: [String: ValueExpression]
    /// Those of each severity, where it is that of the band that a variant is meant for.
    private var bySeverity: [String: [String: ValueExpression]] = [:]

    public subscript(name: String) -> ValueExpression? { expressions[name] }

    /// Whether the values depend on the band that a variant is meant for.
    public var followsBand: Bool { !bySeverity.isEmpty }

    /// The set of a severity, where it depends on the band; else the set itself.
    public func at(_ severity: String?) -> ParameterSet {
        severity.flatMap { bySeverity[$0] }.map { ParameterSet(expressions: $0) } ?? self
    }

    /// The same set with another expression for a parameter, whatever the band.
    public func with(_ expression: ValueExpression, for name: String) -> ParameterSet {
        var changed = self
        changed.expressions[name] = expression
        for severity in bySeverity.keys { changed.bySeverity[severity]?[name] = expression }
        return changed
    }

    /// Whether every parameter is fixed, so that nothing is left to chance.
    public var isFixed: Bool {
        !followsBand && expressions.values.allSatisfy { if case .fixed = $0 { true } else { false } }
    }

    /// Reads what a step gives. Errors name the entry at fault; a parameter in error keeps its default. With the severity
    /// `band` it holds the sets of all severities, and is as `medium` where no band is meant.
    public static func bind(
        _ entries: [Node.Entry], severity: String? = nil, to entry: CatalogEntry
    ) -> (ParameterSet, [Diagnostic]) {
        guard severity == Severities.ofBand else { return bind(entries, to: entry, at: severity) }
        var (set, findings) = bind(entries, to: entry, at: Severities.names[1])
        for name in Severities.names { set.bySeverity[name] = bind(entries, to: entry, at: name).0.expressions }
        return (set, findings)
    }

    private static func bind(
        _ entries: [Node.Entry], to entry: CatalogEntry, at severity: String?
    ) -> (ParameterSet, [Diagnostic]) {
        var findings: [Diagnostic] = []
        var expressions: [String: ValueExpression] = [:]
        let preset = severity.flatMap { entry.manual.severities[$0] } ?? [:]
        for parameter in entry.parameters {
            if let given = entries.first(where: { parameter.isCalled($0.key) }) {
                let (expression, problems) = parameter.read(given.value)
                findings += problems
                if let expression {
                    expressions[parameter.name] = expression
                    continue
                }
            }
            expressions[parameter.name] = parameter.expression(preset[parameter.name] ?? parameter.defaultText)
        }
        return (ParameterSet(expressions: expressions), findings)
    }

    /// The set for parameters given in the pipeline language, for use from Swift and in tests. The text must be right.
    public static func of(_ given: [String: String], for entry: CatalogEntry) -> ParameterSet {
        var expressions: [String: ValueExpression] = [:]
        for parameter in entry.parameters {
            expressions[parameter.name] = parameter.expression(given[parameter.name] ?? parameter.defaultText)
        }
        return ParameterSet(expressions: expressions)
    }
}

extension ParameterDeclaration {
    /// Whether a key is its name, or an older spelling of it.
    public func isCalled(_ key: String) -> Bool { key == name || Spelling.american(key) == name }

    /// Whether its default is a value that it takes.
    public var isDefaultSound: Bool {
        let span = Span(0, defaultText.utf8.count)
        let read = ValueExpression.read(Node(.scalar(Scalar(defaultText, style: .plain)), at: span), as: kind)
        return read.expression != nil && !read.findings.contains { $0.severity == .error }
    }

    /// Reads what a file gives; words may be in an older spelling.
    func read(_ node: Node) -> (expression: ValueExpression?, findings: [Diagnostic]) {
        let result = ValueExpression.read(node, as: kind)
        guard case .choice = kind, result.findings.contains(where: { $0.severity == .error }),
            case .scalar(let scalar) = node.content
        else { return result }
        let respelled = Scalar(Spelling.american(scalar.text), style: scalar.style)
        let second = ValueExpression.read(Node(.scalar(respelled), at: node.span), as: kind)
        return second.findings.isEmpty ? second : result
    }

    /// Reads a text of our own, a default or a severity's; a test holds every one of them to being right.
    func expression(_ text: String) -> ValueExpression? {
        let span = Span(0, text.utf8.count)
        return ValueExpression.read(Node(.scalar(Scalar(text, style: .plain)), at: span), as: kind).expression
    }
}
