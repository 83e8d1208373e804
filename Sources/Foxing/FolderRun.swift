public import Codecs
public import Engine
internal import Files
internal import Foundation
internal import JSON
public import Jobs
internal import Readability
internal import Reporting
internal import Sets

/// A whole run, from a checked pipeline to a folder with a training set: what `foxing run` does.
///
///     let file = try PipelineFile(path: "pipelines/office-scan.yaml")
///     let run = try FolderRun(file, inputs: ["scans/"], into: "out")
///     let result = try run.run { event in print(event) }
///     print(result.record.counts.kept)
public struct FolderRun: Sendable {
    /// What may be said beside the pipeline.
    public struct Options: Sendable {
        /// In place of the pipeline's.
        public var seed: UInt64?
        /// Per page, in place of the pipeline's.
        public var variants: Int?
        /// In place of what the pipeline says, for pages that do not say their resolution; in pixels per inch.
        public var dpi: Double?
        /// Texts that were applied to the pipeline, to be told in `run.json`.
        public var overrides: [String] = []
        /// How large pages may be.
        public var limits = PictureLimits()
        /// The first pages only.
        public var limit: Int?
        /// A part of the pages only. Training sets are made when the parts are merged.
        public var shard: Shard?
        /// Whether a report is written beside the manifest, at the end.
        public var reports = false
        /// What to do with what is in the folder.
        public var policy = FolderSink.Policy.fresh
        /// Threads, memory in flight, and when to give up.
        public var settings = JobRun.Settings()
        /// The folder of Tesseract's models.
        public var tessdata: String?
        /// Whether the pipeline may start the programs that it names.
        public var allowsCommands = false
        /// Judges of the calling program, by the names that a pipeline calls them in `readability`.
        public var judges: [String: any LineReader] = [:]
        /// Reads in place of whoever the pipeline names.
        public var judge: (any LineReader)?
        /// Whether pages are read as a whole with all languages, to be compared with.
        package var readsWholePages = false
        /// Where readings of clean pages are kept, in place of the user's cache.
        package var readings: ReadingStore?

        /// As many workers as the process may use, and a quarter of its memory.
        public init() {
            settings.workers = Machine.cores
            settings.memory = Machine.memory / 4
        }
    }

    /// What came of a run.
    public struct Result: Sendable {
        /// How it ended.
        public let end: JobRun.End
        /// What is in the folder.
        public let record: RunRecord
    }

    /// The pages with their clashes and fruitless patterns.
    public let pages: PicturePages
    /// What is made of them.
    public let job: Job
    /// Indices of the pages that this run works on.
    public let sources: [Int]
    private let file: PipelineFile
    private let options: Options
    private let output: String
    private let sets: TrainingSets?

    /// Finds the pages, makes the readers, deals the splits; writes nothing. Without `inputs` the pipeline's own patterns
    /// count. Throws `RunRefusal`.
    public init(
        _ file: PipelineFile, inputs: [String] = [], into output: String, options: Options = Options()
    ) throws {
        self.file = file
        self.options = options
        self.output = output
        let pipeline = try Pipeline(
            file, seed: options.seed, variants: options.variants, allowsCommands: options.allowsCommands)
        let problem = options.judge == nil ? pipeline.commandProblem : pipeline.stepCommandProblem
        if !options.allowsCommands, let problem { throw RunRefusal(.wrongUse, problem) }
        let own = try options.judge ?? pipeline.own(options.judges)
        if own != nil, pipeline.plan.readability == nil {
            throw RunRefusal(
                .wrongUse,
                "a judge is given, and the pipeline does not have variants read; add for example  "
                    + "readability: {keep: {cer: 0..0.4}}")
        }
        pages = try Self.pages(pipeline, inputs, output, options)
        let judges = try pipeline.judges(
            tessdata: options.tessdata, own: own, readsWholePages: options.readsWholePages)
        sets = try Self.sets(pipeline, pages)
        job = Job(
            pipeline.renderer, pages: pages, variants: pipeline.plan.variants, truth: pipeline.truthSource,
            judges: judges, dpi: options.dpi ?? pipeline.plan.input.dpi,
            readings: options.readings ?? Machine.cacheFolder.map { ReadingStore(folder: $0 + "/readings") },
            splits: sets?.splits ?? SplitAssignment([:]),
            identity: pipeline.identity(of: file, judges: judges, dpi: options.dpi))
        sources = job.sources(in: options.shard, limit: options.limit)
    }

    private static func pages(
        _ pipeline: Pipeline, _ inputs: [String], _ output: String, _ options: Options
    ) throws(RunRefusal) -> PicturePages {
        let input = pipeline.plan.input
        let patterns = inputs.isEmpty ? input.images : inputs
        guard !patterns.isEmpty else {
            throw RunRefusal(
                .unusable, "no input: name pages with --input, or in the pipeline with  input: {images: …}")
        }
        let pages = PicturePages(
            patterns, from: inputs.isEmpty ? pipeline.folder : nil, excluding: [output],
            ids: input.idsFromFile ? .file : .stem, limits: options.limits)
        if let clash = pages.clashes.first { throw RunRefusal(.wrongUse, clash.description) }
        guard !pages.refs.isEmpty else {
            let named = patterns.map { "'\($0)'" }.joined(separator: ", ")
            throw RunRefusal(
                .unusable, "no pictures found in \(named)" + (inputs.isEmpty ? "; name others with --input" : ""))
        }
        // A slip of the pen should not leave a folder that the next attempt finds taken.
        let unreadable = PictureCode.unreadable.rawValue
        if let missing = pages.refs.first, pages.refs.allSatisfy({ $0.problem?.code == unreadable }) {
            throw RunRefusal(.unusable, "\(missing.source.file.name): \(missing.problem?.message ?? "")")
        }
        return pages
    }

    /// The training sets that the pipeline asks for; a list that does not fit ends the run before it starts.
    private static func sets(_ pipeline: Pipeline, _ pages: PicturePages) throws(RunRefusal) -> TrainingSets? {
        let plan = pipeline.plan
        guard !plan.datasets.isEmpty else { return nil }
        let members = pages.refs.map { SplitAssignment.Member(id: $0.source.id, file: $0.source.file.name) }
        do {
            return try TrainingSets(
                plan.datasets, outputs: plan.outputs.map(\.name), sources: members, folder: pipeline.folder)
        } catch {
            throw RunRefusal(.wrongUse, error.description)
        }
    }

    /// Carries the run out. `tell` gets what happens, in order, on the calling thread. Throws `RunRefusal` when the folder
    /// cannot be used.
    public func run(
        interruption: Interruption = Interruption(), _ tell: (JobRun.Event) -> Void = { _ in }
    ) throws -> Result {
        var record = self.record
        do {
            let sink = try FolderSink(
                output, options.policy, for: job.identity, shard: options.shard, outputs: job.plan.outputs.map(\.name))
            defer { sink.close() }
            if options.reports { try RunReport.checkPlace(sink.path(RunReport.fileName)) }
            try sink.write(file.bytes, to: RunRecord.pipelineFileName)
            try sink.write(record.bytes, to: RunRecord.fileName)
            let run = JobRun(job, sources: sources, settings: options.settings)
            let end: JobRun.End
            // The parts of a job are no sets yet: those are made of all of them together.
            if let sets, options.shard != nil { try sink.write(sets.dealt, to: TrainingSets.dealtFileName) }
            if let sets, options.shard == nil {
                let follower = sets.follower(in: sink.path(RunFile.sets))
                end = try run.run(
                    into: sink, followedBy: follower, record: &record, interruption: interruption, tell)
            } else {
                end = try run.run(into: sink, record: &record, interruption: interruption, tell)
            }
            if end == .complete || end == .gaveUp { try sink.finish() } else { sink.pause() }
            record.end = Date().timeIntervalSince1970
            if case .notWritable = end {} else { try sink.write(record.bytes, to: RunRecord.fileName) }
            try report(end, in: sink)
            return Result(end: end, record: record)
        } catch {
            throw RunRefusal(error)
        }
    }

    /// A report tells of the set as it is now: one of an earlier state goes, unless somebody changed it.
    private func report(_ end: JobRun.End, in sink: FolderSink) throws(JobProblem) {
        guard end == .complete || end == .gaveUp else { return }
        let path = sink.path(RunReport.fileName)
        if options.reports {
            try RunReport(of: output, workers: options.settings.workers).write(to: path)
        } else {
            RunReport.removeOutdated(path, ofRunIn: output)
        }
    }

    private var record: RunRecord {
        var members = options.overrides.map { JSONValue.Member("set", .string($0)) }
        if let dpi = options.dpi { members.append(JSONValue.Member("dpi", .decimal(dpi, digits: 3))) }
        if options.limits.maxPixels != PictureLimits().maxPixels {
            members.append(JSONValue.Member("max-pixels", .integer(options.limits.maxPixels)))
        }
        let request = RunRecord.Request(
            version: foxingVersion, build: ThisProgram.build, pipelineSHA256: SHA256.hex(of: file.bytes),
            seed: job.plan.seed, variants: job.variants, options: members, shard: options.shard)
        var record = RunRecord(
            request: request, pipeline: job.plan.name, target: Machine.target, start: Date().timeIntervalSince1970)
        record.describeMachine(workers: options.settings.workers)
        return record
    }
}

/// Why a run was not carried out; nothing that was there is lost.
public struct RunRefusal: Error, Sendable, CustomStringConvertible {
    /// What kind of thing stands in the way.
    public enum Kind: Sendable {
        /// The pipeline or the options are wrong.
        case wrongUse
        /// Input is missing, or the output folder cannot be used.
        case unusable
        /// The output cannot be written.
        case writeFailed
    }

    /// What kind of thing stands in the way.
    public let kind: Kind
    /// What it is and what to do.
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    init(_ problem: JobProblem) {
        let isTaken = problem.code == .foreignOutput || problem.code == .folderInUse
        self.init(isTaken ? .unusable : .writeFailed, problem.description)
    }
}
