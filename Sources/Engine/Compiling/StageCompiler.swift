import Diagnostics
import OperationKit
import PipelineSyntax

/// What the checker of the graph must not judge, because something about it is wrong already.
struct Doubts {
    /// Indices of stages whose steps or inputs are not all known.
    var stages: Set<Int> = []
    /// Steps with parameters that are wrong, or that never run.
    var steps: Set<Span> = []
}

/// Turns the `stages` section into a graph: inputs by index, always pointing up.
struct StageCompiler {
    let catalog: Catalog
    let surroundings: Surroundings
    private(set) var findings: [Diagnostic] = []
    private(set) var stages: [StagePlan] = []
    private(set) var doubts = Doubts()

    init(catalog: Catalog, surroundings: Surroundings) {
        self.catalog = catalog
        self.surroundings = surroundings
    }

    mutating func compile(_ node: Node) {
        guard case .mapping(let entries) = node.content, !entries.isEmpty else {
            findings.append(
                Diagnostic(
                    .wrongShape, "'stages' maps the names of stages to their steps", at: node.span,
                    help: "write for example  stages: {scan: [subtle-noise, jpeg]}"))
            return
        }
        let order = Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        findings += StageCycles(entries, order).findings()
        for (index, entry) in entries.enumerated() {
            if let finding = badName(index, entries) {
                findings.append(finding)
                doubts.stages.insert(index)
            }
            stages.append(stage(entry, at: index, order))
        }
    }

    private func badName(_ index: Int, _ entries: [Node.Entry]) -> Diagnostic? {
        let entry = entries[index]
        if LanguageKeys.reservedStages.contains(entry.key) {
            return Diagnostic(
                .badName, "a stage cannot be called '\(entry.key)', which has a meaning of its own",
                at: entry.keySpan, help: "'page' is the input image, 'blank' a white sheet of its size")
        }
        if let finding = KeyFaults.newName(index, of: entries) { return finding }
        if entry.key.isEmpty {
            return Diagnostic(
                .badName, "a stage has no name", at: entry.keySpan, help: "write one before the colon, such as scan:")
        }
        guard entry.key.contains(where: { ".=/".contains($0) || $0.isNewline }) else { return nil }
        return Diagnostic(
            .badName, "'\(entry.key)' cannot be the name of a stage", at: entry.keySpan,
            help: "leave out '.', '=' and '/', so that  --set stages.NAME.STEP.PARAMETER=VALUE  can name it")
    }

    private mutating func stage(_ entry: Node.Entry, at index: Int, _ order: [String: Int]) -> StagePlan {
        let above: StageInput = index == 0 ? .page : .stage(index - 1)
        var steps = StepCompiler(catalog: catalog, surroundings: surroundings)
        defer {
            findings += steps.findings
            doubts.steps.formUnion(steps.doubtful)
            if steps.hasGap { doubts.stages.insert(index) }
        }
        guard case .mapping = entry.value.content else {
            if entry.value.isNull { findings.append(noSteps(entry)) }
            return StagePlan(
                name: entry.key, span: entry.keySpan, inputs: [above], merge: .multiply, chance: 1,
                steps: steps.steps(in: entry.value))
        }
        let reader = SectionReader(
            entry.value, Sections.stage, owner: "stage '\(entry.key)'",
            example: "\(entry.key): {from: page, steps: [grayscale]}")
        let problems = looksLikeStep(entry) ?? reader.findings
        if !problems.isEmpty { doubts.stages.insert(index) }
        findings += problems
        let inputs = reader.node("from").map { self.inputs($0, at: index, order) } ?? [above]
        return StagePlan(
            name: entry.key, span: entry.keySpan, inputs: inputs.isEmpty ? [above] : inputs,
            merge: merge(reader), chance: chance(reader),
            steps: reader.node("steps").map { steps.steps(in: $0) } ?? [])
    }

    private func noSteps(_ entry: Node.Entry) -> Diagnostic {
        Diagnostic(
            .noEffect, "stage '\(entry.key)' has no steps, so it changes nothing", at: entry.keySpan,
            help: "write its steps below it, each behind '- ', or remove it")
    }

    private mutating func chance(_ reader: SectionReader) -> Double {
        guard let node = reader.node("p") else { return 1 }
        let (value, problems) = Chance.read(node)
        findings += problems
        if value == 0 {
            findings.append(
                Diagnostic(
                    .noEffect, "a stage with p: 0 never runs", at: node.span,
                    help: "remove the stage, or give it a chance above 0"))
        }
        return value ?? 1
    }

    /// A stage that is written like a step: `post: {jpeg: 60}` without the list.
    private func looksLikeStep(_ entry: Node.Entry) -> [Diagnostic]? {
        guard case .mapping(let entries) = entry.value.content,
            let step = entries.first(where: { catalog[$0.key] != nil || LanguageKeys.steps.contains($0.key) })
        else { return nil }
        return [
            Diagnostic(
                .wrongShape, "the steps of a stage are a list", at: step.keySpan, label: "an operation, not a key",
                help: "put it into the list:  \(entry.key):  then on the next line  - \(step.key): …")
        ]
    }

    private mutating func inputs(_ node: Node, at index: Int, _ order: [String: Int]) -> [StageInput] {
        let members: [Node]
        if case .sequence(let nodes) = node.content { members = nodes } else { members = [node] }
        var inputs: [StageInput] = []
        for member in members {
            switch member.word {
            case "page"?: inputs.append(.page)
            case "blank"?: inputs.append(.blank)
            case let name?:
                if let target = order[name] {
                    // A stage below or itself is reported with the cycles.
                    if target < index { inputs.append(.stage(target)) }
                } else {
                    findings.append(unknownStage(name, member, order, above: index))
                }
            case nil: findings.append(notAStage(member))
            }
        }
        if members.isEmpty { findings.append(notAStage(node)) }
        if inputs.isEmpty || inputs.count < members.count { doubts.stages.insert(index) }
        return inputs
    }

    private func notAStage(_ node: Node) -> Diagnostic {
        Diagnostic(
            .wrongShape, "'from' takes the name of a stage, 'page', 'blank', or a list of them", at: node.span,
            label: node.isNull ? "nothing stands here" : nil, help: "write  from: page  or  from: [ink, paper]")
    }

    private func unknownStage(_ name: String, _ node: Node, _ order: [String: Int], above index: Int) -> Diagnostic {
        if let finding = KeyFaults.finding(for: name, at: node.span) { return finding }
        let isEarly = findings.count < KeyFaults.mostSuggestions
        let names = isEarly ? order.sorted { $0.value < $1.value }.map(\.key) : []
        let shown = names.prefix(min(index, 8)).joined(separator: ", ") + (index > 8 ? ", …" : "")
        let parts = name.split(separator: " ").flatMap { $0.split(separator: ",") }.map(String.init)
        let isList =
            parts.count > 1 && parts.allSatisfy { order[$0] != nil || LanguageKeys.reservedStages.contains($0) }
        let label =
            isList
            ? "a list is written [\(parts.joined(separator: ", "))]"
            : KeyFaults.suggestion(for: name, among: names + LanguageKeys.reservedStages, after: findings.count)
        return Diagnostic(
            .unknownStage, "there is no stage '\(name)'", at: node.span, label: label,
            help: "'from' takes 'page', 'blank' or a stage above" + (shown.isEmpty ? "" : ": \(shown)"))
    }

    private mutating func merge(_ reader: SectionReader) -> Merge {
        guard let node = reader.node("merge") else { return .multiply }
        let (expression, problems) = ValueExpression.read(node, as: .choice(Merge.allCases.map(\.rawValue)))
        findings += problems
        guard case .fixed(.word(let word))? = expression else { return .multiply }
        let given = if case .sequence(let members)? = reader.node("from")?.content { members.count } else { 1 }
        if given == 1 {
            findings.append(
                Diagnostic(
                    .noEffect, "'merge' needs several inputs, this stage has one", at: node.span,
                    help: "name them in a list:  from: [ink, paper]"))
        }
        return Merge(rawValue: word) ?? .multiply
    }
}
