import Diagnostics
import OperationKit
import PipelineSyntax

/// The step that a program carries out.
extension StepCompiler {
    mutating func command(_ identity: StepIdentity, _ value: Node?) -> StepPlan? {
        let node = value ?? Node(.mapping([]), at: identity.span)
        let given: [Node.Entry] = if case .mapping(let entries) = node.content { entries } else { [] }
        let own = Node(.mapping(given.filter { $0.key != "weight" }), at: node.span)
        if let item = given.first(where: { $0.key == "weight" }), !identity.weighted {
            findings.append(StepFaults.weightOutside(item, identity.name))
        }
        var reader = SectionReader(given.isEmpty ? node : own, Sections.command)
        let program = reader.texts("run")
        if program.isEmpty, reader.findings.isEmpty {
            reader.findings.append(
                Diagnostic(
                    .missingKey, "'command' needs 'run', the program that changes the picture", at: identity.span,
                    help: "write for example  - \(Sections.command.example)"))
        }
        let wantsColor = reader.flag("color")
        let timeout = reader.number("timeout") ?? 60
        let parameters = drawn(reader.node("parameters"))
        findings += reader.findings
        guard !program.isEmpty else { return nil }
        let entry = CatalogEntry(
            CommandStep.self, manual: CommandStep.declared(wantsColor: wantsColor),
            identity: program.joined(separator: "\u{0}"), program: program
        ) { p in
            CommandStep(
                program, wantsColor: wantsColor, timeout: timeout, parameters.map { ($0.entry.key, $0.kind) }, &p)
        }
        let (values, problems) = ParameterSet.bind(parameters.map(\.entry), to: entry)
        findings += problems
        return StepPlan(
            kind: .operation(entry, values), chance: chance(in: given),
            weight: identity.weighted ? weight(in: given) : 1, key: identity.key, place: identity.place,
            span: identity.span)
    }

    /// The entries of `parameters`, each with the kind that it looks like.
    private mutating func drawn(_ node: Node?) -> [(entry: Node.Entry, kind: ValueKind)] {
        guard let node, !node.isNull else { return [] }
        guard case .mapping(let entries) = node.content else {
            findings.append(
                Diagnostic(
                    .wrongShape, "'parameters' maps names to values", at: node.span,
                    help: "write for example  parameters: \(Sections.command["parameters"]?.example ?? "")"))
            return []
        }
        return entries.map { ($0, ValueKind(lookOf: $0.value)) }
    }
}

extension ValueKind {
    /// The kind that a value seems to be, which nothing declares. What is misspelled gets the kind whose messages fit.
    init(lookOf node: Node) {
        guard case .scalar(let scalar) = node.content else {
            self = .number(-1e9...1e9)
            return
        }
        self = .text
        guard scalar.style == .plain else { return }
        let kinds: [ValueKind] = [.flag, .number(-1e9...1e9), .share(0...1), .length(-1000...1000, .mm)]
        if let kind = kinds.first(where: { ValueExpression.read(node, as: $0).expression != nil }) {
            self = kind
        } else if let first = scalar.text.first, first.isNumber || "+-.".contains(first) {
            let isLength = LengthUnit.allCases.contains { scalar.text.contains($0.rawValue) }
            self = isLength ? kinds[3] : scalar.text.contains("%") ? kinds[2] : kinds[1]
        }
    }
}
