public import Engine
internal import Files
public import Jobs
public import JSON
internal import Sets

/// Joins what the parts of a job left to one folder, as a single run would have left it.
public struct FolderMerge: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// Rows of the joined manifest by what became of them, as in `run.json`.
        public let counts: RunCounts
        /// What each training set holds, as in `run.json`.
        public let sets: [JSONValue.Member]
        /// Training sets that only a run can make, since they hold undegraded pages.
        public let hasOpenSets: Bool
    }

    private let parts: ShardMerge
    private let folders: [String]

    /// Looks at the folders of all parts. Throws `RunRefusal` when one is missing, twice there, not complete, or of
    /// another job.
    public init(_ folders: [String]) throws {
        self.folders = folders
        do {
            parts = try ShardMerge(folders)
        } catch {
            throw RunRefusal(.unusable, error.description)
        }
    }

    /// Makes the joined folder with its training sets. Throws `RunRefusal`.
    public func run(
        into output: String, overwrites: Bool = false, workers: Int = Machine.cores,
        interruption: Interruption = Interruption()
    ) throws -> Outcome {
        do {
            let sink = try parts.run(into: output, overwrites ? .overwrite : .fresh)
            defer { sink.close() }
            let pipeline = try WholeFile.read(RelativePath.join(folders[0], RunRecord.pipelineFileName))
            try sink.write(pipeline, to: RunRecord.pipelineFileName)
            let file = PipelineFile(bytes: pipeline, path: RunRecord.pipelineFileName)
            let plans = file.sets
            let hasOpenSets = plans.contains { !$0.split.clean.isEmpty }
            var sets: [JSONValue.Member] = []
            if !plans.isEmpty, !hasOpenSets {
                let export = try SetExport(output)
                let dealt = try WholeFile.read(RelativePath.join(folders[0], TrainingSets.dealtFileName))
                let following = try TrainingSets(plans, outputs: export.outputs, dealt: dealt)
                sets = try export.run(
                    following, into: sink.path(RunFile.sets), workers: workers, interruption: interruption
                ).sets
            }
            let counts = try sink.counts()
            try sink.write(record(counts, sets), to: RunRecord.fileName)
            return Outcome(counts: counts, sets: sets, hasOpenSets: hasOpenSets)
        } catch let problem as JobProblem {
            throw RunRefusal(problem)
        } catch let problem as SystemProblem {
            throw RunRefusal(.unusable, "cannot read what a run leaves in '\(folders[0])': \(problem.words)")
        }
    }

    /// What all parts took together.
    private func times() throws(SystemProblem) -> WorkTimes {
        var times = WorkTimes()
        for folder in folders {
            let bytes = try WholeFile.read(RelativePath.join(folder, RunRecord.fileName))
            if let told = (try? JSONReader.read(bytes))?["seconds"] { times.add(WorkTimes(told)) }
        }
        return times
    }

    /// The record of the first part with the numbers of all.
    private func record(_ counts: RunCounts, _ sets: [JSONValue.Member]) throws(SystemProblem) -> [UInt8] {
        let bytes = try WholeFile.read(RelativePath.join(folders[0], RunRecord.fileName))
        guard let first = (try? JSONReader.read(bytes))?.members else { return bytes }
        let anew: [String: JSONValue] = [
            "counts": counts.json, "metrics": counts.metrics, "sets": .object(sets), "shard": .null,
            "seconds": try times().json,
        ]
        let members = first.map { JSONValue.Member($0.name, anew[$0.name] ?? $0.value) }
        return Array(CanonicalJSON.pretty(.object(members)).utf8)
    }
}
