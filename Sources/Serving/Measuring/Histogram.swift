/// How often values fell below each of some bounds, as Prometheus counts them.
struct Histogram: Sendable {
    /// Seconds from a millisecond to a minute.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    private var counts = [Int](repeating: 0, count: Self.bounds.count + 1)
    private var sum = 0.0

    /// Counts a value, in seconds.
    mutating func add(_ value: Double) {
        counts[Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count] += 1
        sum += value
    }

    /// The lines of Prometheus's text format; `labels` are such as `path="/v1/preview"`, or nothing.
    func lines(_ name: String, labels: String = "") -> [String] {
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        var lines: [String] = []
        for (bound, count) in zip(Self.bounds, counts) {
            total += count
            lines.append("\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)")
        }
        total += counts[Self.bounds.count]
        let own = labels.isEmpty ? "" : "{\(labels)}"
        return lines + [
            "\(name)_bucket{\(prefix)le=\"+Inf\"} \(total)", "\(name)_sum\(own) \(sum)", "\(name)_count\(own) \(total)",
        ]
    }
}
