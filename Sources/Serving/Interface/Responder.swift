internal import Foxing
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// What hummingbird knows of a request beside the request.
struct Visit: InitializableFromSource, Sendable {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Answers requests: finds out what is asked, holds it to its declaration, has it answered, counts.
struct Responder: HTTPResponder {
    private let house: House

    init(_ house: House) {
        self.house = house
    }

    func respond(to request: Request, context: Visit) async throws -> Response {
        let presence = House.Presence(house)
        let start = ContinuousClock.now
        let caller = Caller(house.connections.connection(of: context.channel))
        let log = AnswerLog(house.metrics, start: start)
        var answer: Answer
        do {
            answer = try await self.answer(request, caller, log)
        } catch {
            if error is CancellationError || caller.isGone { throw error }
            let problem = Problem(error)
            if problem.kind == .fault { house.tell("foxing serve: a fault of foxing itself: \(problem.detail)") }
            answer = Answer(problem)
            // What is left of the body is not waited for.
            if [.size, .slow, .busy, .stopping].contains(problem.kind) { answer.headers[.connection] = "close" }
        }
        if house.isAboutToStop { answer.headers[.connection] = "close" }
        return response(answer, to: request, log, presence)
    }

    private func answer(_ request: Request, _ caller: Caller, _ log: AnswerLog) async throws -> Answer {
        try house.doorkeeper.checkSite(request.head)
        let (path, query) = Self.address(request.head.path ?? "/")
        let (endpoint, arguments) = try endpoint(request.method, path)
        log.path = endpoint.template
        if !endpoint.isPublic { try house.doorkeeper.checkToken(request.head) }
        if house.isAboutToStop, !endpoint.isAlwaysOpen {
            var problem = Problem(.stopping, "the server is about to stop")
            problem.headers[.retryAfter] = "5"
            throw problem
        }
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        let memory = try House.BodyMemory(house, bytes: max(0, min(length, house.options.maxBody)))
        let body = try await RequestReading.body(of: request, limit: house.options.maxBody)
        log.received = body.count
        let contents = try RequestReading.contents(
            query: query, body: body, type: request.headers[.contentType], of: endpoint)
        try contents.fields.check(endpoint.fields.filter { arguments[$0.name] == nil })
        let call = Call(
            house: house, caller: caller, arguments: arguments, fields: contents.fields, parts: contents.parts,
            acceptance: Acceptance(request.headers[.accept]),
            known: MediaType.split(request.headers[.ifNoneMatch] ?? "", at: ",").map {
                $0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0
            }, authority: request.head.authority ?? "")
        defer { withExtendedLifetime(memory) {} }
        return try await endpoint.answer(call)
    }

    private static func address(_ target: String) -> (path: String, query: String?) {
        guard let mark = target.firstIndex(of: "?") else { return (target, nil) }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }

    /// The endpoint of a request with what its placeholders stand for. Throws `path` or `method`.
    private func endpoint(
        _ method: HTTPRequest.Method, _ path: String
    ) throws(Problem) -> (Endpoint, [String: String]) {
        guard let pieces = RequestReading.pieces(of: path) else {
            throw Problem(.path, "there is nothing at '\(path.shortened)'")
        }
        var others: [HTTPRequest.Method] = []
        // What takes all that is left is the last resort.
        let found = Interface.endpoints.compactMap { endpoint in endpoint.arguments(of: pieces).map { (endpoint, $0) } }
        let exact = found.filter { !$0.0.template.hasPrefix("/{") }
        for (endpoint, arguments) in exact.isEmpty ? found : exact {
            if endpoint.method == method || (method == .head && endpoint.method == .get) {
                return (endpoint, arguments)
            }
            others.append(endpoint.method)
        }
        guard !others.isEmpty, !exact.isEmpty || path == "/" else {
            throw Problem(.path, "there is nothing at '\(path.shortened)'; GET /openapi.json lists all requests")
        }
        var problem = Problem(
            .method, "this address takes \(Set(others.map(\.rawValue)).sorted().joined(separator: ", "))")
        problem.headers[.allow] = Set(others.map(\.rawValue)).sorted().joined(separator: ", ")
        throw problem
    }

    // MARK: Answers

    private func response(
        _ answer: Answer, to request: Request, _ log: AnswerLog, _ presence: House.Presence
    ) -> Response {
        var headers = answer.headers
        headers[.xContentTypeOptions] = "nosniff"
        headers[.own("Referrer-Policy")] = "no-referrer"
        headers[.own("Cross-Origin-Resource-Policy")] = "same-origin"
        if headers[.contentSecurityPolicy] == nil { headers[.contentSecurityPolicy] = "default-src 'none'; sandbox" }
        if headers[.cacheControl] == nil {
            headers[.cacheControl] = headers[.eTag] == nil ? "no-store" : "private, no-cache"
        }
        log.status = answer.status
        let status = HTTPResponse.Status(code: answer.status)
        let isEmpty = request.method == .head || answer.status == 304 || answer.status == 204
        var length: Int?
        if case .bytes(let bytes) = answer.body {
            length = bytes.count
            if answer.status != 304, answer.status != 204 { headers[.contentLength] = String(bytes.count) }
        }
        let body = answer.body
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: isEmpty ? nil : length) { writer in
                var pen = Pen(writer, log)
                switch body {
                case _ where isEmpty: break
                case .bytes(let bytes): try await pen.write(bytes)
                case .stream(let stream): try await stream(&pen)
                }
                try await pen.finish()
                withExtendedLifetime(presence) {}
            })
    }
}
