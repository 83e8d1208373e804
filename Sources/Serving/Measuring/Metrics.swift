internal import Foxing
internal import Foundation
internal import Synchronization

/// What happened since the server started, in numbers.
final class Metrics: Sendable {
    private struct State {
        /// By path and status.
        var answers: [Key: Int] = [:]
        /// From the first byte to the last of the answer, by path.
        var times: [String: Histogram] = [:]
        var waited = Histogram()
        var worked = Histogram()
        var dropped = 0
        var variants = 0
        var failures = 0
        var received = 0
        var sent = 0
    }

    private struct Key: Hashable {
        let path: String
        let status: Int
    }

    private let state = Mutex(State())

    /// Counts an answer to a request for `path`, as its template says it.
    func answered(_ path: String, status: Int, seconds: Double, received: Int, sent: Int) {
        state.withLock { s in
            s.answers[Key(path: path, status: status), default: 0] += 1
            s.times[path, default: Histogram()].add(seconds)
            s.received += received
            s.sent += sent
        }
    }

    /// Counts a piece of work, with the seconds that it waited and took.
    func worked(waited: Double, worked: Double) {
        state.withLock { s in
            s.waited.add(waited)
            s.worked.add(worked)
        }
    }

    /// Counts a piece of work that nobody waited for any more.
    func dropped() { state.withLock { $0.dropped += 1 } }

    /// Counts variants that were made, and that failed.
    func made(_ variants: Int, failures: Int = 0) {
        state.withLock { s in
            s.variants += variants
            s.failures += failures
        }
    }

    /// Numbers that others know at the moment.
    struct Gauges: Sendable {
        var waiting = 0
        var working = 0
        var workers = 0
        var connections = 0
        var pages = 0
        var pageBytes = 0
        var runs = 0
    }

    /// All of it in Prometheus's text format.
    func text(_ gauges: Gauges) -> String {
        let s = state.withLock { $0 }
        var lines: [String] = []
        func add(_ name: String, _ type: String, _ help: String, _ values: [String]) {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"] + values
        }
        func add(_ name: String, _ type: String, _ help: String, _ value: Int) {
            add(name, type, help, ["\(name) \(value)"])
        }
        let answers = s.answers.sorted { ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status) }
        add(
            "foxing_requests_total", "counter", "Answered requests by path and status.",
            answers.map { "foxing_requests_total{path=\"\($0.key.path)\",status=\"\($0.key.status)\"} \($0.value)" })
        add(
            "foxing_request_seconds", "histogram", "Time from a request's head to the end of its answer.",
            s.times.sorted { $0.key < $1.key }.flatMap {
                $0.value.lines("foxing_request_seconds", labels: "path=\"\($0.key)\"")
            })
        add("foxing_wait_seconds", "histogram", "Time of work in the queue.", s.waited.lines("foxing_wait_seconds"))
        add("foxing_work_seconds", "histogram", "Time of work on a thread.", s.worked.lines("foxing_work_seconds"))
        add("foxing_queue_length", "gauge", "Pieces of work that wait.", gauges.waiting)
        add("foxing_working", "gauge", "Pieces of work that are being done.", gauges.working)
        add("foxing_workers", "gauge", "Threads that work on pixels.", gauges.workers)
        add("foxing_dropped_total", "counter", "Pieces of work that nobody waited for any more.", s.dropped)
        add("foxing_variants_total", "counter", "Variants made.", s.variants)
        add("foxing_failures_total", "counter", "Variants that failed.", s.failures)
        add("foxing_received_bytes_total", "counter", "Bytes of bodies of requests.", s.received)
        add("foxing_sent_bytes_total", "counter", "Bytes of bodies of answers.", s.sent)
        add("foxing_connections", "gauge", "Open connections.", gauges.connections)
        add("foxing_pages", "gauge", "Pages that are kept.", gauges.pages)
        add("foxing_page_bytes", "gauge", "Memory that kept pages take.", gauges.pageBytes)
        add("foxing_runs", "gauge", "Runs that are queued or go on.", gauges.runs)
        add("foxing_resident_bytes", "gauge", "Memory of the process.", Self.residentBytes)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the kernel says that the process has in memory.
    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4096
    }
}
