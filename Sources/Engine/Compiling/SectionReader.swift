import Diagnostics
import OperationKit
import PipelineSyntax

/// Reads one mapping of a pipeline file as its declaration says, key by key, and collects what is wrong with it.
struct SectionReader {
    let declaration: SectionDeclaration
    /// What messages call the section.
    let owner: String
    let entries: [Node.Entry]
    let span: Span
    var findings: [Diagnostic] = []

    /// `owner` and `example` stand in for what the declaration calls the section. A node that is no mapping is reported,
    /// and read as an empty one. With `sections`, a key of one of them is sent there.
    init(
        _ node: Node, _ declaration: SectionDeclaration, owner: String? = nil, example: String? = nil,
        sections: Sections? = nil
    ) {
        self.declaration = declaration
        self.owner = owner ?? declaration.owner
        span = node.span
        switch node.content {
        case .mapping(let entries):
            self.entries = entries
            for (index, entry) in entries.enumerated() where declaration[entry.key] == nil {
                findings.append(
                    Self.unknownKey(
                        index, of: entries, owner: self.owner, keys: declaration.names, after: findings.count, sections)
                )
            }
        case .scalar(let scalar) where scalar.isNull:
            entries = []
        default:
            entries = []
            findings.append(
                Diagnostic(
                    .wrongShape, "\(self.owner) must be a mapping of keys to values", at: node.span,
                    label: "not a mapping", help: "write for example  \(example ?? declaration.example)"))
        }
    }

    /// `found` is how many findings there are already.
    static func unknownKey(
        _ index: Int, of entries: [Node.Entry], owner: String, keys: [String], after found: Int,
        _ sections: Sections? = nil
    ) -> Diagnostic {
        if let finding = KeyFaults.finding(for: index, of: entries) { return finding }
        let entry = entries[index]
        if let home = sections?.home(of: entry.key) {
            return Diagnostic(
                .unknownKey, "'\(entry.key)' does not stand at the top of a pipeline", at: entry.keySpan,
                label: "it belongs to \(home.owner)", help: "write for example  \(home.example)")
        }
        return Diagnostic(
            .unknownKey, "\(owner) has no key '\(entry.key)'", at: entry.keySpan,
            label: KeyFaults.suggestion(for: entry.key, among: keys, after: found),
            help: "\(owner) takes \(keys.joined(separator: ", "))")
    }

    func node(_ key: String) -> Node? {
        let declared = declared(key)
        return entries.first { declared.isCalled($0.key) }?.value
    }

    /// The value of a key that takes one, else its default; nil without either.
    mutating func value(_ key: String) -> Value? {
        let declared = declared(key)
        let given = node(key).flatMap { fixedValue($0, declared) }
        return given ?? declared.defaultValue
    }

    /// The number of a key, else its default; nil without either.
    mutating func number(_ key: String) -> Double? {
        if case .number(let number)? = value(key) { number } else { nil }
    }

    /// The whole number of a key, else its default; nil without either.
    mutating func count(_ key: String) -> Int? { number(key).map { Int($0) } }

    /// Whether a key is `true`.
    mutating func flag(_ key: String) -> Bool { value(key) == .flag(true) }

    /// The word or text of a key, else its default; nil without either.
    mutating func text(_ key: String) -> String? {
        if case .word(let word)? = value(key) { word } else { nil }
    }

    /// The case of an enumeration whose raw values are the words of a key; nil without one.
    mutating func choice<C: RawRepresentable>(_ key: String) -> C? where C.RawValue == String {
        text(key).flatMap(C.init)
    }

    /// One text or a list of them; empty when absent or wrong.
    mutating func texts(_ key: String) -> [String] {
        guard let node = node(key) else { return [] }
        return node.members.compactMap { member in
            guard case .word(let word)? = fixedValue(member, declared(key)) else { return nil }
            return word
        }
    }

    /// A range `a..b` or a single number, with ends included; nil when absent or wrong.
    mutating func range(_ key: String) -> ClosedRange<Double>? {
        guard let node = node(key), let kind = declared(key).kind else { return nil }
        return range(node, key, kind, example: declared(key).example)
    }

    /// The same of one entry of a key that maps names to ranges.
    mutating func range(of entry: Node.Entry, in key: String) -> ClosedRange<Double>? {
        guard let kind = declared(key).form.namedKind else { return nil }
        return range(entry.value, entry.key, kind, example: "0..10%")
    }

    /// The number of one entry of a key that maps names to numbers.
    mutating func share(of entry: Node.Entry, in key: String) -> Double? {
        guard let kind = declared(key).form.namedKind else { return nil }
        let (expression, problems) = ValueExpression.read(entry.value, as: kind)
        findings += problems
        if case .fixed(.number(let share))? = expression { return share }
        if problems.isEmpty {
            findings.append(
                Diagnostic(
                    .wrongKind, "'\(entry.key)' of '\(key)' is a share", at: entry.value.span,
                    label: "write for example 30%"))
        }
        return nil
    }

    private mutating func range(
        _ node: Node, _ key: String, _ kind: ValueKind, example: String
    ) -> ClosedRange<Double>? {
        let (expression, problems) = ValueExpression.read(node, as: kind)
        findings += problems
        switch expression {
        case .fixed(.number(let n))?: return n...n
        case .uniform(.number(let a), .number(let b))?: return a...b
        case nil: return nil
        default:
            findings.append(
                Diagnostic(
                    .wrongKind, "'\(key)' of \(owner) takes a range", at: node.span,
                    label: "write it as \(example)"))
            return nil
        }
    }

    /// The keys of a mapping that the file gives, of those in a list.
    func given(_ keys: [KeyDeclaration]) -> [Node.Entry] {
        entries.filter { entry in keys.contains { $0.isCalled(entry.key) } }
    }

    /// What the file gives for the options of formats.
    mutating func options(_ keys: [KeyDeclaration]) -> FormatOptions {
        var options = FormatOptions()
        for key in keys where node(key.name) != nil { options[key.name] = value(key.name) }
        return options
    }

    private func declared(_ key: String) -> KeyDeclaration {
        guard let declared = declaration[key] else { preconditionFailure("\(owner) declares no key '\(key)'") }
        return declared
    }

    private mutating func fixedValue(_ node: Node, _ key: KeyDeclaration) -> Value? {
        if let word = node.word, let current = key.olderWords[word] { return .word(current) }
        guard let kind = key.kind else { return nil }
        let (expression, problems) = ValueExpression.read(node, as: kind)
        findings += problems.map { problem in
            // A list of this key is no range, as nothing is drawn here.
            guard problem.code == .listForRange else { return problem }
            return Diagnostic(
                .listForRange, problem.message, at: problem.span, label: "one value is expected", help: problem.help)
        }
        switch expression {
        case .fixed(let value)?: return value
        case nil: return nil
        default:
            findings.append(
                Diagnostic(
                    .wrongKind, "'\(key.name)' of \(owner) is not drawn by chance", at: node.span,
                    label: "one value is expected"))
            return nil
        }
    }
}

extension Scalar {
    /// Whether the core schema reads it as null.
    var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(text) }
}

extension Node {
    /// The scalar's text; nil for mappings, lists and null.
    var word: String? {
        guard case .scalar(let scalar) = content, !scalar.isNull else { return nil }
        return scalar.text
    }

    var isNull: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.isNull
    }

    /// The members of a list; a single value is a list of one.
    var members: [Node] {
        if case .sequence(let nodes) = content { nodes } else { [self] }
    }
}
