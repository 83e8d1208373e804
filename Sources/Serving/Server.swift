internal import Foxing
internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// Variants, previews and whole runs over HTTP: what `foxing serve` runs.
public final class Server: Sendable {
    let house: House
    private let options: ServerOptions
    private let address = Mutex<(host: String, port: Int)?>(nil)

    /// Opens what the server works with: its threads, the root and the runs that were going on there. `tell` gets what a
    /// person should know. Throws when the root cannot be used, or others may reach the address without a token.
    public init(_ options: ServerOptions, tell: @escaping @Sendable (String) -> Void) throws {
        guard options.isLoopback || options.token != nil else {
            throw ServerRefusal(
                "'\(options.host)' is reached from other machines; give a token, or listen on 127.0.0.1")
        }
        if let token = options.token, token.utf8.count < 8 {
            throw ServerRefusal("the token has less than 8 characters, which can be guessed")
        }
        self.options = options
        do {
            house = try House(options, tell: tell)
        } catch let problem as Problem {
            throw ServerRefusal(problem.detail)
        }
    }

    /// Where it listens, once it does.
    public var port: Int? { address.withLock { $0?.port } }

    /// Answers requests until the task is canceled. `onStart` gets the address as a browser takes it. Throws when the
    /// address cannot be listened on.
    public func run(onStart: @escaping @Sendable (String) -> Void) async throws {
        var logger = Logger(label: "foxing")
        logger.logLevel = .critical
        let (patience, connections) = (patience, house.connections)
        let application = Application(
            responder: Responder(house),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [PatienceHandler(patience, connections)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "foxing", backlog: 1024),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? self.options.port
                self.address.withLock { $0 = (self.options.host, port) }
                let host = self.options.host.contains(":") ? "[\(self.options.host)]" : self.options.host
                onStart("http://\(host):\(port)/")
            }, logger: logger)
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: application)], logger: logger))
        defer { house.queue.close() }
        try await withTaskCancellationHandler {
            try await group.run()
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    private var patience: Patience {
        var patience = options.patience
        patience.largestBody = options.maxBody
        return patience
    }

    /// Refuses new requests, waits for those that are in, at most as long as `grace` says, and stops runs where they can
    /// be gone on with. Whether everything was answered.
    public func drain() async -> Bool {
        house.stop()
        let end = ContinuousClock.now + .seconds(options.grace)
        let (house, grace) = (house, options.grace)
        async let runs: Void = Self.close(house.runs, within: grace)
        while house.present > 0, .now < end { try? await Task.sleep(for: .milliseconds(20)) }
        await runs
        // Whoever is just about to ask should find the door open to be told so.
        try? await Task.sleep(for: .milliseconds(50))
        return house.present == 0
    }

    private static func close(_ runs: RunOffice?, within seconds: Double) async {
        guard let runs else { return }
        await withCheckedContinuation { continuation in
            if !WorkerThread.start({
                runs.close(within: seconds)
                continuation.resume()
            }) {
                continuation.resume()
            }
        }
    }
}

/// Why a server was not started.
public struct ServerRefusal: Error, CustomStringConvertible {
    /// One sentence without a full stop.
    public let description: String

    init(_ description: String) { self.description = description }
}
