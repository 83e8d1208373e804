public import Engine
internal import Readability

/// Does the tasks of a job, or of a part of it, on several threads: what is made goes into a sink, and followers take it
/// up, in the same order whatever the number of threads.
public struct JobRun: Sendable {
    /// What happens while a run goes on; told in order, on the calling thread.
    public enum Event: Sendable {
        case note(source: String, code: String, message: String)
        case failure(FailureRow)
        /// A variant that is there; `isNew` unless an earlier run made it.
        case variant(ManifestRow, isNew: Bool)
    }

    /// How a run is carried out; none of it changes what is made.
    public struct Settings: Sendable {
        /// Threads that render.
        public var workers = 1
        /// Bytes of pixels in flight.
        public var memory = Int.max
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
        case notWritable(JobProblem)
    }

    private let job: Job
    private let sources: [Int]
    private let settings: Settings

    /// A run over `sources`, indices into the pages of the job; without them over all.
    public init(_ job: Job, sources: [Int]? = nil, settings: Settings = Settings()) {
        self.job = job
        self.sources = sources ?? Array(job.pages.refs.indices)
        self.settings = settings
    }

    /// Carries the run out and counts in `record` what came of it. What the sink has already of the same inputs is not
    /// made again. Followers are finished when the run is, and abandoned when it is not.
    public func run<F: Follower>(
        into sink: some Sink, followedBy follower: F, record: inout RunRecord,
        interruption: Interruption = Interruption(), _ tell: (Event) -> Void = { _ in }
    ) throws(JobProblem) -> End {
        let book = Book(record, try follower.open())
        for note in job.splits.notes {
            book.record.counts.addNote(note.code.rawValue)
            tell(.note(source: "dataset", code: note.code.rawValue, message: note.message))
        }
        book.record.counts.sources = sources.count
        let end = work(sink, follower, book, interruption, tell)
        if end == .complete || end == .gaveUp {
            book.record.add(try book.followerBook.finish())
        } else {
            book.followerBook.abandon()
        }
        record = book.record
        return end
    }

    /// The same without anybody who follows.
    public func run(
        into sink: some Sink, record: inout RunRecord, interruption: Interruption = Interruption(),
        _ tell: (Event) -> Void = { _ in }
    ) throws(JobProblem) -> End {
        try run(into: sink, followedBy: NoFollower(), record: &record, interruption: interruption, tell)
    }

    /// What grows in order while the run goes on.
    private final class Book<Share> {
        var record: RunRecord
        let followerBook: any FollowerBook<Share>
        /// The first file of each content, by its hash.
        var firstFiles: [String: String] = [:]
        /// Files that are as another one.
        var repeated: Set<String> = []
        /// Sources whose notes, or whose failure, were told.
        var told: Set<Int> = []
        /// What was told of files for many pictures.
        var toldOfFiles: Set<String> = []
        var fatal: JobProblem?
        var failed = 0
        var gaveUp = false

        init(_ record: RunRecord, _ followerBook: any FollowerBook<Share>) {
            self.record = record
            self.followerBook = followerBook
        }

        /// A note when another file held the same bytes; one for each file, whatever the number of its pages.
        func repetition(_ row: ManifestRow) -> JobProblem? {
            let first = firstFiles[row.sourceSHA256] ?? row.file
            firstFiles[row.sourceSHA256] = first
            guard first != row.file, repeated.insert(row.file).inserted else { return nil }
            return .sameBytes(row.file, as: first)
        }
    }

    private func work<F: Follower>(
        _ sink: some Sink, _ follower: F, _ book: Book<F.Share>, _ interruption: Interruption, _ tell: (Event) -> Void
    ) -> End {
        let schedule = Schedule(byteCounts: sources.map { job.pages.refs[$0].byteCount }, variants: job.variants)
        let shop = Workshop(job, sources: sources, sink: sink, follower: follower)
        let delivered = OrderedPool(workers: settings.workers, budget: settings.memory).run(
            count: schedule.count, interruption: interruption, cost: schedule.cost, start: { Bench() },
            work: { index, bench in shop.work(schedule[index], &bench) },
            deliver: { _, outcome in enter(outcome, sink, book, tell) })
        book.record.times = shop.times
        if let fatal = book.fatal { return .notWritable(fatal) }
        if book.gaveUp { return .gaveUp }
        return delivered < schedule.count ? .interrupted : .complete
    }

    /// Enters what a task came to; answers whether to go on.
    private func enter<Share>(
        _ outcome: Outcome<Share>, _ sink: some Sink, _ book: Book<Share>, _ tell: (Event) -> Void
    ) -> Bool {
        do throws(JobProblem) {
            switch outcome {
            case .nothing: return true
            case .fatal(let problem): throw problem
            case .sourceFailure(let index, let failure):
                guard book.told.insert(index).inserted else { return true }
                let row = job.failure(index, nil, code: failure.code, failure.message)
                try sink.enter(LedgerEntry(row, of: job.pages.refs[index].source))
                note(row, book, tell)
            case .made(let made):
                tellNotes(of: made, book, tell)
                if made.isNew { try sink.enter(made.entry) }
                for failure in made.entry.failures { note(failure, book, tell) }
                if let row = made.entry.row {
                    book.record.counts.add(row)
                    if let share = made.share { try book.followerBook.add(share) }
                    tell(.variant(row, isNew: made.isNew))
                }
            }
        } catch {
            // What was in flight may fail as well; the first is told.
            book.fatal = book.fatal ?? error
        }
        book.gaveUp = settings.givesUp(book.failed, sources.count * job.variants)
        return book.fatal == nil && !book.gaveUp
    }

    private func note<Share>(_ failure: FailureRow, _ book: Book<Share>, _ tell: (Event) -> Void) {
        book.record.counts.add(failure)
        if failure.action == .skipped { book.failed += failure.variant == nil ? job.variants : 1 }
        tell(.failure(failure))
    }

    private func tellNotes<Share>(of made: Outcome<Share>.Made, _ book: Book<Share>, _ tell: (Event) -> Void) {
        var notes: [SourceNote] = []
        if !made.notes.isEmpty || made.aligned != nil, book.told.insert(made.source).inserted {
            notes = made.notes
            if let aligned = made.aligned {
                book.record.counts.addAligned(
                    lines: [aligned.lines.numerator, aligned.lines.denominator],
                    letters: [aligned.letters.numerator, aligned.letters.denominator])
            }
        }
        if let row = made.entry.row, let note = book.repetition(row) {
            notes.append(SourceNote(note.code.rawValue, note.message))
        }
        for note in notes where !note.isShared || book.toldOfFiles.insert(note.message).inserted {
            book.record.counts.addNote(note.code)
            tell(.note(source: made.entry.source.id, code: note.code, message: note.message))
        }
    }
}
