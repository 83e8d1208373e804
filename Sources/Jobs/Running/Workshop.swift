internal import Engine
internal import Readability
internal import Synchronization

/// What a job of a schedule came to, to be entered in order.
enum Outcome<Share: Sendable>: Sendable {
    struct Made: Sendable {
        /// An index into the pages of the job.
        let source: Int
        var entry: LedgerEntry
        /// Whether the sink does not have the entry yet.
        let isNew: Bool
        /// nil when there is no row.
        var share: Share?
        /// About the source, when it was loaded.
        var notes: [SourceNote] = []
        /// What was found of the source's text, when that was looked for.
        var aligned: TextAlignment.Report?
    }

    case nothing
    case made(Made)
    case sourceFailure(Int, SourceFailure)
    case fatal(JobProblem)
}

/// Does the jobs of a schedule, on any thread: asks the sink before anything is decoded, makes what it lacks, keeps it
/// there, and asks the follower for its share.
final class Workshop<S: Sink, F: Follower>: Sendable {
    private let job: Job
    private let sources: [Int]
    private let sink: S
    private let follower: F
    private let producer: Producer
    /// What the work took so far.
    var times: WorkTimes { producer.meter.times }
    /// By place in `sources`: variants that are not done yet.
    private let left: Mutex<[Int: Int]>
    /// By place in `sources`: what the source is made from, while its variants are worked on.
    private let inputs = Mutex<[Int: Awaited<Result<String, SourceFailure>>]>([:])

    init(_ job: Job, sources: [Int], sink: S, follower: F) {
        self.job = job
        self.sources = sources
        self.sink = sink
        self.follower = follower
        producer = job.producer()
        left = Mutex([:])
    }

    func work(_ step: Schedule.Job, _ bench: inout Bench) -> Outcome<F.Share> {
        switch step {
        case .nothing: return .nothing
        case .decode(let place):
            prepare(place, &bench)
            return .nothing
        case .variant(let place, let variant):
            defer { leave(place) }
            return make(place, JobTask(source: sources[place], variant: variant), &bench)
        }
    }

    /// Loads a source ahead of its variants, unless the sink has them all.
    private func prepare(_ place: Int, _ bench: inout Bench) {
        let index = sources[place]
        let known = (0..<job.variants).compactMap { sink.entry(key(JobTask(source: index, variant: $0))) }
        let isDone =
            known.count == job.variants && known.allSatisfy { $0.row != nil }
            && (try? currentInputs(place)).map { now in known.allSatisfy { $0.inputs == now } } ?? false
        if !isDone { producer.prepare(index, on: &bench) }
    }

    private func key(_ task: JobTask) -> LedgerEntry.Key {
        LedgerEntry.Key(source: job.pages.refs[task.source].source.id, variant: task.variant)
    }

    /// Digests of a source and its truth, made once for all of its variants.
    private func currentInputs(_ place: Int) throws(SourceFailure) -> String {
        let (awaited, isNew) = inputs.withLock { open -> (Awaited<Result<String, SourceFailure>>, Bool) in
            if let awaited = open[place] { return (awaited, false) }
            let awaited = Awaited<Result<String, SourceFailure>>()
            open[place] = awaited
            return (awaited, true)
        }
        if isNew {
            do throws(SourceFailure) {
                awaited.fulfil(.success(try producer.inputs(of: sources[place])))
            } catch {
                awaited.fulfil(.failure(error))
            }
        }
        return try awaited.wait().get()
    }

    private func make(_ place: Int, _ task: JobTask, _ bench: inout Bench) -> Outcome<F.Share> {
        do {
            if let made = try earlier(place, task, &bench) { return .made(made) }
            let product = try producer.produce(task, on: &bench)
            return try keep(product, of: task)
        } catch let failure as SourceFailure {
            return .sourceFailure(task.source, failure)
        } catch let problem as JobProblem {
            return .fatal(problem)
        } catch {
            return .fatal(JobProblem(.notWritable, "cannot take up what was made: \(error)"))
        }
    }

    /// What the sink has of a task, if it is of the same inputs, in its place and whole.
    private func earlier(
        _ place: Int, _ task: JobTask, _ bench: inout Bench
    ) throws -> Outcome<F.Share>.Made? {
        guard var entry = sink.entry(key(task)), let row = entry.row,
            row.id == job.names.id(source: task.source, variant: task.variant),
            row.image == nil || row.image?.path == job.imagePath(task),
            let now = try? currentInputs(place), entry.inputs == now, sink.isWhole(entry)
        else { return nil }
        // Lists of splits may have changed; who belongs where is decided anew.
        let split = (job.splits[row.source] ?? .train).rawValue
        let isMoved = row.split != split
        entry.row?.split = split
        guard let current = entry.row else { return nil }
        let names = job.plan.outputs.map(\.name)
        var made = Outcome<F.Share>.Made(source: task.source, entry: entry, isNew: isMoved)
        let variant = MadeVariant(current, outputs: names, in: sink) {
            var own = Bench()
            return try self.producer.prepared(task.source, on: &own).cleanPage()
        }
        made.share = try follower.share(of: variant)
        return made
    }

    private func keep(_ product: Product, of task: JobTask) throws(JobProblem) -> Outcome<F.Share> {
        var product = product
        let source = job.pages.refs[task.source].source
        var share: F.Share?
        if let row = product.row {
            do {
                // Before anything is kept, so that a variant that sets cannot take up leaves nothing behind.
                var times = WorkTimes()
                defer { producer.meter.add(times) }
                share = try times.measure(.sets) { try follower.share(of: MadeVariant(product, row, in: sink)) }
                try times.measure(.writing) { () throws(JobProblem) in try sink.keep(product) }
            } catch let problem as JobProblem where problem.code.endsTheRun {
                throw problem
            } catch {
                product.row = nil
                product.failures.append(
                    job.failure(
                        task.source, task.variant, code: JobCode.operationFault.rawValue, String(describing: error)))
            }
        }
        return .made(
            Outcome.Made(
                source: task.source, entry: LedgerEntry(product, of: source), isNew: true, share: share,
                notes: product.source.notes, aligned: product.source.aligned))
    }

    /// Lets a source go with its last variant.
    private func leave(_ place: Int) {
        let isLast = left.withLock { left in
            let rest = (left[place] ?? job.variants) - 1
            left[place] = rest == 0 ? nil : rest
            return rest == 0
        }
        guard isLast else { return }
        producer.release(sources[place])
        inputs.withLock { _ = $0.removeValue(forKey: place) }
    }
}
