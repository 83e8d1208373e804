internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// What there is to count of one answer; counted when the last of it is sent, or given up.
final class AnswerLog: Sendable {
    private struct State {
        /// Of addresses that are not there.
        var path = "other"
        var status = 500
        var received = 0
        var sent = 0
    }

    private let metrics: Metrics
    private let start: ContinuousClock.Instant
    private let state = Mutex(State())

    init(_ metrics: Metrics, start: ContinuousClock.Instant) {
        self.metrics = metrics
        self.start = start
    }

    deinit {
        let s = state.withLock { $0 }
        metrics.answered(
            s.path, status: s.status, seconds: start.duration(to: .now) / .seconds(1), received: s.received,
            sent: s.sent)
    }

    /// The template of the request's address.
    var path: String {
        get { state.withLock(\.path) }
        set { state.withLock { $0.path = newValue } }
    }

    var status: Int {
        get { state.withLock(\.status) }
        set { state.withLock { $0.status = newValue } }
    }

    /// Bytes of the request's body.
    var received: Int {
        get { state.withLock(\.received) }
        set { state.withLock { $0.received = newValue } }
    }

    /// Bytes of the answer's body.
    var sent: Int {
        get { state.withLock(\.sent) }
        set { state.withLock { $0.sent = newValue } }
    }
}

/// Writes an answer while it is made.
struct Pen {
    /// So much that a slow reader can take it in the time that a piece is given.
    private static let piece = 128 << 10

    private var writer: any ResponseBodyWriter
    private let log: AnswerLog

    init(_ writer: any ResponseBodyWriter, _ log: AnswerLog) {
        self.writer = writer
        self.log = log
    }

    /// Sends bytes; waits as long as the reader does not take them. Throws when the reader has gone.
    mutating func write(_ bytes: [UInt8]) async throws {
        for start in stride(from: 0, to: bytes.count, by: Self.piece) {
            try await writer.write(ByteBuffer(bytes: bytes[start..<min(start + Self.piece, bytes.count)]))
        }
        log.sent += bytes.count
    }

    /// Ends the answer.
    consuming func finish() async throws { try await writer.finish(nil) }
}
