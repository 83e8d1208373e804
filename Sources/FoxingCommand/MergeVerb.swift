import ArgumentParser
import Foxing

struct MergeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Joins what the parts of a run left to one folder.")
    static let examples = [
        "foxing run pipeline.yaml -i scans/ -o part1 --shard 1/3    on one machine, and so on",
        "foxing merge part1 part2 part3 -o out                      as a single run would have left it",
    ]

    @Argument(help: "The folders of all parts.", completion: .directory)
    var runs: [String]

    @Option(name: .shortAndLong, help: "Where the joined run goes.", completion: .directory)
    var output: String

    @Option(name: [.customShort("j"), .long], help: "Worker threads. (default: the cores that the process may use)")
    var workers: Int?

    @Flag(help: "Replace what a run left in the output folder.")
    var overwrite = false

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers takes a whole number from 1.") }
    }

    func run() throws {
        let outcome: FolderMerge.Outcome
        do {
            outcome = try FolderMerge(runs).run(
                into: output, overwrites: overwrite, workers: workers ?? Machine.cores,
                interruption: Signals().interruption)
        } catch {
            throw Failure(error)
        }
        if outcome.hasOpenSets {
            Terminal.say(
                "foxing: sets with 'clean' pages are made by  foxing run … -o \(output) --resume  over all pages")
        }
        print(
            CanonicalJSON.text(
                .object(
                    ("variants", .integer(outcome.counts.variants)),
                    ("written", .integer(outcome.counts.kept + outcome.counts.flagged)),
                    ("dropped", .integer(outcome.counts.dropped)), ("failed", .integer(outcome.counts.failed)),
                    ("output", .string(output)))))
    }
}
