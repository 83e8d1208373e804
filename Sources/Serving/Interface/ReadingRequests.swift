internal import Foxing
internal import HTTPTypes

/// Pages read back.
enum ReadingRequests {
    private static let fields =
        CommonFields.page + CommonFields.pipeline + [CommonFields.seed] + CommonFields.variant + [
            Field("languages", .text, "Tesseract's languages, joined by +"),
            Field(
                "layout", .choice(PageReader.layouts.map(String.init)),
                "Tesseract's page segmentation mode; by default the pipeline's, else 3"),
        ]

    static let all = [
        Endpoint(
            .post, "/v1/score", "Reads a page or one of its variants back", body: .page, fields: fields,
            problems: CommonFields.problems, answer: score),
        Endpoint(
            .post, "/v1/costs", "The errors of a variant with all steps, and without each of them", body: .page,
            fields: fields + [
                Field("stage", .text, "with 'step': asks about one step only"),
                Field("step", .text, "the step's place, such as 2 or 4.1"),
            ], problems: CommonFields.problems, answer: costs),
    ]

    private static func score(_ call: Call) async throws -> Answer {
        let (house, fields) = (call.house, call.fields)
        let given = try GivenPage.needed(call)
        let ready = try house.pipelines.text(of: fields) == nil ? nil : house.pipelines.pipeline(of: fields)
        let request = try ReadingRequest(fields, ready, house)
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let done = try await house.queue.run(ticket) { tools in
            let page = try given.open(house)
            return try Score(page, named: given.name, ready, request, tools)
        }
        return Answer(done.value.json(waited: done.waited))
    }

    private static func costs(_ call: Call) async throws -> Answer {
        let (house, fields) = (call.house, call.fields)
        let given = try GivenPage.needed(call)
        let ready = try house.pipelines.pipeline(of: fields)
        let request = try ReadingRequest(fields, ready, house)
        let (stage, step) = (try fields.name("stage"), try fields.name("step"))
        guard (stage == nil) == (step == nil) else {
            throw Problem(.field, "'stage' and 'step' belong together", at: stage == nil ? "stage" : "step")
        }
        if let stage, let step, ready.plan.without(step: step, of: stage) == nil {
            throw Problem.value("step", "is '\(step.shortened)', and stage '\(stage.shortened)' has no such step")
        }
        let ticket = try house.queue.admit(call.caller, within: house.options.seconds)
        let costs = try await house.queue.run(ticket) { tools in
            try StepCosts(try given.open(house), named: given.name, ready, request, tools)
        }.value
        let steps = costs.steps.filter { step == nil || ($0.stage == stage && $0.place == step) }.prefix(40)
        var without: [StepCosts.Cost] = []
        // Each step has a turn of its own, so that other requests need not wait for all of them.
        for step in steps {
            without.append(
                try await house.queue.run(ticket) { tools in try costs.cost(without: step, request, tools) }.value)
        }
        return Answer(costs.json(without))
    }
}
