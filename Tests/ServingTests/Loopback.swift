import Dispatch
import Foundation
import Foxing
import Glibc
import NIOCore
import Synchronization

@testable import Serving

/// A server on a free port of this machine, for one test.
final class Loopback: Sendable {
    let server: Server
    let port: Int
    private let running: Task<Void, any Error>

    /// Starts it. Throws what starting throws.
    init(_ change: (inout ServerOptions) -> Void = { _ in }) async throws {
        var options = ServerOptions()
        options.port = 0
        options.workers = 2
        options.grace = 60
        options.seconds = 600
        // Other tests may keep this machine busy for long.
        options.patience.head = .seconds(600)
        options.patience.body = .seconds(600)
        change(&options)
        let server = try Server(options) { _ in }
        let (starts, put) = AsyncStream.makeStream(of: Void.self)
        running = Task {
            defer { put.finish() }
            try await server.run { _ in put.yield() }
        }
        for await _ in starts { break }
        self.server = server
        port = server.port ?? 0
    }

    /// Keeps its only worker busy until the value is signaled.
    func occupy() async throws -> DispatchSemaphore {
        let (queue, gate) = (server.house.queue, DispatchSemaphore(value: 0))
        let ticket = try queue.admit(Caller(nil), within: 600)
        Task { try await queue.run(ticket) { _ in gate.wait() } }
        while queue.load.working == 0 { try await Task.sleep(for: .milliseconds(5)) }
        return gate
    }

    /// Waits until so many pieces of work wait.
    func waits(_ count: Int) async throws {
        while server.house.queue.load.waiting != count { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// Ends it.
    func stop() async {
        running.cancel()
        _ = try? await running.value
    }

    /// Sends a request and reads the answer to its end.
    func ask(
        _ method: String = "GET", _ path: String, _ headers: [String: String] = [:], _ body: [UInt8] = []
    ) async throws -> Reply {
        var head = "\(method) \(path) HTTP/1.1\r\n"
        var headers = headers
        headers["Host"] = headers["Host"] ?? "127.0.0.1:\(port)"
        headers["Connection"] = "close"
        if !body.isEmpty || method == "POST" {
            headers["Content-Length"] = headers["Content-Length"] ?? "\(body.count)"
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        return Reply(try await send([Array((head + "\r\n").utf8) + body]))
    }

    /// Sends fields, and a picture with its truth, as a form.
    func form(
        _ path: String, _ fields: [(String, String)], files: [(field: String, name: String, bytes: [UInt8])] = [],
        _ headers: [String: String] = [:]
    ) async throws -> Reply {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += "--mark\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        for file in files {
            body +=
                "--mark\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n\r\n"
                .utf8
            body += file.bytes + Array("\r\n".utf8)
        }
        body += "--mark--\r\n".utf8
        return try await ask(
            "POST", path, headers.merging(["Content-Type": "multipart/form-data; boundary=mark"]) { a, _ in a }, body)
    }

    /// Sends fields as JSON.
    func json(_ path: String, _ fields: JSONValue, _ headers: [String: String] = [:]) async throws -> Reply {
        try await ask(
            "POST", path, headers.merging(["Content-Type": "application/json"]) { a, _ in a },
            CanonicalJSON.bytes(fields))
    }

    /// Sends pieces with a pause after each, and reads until the other side closes; with `abandons` closes at once instead.
    func send(_ pieces: [[UInt8]], pause: Double = 0, abandons: Bool = false) async throws -> [UInt8] {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: Dispatch has few, and takes a second to find out that one more is needed.
            let isStarted = WorkerThread.start {
                continuation.resume(with: Result { try Self.exchange(port, pieces, pause, abandons) })
            }
            if !isStarted { continuation.resume(throwing: Failed()) }
        }
    }

    private static func exchange(_ port: Int, _ pieces: [[UInt8]], _ pause: Double, _ abandons: Bool) throws -> [UInt8]
    {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Failed() }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failed() }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        for piece in pieces {
            var sent = 0
            while sent < piece.count {
                let count = Glibc.send(socket, Array(piece[sent...]), piece.count - sent, Int32(MSG_NOSIGNAL))
                if count <= 0 { break }
                sent += count
            }
            if pause > 0 { usleep(UInt32(pause * 1e6)) }
        }
        if abandons { return [] }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count <= 0 { return answer }
            answer += buffer[..<count]
        }
    }

    struct Failed: Error {}
}

/// An answer, taken apart.
struct Reply: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    init(_ bytes: [UInt8]) {
        let mark = Array("\r\n\r\n".utf8)
        let end = bytes.indices.first { bytes[$0...].starts(with: mark) } ?? bytes.count
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        self.headers = headers
        let rest = Array(bytes[min(end + 4, bytes.count)...])
        body = headers["transfer-encoding"] == "chunked" ? Self.joined(rest) : rest
    }

    /// The body of an answer that came in chunks.
    private static func joined(_ bytes: [UInt8]) -> [UInt8] {
        var (body, position) = ([UInt8](), 0)
        while let end = bytes[position...].firstIndex(of: UInt8(ascii: "\r")) {
            guard let size = Int(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16), size > 0,
                end + 2 + size <= bytes.count
            else { break }
            body += bytes[(end + 2)..<(end + 2 + size)]
            position = end + 2 + size + 2
        }
        return body
    }

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { (try? JSONReader.read(body)) ?? .null }
    /// The code of a problem document.
    var code: String? {
        headers["content-type"] == "application/problem+json" && json["status"]?.integer == status
            ? json["code"]?.text : nil
    }
}

/// What is tried on servers.
enum Trial {
    /// A gray page with some strokes on it.
    static func page(width: Int = 120, height: Int = 160) throws -> [UInt8] {
        var pixels = Raster(.gray, width: width, height: height, filledWith: 250)
        for y in stride(from: 20, to: height - 20, by: 16) {
            pixels.draw([Point(12, Double(y)), Point(Double(width - 12), Double(y + 3))], Color(gray: 20), width: 3)
        }
        return try PictureFormat.png.encode(pixels, dpi: 150)
    }

    /// Draws something of its own for each variant, moves the page and keeps two pictures.
    static let pipeline = """
        pipeline: trial
        seed: 7
        variants: 3
        stages:
          ink:
            - gaussian-noise: {sigma: 5..30}
          turned:
            - rotate: {angle: -4..4}
            - gaussian-blur: {sigma: 0.4px..1px, p: 0.5}
        outputs:
          image: turned
          inked: {from: ink, format: jpeg, quality: 80}
        """
}
