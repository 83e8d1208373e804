import Dispatch
import Foundation
import Foxing
import Serving
import Synchronization

/// Runs a server until somebody wants it to stop: then what was accepted is answered, and a second wish stops at once.
final class ServerEnding: Sendable {
    private struct State {
        var running: Task<Void, any Error>?
        var isAsked = false
        var failure: String?
        var status: Status?
    }

    private let server: Server
    private let state = Mutex(State())

    init(_ server: Server) {
        self.server = server
    }

    /// Why it could not run; nil when it could.
    var failure: String? { state.withLock(\.failure) }
    /// How the program is to exit; nil when everything was answered.
    var status: Status? { state.withLock(\.status) }

    /// Notes why it could not run.
    func fail(_ message: String) { state.withLock { $0.failure = message } }

    /// Answers requests until it is stopped. `onStart` gets the address. Throws when the address cannot be listened on.
    func run(onStart: @escaping @Sendable (String) -> Void) async throws {
        let sources = [(SIGINT, Status.interrupted), (SIGTERM, Status.terminated)].map { number, status in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { self.stop(status) }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        signal(SIGPIPE, SIG_IGN)
        let server = server
        let running = Task { try await server.run(onStart: onStart) }
        state.withLock { $0.running = running }
        try await running.value
    }

    private func stop(_ status: Status) {
        let isSecond = state.withLock { s in
            defer { s.isAsked = true }
            return s.isAsked
        }
        if isSecond {
            Writing.abandonAll()
            _exit(status.rawValue)
        }
        Terminal.say("foxing serve: stopping when what was accepted is answered; once more stops at once")
        Task {
            if await !server.drain() { state.withLock { $0.status = status } }
            state.withLock { $0.running }?.cancel()
            // Connections that are still open may be left to the kernel.
            DispatchQueue.global().asyncAfter(deadline: .now() + 2) {
                Writing.abandonAll()
                _exit(self.status?.rawValue ?? Status.done.rawValue)
            }
        }
    }
}
