import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

/// One call of the program: its arguments, what differs in its environment, and the folder it works in.
struct Invocation {
    private let arguments: [String]
    /// What the shell does before the program takes its place.
    private var preparation = ""
    private var environment: [String: String] = [:]
    private let folder: String

    init(_ arguments: [String], in folder: String) {
        self.arguments = arguments
        self.folder = folder
    }

    /// The program that was built with the tests: it lies beside the bundle that they run from.
    static let built: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().path + "/foxing"
    }()

    /// The same call with a variable of the environment set.
    func with(_ variable: String, _ value: String) -> Invocation {
        var copy = self
        copy.environment[variable] = value
        return copy
    }

    /// The same call where no file may grow beyond so many blocks of 512 bytes, as on a disk that is nearly full.
    func onSmallDisk(blocks: Int) -> Invocation {
        var copy = self
        copy.preparation = "trap '' XFSZ; ulimit -f \(blocks);"
        return copy
    }

    /// Runs it to its end.
    func run() throws -> Outcome { try start().end() }

    /// Starts it and lets it run.
    func start() throws -> RunningProgram {
        // What the caller's terminal asks for must not reach the messages that are compared.
        var variables = ProcessInfo.processInfo.environment
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM"] { variables[name] = nil }
        variables.merge(environment) { $1 }
        let script = "cd \"$0\" || exit; \(preparation) exec \"$@\""
        return try RunningProgram(["/bin/sh", "-c", script, folder, Self.built] + arguments, variables)
    }
}

/// What a call came to.
struct Outcome {
    /// The exit status; negative for the signal that ended the program.
    let status: Int32
    /// All of standard output.
    let output: String
    /// All of standard error.
    let errors: String

    /// Standard output as one JSON object.
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]) ?? [:] }
}

/// A program that has been started. Its output goes to files, so that it never waits for a reader.
final class RunningProgram {
    private let process: pid_t
    private let output = RunningProgram.temporaryFile()
    private let errors = RunningProgram.temporaryFile()
    private let ended = Ending()

    /// How a program ended, as soon as it has.
    private final class Ending: Sendable {
        let status = Mutex<Int32?>(nil)
        let arrival = DispatchSemaphore(value: 0)
    }

    init(_ command: [String], _ environment: [String: String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var words = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var number: pid_t = 0
        try #require(
            posix_spawn(&number, command[0], &actions, nil, &words, &variables) == 0, "cannot start \(command)")
        process = number
        Thread.detachNewThread { [ended, process] in
            var word: Int32 = 0
            while waitpid(process, &word, 0) < 0, errno == EINTR {}
            ended.status.withLock { $0 = word & 0x7F == 0 ? word >> 8 & 0xFF : -(word & 0x7F) }
            ended.arrival.signal()
        }
    }

    deinit {
        if isRunning { _ = kill(SIGKILL) }
        for path in [output, errors] { unlink(path) }
    }

    /// Sends a signal.
    func send(_ signal: Int32) { Glibc.kill(process, signal) }

    /// Sends a signal and waits for the end.
    func kill(_ signal: Int32) -> Outcome? {
        send(signal)
        return try? end()
    }

    /// Whether it has not ended yet.
    var isRunning: Bool { ended.status.withLock { $0 == nil } }

    /// Looks again and again until something holds, or the program has ended.
    func wait(until holds: () -> Bool) {
        while !holds(), isRunning { usleep(1000) }
    }

    /// Waits until the program has worked for so many seconds of a core from now on.
    func waitUntilBusy(seconds: Double = 0.3) {
        let start = coreSeconds
        wait { coreSeconds - start >= seconds }
    }

    /// What it wrote to standard error up to now.
    var errorsSoFar: String { Self.text(errors) }

    /// Seconds of a core that it has used.
    private var coreSeconds: Double {
        let fields = Self.text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            return .infinity
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Waits for the end; a program that hangs is killed, which its status shows.
    func end(within seconds: Double = 240) throws -> Outcome {
        if isRunning, ended.arrival.wait(timeout: .now() + seconds) == .timedOut {
            Glibc.kill(process, SIGKILL)
            ended.arrival.wait()
        }
        let status = ended.status.withLock(\.self) ?? -1
        return Outcome(status: status, output: Self.text(output), errors: Self.text(errors))
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    private static func temporaryFile() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("foxing-\(UUID().uuidString)").path
    }
}
