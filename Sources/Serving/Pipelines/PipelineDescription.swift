internal import Foxing
internal import PipelineSyntax

/// A pipeline as an editor sees it: what is wrong with it, and its graph.
struct PipelineDescription {
    private let file: PipelineFile
    private let rules: PipelineRules

    init(_ file: PipelineFile, _ rules: PipelineRules) {
        self.file = file
        self.rules = rules
    }

    /// As `POST /v1/check` answers.
    var json: JSONValue {
        .object(
            ("findings", .array(findings)), ("valid", .flag(file.plan != nil)), ("refused", refusal ?? .null),
            ("pipeline", file.plan.map(graph) ?? .null), ("outline", PipelineOutline(file).json))
    }

    /// Findings in a change name its text as their file.
    private var findings: [JSONValue] {
        // Both are in the order of the file.
        zip(file.findings, DiagnosticRenderer(sources: file.sources).objects(file.findings, naming: true)).map {
            finding, json in
            let isOwn = finding.span.map { $0.source == file.sources.first?.id } ?? true
            let members = (json.members ?? []).filter { $0.name != "file" || !isOwn }
            return .object(members + [JSONValue.Member("span", finding.span.map(PipelineOutline.pair) ?? .null)])
        }
    }

    /// Why this server would make no variants with it.
    private var refusal: JSONValue? {
        guard let plan = file.plan else { return nil }
        do {
            try rules.check(plan, readsInput: false)
            return nil
        } catch {
            return error.json
        }
    }

    private func graph(_ plan: Plan) -> JSONValue {
        let needed = plan.neededStages
        return .object(
            ("name", .string(plan.name)), ("seed", .string(String(plan.seed))), ("variants", .integer(plan.variants)),
            (
                "stages",
                .array(
                    plan.stages.enumerated().map { index, stage in
                        .object(
                            ("name", .string(stage.name)), ("from", .array(stage.inputs.map { name($0, plan) })),
                            ("merge", .string(stage.merge.rawValue)), ("p", .number(stage.chance)),
                            ("needed", .flag(needed.contains(index))), ("span", span(stage.span)),
                            ("steps", .array(stage.steps.map(step))))
                    })
            ),
            (
                "outputs",
                .array(
                    plan.outputs.map { output in
                        .object(
                            ("name", .string(output.name)), ("stage", .string(plan.stages[output.stage].name)),
                            ("format", .string(output.format.rawValue)))
                    })
            ),
            (
                "readability",
                plan.readability.map { check in
                    .object(
                        ("stage", .string(plan.stages[check.stage].name)),
                        ("languages", .array(check.languages.map(JSONValue.string))))
                } ?? .null
            ))
    }

    private func name(_ input: StageInput, _ plan: Plan) -> JSONValue {
        switch input {
        case .page: "page"
        case .blank: "blank"
        case .stage(let index): .string(plan.stages[index].name)
        }
    }

    private func step(_ step: StepPlan) -> JSONValue {
        let (kind, operation, members): (String, String?, [StepPlan]) =
            switch step.kind {
            case .operation(let entry, _): ("operation", entry.manual.name, [])
            case .oneOf(let steps): ("one-of", nil, steps)
            case .someOf(_, let steps): ("some-of", nil, steps)
            case .shuffle(let steps): ("shuffle", nil, steps)
            case .sequence(let steps): ("sequence", nil, steps)
            case .repeat(_, let steps): ("repeat", nil, steps)
            }
        return .object(
            ("place", .string(step.place)), ("operation", .optional(operation)), ("kind", .string(kind)),
            ("p", .number(step.chance)), ("weight", .number(step.weight)), ("span", span(step.span)),
            ("steps", .array(members.map(self.step))))
    }

    /// Where something stands; in a change with the change's text.
    private func span(_ span: Span) -> JSONValue {
        guard let source = file.sources.first(where: { $0.id == span.source }) else { return .null }
        let (start, end) = (source.position(at: span.lower), source.position(at: span.upper))
        let members = [
            JSONValue.Member("line", .integer(start.line)), JSONValue.Member("column", .integer(start.column)),
            JSONValue.Member("endLine", .integer(end.line)), JSONValue.Member("endColumn", .integer(end.column)),
            JSONValue.Member("bytes", PipelineOutline.pair(span)),
        ]
        let isOwn = source.id == file.sources.first?.id
        return .object(members + (isOwn ? [] : [JSONValue.Member("file", .string(source.name))]))
    }
}
