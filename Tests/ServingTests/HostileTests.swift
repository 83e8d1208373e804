import Foundation
import Foxing
import NIOCore
import TestSupport
import Testing

@testable import Serving

@Suite("requests that mean no good", .timeLimit(.minutes(2))) struct HostileTests {
    @Test("a body that is too large is refused before it is there")
    func large() async throws {
        let server = try await Loopback { $0.maxBody = 10_000 }
        let told = try await server.ask(
            "POST", "/v1/pages", ["Content-Type": "image/png", "Content-Length": "10001"], [1, 2, 3])
        #expect(told.status == 413)
        #expect(told.code == "size")
        let untold = try await server.send([
            Array(
                "POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .utf8),
            Array("3000\r\n".utf8) + [UInt8](repeating: 7, count: 0x3000) + Array("\r\n0\r\n\r\n".utf8),
        ])
        #expect(Reply(untold).status == 413)
        #expect(try await server.ask("GET", "/healthz").status == 200)
        await server.stop()
    }

    @Test("who sends too slowly is cut off, and told so where that can be")
    func slow() async throws {
        let server = try await Loopback {
            $0.patience.head = .milliseconds(300)
            $0.patience.body = .milliseconds(300)
        }
        let head = try await server.send([Array("GET /healthz HT".utf8)])
        #expect(head.isEmpty)
        let body = try await server.send([
            Array(
                "POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 5000\r\n\r\n12345"
                    .utf8)
        ])
        #expect(Reply(body).status == 408)
        #expect(Reply(body).code == "slow")
        // Ten bytes now and then are not enough either.
        let drops = try await server.send(
            [
                Array(
                    "POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 5000\r\n\r\n"
                        .utf8)
            ]
                + [[UInt8]](repeating: [1], count: 8), pause: 0.1)
        #expect(Reply(drops).status == 408)
        await server.stop()
    }

    @Test(
        "pictures that claim too much, or are none, cost their own request only",
        arguments: ["bomb", "text", "empty", "cut"])
    func pictures(kind: String) async throws {
        let server = try await Loopback { $0.maxPixels = 1_000_000 }
        var picture = try Trial.page()
        switch kind {
        case "bomb":
            // The header says 60000 × 60000.
            let header: [UInt8] = [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]
            picture.replaceSubrange(16..<24, with: header)
        case "text": picture = Array("this is no picture".utf8)
        case "empty": picture = []
        default: picture = Array(picture.prefix(picture.count / 2))
        }
        for path in ["/v1/pages", "/v1/preview?preset=fax", "/v1/variants?preset=fax&count=1"] {
            let reply = try await server.form(path, [], files: [(field: "image", name: "a.png", bytes: picture)])
            #expect(reply.status == 422, "\(path)")
            #expect(reply.code == "picture", "\(path)")
            #expect(reply.json["finding"]?.text?.hasPrefix("I") == true)
        }
        let good = try await server.form(
            "/v1/pages", [], files: [(field: "image", name: "a.png", bytes: try Trial.page())])
        #expect(good.status == 201)
        await server.stop()
    }

    @Test(
        "names of files that come along lead nowhere",
        arguments: ["../../x.gt.txt", "/etc/x.gt.txt", "..", "a/b/x.gt.txt", "x\0.gt.txt", ""])
    func fileNames(name: String) async throws {
        let server = try await Loopback()
        let files = [
            (field: "image", name: "../../scan.png", bytes: try Trial.page()),
            (field: "truth", name: name, bytes: Array("words".utf8)),
        ]
        let reply = try await server.form("/v1/pages", [], files: files)
        #expect([201, 422].contains(reply.status))
        if reply.status == 201 { #expect(reply.json["file"]?.text == "scan.png") }
        await server.stop()
    }

    @Test("pipelines that start programs or name files are refused, and say nothing of what is there")
    func pipelines() async throws {
        let scratch = Scratch()
        scratch.put("inside.png", try Trial.page())
        scratch.link("out.png", to: "/etc/passwd")
        let server = try await Loopback { $0.root = scratch.path }
        func code(_ steps: String) async throws -> String? {
            try await server.json("/v1/preview", ["page": "example", "pipeline": .string(steps), "width": 50]).code
        }
        #expect(
            try await code("stages: {a: [invert]}\nreadability: {engine: {command: [id]}, keep: {cer: 0..1}}\n")
                == "command")
        #expect(try await code("stages: {a: [one-of: [jpeg, command: {run: [id]}]]}\n") == "command")
        for name in ["out.png", "../x.png", "/etc/passwd"] {
            let code = try await code("stages: {a: [paper-texture: {image: \(name)}]}\n")
            #expect(code == "root" || code == "pipeline", "\(name) \(code ?? "")")
        }
        let fine = try await server.json(
            "/v1/preview",
            ["page": "example", "pipeline": "stages: {a: [paper-texture: {image: inside.png}]}\n", "width": 50])
        #expect(fine.status == 200, "\(fine.text)")
        let findings = try await server.json(
            "/v1/check", ["pipeline": "stages: {a: [paper-texture: {image: /etc/passwd}]}\n"])
        let others = try await server.json(
            "/v1/check", ["pipeline": "stages: {a: [paper-texture: {image: /etc/passwx}]}\n"])
        #expect(findings.text.replacing("passwd", with: "passwx") == others.text)
        await server.stop()
    }

    @Test(
        "what is no request of ours is told so, with a problem document",
        arguments: [
            ("GET", "/v1/nothing", "path"), ("GET", "/%zz", "path"), ("GET", "/../etc/passwd", "path"),
            ("GET", "/v1/%2e%2e/x", "path"),
            ("GET", "/v1/presets?x=1", "field"), ("GET", "/v1/presets?%ff", "form"),
            ("DELETE", "/v1/presets", "method"),
            ("GET", "/v1/presets/nope", "preset"), ("GET", "/v1/operations/nope", "operation"),
            ("GET", "/v1/pages/nope", "page"),
            ("POST", "/v1/preview", "field"), ("POST", "/v1/preview?page=nope&preset=fax", "page"),
            ("POST", "/v1/preview?page=example&preset=fax&variant=-1", "value"),
            ("POST", "/v1/preview?page=example", "field"),
            ("GET", "/v1/runs", "root"), ("DELETE", "/v1/pages/example", "state"), ("GET", "/v1/codes/E999", "code"),
        ])
    func wrong(method: String, path: String, code: String) async throws {
        let server = try await Loopback()
        let reply = try await server.ask(method, path)
        #expect(reply.code == code, "\(reply.text)")
        #expect(reply.headers["x-content-type-options"] == "nosniff")
        await server.stop()
    }

    @Test(
        "a body that is not what its type says is refused",
        arguments: ["{", "[]", "{\"page\":{}}", "{\"page\":\"a\",\"page\":\"b\"}", "\u{FEFF}{}"])
    func bodies(text: String) async throws {
        let server = try await Loopback()
        let reply = try await server.ask("POST", "/v1/preview", ["Content-Type": "application/json"], Array(text.utf8))
        #expect(reply.status == 400)
        #expect(try await server.ask("POST", "/v1/preview", ["Content-Type": "text/html"], [1]).code == "type")
        #expect(try await server.ask("POST", "/v1/preview", ["Content-Type": "no"], [1]).code == "type")
        await server.stop()
    }

    @Test("what a sender has given up is not begun")
    func abandoned() async throws {
        let server = try await Loopback { $0.workers = 1 }
        let gate = try await server.occupy()
        let body = "{\"page\":\"example\",\"preset\":\"everything\"}"
        let head = "POST /v1/preview HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        let request = head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
        for _ in 0..<6 { _ = try await server.send([Array(request.utf8)], pause: 0.2, abandons: true) }
        try await server.waits(0)
        gate.signal()
        let reply = try await server.json(
            "/v1/preview", ["page": "example", "pipeline": "stages: {a: [invert]}\n", "width": 40])
        #expect(reply.status == 200)
        let metrics = try await server.ask("GET", "/metrics").text
        #expect(metrics.contains("\nfoxing_variants_total 1\n"))
        await server.stop()
    }
}
