internal import CLinux
internal import Glibc
internal import Synchronization

/// Why a program that is spoken to gave no answer, such as `has ended`; the program itself is not named.
package struct ProgramFault: Error, CustomStringConvertible {
    package let description: String

    /// What the program did, or did not do.
    package init(_ description: String) { self.description = description }
}

/// A program that answers lines with lines. It is started when it is first asked, and again after it failed. Its standard
/// error is that of this process. Whoever asks while it is being asked waits.
package final class SpokenProgram: Sendable {
    /// The longest answer that is waited for, in bytes.
    private static let longestAnswer = 16 << 20

    /// The program while it runs.
    private struct Running {
        let process: pid_t
        /// Who started it: what came from there through a fork is somebody else's.
        let starter = getpid()
        let input: Int32
        let output: Int32
        /// What it has said and nobody has taken yet.
        var pending: [UInt8] = []
    }

    private let command: [String]
    private let folder: String
    private let running = Mutex<Running?>(nil)

    /// Nothing is started yet. `command` is the program, looked for as a shell does, with its arguments; `folder` is where
    /// it runs.
    package init(_ command: [String], in folder: String) {
        self.command = command
        self.folder = folder
    }

    deinit { running.withLock { Self.stop(&$0) } }

    /// Sends a line and waits for the next, both without their ends. After a fault the program is ended.
    package func ask(_ line: [UInt8], within seconds: Double) throws(ProgramFault) -> [UInt8] {
        let deadline = ContinuousClock.now + .milliseconds(Int64(seconds * 1000))
        return try running.withLock { running throws(ProgramFault) -> [UInt8] in
            do throws(ProgramFault) {
                var talk = try started(running)
                running = talk
                try Self.send(line + [UInt8(ascii: "\n")], to: talk.input, by: deadline)
                let answer = try Self.answer(&talk, by: deadline)
                running = talk
                return answer
            } catch {
                Self.stop(&running)
                throw error
            }
        }
    }

    /// Ends the program; it is started again when it is asked.
    package func stop() { running.withLock { Self.stop(&$0) } }

    // MARK: Starting and ending

    private func started(_ running: Running?) throws(ProgramFault) -> Running {
        if let running, running.starter == getpid(), waitpid(running.process, nil, WNOHANG) == 0 { return running }
        var old = running
        Self.stop(&old)
        var (asked, answered): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        // A socket, since writing to a pipe that nobody reads any more would end this process.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &asked) == 0 else { throw Self.unspoken(errno) }
        guard clinux_pipe(&answered) == 0 else {
            let problem = errno
            for end in asked { close(end) }
            throw Self.unspoken(problem)
        }
        var process: pid_t = 0
        let problem = spawn(&process, reading: asked[1], writing: answered[1])
        close(asked[1])
        close(answered[1])
        guard problem == 0 else {
            close(asked[0])
            close(answered[0])
            throw ProgramFault("cannot be started: \(String(cString: strerror(problem)))")
        }
        return Running(process: process, input: asked[0], output: answered[0])
    }

    private static func unspoken(_ problem: Int32) -> ProgramFault {
        ProgramFault("cannot be spoken to: \(String(cString: strerror(problem)))")
    }

    private func spawn(_ process: inout pid_t, reading input: Int32, writing output: Int32) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        _ = clinux_add_folder(&actions, folder)
        var settings = posix_spawnattr_t()
        posix_spawnattr_init(&settings)
        defer { posix_spawnattr_destroy(&settings) }
        // What this process and its threads do with signals is not for others; and Ctrl-C is for this process, which lets
        // what it has begun be finished.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&settings, &none)
        posix_spawnattr_setsigdefault(&settings, &all)
        posix_spawnattr_setpgroup(&settings, 0)
        posix_spawnattr_setflags(
            &settings, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        return posix_spawnp(&process, command[0], &actions, &settings, &words, environ)
    }

    /// Ends the program with all that it started.
    private static func stop(_ running: inout Running?) {
        guard let ended = running.take() else { return }
        close(ended.input)
        close(ended.output)
        guard ended.starter == getpid() else { return }
        kill(-ended.process, SIGKILL)
        while waitpid(ended.process, nil, 0) < 0, errno == EINTR {}
    }

    // MARK: Speaking

    private static func send(
        _ bytes: [UInt8], to socket: Int32, by deadline: ContinuousClock.Instant
    ) throws(ProgramFault) {
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
                throw ProgramFault("has ended")
            }
        }
    }

    private static func answer(
        _ running: inout Running, by deadline: ContinuousClock.Instant
    ) throws(ProgramFault) -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        // What was looked through once is not looked through again, however long the answer.
        var seen = 0
        while true {
            if let end = running.pending[seen...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(running.pending[..<end])
                running.pending.removeFirst(end + 1)
                return line
            }
            seen = running.pending.count
            if seen > longestAnswer { throw ProgramFault("answered with more than 16 MiB in one line") }
            try wait(for: running.output, POLLIN, by: deadline)
            let count = read(running.output, &piece, piece.count)
            if count == 0 { throw ProgramFault("has ended without an answer") }
            if count < 0, errno != EINTR, errno != EAGAIN { throw ProgramFault("cannot be heard any more") }
            if count > 0 { running.pending += piece[..<count] }
        }
    }

    private static func wait(
        for file: Int32, _ event: Int32, by deadline: ContinuousClock.Instant
    ) throws(ProgramFault) {
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        guard left > 0 else { throw ProgramFault("gave no answer in time") }
        var place = pollfd(fd: file, events: Int16(event), revents: 0)
        if poll(&place, 1, Int32(min(left.rounded(.up), 86_400_000))) == 0 {
            throw ProgramFault("gave no answer in time")
        }
    }
}
