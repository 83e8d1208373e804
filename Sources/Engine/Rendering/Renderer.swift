public import Imaging
public import OperationKit

/// One step as it was carried out, with what was drawn for it.
public struct AppliedStep: Sendable {
    public let stage: String
    /// `3`, or `2.1` inside a combinator.
    public let place: String
    public let operation: String
    /// In the order of the manual; lengths in pixels.
    public let parameters: [(name: String, value: DrawnValue)]
}

/// The page after one stage.
public struct StageResult: Sendable {
    public let stage: String
    public let page: Page
    /// The maps by which the points of the source came here, in order.
    public let moves: [GeometricMap]
}

/// What one variant of a page came to.
public struct Rendering: Sendable {
    /// By the name of the output, in the order of the plan.
    public var outputs: [(name: String, page: Page)]
    /// The page that the readability check looks at; nil without a check.
    public let readable: StageResult?
    public let applied: [AppliedStep]
    /// What the steps took that were carried out for this variant alone.
    public let times: [StepTime]
    /// Every stage that ran, in order; only when asked for.
    public let stages: [StageResult]
}

/// Names one variant of one page: with the seed of the plan, all its chance follows from these.
public struct VariantKey: Sendable, Hashable {
    public let source: String
    public let variant: Int
    /// Above 0 when the variant is drawn again.
    public let attempt: Int

    public init(source: String, variant: Int, attempt: Int = 0) {
        self.source = source
        self.variant = variant
        self.attempt = attempt
    }

    /// The root of the variant's streams.
    public func stream(seed: UInt64) -> RandomStream {
        RandomStream(key: scramble(seed)).child(source).child(variant).child(attempt)
    }
}

/// `render` is the whole meaning of a plan: a pure function of the page, the key and the plan.
public struct Renderer: Sendable {
    public let plan: Plan
    private let resampler: any Resampler
    private let pictures: [String: Raster]
    private let order: [Int]
    private let deterministic: Set<Int>
    /// How many stages or outputs take up each stage's result.
    private let uses: [Int]

    /// `pictures` holds every file that the plan's steps name, under the name as written.
    public init(plan: Plan, resampler: any Resampler, pictures: [String: Raster] = [:]) {
        self.plan = plan
        self.resampler = resampler
        self.pictures = pictures
        let needed = plan.neededStages
        order = plan.stages.indices.filter(needed.contains)
        var uses = [Int](repeating: 0, count: plan.stages.count)
        for output in plan.outputs { uses[output.stage] += 1 }
        if let check = plan.readability { uses[check.stage] += 1 }
        for index in order {
            for case .stage(let above) in plan.stages[index].inputs { uses[above] += 1 }
        }
        self.uses = uses
        var deterministic: Set<Int> = []
        for index in order where plan.stages[index].leavesNothingToChance(given: deterministic) {
            deterministic.insert(index)
        }
        self.deterministic = deterministic
    }

    /// A renderer of another plan that names no further pictures.
    package func with(_ plan: Plan) -> Renderer { Renderer(plan: plan, resampler: resampler, pictures: pictures) }

    /// What all variants of one page share: the stages that leave nothing to chance, computed once.
    public struct Prepared: Sendable {
        public let page: Page
        /// What their steps took.
        public let times: [StepTime]
        fileprivate let states: [Int: PageState]
        fileprivate let applied: [Int: [AppliedStep]]
    }

    /// Computes the deterministic stages of a page.
    public func prepare(_ page: Page) throws -> Prepared {
        var run = StageRun(
            page: page, stream: RandomStream(key: 0), resampler: resampler, pictures: pictures, plan: plan,
            takers: uses.map { $0 + 1 })
        for index in order where deterministic.contains(index) {
            try run.run(index, isShared: true)
        }
        return Prepared(page: page, times: run.times, states: run.states, applied: run.applied)
    }

    /// One variant. `seed` stands in for the plan's; `keepStages` also returns the page after every stage.
    public func render(
        _ prepared: Prepared, _ key: VariantKey, seed: UInt64? = nil, keepStages: Bool = false
    ) throws -> Rendering {
        var run = StageRun(
            page: prepared.page, stream: key.stream(seed: seed ?? plan.seed), resampler: resampler,
            pictures: pictures, plan: plan, severity: plan.severity(ofVariant: key.variant),
            takers: keepStages ? uses.map { $0 + 1 } : uses)
        run.states = prepared.states
        run.applied = prepared.applied
        var stages: [StageResult] = []
        for index in order {
            if !deterministic.contains(index) { try run.run(index, isShared: uses[index] > 1) }
            guard keepStages else { continue }
            // What waits at a stage goes on waiting: looking at it must not change what comes after.
            let state = run.states[index]
            stages.append(try run.result(of: index))
            run.states[index] = state
        }
        var outputs: [(String, Page)] = []
        for output in plan.outputs {
            outputs.append((output.name, try run.result(of: output.stage).page))
        }
        let readable = try plan.readability.map { try run.result(of: $0.stage) }
        return Rendering(
            outputs: outputs, readable: readable, applied: order.flatMap { run.applied[$0] ?? [] }, times: run.times,
            stages: stages)
    }
}

extension Renderer {
    /// The page after one stage of a variant, as that stage hands it on in `render`, with the steps that led there. Stages
    /// that it does not depend on are left out. `stage` is an index into the plan's stages.
    public func render(
        _ prepared: Prepared, _ key: VariantKey, upTo stage: Int, seed: UInt64? = nil
    ) throws -> (result: StageResult, applied: [AppliedStep]) {
        let needed = plan.stages(above: [stage])
        var takers = [Int](repeating: 0, count: plan.stages.count)
        takers[stage] = 1
        for index in needed {
            for case .stage(let above) in plan.stages[index].inputs { takers[above] += 1 }
        }
        var run = StageRun(
            page: prepared.page, stream: key.stream(seed: seed ?? plan.seed), resampler: resampler,
            pictures: pictures, plan: plan, severity: plan.severity(ofVariant: key.variant), takers: takers)
        run.states = prepared.states
        run.applied = prepared.applied
        let order = plan.stages.indices.filter(needed.contains)
        for index in order where !deterministic.contains(index) { try run.run(index, isShared: uses[index] > 1) }
        return (try run.result(of: stage), order.flatMap { run.applied[$0] ?? [] })
    }
}

extension StagePlan {
    /// Whether the stage gives every variant of a page the same.
    func leavesNothingToChance(given above: Set<Int>) -> Bool {
        guard chance == 1 || chance == 0 else { return false }
        for case .stage(let index) in inputs where !above.contains(index) { return false }
        return steps.allSatisfy(\.leavesNothingToChance)
    }
}

extension StepPlan {
    var leavesNothingToChance: Bool {
        guard chance == 1 || chance == 0 else { return false }
        switch kind {
        case .operation(let entry, let values): return !entry.type.usesChance && values.isFixed
        case .sequence(let steps): return steps.allSatisfy(\.leavesNothingToChance)
        case .oneOf, .someOf, .shuffle, .repeat: return false
        }
    }
}
