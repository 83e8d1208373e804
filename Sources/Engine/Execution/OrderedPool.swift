internal import Dispatch
internal import Synchronization

/// Runs numbered jobs on several threads and hands their results on in order, so that what is made of them does not
/// depend on how many threads there were.
///
/// Jobs start in order. No job starts that is `window` or more ahead of the next result due, or that would take the
/// cost of all that is in flight over `budget`; a job that alone exceeds the budget runs alone.
public struct OrderedPool: Sendable {
    public let workers: Int
    /// In the unit of the jobs' cost.
    public let budget: Int
    private let window: Int

    /// `workers` is at least 1.
    public init(workers: Int, budget: Int = .max) {
        self.workers = max(1, workers)
        self.budget = budget
        // Wide enough that a slow page does not hold up the others, narrow enough to bound what waits.
        window = 4 * max(1, workers) + 4
    }

    /// Runs jobs 0 ..< `count`. `start` makes a worker's own state on its thread; `deliver` gets results in order on
    /// the calling thread and answers whether to go on. After a stop or an interruption, jobs that have started are
    /// still finished and delivered. Returns the number of results delivered.
    @discardableResult
    public func run<State, Output: Sendable>(
        count: Int, interruption: Interruption = Interruption(), cost: @escaping @Sendable (Int) -> Int,
        start: @escaping @Sendable () -> State, work: @escaping @Sendable (Int, inout State) -> Output,
        deliver: (Int, Output) -> Bool
    ) -> Int {
        let board = Board<Output>(count: count, window: window, budget: budget, interruption: interruption)
        for _ in 0..<min(workers, max(count, 1)) {
            let body: @Sendable () -> Void = {
                var state: State?
                while let job = board.next(cost: cost) {
                    var own = state.take() ?? start()
                    board.finish(job, with: work(job, &own))
                    state = own
                }
                board.leave()
            }
            // Where the system has no thread left, those of Dispatch work one after another.
            if !WorkerThread.start(body) { DispatchQueue.global().async(execute: body) }
        }
        var delivered = 0
        while let output = board.awaitResult(delivered, workers: min(workers, max(count, 1))) {
            if !deliver(delivered, output) { board.stop() }
            board.release(delivered)
            delivered += 1
        }
        return delivered
    }
}

/// What the workers of one run share.
private final class Board<Output: Sendable>: Sendable {
    private struct State {
        var started = 0
        var delivered = 0
        var inFlight = 0
        var costs: [Int: Int] = [:]
        var results: [Int: Output] = [:]
        var isStopped = false
        var workersLeft = 0
        /// Workers that wait until something in flight is released.
        var waiting = 0
    }

    private let count: Int
    private let window: Int
    private let budget: Int
    private let interruption: Interruption
    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let arrival = DispatchSemaphore(value: 0)

    init(count: Int, window: Int, budget: Int, interruption: Interruption) {
        self.count = count
        self.window = window
        self.budget = budget
        self.interruption = interruption
    }

    /// The next job, once there is room for it; nil when there is none left.
    func next(cost: (Int) -> Int) -> Int? {
        while true {
            let answer = state.withLock { s -> (job: Int?, isOver: Bool) in
                if s.isStopped || interruption.isRequested || s.started >= count { return (nil, true) }
                let price = cost(s.started)
                let fits = s.inFlight == 0 || s.inFlight <= budget - min(price, budget)
                guard s.started < s.delivered + window, fits else {
                    s.waiting += 1
                    return (nil, false)
                }
                s.inFlight += price
                s.costs[s.started] = price
                s.started += 1
                return (s.started - 1, false)
            }
            if answer.isOver { return nil }
            if let job = answer.job { return job }
            room.wait()
        }
    }

    func finish(_ job: Int, with output: Output) {
        state.withLock { $0.results[job] = output }
        arrival.signal()
    }

    func leave() {
        state.withLock { $0.workersLeft += 1 }
        arrival.signal()
    }

    func stop() {
        wake { $0.isStopped = true }
    }

    /// Result `index`, as soon as it is there; nil when no worker will make it any more.
    func awaitResult(_ index: Int, workers: Int) -> Output? {
        while true {
            let answer = state.withLock { s -> (output: Output?, isOver: Bool) in
                if let output = s.results.removeValue(forKey: index) { return (output, false) }
                return (nil, index >= s.started && s.workersLeft == workers)
            }
            if let output = answer.output { return output }
            if answer.isOver { return nil }
            arrival.wait()
        }
    }

    func release(_ job: Int) {
        wake { s in
            s.delivered += 1
            s.inFlight -= s.costs.removeValue(forKey: job) ?? 0
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let sleepers = state.withLock { s -> Int in
            change(&s)
            defer { s.waiting = 0 }
            return s.waiting
        }
        for _ in 0..<sleepers { room.signal() }
    }
}
