public import ArgumentParser
import Foundation
public import Foxing

struct RunVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Makes the training set: N degraded variants of every page, read back.")
    static let examples = [
        "foxing run office-scan.yaml -i scans/ -o out/                       every picture below scans/",
        "foxing run office-scan.yaml -i 'scans/**/*.tif' -o out/ -n 10 -j 4  10 variants a page, 4 workers",
        "foxing run office-scan.yaml -i scans/ -o out/ --dry-run             what would be written",
        "foxing run office-scan.yaml -i scans/ -o out/ --resume              go on where a run was stopped",
        "foxing run office-scan.yaml -i scans/ -o part3/ --shard 3/16        a part of the pages",
        "foxing run office-scan.yaml -i scans/ -o out/ --set stages.post.jpeg.quality=20..40",
    ]

    @Argument(help: "The pipeline file.", completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String

    @Option(
        name: .shortAndLong, parsing: .upToNextOption,
        help: "Files, folders (with all below) or quoted patterns; in place of the pipeline's.",
        completion: .file())
    var input: [String] = []

    @Option(name: .shortAndLong, help: "Where the set goes.", completion: .directory)
    var output: String

    @Option(name: [.customShort("n"), .long], help: "Variants per page.")
    var variants: Int?

    @Option(help: "A whole number of 64 bits; in place of the pipeline's.")
    var seed: Seed?

    @Option(name: [.customShort("j"), .long], help: "Worker threads. (default: the cores that the process may use)")
    var workers: Int?

    @Option(help: "Budget for pixels in flight, such as 2GiB. (default: a quarter of what the process may use)")
    var memory: MemorySize?

    @OptionGroup var changes: Changes

    @Option(help: "Larger pages are refused before they are decoded.")
    var maxPixels: Int = 200_000_000

    @Option(help: "The resolution of pages that do not say theirs, in pixels per inch.")
    var dpi: Double?

    @Option(help: "Only the first pages.")
    var limit: Int?

    @Option(help: "A part of the pages, such as 3/16; 'foxing merge' joins the parts.")
    var shard: Shard?

    @Flag(help: "Also tell what was made, on a page of HTML: \(RunReport.fileName) in the output folder.")
    var report = false

    @Flag(help: "Count what would be written; write nothing.")
    var dryRun = false

    @Flag(help: "Replace what a run left in the output folder.")
    var overwrite = false

    @Flag(help: "Keep what an earlier run of the same pipeline made, and make the rest.")
    var resume = false

    @Option(help: "How progress is shown: \(ProgressStyle.allValueStrings.joined(separator: ", ")).")
    var progress: ProgressStyle = .auto

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Stop at the first page that fails.")
    var failFast = false

    @Flag(help: "Go on after a page fails, which is the default.")
    var keepGoing = false

    @Option(help: "End the run when more fail: a number, or a share such as 5%.")
    var maxFailures: FailureBound?

    @Option(help: "Seconds that pages in flight are given after an interruption.")
    var grace: Double = 10

    @Option(help: "The folder of Tesseract's models.", completion: .directory)
    var tessdata: String?

    @Flag(help: "Let the pipeline start the programs that it names, to carry out steps and to read pages.")
    var allowCommands = false

    @Flag(name: .shortAndLong, help: "Only what went wrong.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Also what is only worth noting.")
    var verbose = false

    func validate() throws {
        if overwrite, resume { throw ValidationError("--overwrite and --resume exclude each other.") }
        if keepGoing, failFast { throw ValidationError("--keep-going and --fail-fast exclude each other.") }
        if let variants, variants < 1 { throw ValidationError("--variants takes a whole number from 1.") }
        if let workers, workers < 1 { throw ValidationError("--workers takes a whole number from 1.") }
        if let limit, limit < 0 { throw ValidationError("--limit takes a whole number from 0.") }
        if maxPixels < 1 { throw ValidationError("--max-pixels takes a whole number from 1.") }
        if !(0...86_400).contains(grace) { throw ValidationError("--grace takes seconds, 0 to 86400.") }
        if let dpi, !(30...2400).contains(dpi) { throw ValidationError("--dpi lies between 30 and 2400.") }
    }

    func run() throws {
        try RunSession(self).carryOut()
    }
}

extension ProgressStyle: ExpressibleByArgument {}

extension Shard: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// A seed as people write it: any number that 64 bits can hold, with or without a sign.
struct Seed: ExpressibleByArgument {
    let bits: UInt64

    init?(argument: String) {
        guard let bits = UInt64(argument) ?? Int64(argument).map(UInt64.init(bitPattern:)) else { return nil }
        self.bits = bits
    }
}

/// A number of bytes as people write it: `512MiB`, `2GiB`, `1.5GB`.
struct MemorySize: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        let units: [(String, Double)] = [
            ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776), ("kB", 1e3),
            ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
        ]
        for (unit, factor) in units where argument.hasSuffix(unit) {
            let digits = argument.dropLast(unit.count).trimmingCharacters(in: .whitespaces)
            guard let number = Double(digits), number > 0, number * factor < 1e18 else { continue }
            bytes = Int(number * factor)
            return
        }
        return nil
    }
}

/// How many failures end a run: a number, or a share of the variants.
enum FailureBound: ExpressibleByArgument {
    case count(Int)
    case share(Double)

    init?(argument: String) {
        if argument.hasSuffix("%"), let percent = Double(argument.dropLast()), (0...100).contains(percent) {
            self = .share(percent / 100)
        } else if let count = Int(argument), count >= 0 {
            self = .count(count)
        } else {
            return nil
        }
    }

    func isExceeded(_ failures: Int, of total: Int) -> Bool {
        switch self {
        case .count(let bound): failures > bound
        case .share(let share): Double(failures) > share * Double(total)
        }
    }
}
