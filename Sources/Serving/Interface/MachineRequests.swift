internal import Foxing
internal import HTTPTypes

/// What machines ask that look after the server.
enum MachineRequests {
    static let all = [
        Endpoint(
            .get, "/healthz", "Whether the process lives", isAlwaysOpen: true, isPublic: true
        ) { _ in Answer(.object(("status", .string("ok")))) },
        Endpoint(
            .get, "/readyz", "Whether it takes requests", problems: [.stopping, .busy], isAlwaysOpen: true,
            isPublic: true
        ) { call in
            if call.house.isAboutToStop { throw Problem(.stopping, "the server is about to stop") }
            if call.house.queue.isFull {
                var problem = Problem(.stopping, "the queue is full")
                problem.headers[.retryAfter] = "1"
                throw problem
            }
            return Answer(.object(("status", .string("ok"))))
        },
        Endpoint(
            .get, "/metrics", "What happened since the start, in Prometheus's text format",
            types: ["text/plain; version=0.0.4; charset=utf-8"], isAlwaysOpen: true
        ) { call in
            Answer(
                Array(call.house.metrics.text(call.house.gauges).utf8), type: "text/plain; version=0.0.4; charset=utf-8"
            )
        },
        Endpoint(.get, "/openapi.json", "All requests, for programs") { call in
            let tag = call.tag("openapi")
            return call.unchanged(tag) ?? Answer(OpenAPI(Interface.endpoints).json).tagged(tag)
        },
        Endpoint(.get, "/v1/server", "What this server is and allows") { call in Answer(call.house.description) },
    ]
}

extension House {
    /// Numbers of the moment.
    fileprivate var gauges: Metrics.Gauges {
        let (work, shelf) = (queue.load, pages.load)
        return Metrics.Gauges(
            waiting: work.waiting, working: work.working, workers: options.workers, connections: connections.count,
            pages: shelf.count, pageBytes: shelf.bytes, runs: runs?.open ?? 0)
    }

    fileprivate var description: JSONValue {
        .object(
            ("version", .string(foxingVersion)), ("workers", .integer(options.workers)), ("root", .flag(root != nil)),
            ("token", .flag(doorkeeper.asksForToken)),
            ("languages", .array(PageReader.languages(tessdata: options.tessdata).map(JSONValue.string))),
            (
                "limits",
                .object(
                    ("body", .integer(options.maxBody)), ("pixels", .integer(options.maxPixels)),
                    ("variants", .integer(options.maxVariants)), ("queue", .integer(options.queue)),
                    ("seconds", .decimal(options.seconds, digits: 3)))
            ), ("formats", .array(ShownPicture.formats.map(JSONValue.string))))
    }
}

/// How a browser comes by what stands for the token.
enum SessionRequests {
    static let all = [
        Endpoint(
            .post, "/v1/session", "A cookie that stands for the token in further requests of a browser", body: .fields,
            fields: [Field("token", .text, "the token", isNeeded: true)], types: [], statuses: [204],
            problems: [.token],
            isPublic: true
        ) { call in
            guard call.house.doorkeeper.isToken(call.fields.text("token") ?? "") else {
                throw Problem(.token, "this is not the server's token", at: "token")
            }
            return cookie(call, isOn: true)
        },
        Endpoint(
            .delete, "/v1/session", "Takes the cookie back", types: [], statuses: [204], isPublic: true
        ) { call in cookie(call, isOn: false) },
    ]

    private static func cookie(_ call: Call, isOn: Bool) -> Answer {
        var answer = Answer(status: 204)
        answer.headers[.setCookie] = call.house.doorkeeper.cookieHeader(isOn: isOn)
        return answer
    }
}
