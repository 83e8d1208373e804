import Imaging
import OperationKit
import PipelineSyntax

/// Carries out stages of one variant, in order.
struct StageRun {
    let page: Page
    let stream: RandomStream
    let resampler: any Resampler
    let pictures: [String: Raster]
    let plan: Plan
    /// Of the steps that follow the band that the variant is meant for.
    let severity: String?
    /// How many takers each stage's result still has. The last one gets the pixels themselves, not a copy to share.
    var takers: [Int]
    var states: [Int: PageState] = [:]
    var applied: [Int: [AppliedStep]] = [:]
    /// What the stages took that ran here.
    var times: [StepTime] = []

    init(
        page: Page, stream: RandomStream, resampler: any Resampler, pictures: [String: Raster], plan: Plan,
        severity: String? = nil, takers: [Int]
    ) {
        self.page = page
        self.stream = stream
        self.resampler = resampler
        self.pictures = pictures
        self.plan = plan
        self.severity = severity
        self.takers = takers
    }

    /// Runs one stage. A result that several take up is settled once, here, not once by each of them.
    mutating func run(_ index: Int, isShared: Bool) throws {
        let stage = plan.stages[index]
        let stageStream = stream.child(stage.name)
        let start = ContinuousClock.now
        var state = try input(of: stage)
        var log = StageLog(stage: stage.name)
        if stage.inputs.count > 1 { log.note(StepTime.merging, start.duration(to: .now)) }
        if stageStream.child("p").chance(stage.chance) {
            for step in stage.steps {
                try run(step, of: stage, stageStream.child(step.key), &state, &log)
            }
        }
        if isShared { try settle(&state, &log) }
        states[index] = state
        applied[index] = log.steps
        times += log.times
    }

    private func settle(_ state: inout PageState, _ log: inout StageLog) throws {
        let settledBefore = state.settlingTime
        try state.settle(with: resampler)
        log.note(StepTime.resampling, state.settlingTime - settledBefore)
    }

    /// The settled page after a stage that ran.
    mutating func result(of index: Int) throws -> StageResult {
        var state = take(index)
        var log = StageLog(stage: plan.stages[index].name)
        try settle(&state, &log)
        times += log.times
        if takers[index] > 0 { states[index] = state }
        return StageResult(stage: plan.stages[index].name, page: state.page, moves: state.moves)
    }

    private mutating func input(of stage: StagePlan) throws -> PageState {
        var merged: PageState?
        for input in stage.inputs {
            var state = state(of: input)
            guard var first = merged.take() else {
                merged = state
                continue
            }
            try state.fit(to: first.size, stream, plan.input.edge, with: resampler)
            try state.settle(with: resampler)
            let other = state.pixels
            try first.change(with: resampler) { pixels in
                pixels = pixels.merged(with: other, stage.merge)
            }
            if state.layer != first.layer { first.layer = .page }
            first.adoptLabels(of: state)
            merged = first
        }
        return merged ?? state(of: .page)
    }

    private mutating func state(of input: StageInput) -> PageState {
        switch input {
        case .page: PageState(page, layer: .ink, hasPrint: true)
        case .blank: PageState(page.blank(), layer: .paper, hasPrint: false)
        case .stage(let index): take(index)
        }
    }

    private mutating func take(_ index: Int) -> PageState {
        takers[index] -= 1
        let state = takers[index] > 0 ? states[index] : states.removeValue(forKey: index)
        guard let state else { preconditionFailure("stage \(plan.stages[index].name) was taken up before it ran") }
        return state
    }

    // MARK: Steps

    private func run(
        _ step: StepPlan, of stage: StagePlan, _ stream: RandomStream, _ state: inout PageState,
        _ log: inout StageLog
    ) throws {
        guard stream.child("p").chance(step.chance) else { return }
        let inner = stream.child("steps")
        switch step.kind {
        case .operation(let entry, let values):
            try apply(entry, values, step, stage, stream, &state, &log)
        case .sequence(let members):
            for member in members { try run(member, of: stage, inner.child(member.key), &state, &log) }
        case .oneOf(let members):
            let chosen = members.drawn(1, from: stream.child("choice"))
            for member in chosen { try run(member, of: stage, inner.child(member.key), &state, &log) }
        case .someOf(let count, let members):
            let chosen = members.drawn(count.whole(from: stream.child("count")), from: stream.child("choice"))
            for member in chosen { try run(member, of: stage, inner.child(member.key), &state, &log) }
        case .shuffle(let members):
            for member in members.shuffled(by: stream.child("order")) {
                try run(member, of: stage, inner.child(member.key), &state, &log)
            }
        case .repeat(let times, let members):
            for round in 0..<times.whole(from: stream.child("times")) {
                for member in members {
                    try run(member, of: stage, inner.child(round).child(member.key), &state, &log)
                }
            }
        }
    }

    private func apply(
        _ entry: CatalogEntry, _ values: ParameterSet, _ step: StepPlan, _ stage: StagePlan, _ stream: RandomStream,
        _ state: inout PageState, _ log: inout StageLog
    ) throws {
        try StillWanted.check()
        let start = ContinuousClock.now
        let settledBefore = state.settlingTime
        let (operation, drawn) = entry.draw(values.at(severity), from: stream.child("parameters"), dpi: state.dpi)
        let chance = stream.child("pixels")
        var move: (map: GeometricMap, before: Size)?
        if let geometric = operation as? any GeometricOperation {
            if geometric.measures { try state.settle(with: resampler) }
            let context = context(state, measuring: geometric.measures)
            let turn =
                try state.dpiDown.map { try self.turn(of: geometric, state, context, dpiDown: $0, chance) }
                ?? SheetTurn(geometric, context, chance)
            try state.move(by: turn.map, geometric.resampling, stream.child("desk"), plan.input.edge, with: resampler)
            move = (turn.map, context.size)
            if turn.dpi != state.dpi, geometric.saysResolution { state.isDPIGuessed = false }
            (state.dpi, state.dpiDown) = (turn.dpi, turn.dpiDown)
        }
        if let table = operation as? any TableOperation, case let kind = try state.kind(with: resampler),
            kind != .bilevel
        {
            try state.look(up: table.tables(for: kind), with: resampler)
        } else if let pixel = operation as? any PixelOperation {
            try state.settle(with: resampler)
            let context = context(state, after: move)
            try state.change(with: resampler) { try pixel.apply(to: &$0, on: context, chance) }
            if state.pixels.size != context.size {
                throw OperationFailure("'\(entry.manual.name)' changed the size of the page")
            }
        }
        if !entry.manual.layers.contains(.ink), !entry.movesPoints, state.layer == .ink { state.layer = .page }
        log.steps.append(
            AppliedStep(stage: stage.name, place: step.place, operation: entry.manual.name, parameters: drawn))
        // Steps before this one may have left their pixels to be moved now.
        let settling = state.settlingTime - settledBefore
        log.note(entry.manual.name, start.duration(to: .now) - settling)
        log.note(StepTime.resampling, settling)
    }

    /// How an operation moves a page whose pixels are not square.
    private func turn(
        of operation: any GeometricOperation, _ state: PageState, _ context: PageContext, dpiDown: Double,
        _ chance: RandomStream
    ) throws -> SheetTurn {
        let sheet = SquareSheet(size: state.size, dpi: state.dpi, dpiDown: dpiDown)
        let pixels =
            try operation.measures ? resampler.pull(state.pixels, along: sheet.passage(chance), Resampling()) : nil
        return SheetTurn(operation, context, on: sheet, pixels, chance)
    }

    private func context(
        _ state: PageState, measuring: Bool = false, after move: (map: GeometricMap, before: Size)? = nil
    ) -> PageContext {
        let lines = state.truth.placedLines.map(\.outline)
        return PageContext(
            size: state.size, dpi: state.dpi, layer: state.layer, lines: lines, pictures: pictures,
            pixels: measuring ? state.pixels : nil, map: move?.map, sizeBefore: move?.before,
            isDPIGuessed: state.isDPIGuessed)
    }
}

extension [StepPlan] {
    /// `count` members by weight, without drawing one twice, in the order of the file (Efraimidis and Spirakis, 2006:
    /// the smallest −ln u / w win).
    func drawn(_ count: Int, from stream: RandomStream) -> [StepPlan] {
        let keys = enumerated().map { index, step in
            (index: index, key: -naturalLog(stream.child(step.key).unit() + 0x1p-54) / step.weight)
        }
        let chosen = keys.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.prefix(Swift.max(0, count))
        return chosen.map(\.index).sorted().map { self[$0] }
    }

    func shuffled(by stream: RandomStream) -> [StepPlan] {
        let keys = enumerated().map { (index: $0, key: stream.child($1.key).bits()) }
        return keys.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map { self[$0.index] }
    }
}

extension ValueExpression {
    func whole(from stream: RandomStream) -> Int {
        guard case .number(let n) = draw(from: stream, within: .count(0...1_000_000)) else { return 1 }
        return Int(n)
    }
}
