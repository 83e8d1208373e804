public import Engine
internal import Files
internal import Foundation
internal import JSON
internal import Jobs
public import Reporting

/// Times a pipeline with several numbers of workers. Each run is a process of its own, as a run of a user would be, so that its
/// memory is its own too; the same variants are made each time.
public struct FolderBench: Sendable {
    /// How it is timed.
    public struct Options: Sendable {
        /// Texts that are applied to the pipeline, such as `stages.post.jpeg.quality=20..40`.
        public var overrides: [String] = []
        /// Numbers of workers, in the order in which they run.
        public var workers = Array(1...Machine.cores)
        /// Per page; nil for as many as one worker makes in `seconds`.
        public var variants: Int?
        /// About how long one worker works.
        public var seconds = 10.0
        /// A folder to write into.
        public var scratch = FileManager.default.temporaryDirectory.path
        /// Whether the pipeline may start the programs that it names.
        public var allowsCommands = false
        /// The program `foxing`; nil for the one that this is part of.
        public var program: String?

        /// One to all cores, for about ten seconds.
        public init() {}
    }

    private let pipeline: String
    private let images: [String]
    private let options: Options

    /// A bench of the pipeline file at `pipeline` over the pages that `images` name: files, folders or patterns.
    public init(pipeline: String, images: [String], options: Options = Options()) {
        self.pipeline = pipeline
        self.images = images
        self.options = options
    }

    /// Runs it. A first run that is not counted brings files into memory, reads what is read once for all runs, and finds how many
    /// variants are to be made. `tell` gets each run that counts. Throws `RunRefusal` with what the program had to say.
    public func run(
        interruption: Interruption = Interruption(), _ tell: (BenchRecord.Run) -> Void = { _ in }
    ) throws -> BenchRecord {
        let folder = RelativePath.join(options.scratch, "foxing-bench-\(AtomicFile.token)")
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw RunRefusal(.writeFailed, "cannot make the folder '\(folder)': \(error.localizedDescription)")
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let trial = try time(workers: 1, variants: options.variants.map { min($0, 2) } ?? 2, in: folder)
        let pages = max(1, trial.pages)
        let wanted = Double(trial.run.variants) / max(trial.run.seconds, 0.001) * options.seconds / Double(pages)
        let variants = options.variants ?? max(1, min(100_000, Int(wanted.rounded(.up))))
        var runs: [BenchRecord.Run] = []
        for workers in options.workers {
            if interruption.isRequested { throw RunRefusal(.unusable, "interrupted") }
            let run = try time(workers: workers, variants: variants, in: folder).run
            tell(run)
            runs.append(run)
        }
        return BenchRecord(
            name: "foxing \(foxingVersion)", pipeline: trial.pipeline, pages: pages,
            machine: [
                JSONValue.Member("cores", .integer(Machine.cores)),
                JSONValue.Member("memory", .integer(Machine.memory)),
                JSONValue.Member("kernel", .string(Machine.kernel)),
            ], runs: runs)
    }

    /// One run in a process of its own, into a folder that is removed again.
    private func time(
        workers: Int, variants: Int, in folder: String
    ) throws -> (run: BenchRecord.Run, pages: Int, pipeline: String) {
        let output = RelativePath.join(folder, "run")
        defer { try? FileManager.default.removeItem(atPath: output) }
        let command =
            [options.program ?? ChildProgram.own, "run", pipeline, "--output", output, "--variants", String(variants)]
            + ["--workers", String(workers), "--progress", "none", "--quiet"]
            + (options.allowsCommands ? ["--allow-commands"] : []) + options.overrides.flatMap { ["--set", $0] }
            + ["--input"] + images
        let outcome: ChildProgram.Outcome
        do {
            outcome = try ChildProgram.run(command, scratch: folder)
        } catch {
            throw RunRefusal(.unusable, "'\(command[0])' cannot be started: \(error.words)")
        }
        guard let told = try? JSONReader.read(outcome.output), let made = told["variants"]?.integer, made > 0,
            let seconds = told["seconds"]?.double
        else {
            let said = outcome.errors.trimmingCharacters(in: .whitespacesAndNewlines)
            throw RunRefusal(
                .unusable, "the run failed" + (said.isEmpty ? " with status \(outcome.status)" : ":\n\(said)"))
        }
        let record = (try? WholeFile.read(RelativePath.join(output, RunRecord.fileName))).flatMap {
            try? JSONReader.read($0)
        }
        let run = BenchRecord.Run(
            label: workers == 1 ? "1 worker" : "\(workers) workers", workers: workers, variants: made,
            seconds: max(seconds, 0.001), processor: outcome.processor, memory: outcome.memory,
            times: record?["seconds"].map(WorkTimes.init) ?? WorkTimes())
        return (run, told["sources"]?.integer ?? 1, record?["pipeline"]?["name"]?.text ?? "")
    }
}
