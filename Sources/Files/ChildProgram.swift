internal import Foundation
internal import Glibc

/// Another program that is run to its end.
package enum ChildProgram {
    /// What a run of it came to.
    package struct Outcome: Sendable {
        /// The exit status; negative for the signal that ended it.
        package let status: Int32
        /// What it wrote to its standard output.
        package let output: String
        /// What it wrote to its standard error.
        package let errors: String
        /// Seconds of processors, all of its threads together.
        package let processor: Double
        /// The most that was resident at a time, in bytes.
        package let memory: Int
    }

    /// The file that this process runs.
    package static let own = "/proc/self/exe"

    /// Runs a program with its arguments and waits for its end. Its output goes through files in the folder `scratch`, so that
    /// it waits for no reader.
    package static func run(_ command: [String], scratch: String) throws(SystemProblem) -> Outcome {
        let names = [1, 2].map { RelativePath.join(scratch, ".\(AtomicFile.token).\($0)") }
        defer { for name in names { unlink(name) } }
        let process = try start(command, names)
        var (word, usage) = (Int32(0), rusage())
        while wait4(process, &word, 0, &usage) < 0 {
            if errno != EINTR { throw SystemProblem(errno) }
        }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        let texts = names.map { String(decoding: (try? WholeFile.read($0)) ?? [], as: UTF8.self) }
        return Outcome(
            status: word & 0x7F == 0 ? word >> 8 & 0xFF : -(word & 0x7F), output: texts[0], errors: texts[1],
            processor: seconds(usage.ru_utime) + seconds(usage.ru_stime), memory: usage.ru_maxrss * 1024)
    }

    private static func start(_ command: [String], _ names: [String]) throws(SystemProblem) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (number, name) in names.enumerated() {
            posix_spawn_file_actions_addopen(
                &actions, Int32(number + 1), name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let problem = posix_spawn(&process, command[0], &actions, nil, &words, environ)
        if problem != 0 { throw SystemProblem(problem) }
        return process
    }
}
