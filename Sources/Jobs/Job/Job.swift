internal import Codecs
public import Engine
public import Truth

/// What is to be made of which pages: all that decides the bytes of a training set, and nothing of when, where and by
/// how many it is made.
public struct Job: Sendable {
    /// The pipeline, compiled, with the pictures that it names.
    public let renderer: Renderer
    /// What variants are made of.
    public let pages: any PageSupply
    /// Where the text of the pages is looked for.
    public let truth: TruthSource
    /// What reads variants back; nil without a check.
    public let judges: (any JudgeMaker)?
    /// For pages that do not say their resolution, in pixels per inch.
    public let dpi: Double?
    /// Where readings of clean pages are kept for other jobs.
    public let readings: ReadingStore?
    /// The parts that sources belong to.
    public let splits: SplitAssignment
    /// What two jobs of the same results have in common.
    public let identity: JobIdentity
    /// Names and places of all variants.
    public let names: VariantNames

    /// How many variants of each page are made.
    public var variants: Int { names.variants }
    /// What each variant goes through.
    public var plan: Plan { renderer.plan }

    /// A job. Sources that `splits` does not know are for training.
    public init(
        _ renderer: Renderer, pages: any PageSupply, variants: Int, truth: TruthSource, judges: (any JudgeMaker)? = nil,
        dpi: Double? = nil, readings: ReadingStore? = nil, splits: SplitAssignment = SplitAssignment([:]),
        identity: JobIdentity
    ) {
        self.renderer = renderer
        self.pages = pages
        self.truth = truth
        self.judges = judges
        self.dpi = dpi
        self.readings = readings
        self.splits = splits
        self.identity = identity
        names = VariantNames(pages.refs.map(\.source), variants: variants)
    }

    /// The indices of the pages in a part of the job, at most the first `limit` of it.
    public func sources(in shard: Shard? = nil, limit: Int? = nil) -> [Int] {
        let all = pages.refs.indices.filter { shard?.holds(pages.refs[$0].source.id) ?? true }
        return limit.map { Array(all.prefix($0)) } ?? all
    }

    /// What makes variants of this job.
    public func producer() -> Producer { Producer(self) }

    /// Where the training picture of a task goes, below the folder of the run.
    func imagePath(_ task: JobTask) -> String {
        names.path(
            "images", source: task.source, variant: task.variant,
            fileExtension: PictureFormat(plan.outputs[0]).fileExtension)
    }

    func failure(
        _ source: Int, _ variant: Int?, code: String, _ message: String, _ action: FailureRow.Action = .skipped
    ) -> FailureRow {
        let source = pages.refs[source].source
        return FailureRow(
            source: source.id, file: source.file.name, page: source.page, variant: variant, code: code,
            message: message, action: action)
    }
}
