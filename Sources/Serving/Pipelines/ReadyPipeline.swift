internal import Files
internal import Foundation
internal import Foxing
internal import Synchronization

/// A pipeline that came with a request: read, checked, and ready to make variants.
final class ReadyPipeline: Sendable {
    let file: PipelineFile
    let pipeline: Pipeline
    /// Of all that its results depend on beside the page: what it says, its seed, the pictures that it names.
    let digest: String
    /// Of what the reading of a page depends on.
    let readingKey: String
    /// Of what a clean page depends on, before anything is done to it.
    let cleanKey: String
    private let tessdata: String?
    private let judge = Mutex<Result<(any JudgeMaker)?, any Error>?>(nil)

    init(_ file: PipelineFile, seed: UInt64?, tessdata: String?) throws {
        self.file = file
        self.tessdata = tessdata
        let pipeline = try Pipeline(file, seed: seed)
        let plan = pipeline.plan
        self.pipeline = pipeline
        digest = pipeline.identity(of: file, judges: nil).digest
        let input = CanonicalJSON.text(file.content["input"] ?? .null)
        let check = CanonicalJSON.text(file.content["readability"] ?? .null)
        let stage = plan.readability.map { plan.stages[$0.stage].name } ?? ""
        readingKey = SHA256.hex(of: "\(input)\n\(check)\n\(stage)")
        cleanKey = SHA256.hex(of: "\(input)\n\(plan.readability?.languages ?? [])")
    }

    var plan: Plan { pipeline.plan }

    /// What reads pages back as the pipeline asks; made when it is first asked for. Throws `MissingOnMachine`.
    func judges() throws -> (any JudgeMaker)? {
        try judge.withLock { judge in
            let made = judge ?? Result { try pipeline.judges(tessdata: tessdata) }
            judge = made
            return try made.get()
        }
    }

    /// Whether a clean page must be looked at by a reader before variants are made of it.
    private var looksAtPages: Bool { plan.input.truth.align || plan.input.truth.name == "self" }

    /// What is to be made of one page, as a run of this pipeline would make it. `judged` is whether variants are to be read.
    func job(of page: KeptPage, named name: String, variants: Int, judged: Bool) throws -> Job {
        let judges = judged || looksAtPages ? try judges() : nil
        return Job(
            pipeline.renderer, pages: page.picture.named(name), variants: variants, truth: truth(in: page.folder),
            judges: judges, dpi: page.dpi ?? plan.input.dpi,
            readings: Machine.cacheFolder.map { ReadingStore(folder: $0 + "/readings") }, identity: JobIdentity([]))
    }

    /// The truth that came with a page; where a pipeline says that its files lie does not matter to it.
    private func truth(in folder: String) -> TruthSource {
        var truth = plan.input.truth
        truth.files = nil
        return TruthSource(truth, folder: folder, edge: plan.input.edge)
    }
}
