public import Codecs
public import Engine

/// Makes a training set: every variant of every page of an input, written, judged and listed in order.
public struct TrainingRun: Sendable {
    /// What happens while a run goes on; told in order, on the calling thread.
    public enum Event: Sendable {
        case note(source: String, code: String, message: String)
        case failure(FailureRow)
        case variant(ManifestRow)
    }

    /// How a run is carried out; none of it changes what is made.
    public struct Settings: Sendable {
        /// Threads that render.
        public var workers = 1
        /// Bytes of pixels in flight.
        public var memory = Int.max
        /// How large pages may be.
        public var limits = PictureLimits()
        /// For pages that do not say their resolution.
        public var dpi: Double?
        /// Training sets to write beside the pictures.
        public var sets: TrainingSets?
        /// Where readings of clean pages are kept for other runs.
        public var readings: ReadingStore?
        /// Whether so many failures, of all variants asked for, end the run.
        public var givesUp: @Sendable (_ failures: Int, _ total: Int) -> Bool = { _, _ in false }

        /// One worker without bounds.
        public init() {}
    }

    /// How a run ended.
    public enum End: Sendable, Equatable {
        case complete
        case interrupted
        /// Too many pages failed.
        case gaveUp
        /// The output cannot be written to.
        case notWritable(DatasetProblem)
    }

    private let renderer: Renderer
    private let input: RunInput
    private let names: VariantNames
    private let truth: TruthSource
    private let judges: (any JudgeMaker)?
    private let settings: Settings

    /// A run of `variants` variants per page.
    public init(
        _ renderer: Renderer, input: RunInput, variants: Int, truth: TruthSource, judges: (any JudgeMaker)?,
        settings: Settings
    ) {
        self.renderer = renderer
        self.input = input
        self.truth = truth
        self.judges = judges
        self.settings = settings
        names = VariantNames(input.entries.map(\.source), variants: variants)
    }

    /// Carries the run out. `record` is completed and written with the rest; `resume` holds what need not be made again.
    public func run(
        into folder: OutputFolder, record: inout RunRecord, resume: Resume?, interruption: Interruption,
        _ tell: (Event) -> Void
    ) throws(DatasetProblem) -> End {
        let manifest = try RowFile(folder.path(RunFile.manifest))
        let failures = try RowFile(folder.path(RunFile.failures))
        let sets = try settings.sets.map { (sets) throws(DatasetProblem) in
            try SetWriting(sets, in: folder.path(RunFile.sets))
        }
        let book = Book(manifest: manifest, failures: failures, record: record, sets: sets)
        for note in settings.sets?.notes ?? [] {
            book.record.counts.addNote(note.code.rawValue)
            tell(.note(source: "dataset", code: note.code.rawValue, message: note.message))
        }
        record.counts.sources = input.entries.count
        book.record.counts.sources = input.entries.count
        let end = work(in: folder, resume, book, interruption, tell)
        record = book.record
        if end == .complete || end == .gaveUp {
            if resume != nil {
                folder.removeVariants(except: book.files, in: renderer.plan.outputs.map(\.name))
            }
            if let sets { book.record.add(try sets.finish()) }
            record = book.record
            // Pictures first: a manifest under its final name speaks only of files that are there.
            AtomicFile.flushAll()
            try manifest.finish()
            try failures.finish()
        } else {
            sets?.abandon()
            if end == .interrupted { AtomicFile.flushAll() }
        }
        return end
    }

    /// What grows in order while the run goes on.
    private final class Book {
        let manifest: RowFile
        let failures: RowFile
        var record: RunRecord
        let sets: SetWriting?
        /// The first file of each content, by its hash.
        var firstFiles: [String: String] = [:]
        /// Files that are as another one.
        var repeated: Set<String> = []
        /// The paths of all that the rows speak of.
        var files: Set<String> = []
        var fatal: DatasetProblem?
        var failed = 0
        var gaveUp = false

        init(manifest: RowFile, failures: RowFile, record: RunRecord, sets: SetWriting?) {
            self.manifest = manifest
            self.failures = failures
            self.record = record
            self.sets = sets
        }

        /// A note when another file held the same bytes; one for each file, whatever the number of its pages.
        func repetition(_ source: (id: String, file: String, sha256: String)) -> DatasetProblem? {
            let first = firstFiles[source.sha256] ?? source.file
            firstFiles[source.sha256] = first
            guard first != source.file, repeated.insert(source.file).inserted else { return nil }
            return .sameBytes(source.file, as: first)
        }
    }

    private func work(
        in folder: OutputFolder, _ resume: Resume?, _ book: Book, _ interruption: Interruption, _ tell: (Event) -> Void
    ) -> End {
        let schedule = Schedule(input: input, variants: names.variants)
        let shop = Workshop(
            writer: VariantWriter(
                renderer: renderer, folder: folder, names: names, entries: input.entries, sets: settings.sets),
            reader: SourceReader(
                renderer: renderer, truth: truth, limits: settings.limits, dpi: settings.dpi,
                readingIdentity: judges?.readingIdentity ?? "", readings: settings.readings),
            judges: judges, resume: resume, schedule: schedule)
        let delivered = OrderedPool(workers: settings.workers, budget: settings.memory).run(
            count: schedule.count, interruption: interruption, cost: schedule.cost, start: { Bench() },
            work: { job, bench in shop.work(job, &bench) },
            deliver: { _, result in note(result, in: book, tell) })
        if let fatal = book.fatal { return .notWritable(fatal) }
        if book.gaveUp { return .gaveUp }
        return delivered < schedule.count ? .interrupted : .complete
    }

    /// Enters a result; answers whether to go on.
    private func note(_ result: Workshop.Result, in book: Book, _ tell: (Event) -> Void) -> Bool {
        var notes = result.notes
        if let source = result.source, let note = book.repetition(source) {
            notes.append((source.id, note.code.rawValue, note.message))
        }
        for note in notes {
            book.record.counts.addNote(note.code)
            tell(.note(source: note.source, code: note.code, message: note.message))
        }
        do {
            for failure in result.failures {
                try book.failures.append(failure.json)
                book.record.counts.add(failure)
                if failure.action == .skipped { book.failed += failure.variant == nil ? names.variants : 1 }
                tell(.failure(failure))
            }
            if let row = result.row {
                try book.manifest.append(row.json)
                book.files.formUnion(row.files.map(\.path))
                book.record.counts.add(row)
                try book.sets?.add(result.sets)
                tell(.variant(row))
            }
        } catch {
            book.fatal = error
        }
        book.fatal = book.fatal ?? result.fatal
        book.gaveUp = settings.givesUp(book.failed, input.entries.count * names.variants)
        return book.fatal == nil && !book.gaveUp
    }
}
