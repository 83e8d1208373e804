import Engine
import Synchronization

/// One worker's own tools.
struct Bench {
    /// nil until first needed; what went wrong stays said.
    var judge: Swift.Result<any PageJudge, any Error>?
}

/// Does the jobs of a schedule, on any thread.
final class Workshop: Sendable {
    private typealias Prepared = Swift.Result<PreparedSource, SourceFailure>

    /// What a job came to, to be entered in order.
    struct Result: Sendable {
        var row: ManifestRow?
        var sets = SetContribution()
        var failures: [FailureRow] = []
        var notes: [(source: String, code: String, message: String)] = []
        /// The source, when this is its first variant.
        var source: (id: String, file: String, sha256: String)?
        var fatal: DatasetProblem?
    }

    private let writer: VariantWriter
    private let reader: SourceReader
    private let judges: (any JudgeMaker)?
    private let resume: Resume?
    private let schedule: Schedule
    /// Sources that are decoded or being decoded, until their last variant is done.
    private let sources = Mutex<[Int: (source: Awaited<Prepared>, variantsLeft: Int)]>([:])

    init(
        writer: VariantWriter, reader: SourceReader, judges: (any JudgeMaker)?, resume: Resume?, schedule: Schedule
    ) {
        self.writer = writer
        self.reader = reader
        self.judges = judges
        self.resume = resume
        self.schedule = schedule
    }

    func work(_ index: Int, _ bench: inout Bench) -> Result {
        switch schedule[index] {
        case .nothing: return Result()
        case .decode(let source):
            decode(source, &bench)
            return Result()
        case .variant(let source, let variant):
            return make(source, variant, &bench)
        }
    }

    private func awaited(_ source: Int) -> Awaited<Prepared> {
        sources.withLock { open in
            let entry = open[source] ?? (Awaited(), schedule.variants)
            open[source] = entry
            return entry.source
        }
    }

    private func decode(_ source: Int, _ bench: inout Bench) {
        let place = awaited(source)
        do {
            let judge = try judge(&bench)
            place.fulfil(.success(try reader.prepare(writer.entries[source], judge: judge)))
        } catch let failure as SourceFailure {
            place.fulfil(.failure(failure))
        } catch {
            place.fulfil(.failure(SourceFailure(code: DatasetCode.operationFault.rawValue, message: "\(error)")))
        }
    }

    private func judge(_ bench: inout Bench) throws -> (any PageJudge)? {
        guard let judges else { return nil }
        let made = bench.judge ?? Swift.Result { try judges.makeJudge() }
        bench.judge = made
        return try made.get()
    }

    private func make(_ index: Int, _ variant: Int, _ bench: inout Bench) -> Result {
        defer { finish(index) }
        var result = Result()
        switch awaited(index).wait() {
        case .failure(let failure):
            if variant == 0 {
                result.failures = [writer.failure(index, nil, code: failure.code, failure.message)]
            }
        case .success(let source):
            if variant == 0 {
                let entry = writer.entries[index].source
                result.source = (entry.id, entry.file.name, source.sha256)
                result.notes = source.notes.map { (entry.id, $0.code, $0.message) }
            }
            if let row = unchanged(index, variant, source) {
                result.row = row
                result.failures = resume?.failures(of: row) ?? []
                addToSets(row, source, &result)
                return result
            }
            let outcome: VariantWriter.Outcome
            do {
                outcome = writer.make(index, variant: variant, of: source, judge: try judge(&bench))
            } catch {
                let code = DatasetCode.operationFault.rawValue
                result.failures = [writer.failure(index, variant, code: code, String(describing: error))]
                return result
            }
            result.row = outcome.row
            result.sets = outcome.sets
            result.failures = outcome.failures
            result.fatal = outcome.fatal
        }
        return result
    }

    /// What a variant of an earlier run adds to training sets, from its files.
    private func addToSets(_ row: ManifestRow, _ source: PreparedSource, _ result: inout Result) {
        guard let sets = writer.sets else { return }
        let names = writer.renderer.plan.outputs.map(\.name)
        do {
            result.sets = try sets.contribution(
                of: row, input: { try row.input(names[$0], isFirst: $0 == 0, in: writer.folder.root) },
                clean: { try source.cleanInput() })
        } catch let problem as DatasetProblem {
            result.fatal = problem
        } catch {
            result.fatal = DatasetProblem(.notWritable, "cannot take up '\(row.id)': \(error)")
        }
    }

    /// The row of an earlier run, if all that it speaks of is there.
    private func unchanged(_ index: Int, _ variant: Int, _ source: PreparedSource) -> ManifestRow? {
        resume?.row(
            writer.names.id(source: index, variant: variant), sourceSHA256: source.sha256,
            path: writer.imagePath(index, variant))
    }

    /// Lets a source go with its last variant.
    private func finish(_ source: Int) {
        sources.withLock { open in
            open[source]?.variantsLeft -= 1
            if open[source]?.variantsLeft == 0 { open[source] = nil }
        }
    }
}
