internal import Engine
package import Imaging
internal import Synchronization

/// One worker's own tools.
public struct Bench {
    /// nil until first needed; what went wrong stays said.
    var judge: Swift.Result<any PageJudge, any Error>?

    /// Nothing is opened before it is needed.
    public init() {}
}

/// Does tasks of a job, on any thread, and writes nothing. A page is loaded once for all of its variants, and let go when
/// `release` says so.
public final class Producer: Sendable {
    private typealias Prepared = Swift.Result<PreparedSource, SourceFailure>

    /// The job whose tasks are done.
    public let job: Job
    /// What the work took so far.
    let meter = WorkMeter()
    private let reader: SourceReader
    /// Sources that are loaded or being loaded.
    private let sources = Mutex<[Int: Awaited<Prepared>]>([:])

    init(_ job: Job) {
        self.job = job
        reader = SourceReader(job: job)
    }

    /// Does a task. What goes wrong is in the product's failures; with `SourceFailure` the page itself cannot be used.
    public func produce(_ task: JobTask, on bench: inout Bench) throws(SourceFailure) -> Product {
        let source = try prepared(task.source, on: &bench)
        do {
            let judge = try judge(&bench)
            let product = Production(job: job, task: task, source: source).product(judge: judge)
            meter.add(product.times)
            return product
        } catch {
            var product = Product(task: task, inputs: source.inputs, source: source)
            product.failures = [
                job.failure(
                    task.source, task.variant, code: JobCode.operationFault.rawValue, String(describing: error))
            ]
            return product
        }
    }

    /// Loads a page ahead of its tasks.
    public func prepare(_ source: Int, on bench: inout Bench) {
        _ = try? prepared(source, on: &bench)
    }

    /// A page with its truth, as its variants start from it; nothing is kept.
    package func page(of source: Int, on bench: inout Bench) throws(SourceFailure) -> Page {
        do {
            return try reader.page(source, judge: try judge(&bench)).page
        } catch let failure as SourceFailure {
            throw failure
        } catch {
            throw SourceFailure(JobCode.operationFault.rawValue, String(describing: error))
        }
    }

    /// Lets a page go whose tasks are done.
    public func release(_ source: Int) {
        sources.withLock { _ = $0.removeValue(forKey: source) }
    }

    /// Stands for all that a source is made from, its page and its truth; no pixel is looked at.
    public func inputs(of source: Int) throws(SourceFailure) -> String { try reader.inputs(of: source) }

    func prepared(_ source: Int, on bench: inout Bench) throws(SourceFailure) -> PreparedSource {
        let (place, isNew) = sources.withLock { open -> (Awaited<Prepared>, Bool) in
            if let place = open[source] { return (place, false) }
            let place = Awaited<Prepared>()
            open[source] = place
            return (place, true)
        }
        if isNew { place.fulfil(load(source, &bench)) }
        return try place.wait().get()
    }

    private func load(_ source: Int, _ bench: inout Bench) -> Prepared {
        do {
            let prepared = try reader.prepare(source, judge: try judge(&bench))
            meter.add(prepared.times)
            return .success(prepared)
        } catch let failure as SourceFailure {
            return .failure(failure)
        } catch {
            return .failure(SourceFailure(JobCode.operationFault.rawValue, String(describing: error)))
        }
    }

    private func judge(_ bench: inout Bench) throws -> (any PageJudge)? {
        guard let judges = job.judges else { return nil }
        let made = bench.judge ?? Swift.Result { try judges.makeJudge() }
        bench.judge = made
        return try made.get()
    }
}
