internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// One connection, as those see it who work for its requests.
final class Connection: Sendable {
    private let closed = Atomic<Bool>(false)

    /// Whether the other side has closed it, or will not read an answer.
    var isClosed: Bool { closed.load(ordering: .relaxed) }

    /// Notes that nobody waits on the other side.
    func close() { closed.store(true, ordering: .relaxed) }
}

/// All connections that are open, by their channel.
final class Connections: Sendable {
    private let open = Mutex<[ObjectIdentifier: Connection]>([:])

    /// The connection of a channel; nil once it is closed.
    func connection(of channel: any Channel) -> Connection? {
        open.withLock { $0[ObjectIdentifier(channel)] }
    }

    /// How many are open.
    var count: Int { open.withLock(\.count) }

    fileprivate func add(_ channel: any Channel) -> Connection {
        let connection = Connection()
        open.withLock { $0[ObjectIdentifier(channel)] = connection }
        return connection
    }

    fileprivate func remove(_ channel: any Channel) {
        open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}

/// How long a sender may take.
struct Patience: Sendable {
    /// Until the head of a request is there, from the first byte of a connection or the end of the answer before.
    var head = TimeAmount.seconds(20)
    /// Until its body is there, whatever its length, before the rate counts.
    var body = TimeAmount.seconds(10)
    /// Bytes a second that a body must have on average.
    var rate = 16 << 10
    /// Until a piece of an answer is taken.
    var answer = TimeAmount.seconds(60)
    /// The largest body that is waited for.
    var largestBody = 64 << 20
}

/// Watches over one connection: cuts off who sends or reads too slowly, answers those who ask before they send, and tells
/// when the other side has gone.
final class PatienceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Phase {
        case head
        case body(start: NIODeadline, received: Int)
        case answer
        /// The answer was the last; what still comes is not looked at.
        case closing
    }

    private let patience: Patience
    private let connections: Connections
    private var connection: Connection?
    private var phase = Phase.head
    private var isAnswering = false
    private var isLast = false
    private var alarm: Scheduled<Void>?
    private var writingAlarm: Scheduled<Void>?

    init(_ patience: Patience, _ connections: Connections) {
        self.patience = patience
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        connection = connections.add(context.channel)
        wait(patience.head, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave(context) }

    func channelInactive(context: ChannelHandlerContext) {
        leave(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection?.close()
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Nobody waits for an answer who has closed the way to us.
        if case ChannelEvent.inputClosed = event { connection?.close() }
        context.fireUserInboundEventTriggered(event)
    }

    private func leave(_ context: ChannelHandlerContext) {
        connection?.close()
        connections.remove(context.channel)
        alarm?.cancel()
        writingAlarm?.cancel()
        (alarm, writingAlarm) = (nil, nil)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .closing = phase { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            phase = .body(start: .now(), received: 0)
            wait(patience.body, context)
            if head.headerFields[.expect]?.lowercased() == "100-continue",
                head.headerFields[.contentLength].flatMap({ Int($0) }) ?? 0 <= patience.largestBody
            {
                let goOn = HTTPResponsePart.head(HTTPResponse(status: .continue))
                context.writeAndFlush(wrapOutboundOut(goOn), promise: nil)
            }
        case .body(let bytes):
            if case .body(let start, let received) = phase {
                phase = .body(start: start, received: received + bytes.readableBytes)
            }
        case .end:
            phase = .answer
            alarm?.cancel()
            alarm = nil
        }
        context.fireChannelRead(data)
    }

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        alarm?.cancel()
        alarm = context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.ring(context) }
    }

    private func ring(_ context: ChannelHandlerContext) {
        if case .body(let start, let received) = phase {
            let spent = Double((NIODeadline.now() - start).nanoseconds) / 1e9
            if Double(received) >= spent * Double(patience.rate) { return wait(.seconds(2), context) }
        }
        if case .closing = phase, !context.channel.isWritable { return wait(.seconds(2), context) }
        connection?.close()
        if case .body = phase, !isAnswering { return refuse(context) }
        context.close(promise: nil)
    }

    /// Says why before the connection is cut.
    private func refuse(_ context: ChannelHandlerContext) {
        let answer = Answer(Problem(.slow, "the body came slower than \(patience.rate) bytes a second"))
        var head = HTTPResponse(status: .requestTimeout, headerFields: answer.headers)
        head.headerFields[.connection] = "close"
        guard case .bytes(let bytes) = answer.body else { return }
        head.headerFields[.contentLength] = String(bytes.count)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isAnswering = true
            isLast = head.headerFields[.connection] == "close"
        case .body: break
        case .end:
            isAnswering = false
            if isLast {
                // The other side has a moment to read the answer, and to close.
                phase = .closing
                wait(.seconds(4), context)
            } else if case .answer = phase {
                phase = .head
                wait(patience.head, context)
            }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writingAlarm?.cancel()
        writingAlarm = nil
        if !context.channel.isWritable {
            writingAlarm = context.eventLoop.assumeIsolated().scheduleTask(in: patience.answer) {
                self.connection?.close()
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }
}
