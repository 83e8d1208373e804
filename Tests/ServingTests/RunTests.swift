import Foundation
import Foxing
import TestSupport
import Testing

@testable import Serving

@Suite("runs over HTTP", .timeLimit(.minutes(2))) struct ServedRunTests {
    /// A root with three pages and a pipeline.
    private static func root() throws -> Scratch {
        let scratch = Scratch()
        for number in 0..<3 { scratch.put("scans/p\(number).png", try Trial.page(width: 100 + number, height: 120)) }
        scratch.put("pipelines/trial.yaml", Trial.pipeline)
        return scratch
    }

    /// The manifest of a run that nobody disturbed.
    private static func manifest(_ scratch: Scratch) throws -> String {
        let out = Scratch()
        let file = PipelineFile(text: Trial.pipeline)
        _ = try FolderRun(file, inputs: [scratch.path + "/scans"], into: out.path + "/out").run()
        return out.text("out/manifest.jsonl")
    }

    private func wait(_ server: Loopback, _ id: String, for states: [String] = ["done", "failed", "canceled"])
        async throws -> JSONValue
    {
        for _ in 0..<600 {
            let run = try await server.ask("GET", "/v1/runs/\(id)").json
            if states.contains(run["state"]?.text ?? "") { return run }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Loopback.Failed()
    }

    @Test("a run leaves what the command leaves, tells its progress, and is forgotten on request")
    func run() async throws {
        let scratch = try Self.root()
        let server = try await Loopback { $0.root = scratch.path }
        let reply = try await server.json(
            "/v1/runs", ["pipeline": .string(Trial.pipeline), "inputs": ["scans"], "output": "out/trial"])
        #expect(reply.status == 202, "\(reply.text)")
        let id = try #require(reply.json["id"]?.text)
        #expect(reply.headers["location"] == "/v1/runs/\(id)")
        let events = try await server.ask("GET", "/v1/runs/\(id)/events")
        #expect(events.headers["content-type"] == "text/event-stream")
        #expect(events.text.hasPrefix("event: state\ndata: {"))
        let run = try await wait(server, id)
        #expect(run["state"]?.text == "done")
        #expect(run["progress"]?["done"]?.integer == 9)
        #expect(run["progress"]?["kept"]?.integer == 9)
        #expect(scratch.text("out/trial/manifest.jsonl") == (try Self.manifest(scratch)))
        let file = try await server.ask("GET", "/v1/runs/\(id)/files/manifest.jsonl")
        #expect(file.text == scratch.text("out/trial/manifest.jsonl"))
        #expect(
            try await server.ask("GET", "/v1/runs/\(id)/files/images/p0_aug_0.png").headers["content-type"]
                == "image/png")
        let report = try await server.ask("GET", "/v1/runs/\(id)/files/report.html")
        #expect(report.headers["content-type"]?.hasPrefix("text/html") == true)
        #expect(report.headers["content-security-policy"]?.hasPrefix("sandbox") == true)
        for path in ["../../scans/p0.png", "%2e%2e/x", "nothing.png", "images", "/etc/passwd"] {
            #expect(try await server.ask("GET", "/v1/runs/\(id)/files/\(path)").status == 404, "\(path)")
        }
        #expect(try await server.ask("DELETE", "/v1/runs/\(id)").status == 204)
        #expect(try await server.ask("GET", "/v1/runs/\(id)").code == "run")
        #expect(scratch.holds("out/trial/manifest.jsonl"))
        await server.stop()
    }

    @Test("a pipeline file below the root may name pages from where it lies")
    func file() async throws {
        let scratch = try Self.root()
        scratch.put("pipelines/own.yaml", "input: {images: ../scans/*.png}\n" + Trial.pipeline)
        let server = try await Loopback { $0.root = scratch.path }
        let listing = try await server.ask("GET", "/v1/folders?path=pipelines")
        #expect(
            listing.json["pipelines"]?.elements?.compactMap(\.text) == ["pipelines/own.yaml", "pipelines/trial.yaml"])
        let reply = try await server.json("/v1/runs", ["file": "pipelines/own.yaml", "output": "out", "variants": 1])
        let run = try await wait(server, reply.json["id"]?.text ?? "")
        #expect(run["progress"]?["kept"]?.integer == 3, "\(run)")
        await server.stop()
    }

    @Test(
        "a run neither reads nor writes elsewhere",
        arguments: [
            ("scans", ".."), ("scans", "../out"), ("scans", "/foxing-out"), ("scans", "."), ("scans", ".foxing/x"),
            ("scans", "link/out"),
            ("../*", "out"), ("/etc/*", "out"), ("{scans,..}/x", "out"), ("link/*.png", "out"), ("~/x", "out"),
        ])
    func elsewhere(input: String, output: String) async throws {
        let scratch = try Self.root()
        let other = Scratch()
        other.put("a.png", try Trial.page())
        scratch.link("link", to: other.path)
        let server = try await Loopback { $0.root = scratch.path }
        let reply = try await server.json(
            "/v1/runs", ["pipeline": .string(Trial.pipeline), "inputs": [.string(input)], "output": .string(output)])
        #expect(reply.code == "root", "\(reply.text)")
        await server.stop()
    }

    @Test("links beside the pages that lead out end a run before it starts")
    func links() async throws {
        let scratch = try Self.root()
        let other = Scratch()
        other.put("secret.txt", "secret")
        scratch.link("scans/p0.gt.txt", to: other.path + "/secret.txt")
        let server = try await Loopback { $0.root = scratch.path }
        let reply = try await server.json(
            "/v1/runs", ["pipeline": .string(Trial.pipeline), "inputs": ["scans"], "output": "out"])
        let run = try await wait(server, reply.json["id"]?.text ?? "")
        #expect(run["state"]?.text == "failed")
        #expect(run["problem"]?["code"]?.text == "root")
        #expect(!scratch.holds("out/manifest.jsonl"))
        await server.stop()
    }

    @Test("runs that were going on, or were queued, when the server ended go on when it starts again")
    func restart() async throws {
        let scratch = try Self.root()
        let expected = try Self.manifest(scratch)
        // As a server leaves it that was killed in the midst of a run: some pages are made.
        let file = PipelineFile(text: Trial.pipeline)
        var options = FolderRun.Options()
        let interruption = Interruption()
        options.settings.workers = 1
        _ = try FolderRun(file, inputs: [scratch.path + "/scans"], into: scratch.path + "/killed", options: options)
            .run(interruption: interruption) { _ in interruption.request() }
        for (id, output, state) in [
            ("a", "killed", OrderedRun.State.running), ("b", "queued", .queued), ("c", "early", .running),
        ] {
            let order = RunOrder(
                id: id, text: Trial.pipeline, folder: nil, changes: [], seed: nil, inputs: ["scans"], output: output,
                variants: nil, limit: nil, dpi: nil, policy: .fresh, workers: nil, maxFailures: nil, created: 1)
            var status = OrderedRun.Status()
            status.state = state
            scratch.put(".foxing/runs/\(id).json", CanonicalJSON.pretty(OrderedRun(order, status).record))
        }
        scratch.put(".foxing/runs/broken.json", "{")
        let server = try await Loopback { $0.root = scratch.path }
        for (id, output) in [("a", "killed"), ("b", "queued"), ("c", "early")] {
            let run = try await wait(server, id)
            #expect(run["state"]?.text == "done", "\(run)")
            #expect(scratch.text("\(output)/manifest.jsonl") == expected)
        }
        await server.stop()
    }

    @Test("two runs do not write to one folder, and one that waits is canceled at once")
    func queue() async throws {
        let scratch = try Self.root()
        let server = try await Loopback { $0.root = scratch.path }
        // So many that the first is still going on when the others come, on whatever machine.
        let fields: JSONValue = [
            "pipeline": .string(Trial.pipeline), "inputs": ["scans"], "output": "out", "variants": 20_000,
        ]
        let first = try await server.json("/v1/runs", fields)
        let second = try await server.json("/v1/runs", fields)
        #expect(second.code == "state")
        let waiting = try await server.json(
            "/v1/runs", ["pipeline": .string(Trial.pipeline), "inputs": ["scans"], "output": "other"])
        let id = try #require(waiting.json["id"]?.text)
        let canceled = try await server.ask("DELETE", "/v1/runs/\(id)")
        #expect([202, 204].contains(canceled.status))
        let stopped = try await server.ask("DELETE", "/v1/runs/\(first.json["id"]?.text ?? "")")
        #expect([202, 204].contains(stopped.status))
        if stopped.status == 202 {
            let run = try await wait(server, first.json["id"]?.text ?? "")
            #expect(["canceled", "done"].contains(run["state"]?.text))
        }
        await server.stop()
    }
}

@Suite("the end of a server", .timeLimit(.minutes(2))) struct StoppingTests {
    private let fields: JSONValue = ["page": "example", "pipeline": "stages: {a: [invert]}\n", "width": 40]

    @Test("what was accepted is answered, what comes later is refused")
    func drain() async throws {
        let server = try await Loopback { $0.workers = 1 }
        let gate = try await server.occupy()
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<3 { group.addTask { try await server.json("/v1/preview", fields) } }
            try await server.waits(3)
            let ending = Task { await server.server.drain() }
            while !server.server.house.isAboutToStop { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await server.ask("GET", "/readyz").status == 503)
            #expect(try await server.ask("GET", "/healthz").status == 200)
            let late = try await server.json("/v1/preview", fields)
            #expect(late.code == "stopping")
            #expect(late.headers["retry-after"] != nil)
            gate.signal()
            #expect(await ending.value)
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.map(\.status) == [200, 200, 200])
        await server.stop()
    }

    @Test("a full queue is told as such, with when to come again")
    func busy() async throws {
        let server = try await Loopback {
            $0.workers = 1
            $0.queue = 2
        }
        let gate = try await server.occupy()
        try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<2 { group.addTask { try await server.json("/v1/preview", fields) } }
            try await server.waits(2)
            let refused = try await server.json("/v1/preview", fields)
            #expect(refused.status == 429)
            #expect(refused.code == "busy")
            #expect(refused.headers["retry-after"].flatMap { Int($0) } ?? 0 >= 1)
            #expect(try await server.ask("GET", "/readyz").status == 503)
            gate.signal()
            for try await reply in group { #expect(reply.status == 200) }
        }
        #expect(try await server.ask("GET", "/readyz").status == 200)
        await server.stop()
    }

    @Test("others reach a server only with a token, and a token must not be guessed")
    func exposure() {
        var options = ServerOptions()
        options.host = "0.0.0.0"
        #expect(throws: ServerRefusal.self) { try Server(options) { _ in } }
        options.token = "short"
        #expect(throws: ServerRefusal.self) { try Server(options) { _ in } }
        options.token = nil
        options.host = "127.0.0.1"
        options.root = "/nonexistent/root"
        #expect(throws: ServerRefusal.self) { try Server(options) { _ in } }
    }

    @Test("with a token nothing but the studio and the signs of life is open, until it is shown")
    func token() async throws {
        let server = try await Loopback { $0.token = "a long token" }
        for path in ["/", "/healthz", "/readyz"] { #expect(try await server.ask("GET", path).status == 200, "\(path)") }
        for path in ["/v1/server", "/v1/operations", "/metrics", "/openapi.json", "/v1/pages"] {
            let reply = try await server.ask("GET", path)
            #expect(reply.code == "token", "\(path)")
            #expect(reply.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
        }
        #expect(try await server.ask("GET", "/v1/server", ["Authorization": "Bearer a long token"]).status == 200)
        #expect(try await server.json("/v1/session", ["token": "another"]).code == "token")
        let session = try await server.json("/v1/session", ["token": "a long token"])
        #expect(session.status == 204)
        let cookie = try #require(session.headers["set-cookie"]?.split(separator: ";").first.map(String.init))
        #expect(session.headers["set-cookie"]?.contains("HttpOnly; SameSite=Strict") == true)
        #expect(try await server.ask("GET", "/v1/server", ["Cookie": cookie]).status == 200)
        await server.stop()
    }

    @Test("the page for people loads nothing from elsewhere")
    func studio() async throws {
        let server = try await Loopback()
        let page = try await server.ask("GET", "/")
        #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
        let policy = try #require(page.headers["content-security-policy"])
        for rule in [
            "default-src 'self'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'",
            "form-action 'none'",
        ] {
            #expect(policy.contains(rule))
        }
        #expect(try await server.ask("HEAD", "/").body.isEmpty)
        await server.stop()
    }
}
