public import Diagnostics

extension ValueExpression {
    /// Reads a node as a value or distribution of that kind. Every near miss has its own message; with an error the
    /// result is nil.
    public static func read(_ node: Node, as kind: ValueKind) -> (expression: ValueExpression?, findings: [Diagnostic])
    {
        switch node.content {
        case .scalar(let scalar):
            var reader = ValueReader(node, scalar, kind)
            let expression = reader.expression()
            return (reader.findings.isEmpty ? expression : nil, reader.findings)
        case .sequence(let items):
            if case .numbers(let count) = kind.required { return numbers(items, count, node, kind) }
            return (nil, [listFinding(items, node, kind)])
        case .mapping(let entries):
            return (nil, [mappingFinding(entries, node, kind)])
        }
    }

    private static func numbers(
        _ items: [Node], _ count: Int, _ node: Node, _ kind: ValueKind
    ) -> (ValueExpression?, [Diagnostic]) {
        guard items.count == count else {
            let finding = Diagnostic(
                .wrongKind, "the list has \(items.count) entries; \(count) are expected", at: node.span,
                help: "takes \(kind.expectation)")
            return (nil, [finding])
        }
        var values: [Double] = []
        var findings: [Diagnostic] = []
        for item in items {
            let (expression, problems) = read(item, as: .number(-1e9...1e9))
            findings += problems.map {
                Diagnostic($0.code, $0.message, at: $0.span, label: $0.label, help: "takes \(kind.expectation)")
            }
            if case .fixed(.number(let number))? = expression {
                values.append(number)
            } else if problems.isEmpty {
                findings.append(
                    Diagnostic(
                        .badNumber, "a distribution cannot stand inside a list", at: item.span,
                        help: "takes \(kind.expectation)"))
            }
        }
        return (findings.isEmpty ? .fixed(.numbers(values)) : nil, findings)
    }

    private static func listFinding(_ items: [Node], _ node: Node, _ kind: ValueKind) -> Diagnostic {
        let help = "takes \(kind.expectation)"
        let texts = items.compactMap { item -> String? in
            if case .scalar(let scalar) = item.content { scalar.text } else { nil }
        }
        guard texts.count == items.count, !texts.isEmpty, texts.allSatisfy({ !$0.isEmpty }) else {
            return Diagnostic(.wrongKind, "a list stands where one value is expected", at: node.span, help: help)
        }
        if texts.count == 1 {
            return Diagnostic(
                .listForRange, "a list stands where one value is expected", at: node.span,
                label: "write \(texts[0]) without the brackets", help: help)
        }
        let isRange = texts.count == 2 && kind.isNumeric && texts.allSatisfy { ValueReader.isQuantity($0) }
        let spelling = texts.joined(separator: isRange ? ".." : " | ")
        return Diagnostic(
            .listForRange, "a list stands where one value is expected", at: node.span,
            label: isRange ? "a range is written \(spelling)" : "a choice is written \(spelling)", help: help)
    }

    private static func mappingFinding(_ entries: [Node.Entry], _ node: Node, _ kind: ValueKind) -> Diagnostic {
        func text(_ names: String...) -> String? {
            for entry in entries where names.contains(entry.key) {
                if case .scalar(let scalar) = entry.value.content { return scalar.text }
            }
            return nil
        }
        var label: String?
        if let low = text("min", "low", "from"), let high = text("max", "high", "to"), kind.isNumeric {
            label = "a range is written \(low)..\(high)"
        } else if let mean = text("mean", "mu"), let deviation = text("std", "stddev", "sd", "sigma"), kind.isNumeric {
            label = "a normal distribution is written \(mean) +- \(deviation)"
        }
        return Diagnostic(
            .wrongKind, "a mapping stands where one value is expected", at: node.span, label: label,
            help: "takes \(kind.expectation)")
    }
}
