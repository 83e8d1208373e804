import Diagnostics
import OperationKit
import PipelineSyntax

/// Turns the steps of one stage into plans.
struct StepCompiler {
    let catalog: Catalog
    let surroundings: Surroundings
    var findings: [Diagnostic] = []
    /// Steps with parameters that are wrong, or that never run.
    private(set) var doubtful: Set<Span> = []
    /// Whether a step is missing from the plans because it is wrong.
    var hasGap = false

    init(catalog: Catalog, surroundings: Surroundings) {
        self.catalog = catalog
        self.surroundings = surroundings
    }

    /// The steps of a list, `prefix` being the place of the list for people (`2.` inside the second step).
    mutating func steps(in node: Node, prefix: String = "", weighted: Bool = false) -> [StepPlan] {
        guard case .sequence(let nodes) = node.content else {
            if !node.isNull {
                findings.append(StepFaults.notAList(node))
                hasGap = true
            }
            return []
        }
        var seen: [String: Int] = [:]
        var plans: [StepPlan] = []
        for (index, member) in nodes.enumerated() {
            let before = findings.count
            guard let (name, nameSpan, value) = head(of: member) else {
                hasGap = true
                continue
            }
            let occurrence = seen[name, default: 0]
            seen[name] = occurrence + 1
            let identity = StepIdentity(
                name: name, span: nameSpan, key: "\(name)#\(occurrence)", place: "\(prefix)\(index + 1)",
                weighted: weighted)
            guard let plan = step(identity, value) else {
                hasGap = true
                continue
            }
            if plan.chance == 0 || findings[before...].contains(where: { $0.severity == .error }) {
                doubtful.insert(plan.span)
            }
            plans.append(plan)
        }
        return plans
    }

    /// The name and value of a step: `name`, or a mapping with the name as its only key.
    private mutating func head(of node: Node) -> (String, Span, Node?)? {
        switch node.content {
        case .scalar(let scalar) where !scalar.isNull:
            return (scalar.text, node.span, nil)
        case .mapping(let entries) where entries.count == 1:
            return (entries[0].key, entries[0].keySpan, entries[0].value)
        case .mapping(let entries) where entries.count > 1:
            findings.append(StepFaults.severalKeys(entries, catalog))
        default:
            findings.append(StepFaults.notAStep(node))
        }
        return nil
    }

    private mutating func step(_ identity: StepIdentity, _ value: Node?) -> StepPlan? {
        if LanguageKeys.combinators.contains(identity.name) { return combinator(identity, value) }
        if identity.name == LanguageKeys.command { return command(identity, value) }
        guard let entry = catalog[identity.name] else {
            let suggests = findings.count < KeyFaults.mostSuggestions
            findings.append(StepFaults.unknownOperation(identity, catalog, suggests: suggests))
            return nil
        }
        return operation(entry, identity, value)
    }

    // MARK: Operations

    private mutating func operation(_ entry: CatalogEntry, _ identity: StepIdentity, _ value: Node?) -> StepPlan? {
        var given: [Node.Entry] = []
        switch value?.content {
        case nil: break
        case .mapping(let entries): given = entries
        case .scalar(let scalar) where scalar.isNull: break
        default:
            guard let value else { break }
            if let finding = StepFaults.parametersAsList(entry, value) {
                findings.append(finding)
                return nil
            }
            guard let main = entry.manual.mainParameter else {
                findings.append(StepFaults.noShortForm(entry, value))
                return nil
            }
            given = [Node.Entry(key: main, keySpan: identity.span, value: value)]
        }
        // An operation's own parameter goes before the common key of the same name.
        func isOwn(_ key: String) -> Bool { entry.parameters.contains { $0.isCalled(key) } }
        let common = ["p", "severity"] + (identity.weighted ? ["weight"] : [])
        for (index, item) in given.enumerated() where !isOwn(item.key) && !common.contains(item.key) {
            let suggests = findings.count < KeyFaults.mostSuggestions
            findings.append(
                StepFaults.unknownParameter(index, of: given, entry, common: common, identity, suggests: suggests))
        }
        let severity = severity(in: given, of: entry)
        let ownEntries = given.filter { isOwn($0.key) }
        let (bound, problems) = ParameterSet.bind(ownEntries, severity: severity, to: entry)
        findings += problems
        let values = withPicturesOfFolders(bound, ownEntries, of: entry)
        for item in ownEntries { checkWorld(item, of: entry, values) }
        return StepPlan(
            kind: .operation(entry, values), chance: chance(in: given),
            weight: isOwn("weight") ? 1 : weight(in: given), key: identity.key, place: identity.place,
            span: identity.span)
    }

    private mutating func severity(in entries: [Node.Entry], of entry: CatalogEntry) -> String? {
        guard let item = entries.first(where: { $0.key == "severity" }),
            !entry.parameters.contains(where: { $0.name == "severity" })
        else { return nil }
        let words = Severities.names + [Severities.ofBand]
        let (expression, problems) = ValueExpression.read(item.value, as: .choice(words))
        findings += problems
        switch expression {
        case .fixed(.word(let word))?: return word
        case nil: return nil
        default:
            findings.append(
                Diagnostic(
                    .wrongKind, "a severity is not drawn by chance", at: item.value.span,
                    label: "one of \(words.joined(separator: ", "))",
                    help: "use one-of with one '\(entry.manual.name)' per severity; 'band' follows the quota"))
            return nil
        }
    }

    /// A folder of pictures becomes a choice of those in it, so that one is drawn, and told, like any other value.
    private mutating func withPicturesOfFolders(
        _ values: ParameterSet, _ items: [Node.Entry], of entry: CatalogEntry
    ) -> ParameterSet {
        guard let pictures = surroundings.picturesIn else { return values }
        var values = values
        for item in items {
            guard let parameter = entry.parameters.first(where: { $0.isCalled(item.key) }),
                parameter.kind == .path || parameter.kind == .optional(.path),
                let expression = values[parameter.name]
            else { continue }
            for name in expression.words where pictures(name)?.isEmpty == true {
                findings.append(StepFaults.folderWithoutPictures(name, item.value))
            }
            values = values.with(expression.spread(pictures), for: parameter.name)
        }
        return values
    }

    /// Whether the files that a parameter names are there, and its words can be printed.
    private mutating func checkWorld(_ item: Node.Entry, of entry: CatalogEntry, _ values: ParameterSet) {
        guard let kind = entry.parameters.first(where: { $0.name == item.key })?.kind else { return }
        let words = values[item.key]?.words ?? []
        if kind == .path || kind == .optional(.path), let exists = surroundings.fileExists {
            for name in words where !exists(name) { findings.append(StepFaults.missingFile(name, item.value)) }
        }
        if entry.printsTexts, kind == .text || kind == .optional(.text), let problem = surroundings.fontProblem,
            let found = words.lazy.compactMap(problem).first
        {
            findings.append(
                Diagnostic(
                    .missingFont, found, at: item.value.span,
                    help: "install a font that has it, such as one of the Debian packages fonts-noto-core and "
                        + "fonts-noto-cjk, or choose other words"))
        }
    }

    mutating func chance(in entries: [Node.Entry]) -> Double {
        guard let item = entries.first(where: { $0.key == "p" }) else { return 1 }
        let (value, problems) = Chance.read(item.value)
        findings += problems
        if value == 0 {
            findings.append(
                Diagnostic(
                    .noEffect, "a step with p: 0 never runs", at: item.value.span,
                    help: "remove the step, or give it a chance above 0"))
        }
        return value ?? 1
    }

    mutating func weight(in entries: [Node.Entry]) -> Double {
        guard let item = entries.first(where: { $0.key == "weight" }) else { return 1 }
        let (expression, problems) = ValueExpression.read(item.value, as: .number(0...1_000_000))
        findings += problems
        guard let expression else { return 1 }
        guard case .fixed(.number(let weight)) = expression else {
            findings.append(
                Diagnostic(
                    .badWeight, "a weight is one number; it is not itself drawn", at: item.value.span,
                    label: "write it as weight: 3"))
            return 1
        }
        if weight > 0 { return weight }
        findings.append(
            Diagnostic(
                .badWeight, "a step of weight 0 is never chosen", at: item.value.span, label: "a number above 0",
                help: "remove the step if it must not be chosen"))
        return 1
    }
}

/// How a step is called: for messages, for streams, for people.
struct StepIdentity {
    let name: String
    let span: Span
    let key: String
    let place: String
    /// Whether the step is a member of a combinator that weighs its members.
    let weighted: Bool
}
