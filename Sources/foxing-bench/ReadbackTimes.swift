import Foxing
import Foundation

/// Whole runs of the ready-made pipelines over the fixtures with the check on: as pages were read before their lines were
/// known, with every line read, and until it is decided.
struct ReadbackTimes {
    private enum Mode: String, CaseIterable {
        case before, full, decided
    }

    private static let names = ["ocr-training", "office-scan", "old-book", "phone-photo", "well-used-copy"]
    private static let workers = 2
    private let folder: String
    private let root: String

    /// `root` is the top of the repository.
    init(root: String) throws {
        self.root = root
        folder = NSTemporaryDirectory() + "foxing-readback-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Variants per second of each way with 5 variants a page, in turn; then the verdicts of `verdicts` variants a page.
    func print(verdicts: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var times: [Mode: Double] = [:]
        Swift.print("5 variants of 15 pages, \(Self.workers) workers; clean pages are read once for all pipelines")
        Swift.print(
            "pipeline".column(18, right: false) + Mode.allCases.map { ($0.rawValue + "/s").column(11) }.joined())
        for name in Self.names {
            var row = name.column(18, right: false)
            for mode in Mode.allCases {
                let seconds = try run(name, mode, variants: 5).seconds
                times[mode, default: 0] += seconds
                row += String(75 / seconds, decimals: 2).column(11)
            }
            Swift.print(row)
            fflush(nil)
        }
        let before = times[.before] ?? 0
        for mode in [Mode.full, .decided] {
            Swift.print(
                "\(mode.rawValue): \(String(before / (times[mode] ?? 1), decimals: 2)) x the variants per second of before"
            )
        }
        if verdicts > 0 { try compare(verdicts) }
    }

    private func compare(_ variants: Int) throws {
        var (same, all) = (0, 0)
        var errors: [Mode: [Int]] = [.full: [0, 0], .decided: [0, 0]]
        for name in Self.names {
            let full = try run(name, .full, variants: variants).rows
            let decided = try run(name, .decided, variants: variants).rows
            for (whole, part) in zip(full, decided) {
                all += 1
                if whole.status == part.status { same += 1 }
                for (mode, row) in [(Mode.full, whole), (.decided, part)] where row.status == .kept {
                    guard let cer = whole.readability?.cer else { continue }
                    errors[mode] = [errors[mode]![0] + cer[0], errors[mode]![1] + cer[1]]
                }
            }
        }
        func rate(_ mode: Mode) -> String {
            let pair = errors[mode] ?? [0, 1]
            return String(100 * Double(pair[0]) / Double(max(1, pair[1])), decimals: 2) + " %"
        }
        Swift.print(
            "\(same) of \(all) variants get the same verdict: \(String(100 * Double(same) / Double(max(1, all)), decimals: 2)) %"
        )
        Swift.print("CER of what is kept: \(rate(.full)) by full, \(rate(.decided)) by decided")
    }

    private func run(_ name: String, _ mode: Mode, variants: Int) throws -> (seconds: Double, rows: [ManifestRow]) {
        var overrides = ["readability.effort=\(mode == .decided ? "decided" : "full")"]
        if mode == .before { overrides += ["readability.languages=[kor, eng]", "input.truth=auto"] }
        let file = try PipelineFile(path: "\(root)/pipelines/\(name).yaml", overrides: overrides)
        var options = FolderRun.Options()
        options.variants = variants
        options.policy = .overwrite
        options.settings.workers = Self.workers
        options.readsWholePages = mode == .before
        options.readings = ReadingStore(folder: "\(folder)/readings-\(mode.rawValue)")
        let out = "\(folder)/out"
        let start = ContinuousClock.now
        let run = try FolderRun(file, inputs: ["\(root)/fixtures/pages"], into: out, options: options)
        _ = try run.run()
        let seconds = start.duration(to: .now) / .seconds(1)
        let text = try String(contentsOfFile: "\(out)/manifest.jsonl", encoding: .utf8)
        let rows = try text.split(separator: "\n").compactMap { ManifestRow(try JSONReader.read(Array($0.utf8))) }
        return (seconds, rows)
    }
}
