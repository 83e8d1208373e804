internal import Dispatch
internal import Files
internal import Foundation
internal import Foxing
internal import Synchronization

/// Runs on folders below the root, one after another, on a thread of its own. What is ordered is written down, so that it
/// goes on when the server starts again.
final class RunOffice: Sendable {
    /// Runs that are over and are still known.
    private static let mostKept = 200
    /// Runs that may wait.
    private static let mostQueued = 100

    private struct State {
        /// In the order in which they came.
        var runs: [OrderedRun] = []
        var count = 0
        var isClosed = false
    }

    let root: RootFolder
    private let options: ServerOptions
    private let pipelines: PipelineShelf
    private let tell: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Finds the runs that were ordered before, and goes on with those that were not over. Throws `root` where nothing can be
    /// written down.
    init(
        _ root: RootFolder, _ options: ServerOptions, _ pipelines: PipelineShelf,
        _ tell: @escaping @Sendable (String) -> Void
    ) throws {
        self.root = root
        self.options = options
        self.pipelines = pipelines
        self.tell = tell
        let runs = FileTree.names(in: folder).filter { $0.hasSuffix(".json") }.compactMap { name -> OrderedRun? in
            guard let bytes = try? WholeFile.read(RelativePath.join(folder, name)),
                let json = try? JSONReader.read(bytes)
            else { return nil }
            return OrderedRun(record: json)
        }.sorted { ($0.order.created, $0.order.id) < ($1.order.created, $1.order.id) }
        state.withLock { $0.runs = runs }
        if !WorkerThread.start({ self.work() }) { DispatchQueue.global().async { self.work() } }
        for run in runs where !run.now.state.isOver {
            tell("foxing serve: goes on with run \(run.order.id)")
            arrival.signal()
        }
    }

    /// Where orders are written down.
    private var folder: String { RelativePath.join(root.path, ".foxing/runs") }

    /// All runs, the newest first.
    var all: [OrderedRun] { state.withLock { $0.runs.reversed() } }

    /// How many are queued or go on.
    var open: Int { state.withLock { $0.runs.count { !$0.now.state.isOver } } }

    /// A run by its id. Throws `run`.
    func run(_ id: String) throws(Problem) -> OrderedRun {
        guard let run = state.withLock({ $0.runs.first { $0.order.id == id } }) else {
            throw Problem(.run, "there is no run '\(id.shortened)'", at: "id")
        }
        return run
    }

    /// A name that no run has.
    func newID(at date: Date) -> String {
        let stamp = date.formatted(.iso8601).filter { $0.isNumber || $0 == "T" }.replacing("T", with: "-")
        let number = state.withLock { s in
            s.count += 1
            return s.count
        }
        let process = ProcessInfo.processInfo.processIdentifier
        return "\(stamp)-\(String(UInt32(bitPattern: process) &* 31 &+ UInt32(number), radix: 36))"
    }

    /// Takes an order. Throws where too many wait, another run writes to the folder, or it cannot be written down.
    func enter(_ order: RunOrder, pipeline: String, variants: Int) throws(Problem) -> OrderedRun {
        var status = OrderedRun.Status()
        (status.pipeline, status.variants) = (pipeline, variants)
        let run = OrderedRun(order, status)
        let refusal = state.withLock { s -> Problem? in
            let open = s.runs.filter { !$0.now.state.isOver }
            if open.count >= Self.mostQueued { return .busy("\(open.count) runs are waiting already", retryAfter: 60) }
            if let other = open.first(where: { $0.order.output == order.output }) {
                return Problem(.state, "run '\(other.order.id)' writes to '\(order.output)' already", at: "output")
            }
            s.runs.append(run)
            return nil
        }
        if let refusal { throw refusal }
        do {
            try keep(run)
        } catch {
            state.withLock { s in s.runs.removeAll { $0 === run } }
            throw Problem(.root, "the order cannot be written down below the server's root: \(error)")
        }
        forgetOld()
        arrival.signal()
        return run
    }

    /// Stops a run, or forgets one that is over; whether it is forgotten.
    func remove(_ id: String) throws(Problem) -> Bool {
        let run = try run(id)
        if run.now.state.isOver {
            state.withLock { s in s.runs.removeAll { $0 === run } }
            try? FileManager.default.removeItem(atPath: path(of: run))
            return true
        }
        run.change { status in
            if status.state == .queued { (status.state, status.ended) = (.canceled, Date().timeIntervalSince1970) }
        }
        run.interruption.request()
        if run.now.state == .canceled {
            try? keep(run)
            run.finish()
        }
        return false
    }

    /// Stops after the variants in flight; what goes on is gone on with when the server starts again.
    func close(within seconds: Double) {
        let current = state.withLock { s in
            s.isClosed = true
            return s.runs.filter { $0.now.state == .running }
        }
        for run in current { run.interruption.request() }
        arrival.signal()
        _ = ended.wait(timeout: .now() + seconds)
    }

    private func path(of run: OrderedRun) -> String { RelativePath.join(folder, run.order.id + ".json") }

    private func keep(_ run: OrderedRun) throws {
        try FolderTree.make(folder)
        try AtomicFile.write(Array(CanonicalJSON.pretty(run.record).utf8), to: path(of: run), flush: .now)
    }

    private func forgetOld() {
        let old = state.withLock { s -> [OrderedRun] in
            let over = s.runs.filter(\.now.state.isOver)
            let old = over.prefix(max(0, over.count - Self.mostKept))
            s.runs.removeAll { run in old.contains { $0 === run } }
            return Array(old)
        }
        for run in old { try? FileManager.default.removeItem(atPath: path(of: run)) }
    }

    // MARK: The thread

    private var isClosed: Bool { state.withLock(\.isClosed) }

    private func work() {
        defer { ended.signal() }
        while true {
            arrival.wait()
            if isClosed { return }
            // Those that were running come first: they are of an earlier start.
            let next = state.withLock { s in
                s.runs.first { $0.now.state == .running } ?? s.runs.first { $0.now.state == .queued }
            }
            guard let run = next else { continue }
            carryOut(run)
            if isClosed { return }
        }
    }

    private func carryOut(_ run: OrderedRun) {
        let hadBegun = run.now.state == .running
        run.change { status in
            status.state = .running
            status.started = Date().timeIntervalSince1970
        }
        try? keep(run)
        let execution = RunExecution(root, options, pipelines.rules)
        do {
            let end = try execution.carryOut(run, resuming: hadBegun)
            switch end {
            case .complete, .gaveUp: close(run, .done, end: end == .complete ? "complete" : "gave-up")
            case .interrupted:
                // A run that the server's end has stopped stays as it was, and goes on.
                if isClosed { return run.finish() }
                close(run, .canceled)
            case .notWritable(let problem): close(run, .failed, Problem(.root, problem.description))
            }
        } catch {
            close(run, .failed, Problem(error))
        }
    }

    private func close(_ run: OrderedRun, _ state: OrderedRun.State, end: String? = nil, _ problem: Problem? = nil) {
        run.change { status in
            status.state = state
            status.end = end
            status.problem = problem?.json
            status.ended = Date().timeIntervalSince1970
        }
        try? keep(run)
        run.finish()
        tell("foxing serve: run \(run.order.id) is \(state.rawValue)" + (problem.map { ": \($0.detail)" } ?? ""))
    }
}
