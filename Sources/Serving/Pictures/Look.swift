internal import Foxing

/// A page and a pipeline, ready to be looked at variant by variant. Used on a worker's thread.
struct Look {
    private let prepared: Renderer.Prepared
    private let renderer: Renderer
    private let name: String

    /// Finds the page's truth and what all of its variants share.
    init(_ page: KeptPage, named name: String?, _ ready: ReadyPipeline, _ tools: Tools) throws {
        prepared = try page.prepare(for: ready, tools)
        renderer = ready.pipeline.renderer
        self.name = name ?? page.name
    }

    /// The page before anything is done to it.
    var clean: Page { prepared.page }

    private func key(_ variant: Int, _ attempt: Int) -> VariantKey {
        VariantKey(source: name, variant: variant, attempt: attempt)
    }

    /// The page after a stage, by default that of the training picture, with the steps that led there.
    func result(
        variant: Int, attempt: Int, stage: Int? = nil
    ) throws -> (result: StageResult, applied: [AppliedStep]) {
        try renderer.render(prepared, key(variant, attempt), upTo: stage ?? renderer.plan.outputs[0].stage)
    }

    /// The page after every stage that the pictures depend on, in order.
    func stages(variant: Int, attempt: Int) throws -> [StageResult] {
        try renderer.render(prepared, key(variant, attempt), keepStages: true).stages
    }

    /// All that a variant comes to.
    func rendering(variant: Int, attempt: Int) throws -> Rendering {
        try renderer.render(prepared, key(variant, attempt))
    }
}
