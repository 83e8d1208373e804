import Diagnostics
import PipelineSyntax

/// Reads one mapping of a pipeline file key by key and collects what is wrong with it.
struct SectionReader {
    let owner: String
    let entries: [Node.Entry]
    let span: Span
    var findings: [Diagnostic] = []

    /// `owner` names the section in messages. A node that is no mapping is reported, and read as an empty one.
    init(_ node: Node, owner: String, keys: [String], example: String) {
        self.owner = owner
        span = node.span
        switch node.content {
        case .mapping(let entries):
            self.entries = entries
            for (index, entry) in entries.enumerated() where !keys.contains(entry.key) {
                findings.append(
                    SectionReader.unknownKey(index, of: entries, owner: owner, keys: keys, after: findings.count))
            }
        case .scalar(let scalar) where scalar.isNull:
            entries = []
        default:
            entries = []
            findings.append(
                Diagnostic(
                    .wrongShape, "\(owner) must be a mapping of keys to values", at: node.span,
                    label: "not a mapping", help: "write for example  \(example)"))
        }
    }

    /// `found` is how many findings there are already.
    static func unknownKey(
        _ index: Int, of entries: [Node.Entry], owner: String, keys: [String], after found: Int
    ) -> Diagnostic {
        if let finding = KeyFaults.finding(for: index, of: entries) { return finding }
        let entry = entries[index]
        if owner == "a pipeline", let home = LanguageKeys.home(of: entry.key) {
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
        entries.first { $0.key == key }?.value
    }

    /// A fixed number of that kind; nil when the key is absent or wrong.
    mutating func number(_ key: String, _ kind: ValueKind) -> Double? {
        guard let node = node(key), let value = fixedValue(node, kind, key), case .number(let n) = value else {
            return nil
        }
        return n
    }

    /// `true` or `false`; nil when the key is absent or wrong.
    mutating func flag(_ key: String) -> Bool? {
        guard let node = node(key), let value = fixedValue(node, .flag, key), case .flag(let flag) = value else {
            return nil
        }
        return flag
    }

    /// A word or text; nil when the key is absent or wrong.
    mutating func text(_ key: String, _ kind: ValueKind = .text) -> String? {
        guard let node = node(key), let value = fixedValue(node, kind, key), case .word(let word) = value else {
            return nil
        }
        return word
    }

    /// One text or a list of them; empty when absent or wrong.
    mutating func texts(_ key: String) -> [String] {
        guard let node = node(key) else { return [] }
        let members: [Node]
        if case .sequence(let nodes) = node.content { members = nodes } else { members = [node] }
        return members.compactMap { member in
            guard case .word(let word)? = fixedValue(member, .text, key) else { return nil }
            return word
        }
    }

    /// A range `a..b` or a single number, with ends included; nil when absent or wrong.
    mutating func range(_ key: String, _ kind: ValueKind) -> ClosedRange<Double>? {
        guard let node = node(key) else { return nil }
        let (expression, problems) = ValueExpression.read(node, as: kind)
        findings += problems
        switch expression {
        case .fixed(.number(let n))?: return n...n
        case .uniform(.number(let a), .number(let b))?: return a...b
        case nil: return nil
        default:
            findings.append(
                Diagnostic(
                    .wrongKind, "'\(key)' of \(owner) takes a range", at: node.span, label: "write it as 0..0.4"))
            return nil
        }
    }

    private mutating func fixedValue(_ node: Node, _ kind: ValueKind, _ key: String) -> Value? {
        let (expression, problems) = ValueExpression.read(node, as: kind)
        findings += problems.map { problem in
            // A list of this key is no range, as nothing is drawn here.
            guard problem.code == .listForRange else { return problem }
            return Diagnostic(
                .listForRange, problem.message, at: problem.span, label: "one value is due", help: problem.help)
        }
        switch expression {
        case .fixed(let value)?: return value
        case nil: return nil
        default:
            findings.append(
                Diagnostic(
                    .wrongKind, "'\(key)' of \(owner) is not drawn by chance", at: node.span,
                    label: "one value is due"))
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
}
