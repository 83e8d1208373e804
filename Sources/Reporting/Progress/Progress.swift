internal import JSON

/// How far a run is, as text for standard error. Fed with counts and the time; writes nothing itself.
public struct Progress: Sendable {
    /// What has come of the variants so far.
    public struct Counts: Sendable, Equatable {
        /// Finished in any way, failed ones too.
        public var done: Int
        /// Part of the set, flagged ones too.
        public var kept: Int
        /// Failed pages and variants.
        public var failed: Int

        /// The counts of a moment.
        public init(done: Int = 0, kept: Int = 0, failed: Int = 0) {
            self.done = done
            self.kept = kept
            self.failed = failed
        }
    }

    private let style: ProgressStyle
    private let total: Int
    private let start: Double
    private let width: Int
    private let isPainted: Bool
    private var lastShown: Double
    private var pace: Pace

    /// A run of `total` variants that starts at `start` (seconds of any steady clock). `style` must be resolved; `width` is
    /// the terminal's, in columns.
    public init(_ style: ProgressStyle, total: Int, start: Double, width: Int = 80, isPainted: Bool = false) {
        self.style = style
        self.total = total
        self.start = start
        self.width = width
        self.isPainted = isPainted
        lastShown = start
        pace = Pace(start: start)
    }

    /// What to write now; nil when it is too early for another sign of life.
    public mutating func update(_ counts: Counts, at now: Double) -> String? {
        pace.note(done: counts.done, at: now)
        guard now - lastShown >= style.interval else { return nil }
        lastShown = now
        return text(counts, at: now, isLast: false)
    }

    /// What to write at the end, with the rate of the whole run; nil when nothing is to be seen.
    public mutating func finish(_ counts: Counts, at now: Double) -> String? {
        pace.note(done: counts.done, at: now)
        return style == .none ? nil : text(counts, at: now, isLast: true)
    }

    /// Takes the bar off its line, so that a message can be written in its place; empty when there is none.
    public var interruption: String { style == .bar ? "\r\u{1B}[K" : "" }

    private func text(_ counts: Counts, at now: Double, isLast: Bool) -> String {
        let elapsed = max(now - start, 0)
        let rate = isLast ? (elapsed > 0 ? Double(counts.done) / elapsed : 0) : pace.rate
        let left = rate > 0 ? Double(max(0, total - counts.done)) / rate : nil
        switch style {
        case .json: return json(counts, elapsed, rate, left)
        case .bar:
            let figures = self.figures(counts, rate, isLast ? nil : left, elapsed)
            return "\r\u{1B}[K" + bar(counts, besides: figures.count) + figures + (isLast ? "\n" : "")
        default: return figures(counts, rate, isLast ? nil : left, elapsed) + "\n"
        }
    }

    /// `3214/10000 · 42.1/s · kept 91% · failed 2 · ETA 2m41s`
    private func figures(_ counts: Counts, _ rate: Double, _ left: Double?, _ elapsed: Double) -> String {
        var parts = ["\(counts.done)/\(total)", "\(Self.oneDecimal(rate))/s"]
        if counts.done > 0 { parts.append("kept \(100 * counts.kept / counts.done)%") }
        parts.append("failed \(counts.failed)")
        if let left { parts.append("ETA \(Self.duration(left))") }
        if left == nil, counts.done >= total { parts.append(Self.duration(elapsed)) }
        return parts.joined(separator: " · ")
    }

    private func bar(_ counts: Counts, besides columns: Int) -> String {
        let room = min(40, width - columns - 2)
        guard room >= 8 else { return "" }
        let filled = total == 0 ? room : min(room, room * counts.done / total)
        let full = String(repeating: "█", count: filled)
        let empty = String(repeating: "░", count: room - filled)
        guard isPainted else { return full + empty + " " }
        let color = counts.failed > 0 ? "33" : "32"
        return "\u{1B}[\(color)m\(full)\u{1B}[2m\(empty)\u{1B}[0m "
    }

    private func json(_ counts: Counts, _ elapsed: Double, _ rate: Double, _ left: Double?) -> String {
        let value = JSONValue.object(
            ("done", .integer(counts.done)), ("total", .integer(total)), ("kept", .integer(counts.kept)),
            ("failed", .integer(counts.failed)), ("rate", .decimal(rate, digits: 1)),
            ("seconds", .decimal(elapsed, digits: 1)), ("eta", left.map { .decimal($0, digits: 0) } ?? .null))
        return CanonicalJSON.text(value) + "\n"
    }

    private static func oneDecimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// `41s`, `2m41s`, `1h03m`, `3d04h`.
    static func duration(_ seconds: Double) -> String {
        // Beyond some years no estimate means anything.
        let whole = Int(min(seconds.rounded(.up), 1e8))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if whole < 60 { return "\(whole)s" }
        if whole < 3600 { return "\(whole / 60)m\(two(whole % 60))s" }
        if whole < 86_400 { return "\(whole / 3600)h\(two(whole / 60 % 60))m" }
        return "\(whole / 86_400)d\(two(whole / 3600 % 24))h"
    }
}

/// Variants per second over the last half minute, so that a slow start is soon forgotten.
struct Pace: Sendable {
    private var marks: [(time: Double, done: Int)]

    init(start: Double) {
        marks = [(start, 0)]
    }

    mutating func note(done: Int, at now: Double) {
        // A mark a second is enough.
        if marks.count > 1, now - marks[marks.count - 2].time < 1 { marks.removeLast() }
        marks.append((now, done))
        while marks.count > 2, now - marks[1].time > 30 { marks.removeFirst() }
    }

    var rate: Double {
        let (first, last) = (marks[0], marks[marks.count - 1])
        let seconds = last.time - first.time
        return seconds > 0 ? Double(last.done - first.done) / seconds : 0
    }
}
