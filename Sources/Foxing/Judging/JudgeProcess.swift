internal import Foundation
internal import Glibc
internal import JSON
internal import Jobs

/// A program that reads lines, spoken to in lines of JSON. It is started when it is first asked, and again after it failed.
final class JudgeProcess {
    /// The longest answer that is waited for, in bytes.
    private static let longestAnswer = 16 << 20

    private let command: [String]
    private let folder: String
    private var running: (process: Process, input: Int32, output: Int32)?
    private var pending: [UInt8] = []
    private var number = 0

    /// Nothing is started yet. `folder` is where the program runs.
    init(_ command: [String], in folder: String) {
        self.command = command
        self.folder = folder
    }

    deinit { stop() }

    /// Sends a request, to which a number is added, and waits for the answer with that number. Throws a `JudgeFault` when
    /// the program does not give one in time; it is ended then.
    func ask(_ members: [JSONValue.Member], within seconds: Double) throws -> JSONValue {
        do {
            let deadline = ContinuousClock.now + .milliseconds(Int64(seconds * 1000))
            let process = try started()
            number += 1
            let request = CanonicalJSON.text(.object([JSONValue.Member("id", .integer(number))] + members)) + "\n"
            try send(Array(request.utf8), to: process.input, by: deadline)
            let line = try answer(from: process.output, by: deadline)
            guard let json = try? JSONReader.read(line), json["id"]?.integer == number else {
                throw JudgeFault("answered with something else than a JSON object with \"id\": \(number)")
            }
            if let reason = json["error"]?.text { throw JudgeFault("says: \(reason)") }
            return json
        } catch let fault as JudgeFault {
            stop()
            throw JudgeFault("the program '\(command.joined(separator: " "))' \(fault.description)")
        }
    }

    private func started() throws -> (process: Process, input: Int32, output: Int32) {
        if let running, running.process.isRunning { return running }
        stop()
        var ends: [Int32] = [0, 0]
        // A socket, since writing to a pipe that nobody reads any more would end this process.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw JudgeFault("cannot be spoken to: \(String(cString: strerror(errno)))")
        }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardInput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            close(ends[0])
            throw JudgeFault("cannot be started: \(error.localizedDescription)")
        }
        let reading = dup(output.fileHandleForReading.fileDescriptor)
        _ = fcntl(reading, F_SETFD, FD_CLOEXEC)
        let started = (process: process, input: ends[0], output: reading)
        running = started
        pending = []
        return started
    }

    private func stop() {
        guard let running else { return }
        self.running = nil
        close(running.input)
        close(running.output)
        if running.process.isRunning { kill(running.process.processIdentifier, SIGKILL) }
        running.process.waitUntilExit()
    }

    private func send(_ bytes: [UInt8], to socket: Int32, by deadline: ContinuousClock.Instant) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if sent < 0, errno == EAGAIN {
                try wait(for: socket, POLLOUT, by: deadline)
            } else if sent < 0, errno != EINTR {
                throw JudgeFault("has ended")
            }
        }
    }

    private func answer(from pipe: Int32, by deadline: ContinuousClock.Instant) throws -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(pending[..<end])
                pending.removeFirst(end + 1)
                return line
            }
            if pending.count > Self.longestAnswer { throw JudgeFault("answered with more than 16 MiB in one line") }
            try wait(for: pipe, POLLIN, by: deadline)
            let count = read(pipe, &piece, piece.count)
            if count == 0 { throw JudgeFault("has ended without an answer") }
            if count < 0, errno != EINTR, errno != EAGAIN { throw JudgeFault("cannot be heard any more") }
            if count > 0 { pending += piece[..<count] }
        }
    }

    private func wait(for file: Int32, _ event: Int32, by deadline: ContinuousClock.Instant) throws {
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        guard left > 0 else { throw JudgeFault("gave no answer in time") }
        var place = pollfd(fd: file, events: Int16(event), revents: 0)
        if poll(&place, 1, Int32(min(left.rounded(.up), 86_400_000))) == 0 {
            throw JudgeFault("gave no answer in time")
        }
    }
}
