import Foxing
import Foundation

/// Shows on standard error how far a run is, and what goes wrong on the way.
struct ProgressLine {
    private var progress: Reporting.Progress
    private var counts = Reporting.Progress.Counts()
    private let variants: Int
    private let isVerbose: Bool

    /// `variants` are those of one page, `total` those of all.
    init(_ verb: RunVerb, variants: Int, total: Int) {
        let environment = ProcessInfo.processInfo.environment
        let style =
            verb.quiet
            ? .none
            : verb.progress.resolved(
                isTerminal: Terminal.errorIsTerminal, environment: environment)
        progress = Reporting.Progress(
            style, total: total, start: Self.now, width: Terminal.width, isPainted: Terminal.paintsMessages)
        self.variants = variants
        isVerbose = verb.verbose
    }

    mutating func tell(_ event: JobRun.Event) {
        switch event {
        case .note(let source, let code, let message):
            if isVerbose { say("foxing: \(source): [\(code)] \(message)") }
        case .failure(let row):
            if row.action == .skipped {
                counts.failed += 1
                counts.done += row.variant == nil ? variants : 1
                say("foxing: \(row.file)\(row.page > 1 ? " page \(row.page)" : ""): [\(row.code)] \(row.message)")
            } else if isVerbose {
                say("foxing: \(row.source) variant \(row.variant ?? 0) is drawn again: \(row.message)")
            }
        case .variant(let row, _):
            counts.done += 1
            if row.status != .dropped { counts.kept += 1 }
        }
        if let text = progress.update(counts, at: Self.now) { Terminal.write(text) }
    }

    mutating func finish() {
        if let text = progress.finish(counts, at: Self.now) { Terminal.write(text) }
    }

    private func say(_ text: String) {
        Terminal.write(progress.interruption)
        Terminal.say(text)
    }

    private static var now: Double { ProcessInfo.processInfo.systemUptime }
}
