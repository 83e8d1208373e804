internal import Foxing

/// What each step of a variant costs in readability.
struct StepCosts: Sendable {
    /// The errors without one step.
    struct Cost: Sendable {
        let step: AppliedStep
        /// nil without truth.
        let cer: [Int]?
        let wer: [Int]?
    }

    /// The steps that were carried out, in order; those inside combinators too.
    let steps: [AppliedStep]
    private let with: PageReader.Result
    private let page: KeptPage
    private let ready: ReadyPipeline
    private let name: String?

    /// Renders the variant and reads it. Called on a worker's thread.
    init(
        _ page: KeptPage, named name: String?, _ ready: ReadyPipeline, _ request: ReadingRequest, _ tools: Tools
    ) throws {
        (self.page, self.ready, self.name) = (page, ready, name)
        let made = try Look(page, named: name, ready, tools).result(
            variant: request.variant, attempt: request.attempt, stage: ready.plan.readability?.stage)
        var seen: Set<String> = []
        // A step that is repeated is left out as one.
        steps = made.applied.filter { seen.insert("\($0.stage)\u{0}\($0.place)").inserted }
        with = try request.read(made.result.page, tools)
    }

    /// The errors without a step. Called on a worker's thread.
    func cost(without step: AppliedStep, _ request: ReadingRequest, _ tools: Tools) throws -> Cost {
        guard let pipeline = ready.pipeline.without(step: step.place, of: step.stage) else {
            return Cost(step: step, cer: with.cer, wer: with.wer)
        }
        let prepared = try pipeline.renderer.prepare(try page.clean(for: ready, tools))
        let key = VariantKey(source: name ?? page.name, variant: request.variant, attempt: request.attempt)
        let stage = ready.plan.readability?.stage ?? ready.plan.outputs[0].stage
        let made = try pipeline.renderer.render(prepared, key, upTo: stage)
        let result = try request.read(made.result.page, tools)
        return Cost(step: step, cer: result.cer, wer: result.wer)
    }

    /// As `POST /v1/costs` answers.
    func json(_ without: [Cost]) -> JSONValue {
        func pair(_ numbers: [Int]?) -> JSONValue { numbers.map { .array($0.map(JSONValue.integer)) } ?? .null }
        let sorted = without.enumerated().sorted { a, b in
            (a.element.cer?.first ?? 0, a.offset) < (b.element.cer?.first ?? 0, b.offset)
        }
        return .object(
            ("with", .object(("cer", pair(with.cer)), ("wer", pair(with.wer)))),
            (
                "without",
                .array(
                    sorted.map(\.element).map { cost in
                        .object(
                            ("stage", .string(cost.step.stage)), ("step", .string(cost.step.place)),
                            ("operation", .string(cost.step.operation)), ("cer", pair(cost.cer)),
                            ("wer", pair(cost.wer)))
                    })
            ))
    }
}
