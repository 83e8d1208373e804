public import Engine
import OperationKit

extension StageGraph {
    /// The graph of a plan: its inputs, its stages with their steps, its outputs and the readability check.
    public init(_ plan: Plan) {
        let used = Set(plan.stages.flatMap(\.inputs))
        var boxes: [Box] = []
        if used.contains(.page) { boxes.append(Box(id: "page", title: "page", lines: [], kind: .input)) }
        if used.contains(.blank) { boxes.append(Box(id: "blank", title: "blank", lines: [], kind: .input)) }
        var arrows: [Arrow] = []
        for stage in plan.stages {
            boxes.append(
                Box(
                    id: Self.id(stage), title: stage.name + Self.chance(stage.chance),
                    lines: stage.steps.map(Self.line), kind: .stage))
            for (index, input) in stage.inputs.enumerated() {
                let merge = index > 0 ? stage.merge.rawValue : nil
                arrows.append(Arrow(from: Self.id(input, plan), to: Self.id(stage), label: merge))
            }
        }
        for output in plan.outputs {
            boxes.append(
                Box(id: "output " + output.name, title: output.name, lines: [output.format.rawValue], kind: .output))
            arrows.append(Arrow(from: Self.id(plan.stages[output.stage]), to: "output " + output.name, label: nil))
        }
        if let check = plan.readability {
            boxes.append(
                Box(
                    id: "readability", title: "readability",
                    lines: [check.languages.isEmpty ? "auto" : check.languages.joined(separator: "+")],
                    kind: .check))
            arrows.append(Arrow(from: Self.id(plan.stages[check.stage]), to: "readability", label: nil))
        }
        self.init(name: plan.name, boxes: boxes, arrows: arrows)
    }

    private static func id(_ stage: StagePlan) -> String { "stage " + stage.name }

    private static func id(_ input: StageInput, _ plan: Plan) -> String {
        switch input {
        case .page: "page"
        case .blank: "blank"
        case .stage(let index): id(plan.stages[index])
        }
    }

    private static func chance(_ chance: Double) -> String {
        chance == 1 ? "" : " (p \(chance))"
    }

    private static func line(_ step: StepPlan) -> String {
        let text =
            switch step.kind {
            case .operation(let entry, _): entry.manual.name
            case .oneOf(let steps): "one of: " + steps.map(line).joined(separator: " | ")
            case .someOf(_, let steps): "some of: " + steps.map(line).joined(separator: ", ")
            case .shuffle(let steps): "shuffled: " + steps.map(line).joined(separator: ", ")
            case .sequence(let steps): steps.map(line).joined(separator: ", then ")
            case .repeat(_, let steps): "repeated: " + steps.map(line).joined(separator: ", then ")
            }
        return text + chance(step.chance)
    }
}
