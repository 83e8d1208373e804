import Diagnostics
import Imaging
import OperationKit
import PipelineSyntax

/// Follows the edges of a compiled graph and finds what cannot work or has no effect: kinds of pixels, layers, merges
/// that no longer line up, stages nobody uses.
struct GraphChecker {
    let plan: Plan
    let doubts: Doubts
    /// Whether it can be told which stages are used.
    var knowsUses = true

    init(plan: Plan, doubts: Doubts) {
        self.plan = plan
        self.doubts = doubts
    }

    /// What is known of a page where it leaves a step.
    private struct State {
        var kinds: Set<PixelKind>
        var layer: Layer
        /// Whether the page's print is on it; else it started from a white sheet.
        var hasPrint: Bool
        /// The geometric steps so far, by stage and step.
        var moves: [String] = []
        /// The same, for what they make of the size of the page.
        var sizing = SizedSteps()
        /// Where a black and white page last turned gray.
        var lost: Diagnostic.Related?
        /// Whether all that led here is known.
        var isCertain = true
    }

    func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        var states: [State] = []
        for (index, stage) in plan.stages.enumerated() {
            let (state, problems) = check(stage, index, states)
            states.append(state)
            findings += problems
        }
        return findings + (knowsUses ? unused() : [])
    }

    private func unused() -> [Diagnostic] {
        let needed = plan.neededStages
        return plan.stages.enumerated().filter { !needed.contains($0.offset) }.map { _, stage in
            Diagnostic(
                .unusedStage, "nothing uses stage '\(stage.name)', so it is not run", at: stage.span,
                help: "name it under 'outputs', or in the 'from' of a stage below")
        }
    }

    private func check(_ stage: StagePlan, _ index: Int, _ states: [State]) -> (State, [Diagnostic]) {
        let inputs = stage.inputs.map { input -> State in
            switch input {
            case .page: State(kinds: Set(PixelKind.allCases), layer: .ink, hasPrint: true)
            case .blank: State(kinds: [.gray], layer: .paper, hasPrint: false)
            case .stage(let index): states[index]
            }
        }
        var findings: [Diagnostic] = []
        var state = merged(inputs)
        if doubts.stages.contains(index) { state.isCertain = false }
        if state.isCertain, let finding = misfit(inputs, of: stage) { findings.append(finding) }
        let before = state
        for step in stage.steps { visit(step, in: stage, isSure: stage.chance == 1, &state, &findings) }
        if stage.chance < 1 { state.kinds.formUnion(before.kinds) }
        return (state, findings)
    }

    /// What keeps the inputs of a stage from lying upon one another.
    private func misfit(_ inputs: [State], of stage: StagePlan) -> Diagnostic? {
        let printed = inputs.filter(\.hasPrint)
        if let first = printed.first, let other = printed.first(where: { $0.moves != first.moves }) {
            let steps = Set(first.moves).symmetricDifference(other.moves).sorted()
            let isOneSided = Set(first.moves).isSubset(of: other.moves) || Set(other.moves).isSubset(of: first.moves)
            let label = isOneSided ? "moved on one branch only: " : "each branch is moved by itself: "
            return Diagnostic(
                .mergeOutOfStep, "the inputs of stage '\(stage.name)' no longer line up", at: stage.span,
                label: label + steps.joined(separator: ", "),
                help: "move the page before the branches part, or after they meet again")
        }
        guard let first = inputs.first else { return nil }
        let steps = inputs.dropFirst().lazy.map { first.sizing.differences(from: $0.sizing) }.first { !$0.isEmpty }
        return steps.map { steps in
            Diagnostic(
                .mergeOfSizes, "the inputs of stage '\(stage.name)' may be of different sizes", at: stage.span,
                label: "the size is changed on a branch: " + steps.joined(separator: ", "),
                help: "the first input gives the size, others are cut or continued at the right and below; change the "
                    + "size before the branches part, or after they meet again")
        }
    }

    private func merged(_ inputs: [State]) -> State {
        guard var state = inputs.first else { return State(kinds: [.gray], layer: .paper, hasPrint: false) }
        for input in inputs.dropFirst() {
            var kinds: Set<PixelKind> = []
            for a in state.kinds { for b in input.kinds { kinds.insert(max(a, b, .gray)) } }
            state.kinds = kinds
            if input.layer != state.layer { state.layer = .page }
            if input.hasPrint, !state.hasPrint { state.moves = input.moves }
            state.hasPrint = state.hasPrint || input.hasPrint
            state.isCertain = state.isCertain && input.isCertain
        }
        return state
    }

    private func visit(
        _ step: StepPlan, in stage: StagePlan, isSure: Bool, _ state: inout State, _ findings: inout [Diagnostic]
    ) {
        let before = state
        let isSure = isSure && step.chance == 1
        switch step.kind {
        case .operation(let entry, let values):
            if state.isCertain, let finding = check(step, entry, values, &state) { findings.append(finding) }
            follow(entry, values, step, in: stage, isSure: isSure, &state)
        case .oneOf(let members), .someOf(_, let members):
            var kinds: Set<PixelKind> = []
            var layer = state.layer
            for member in members {
                var branch = before
                visit(member, in: stage, isSure: false, &branch, &findings)
                kinds.formUnion(branch.kinds)
                if branch.layer != before.layer { layer = branch.layer }
                state.moves += branch.moves.dropFirst(before.moves.count)
                state.sizing.append(branch.sizing, beyond: before.sizing.count)
            }
            if case .someOf = step.kind { kinds.formUnion(before.kinds) }
            state.kinds = kinds
            state.layer = layer
        case .sequence(let members):
            for member in members { visit(member, in: stage, isSure: isSure, &state, &findings) }
        case .shuffle(let members), .repeat(_, let members):
            for member in members { visit(member, in: stage, isSure: false, &state, &findings) }
        }
        if step.chance < 1 { state.kinds.formUnion(before.kinds) }
    }

    /// What the step makes of the page.
    private func follow(
        _ entry: CatalogEntry, _ values: ParameterSet, _ step: StepPlan, in stage: StagePlan, isSure: Bool,
        _ state: inout State
    ) {
        let manual = entry.manual
        let wasBilevel = state.kinds == [.bilevel]
        let keepsLevels = entry.movesPoints && values["keep-bilevel"] == .fixed(.flag(true))
        if !keepsLevels { state.kinds = Set(state.kinds.map(manual.gives.kind(for:))) }
        if wasBilevel, state.kinds != [.bilevel] {
            state.lost = Diagnostic.Related(step.span, "black and white turns gray here")
        }
        if entry.movesPoints {
            let name = "\(stage.name).\(step.key.prefix { $0 != "#" })"
            state.moves.append(name)
            state.sizing.append(
                SizedSteps.Step(
                    entry: entry, values: values, place: "\(stage.name)/\(step.place)", name: name, isSure: isSure))
        }
        if !manual.layers.contains(.ink), !entry.movesPoints, state.layer == .ink { state.layer = .page }
    }

    /// The finding about one step, if there is any. Behind a step of which one is to be made, the page is what the step
    /// asked for, so that the next one does not complain of the same.
    private func check(
        _ step: StepPlan, _ entry: CatalogEntry, _ values: ParameterSet, _ state: inout State
    ) -> Diagnostic? {
        let manual = entry.manual
        if !state.kinds.allSatisfy(manual.takes.accepts) {
            let finding = wrongKind(step, manual, state)
            state.kinds = [manual.takes == .gray ? .gray : .bilevel]
            return finding
        }
        if state.layer == .paper, manual.family == .ink {
            return Diagnostic(
                .wrongLayer, "'\(manual.name)' works on ink, and this stage is a sheet without print",
                at: step.span, help: "put it into a stage that starts from 'page'")
        }
        if state.layer != .paper, manual.layers == [.paper] {
            return Diagnostic(
                .wrongLayer, "'\(manual.name)' makes a sheet, and this stage already has print on it",
                at: step.span, help: "put it into a stage with  from: blank  and merge the print onto it")
        }
        guard !doubts.steps.contains(step.span), let reason = entry.type.pointless(on: state.kinds, with: values)
        else { return nil }
        return Diagnostic(
            .noEffect, "'\(manual.name)' has no effect here: \(reason)", at: step.span,
            help: "remove the step, or change what comes before it")
    }

    private func wrongKind(_ step: StepPlan, _ manual: Manual, _ state: State) -> Diagnostic {
        let words: [PixelKind: String] = [.bilevel: "black and white", .gray: "gray", .color: "colored"]
        let got = [PixelKind.color, .gray, .bilevel].filter { state.kinds.contains($0) && !manual.takes.accepts($0) }
        let needed = manual.takes == .gray ? "gray" : "black and white"
        let lost = manual.takes == .bilevel ? state.lost : nil
        let step1 = manual.takes == .gray ? "grayscale" : "otsu"
        return Diagnostic(
            .wrongColorKind, "'\(manual.name)' needs a \(needed) page", at: step.span,
            label: "here it may be \(got.compactMap { words[$0] }.joined(separator: " or "))",
            help: "put  - \(step1)  before it"
                + (lost == nil ? "" : ", or give the step that turns it gray keep-bilevel: true"),
            related: lost.map { [$0] } ?? [])
    }
}
