internal import Foundation
internal import Foxing
internal import Synchronization

/// One run with how far it is, and those who watch it.
final class OrderedRun: Sendable {
    /// Where a run stands.
    enum State: String, Sendable {
        case queued, running, done, canceled, failed

        /// Whether nothing more will happen.
        var isOver: Bool { self == .done || self == .canceled || self == .failed }
    }

    /// Everything about it that changes.
    struct Status: Sendable {
        var state = State.queued
        var pipeline = ""
        var variants: Int?
        /// Seconds since 1970.
        var started: Double?
        var ended: Double?
        var end: String?
        var problem: JSONValue?
        var done = 0
        var total = 0
        var kept = 0
        var dropped = 0
        var flagged = 0
        var failed = 0
        /// Variants that an earlier start had made.
        var taken = 0
    }

    let order: RunOrder
    let interruption = Interruption()
    private let status: Mutex<Status>
    private let watchers = Mutex<[Int: AsyncStream<[UInt8]>.Continuation]>([:])
    private let told = Mutex<ContinuousClock.Instant?>(nil)

    init(_ order: RunOrder, _ status: Status = Status()) {
        self.order = order
        self.status = Mutex(status)
    }

    /// As it is at the moment.
    var now: Status { status.withLock { $0 } }

    /// Changes it and tells those who watch, though not more than four times a second where `isOften`.
    func change(isOften: Bool = false, _ body: (inout Status) -> Void) {
        status.withLock { body(&$0) }
        let isDue = told.withLock { told in
            if isOften, let told, told.duration(to: .now) < .milliseconds(250) { return false }
            told = .now
            return true
        }
        if isDue { send("state", json(files: [])) }
    }

    // MARK: Watchers

    /// Pieces of a stream of events, from now to the run's end. Who takes them too slowly misses some.
    func events(files: [String]) -> AsyncStream<[UInt8]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(512))
        let number = watchers.withLock { watchers in
            let number = (watchers.keys.max() ?? 0) + 1
            watchers[number] = continuation
            return number
        }
        // A watcher that has gone is found out when it is written to.
        let pulse = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(10))
                continuation.yield(Array(": the run goes on\n\n".utf8))
            }
        }
        continuation.onTermination = { [weak self] _ in
            pulse.cancel()
            self?.watchers.withLock { _ = $0.removeValue(forKey: number) }
        }
        continuation.yield(Self.event("state", json(files: files)))
        if now.state.isOver { finish() }
        return stream
    }

    /// Tells those who watch.
    func send(_ kind: String, _ json: JSONValue) {
        let watchers = watchers.withLock { Array($0.values) }
        if watchers.isEmpty { return }
        let event = Self.event(kind, json)
        for watcher in watchers { watcher.yield(event) }
    }

    /// Ends all streams.
    func finish() {
        for watcher in watchers.withLock({ Array($0.values) }) { watcher.finish() }
    }

    private static func event(_ kind: String, _ json: JSONValue) -> [UInt8] {
        Array("event: \(kind)\ndata: ".utf8) + CanonicalJSON.bytes(json) + Array("\n\n".utf8)
    }

    // MARK: JSON

    /// As requests are answered; `files` are those that can be fetched.
    func json(files: [String]) -> JSONValue {
        let s = now
        func time(_ seconds: Double?) -> JSONValue {
            .optional(seconds.map { Date(timeIntervalSince1970: $0.rounded(.down)).formatted(.iso8601) })
        }
        return .object(
            ("id", .string(order.id)), ("state", .string(s.state.rawValue)), ("pipeline", .string(s.pipeline)),
            ("inputs", .array(order.inputs.map(JSONValue.string))), ("output", .string(order.output)),
            ("variants", s.variants.map(JSONValue.integer) ?? .null), ("created", time(order.created)),
            ("started", time(s.started)), ("ended", time(s.ended)), ("progress", progress(s)),
            ("end", .optional(s.end)), ("problem", s.problem ?? .null), ("files", .array(files.map(JSONValue.string))))
    }

    private func progress(_ s: Status) -> JSONValue {
        let seconds = s.started.map { (s.ended ?? Date().timeIntervalSince1970) - $0 }
        let made = s.done - s.taken
        let left = seconds.flatMap { made > 0 && !s.state.isOver ? $0 / Double(made) * Double(s.total - s.done) : nil }
        return .object(
            ("done", .integer(s.done)), ("total", .integer(s.total)), ("kept", .integer(s.kept)),
            ("dropped", .integer(s.dropped)), ("flagged", .integer(s.flagged)), ("failed", .integer(s.failed)),
            ("seconds", seconds.map { .decimal($0, digits: 1) } ?? .null),
            ("left", left.map { .decimal($0, digits: 1) } ?? .null))
    }

    /// As it is kept from one start of the server to the next.
    var record: JSONValue {
        let s = now
        return .object(
            ("foxing", 1), ("order", order.json), ("state", .string(s.state.rawValue)),
            ("pipeline", .string(s.pipeline)),
            ("variants", s.variants.map(JSONValue.integer) ?? .null),
            ("started", s.started.map(JSONValue.number) ?? .null),
            ("ended", s.ended.map(JSONValue.number) ?? .null), ("end", .optional(s.end)),
            ("problem", s.problem ?? .null),
            (
                "counts",
                .array([s.done, s.total, s.kept, s.dropped, s.flagged, s.failed].map(JSONValue.integer))
            ))
    }

    /// What was kept; nil when that is none.
    convenience init?(record: JSONValue) {
        guard record["foxing"]?.integer == 1, let order = record["order"].flatMap(RunOrder.init),
            let state = record["state"]?.text.flatMap(State.init),
            let counts = record["counts"]?.elements?.compactMap(\.integer), counts.count == 6
        else { return nil }
        var status = Status()
        status.state = state
        status.pipeline = record["pipeline"]?.text ?? ""
        status.variants = record["variants"]?.integer
        status.started = record["started"]?.double
        status.ended = record["ended"]?.double
        status.end = record["end"]?.text
        status.problem = record["problem"]?.members == nil ? nil : record["problem"]
        if state.isOver {
            (status.done, status.total, status.kept) = (counts[0], counts[1], counts[2])
            (status.dropped, status.flagged, status.failed) = (counts[3], counts[4], counts[5])
        }
        self.init(order, status)
    }
}
