internal import Dispatch
internal import Foxing
internal import Synchronization

/// A bounded queue of work on pixels, done by threads of its own: nobody waits in it longer than a request may take, and
/// what nobody waits for any more is not begun. Requests take turns, so that a large one does not hold up the small ones.
final class WorkQueue: Sendable {
    /// What a request brings to be done, and how long it waited.
    struct Done<Value: Sendable>: Sendable {
        let value: Value
        /// Seconds in the queue.
        let waited: Double
        /// Seconds of work.
        let worked: Double
    }

    private struct State {
        /// Requests that have work waiting, the next one first.
        var turns: [Ticket] = []
        /// Requests in the house.
        var tickets = 0
        var waiting = 0
        var working = 0
        var isClosed = false
        /// Seconds that a piece of work took of late.
        var usual = 0.1
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let workers: Int
    /// How many requests may be in the house besides those that are worked on.
    private let room: Int
    private let metrics: Metrics

    /// Starts the threads. `room` is how many requests may wait.
    init(workers: Int, room: Int, metrics: Metrics) {
        self.workers = workers
        self.room = room
        self.metrics = metrics
        for _ in 0..<workers {
            if !WorkerThread.start({ self.work() }) { DispatchQueue.global().async { self.work() } }
        }
        if !WorkerThread.start({ self.sweep() }) { DispatchQueue.global().async { self.sweep() } }
    }

    /// Pieces of work that wait, and that are worked on.
    var load: (waiting: Int, working: Int) { state.withLock { ($0.waiting, $0.working) } }

    /// Whether another request would be refused.
    var isFull: Bool { state.withLock { $0.tickets >= room + workers } }

    /// Lets a request in. Throws `busy` when there is no room.
    func admit(_ caller: Caller, within seconds: Double) throws(Problem) -> Ticket {
        if isFull { clear() }
        let (isIn, wait) = state.withLock { s -> (Bool, Double) in
            guard s.tickets < room + workers else { return (false, Double(s.waiting + 1) * s.usual / Double(workers)) }
            s.tickets += 1
            return (true, 0)
        }
        guard isIn else {
            throw Problem.busy(
                "\(room + workers) requests are being worked on already", retryAfter: max(1, Int(wait.rounded(.up))))
        }
        return Ticket(queue: self, caller: caller, deadline: .now + .seconds(seconds))
    }

    /// Does a piece of work of a request when its turn comes. Throws what the work throws, or that nobody waits for it.
    func run<Value: Sendable>(
        _ ticket: Ticket, _ body: @escaping @Sendable (Tools) throws -> Value
    ) async throws -> Done<Value> {
        let entered = ContinuousClock.now
        return try await withCheckedThrowingContinuation { continuation in
            let answer = Mutex<CheckedContinuation<Done<Value>, any Error>?>(continuation)
            let piece = Piece { tools in
                let begun = ContinuousClock.now
                var result = Result {
                    try StillWanted.asking({ ticket.reasonToGiveUp() == nil }) { try body(tools) }
                }
                if let reason = ticket.reasonToGiveUp() { result = .failure(reason) }
                let worked = begun.duration(to: .now) / .seconds(1)
                let waited = entered.duration(to: begun) / .seconds(1)
                answer.withLock { $0.take() }?.resume(
                    with: result.map { Done(value: $0, waited: waited, worked: worked) })
                return (waited, worked)
            } giveUp: { problem in
                answer.withLock { $0.take() }?.resume(throwing: problem)
            }
            enter(piece, of: ticket)
        }
    }

    private func enter(_ piece: Piece, of ticket: Ticket) {
        let isTaken = state.withLock { s -> Bool in
            if s.isClosed { return false }
            s.waiting += 1
            if ticket.add(piece) { s.turns.append(ticket) }
            return true
        }
        if isTaken { arrival.signal() } else { piece.giveUp(Problem(.stopping, "the server has stopped")) }
    }

    /// Ends the threads; what waits is given up.
    func close() {
        let left = state.withLock { s -> [Ticket] in
            s.isClosed = true
            defer { (s.turns, s.waiting) = ([], 0) }
            return s.turns
        }
        for ticket in left {
            for piece in ticket.takeAll() { piece.giveUp(Problem(.stopping, "the server has stopped")) }
        }
        for _ in 0...workers { arrival.signal() }
    }

    fileprivate func leave() { state.withLock { $0.tickets -= 1 } }

    // MARK: Threads

    private func work() {
        let tools = Tools()
        while true {
            arrival.wait()
            let (next, isOver) = state.withLock { s -> ((piece: Piece, ticket: Ticket)?, Bool) in
                if s.isClosed { return (nil, true) }
                while !s.turns.isEmpty {
                    let ticket = s.turns.removeFirst()
                    let (piece, hasMore) = ticket.take()
                    if hasMore { s.turns.append(ticket) }
                    guard let piece else { continue }
                    s.waiting -= 1
                    s.working += 1
                    return ((piece, ticket), false)
                }
                return (nil, false)
            }
            if isOver { return }
            guard let (piece, ticket) = next else { continue }
            if let reason = ticket.reasonToGiveUp() {
                piece.giveUp(reason)
                metrics.dropped()
                state.withLock { $0.working -= 1 }
                continue
            }
            let (waited, worked) = piece.work(tools)
            metrics.worked(waited: waited, worked: worked)
            state.withLock { s in
                s.working -= 1
                s.usual += (worked - s.usual) / 16
            }
        }
    }

    /// Looks four times a second for what nobody waits for any more.
    private func sweep() {
        let pause = DispatchSemaphore(value: 0)
        while !state.withLock(\.isClosed) {
            _ = pause.wait(timeout: .now() + .milliseconds(250))
            clear()
        }
    }

    private func clear() {
        let given = state.withLock { s -> [(Piece, Problem)] in
            var given: [(Piece, Problem)] = []
            for ticket in s.turns {
                guard let reason = ticket.reasonToGiveUp() else { continue }
                let pieces = ticket.takeAll()
                s.waiting -= pieces.count
                given += pieces.map { ($0, reason) }
            }
            s.turns.removeAll(where: \.isEmpty)
            return given
        }
        for (piece, reason) in given {
            piece.giveUp(reason)
            metrics.dropped()
        }
    }

    /// A piece of work.
    final class Piece: Sendable {
        /// Does it; seconds waited and worked.
        let work: @Sendable (Tools) -> (waited: Double, worked: Double)
        /// Tells those who wait that it will not be done.
        let giveUp: @Sendable (Problem) -> Void

        init(
            _ work: @escaping @Sendable (Tools) -> (waited: Double, worked: Double),
            giveUp: @escaping @Sendable (Problem) -> Void
        ) {
            self.work = work
            self.giveUp = giveUp
        }
    }

    /// The place of a request in the queue; leaves it with the last one who holds it.
    final class Ticket: Sendable {
        private let queue: WorkQueue
        private let caller: Caller
        private let deadline: ContinuousClock.Instant
        private let pieces = Mutex<[Piece]>([])

        init(queue: WorkQueue, caller: Caller, deadline: ContinuousClock.Instant) {
            self.queue = queue
            self.caller = caller
            self.deadline = deadline
        }

        deinit { queue.leave() }

        fileprivate var isEmpty: Bool { pieces.withLock(\.isEmpty) }

        /// Why its work is not worth beginning; nil while it is.
        func reasonToGiveUp() -> Problem? {
            if caller.isGone { return Problem(.slow, "the sender has gone") }
            return deadline < .now ? Problem(.time, "the request was not done in time") : nil
        }

        /// Whether it is its first that waits.
        fileprivate func add(_ piece: Piece) -> Bool {
            pieces.withLock { pieces in
                pieces.append(piece)
                return pieces.count == 1
            }
        }

        fileprivate func take() -> (piece: Piece?, hasMore: Bool) {
            pieces.withLock { pieces in
                let piece = pieces.isEmpty ? nil : pieces.removeFirst()
                return (piece, !pieces.isEmpty)
            }
        }

        fileprivate func takeAll() -> [Piece] {
            pieces.withLock { pieces in
                defer { pieces = [] }
                return pieces
            }
        }
    }
}
