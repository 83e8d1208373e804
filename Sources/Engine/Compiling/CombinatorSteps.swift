import Diagnostics
import OperationKit
import PipelineSyntax

/// The steps that hold other steps.
extension StepCompiler {
    mutating func combinator(_ identity: StepIdentity, _ value: Node?) -> StepPlan? {
        let name = identity.name
        let own = LanguageKeys.ownKeys(ofCombinator: name)
        let before = findings.count
        let given: [Node.Entry] = if case .mapping(let entries)? = value?.content { entries } else { [] }
        checkKeys(given, identity, own)
        var list = given.first { $0.key == "steps" }?.value
        if case .sequence? = value?.content { list = value }
        guard let list, !isEmptyList(list) else {
            let isExplained = findings[before...].contains { $0.severity == .error }
            if !isExplained { findings.append(StepFaults.noMembers(identity, value, own: own)) }
            return nil
        }
        let members = steps(in: list, prefix: identity.place + ".", weighted: LanguageKeys.weighsMembers(name))
        guard !members.isEmpty else { return nil }
        if members.count == 1, ["one-of", "shuffle"].contains(name), !hasGap {
            findings.append(StepFaults.onlyMember(identity))
        }
        let isMisspelled = findings[before...].contains { $0.code == .unknownKey }
        func count(_ key: String, upTo bound: Int) -> ValueExpression {
            self.count(given, key, upTo: bound, identity, isMisspelled: isMisspelled)
        }
        let kind: StepPlan.Kind =
            switch name {
            case "one-of": .oneOf(members)
            case "some-of": .someOf(count: count("count", upTo: members.count), members)
            case "shuffle": .shuffle(members)
            case "repeat": .repeat(times: count("times", upTo: 100), members)
            default: .sequence(members)
            }
        return StepPlan(
            kind: kind, chance: chance(in: given), weight: identity.weighted ? weight(in: given) : 1,
            key: identity.key, place: identity.place, span: identity.span)
    }

    private mutating func checkKeys(_ given: [Node.Entry], _ identity: StepIdentity, _ own: [String]) {
        let keys = own + ["steps", "p"] + (identity.weighted ? ["weight"] : [])
        for (index, entry) in given.enumerated() where !keys.contains(entry.key) {
            if catalog[entry.key] != nil || LanguageKeys.steps.contains(entry.key) {
                findings.append(StepFaults.membersAsKeys(entry, identity))
                return
            }
            if entry.key == "weight" {
                findings.append(StepFaults.weightOutside(entry, identity.name))
                continue
            }
            findings.append(
                SectionReader.unknownKey(
                    index, of: given, owner: "'\(identity.name)'", keys: keys, after: findings.count))
        }
    }

    private func isEmptyList(_ node: Node) -> Bool {
        if case .sequence(let nodes) = node.content { return nodes.isEmpty }
        return node.isNull
    }

    private mutating func count(
        _ entries: [Node.Entry], _ key: String, upTo bound: Int, _ identity: StepIdentity, isMisspelled: Bool
    ) -> ValueExpression {
        guard let item = entries.first(where: { $0.key == key }) else {
            if !isMisspelled {
                findings.append(
                    Diagnostic(
                        .missingKey, "'\(identity.name)' needs '\(key)'", at: identity.span,
                        label: key == "times" ? "how often?" : "how many of its steps?",
                        help: "write for example  - \(identity.name): {\(key): 1..2, steps: […]}"))
            }
            return .fixed(.number(1))
        }
        let (expression, problems) = ValueExpression.read(item.value, as: .count(0...bound))
        findings += problems.map { problem in
            guard key == "count", problem.code == .outOfRange, problem.label == "at most \(bound)" else {
                return problem
            }
            return Diagnostic(
                .outOfRange, "'\(identity.name)' has only \(bound) steps to choose from", at: problem.span,
                label: problem.label)
        }
        if expression == .fixed(.number(0)) {
            findings.append(
                Diagnostic(
                    .noEffect, "with \(key): 0 none of the steps runs", at: item.value.span,
                    help: "remove '\(identity.name)', or give a number above 0"))
        }
        return expression ?? .fixed(.number(1))
    }
}
