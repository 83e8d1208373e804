import ArgumentParser
import Foundation
import Foxing

struct ExportVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Makes training sets of a finished run: what one trainer or another reads.")
    static let examples = [
        "foxing export out/ --unit line --format tesstrain                    out/sets/tesstrain-line",
        "foxing export out/ --unit word --format lmdb,paddleocr-rec -o sets/  two sets of words",
        "foxing export out/ --unit page --format coco --from binary           of another output",
        "foxing export out/ --unit line --format huggingface --split 'train: 0.9, test: 0.1' --set padding=0.2",
        "foxing export out/                                                   what its pipeline asks for",
    ]

    @Argument(help: ArgumentHelp("The output folder of a run.", valueName: "run"), completion: .directory)
    var folder: String

    @Option(help: "What one label speaks of: page, line, word.")
    var unit: String?

    @Option(
        name: .shortAndLong,
        help: "\(Pipeline.formats.sets.map(\.name).joined(separator: ", ")); several with commas.")
    var format: [String] = []

    @Option(name: .shortAndLong, help: "Where the sets go. (default: RUN/sets)", completion: .directory)
    var output: String?

    @Option(help: "The output of the run that the pictures come from.")
    var from: String?

    @Option(help: "As 'split' in a pipeline: 'train: 0.9, test: 0.1'. (default: as in the manifest)")
    var split: String?

    @Option(help: "A further key of 'dataset', such as padding=0.2 or flagged=skip; repeatable.")
    var set: [String] = []

    @Option(name: [.customShort("j"), .long], help: "Worker threads. (default: the cores that the process may use)")
    var workers: Int?

    @Flag(help: "Replace sets that are there.")
    var overwrite = false

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers takes a whole number from 1.") }
        if format.isEmpty != (unit == nil) { throw ValidationError("--unit and --format go together.") }
        if format.isEmpty, from != nil || split != nil || !set.isEmpty {
            throw ValidationError("--from, --split and --set need --unit and --format.")
        }
        if let wrong = set.first(where: { !$0.contains("=") }) {
            throw ValidationError("--set takes KEY=VALUE, not '\(wrong)'.")
        }
    }

    func run() throws {
        let export: SetExport
        do {
            export = try SetExport(folder)
        } catch {
            throw Failure(.unusable, error.description)
        }
        let plans = try plans(for: export)
        let target = output ?? URL(fileURLWithPath: folder).appendingPathComponent("sets").relativePath
        try checkRoom(for: plans, export, in: target)
        let signals = Signals()
        let outcome: SetExport.Outcome
        do {
            outcome = try export.run(
                plans, splitsAnew: split != nil || unit == nil, folder: unit == nil ? folder : nil, into: target,
                workers: workers ?? Machine.cores,
                interruption: signals.interruption)
        } catch {
            throw Failure(
                error.code == .splitLists ? .wrongUse : error.code == .foreignOutput ? .unusable : .writeFailed,
                error.description)
        }
        for note in outcome.notes { Terminal.say("foxing: [\(note.code.rawValue)] \(note.message)") }
        for failure in outcome.failures { Terminal.say("foxing: \(failure.id): \(failure.message)") }
        if outcome.isInterrupted { Foundation.exit(signals.interruption.exitStatus) }
        print(CanonicalJSON.text(.object(("output", .string(target)), ("sets", .object(outcome.sets)))))
        if !outcome.failures.isEmpty { Foundation.exit(Status.doneWithFailures.rawValue) }
    }

    private func plans(for export: SetExport) throws -> [DatasetPlan] {
        guard let unit else { return try plansOfPipeline(export) }
        var members = [("unit", unit), ("format", "[" + format.joined(separator: ", ") + "]")]
        if let from { members.append(("output", from)) }
        if let split { members.append(("split", "{" + split + "}")) }
        for text in set {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            members.append((String(parts[0]), String(parts[1])))
        }
        let outputs = zip(export.outputs, export.extensions).map { (name: $0, fileExtension: $1) }
        let request = SetRequest(members.map { (key: $0.0, value: $0.1) }, outputs: outputs)
        if !request.report.isEmpty { Terminal.say(request.report) }
        guard let plans = request.plans else { throw Failure(.wrongUse, "nothing was exported") }
        return try checked(plans)
    }

    private func plansOfPipeline(_ export: SetExport) throws -> [DatasetPlan] {
        let path = URL(fileURLWithPath: folder).appendingPathComponent(RunRecord.pipelineFileName).relativePath
        guard let sets = try? PipelineFile(path: path, surroundings: Surroundings()).sets, !sets.isEmpty else {
            throw Failure(.wrongUse, "the run's pipeline asks for no sets; name them with --unit and --format")
        }
        return try checked(sets)
    }

    private func checked(_ plans: [DatasetPlan]) throws -> [DatasetPlan] {
        guard plans.allSatisfy(\.split.clean.isEmpty) else {
            throw Failure(.wrongUse, "'clean' takes pages that only 'foxing run' has at hand")
        }
        return plans
    }

    private func checkRoom(for plans: [DatasetPlan], _ export: SetExport, in target: String) throws {
        guard !overwrite else { return }
        for plan in plans {
            let output = plan.output > 0 ? export.outputs[plan.output] : nil
            for format in plan.formats {
                let path = URL(fileURLWithPath: target).appendingPathComponent(plan.name(format, outputName: output))
                guard FileManager.default.fileExists(atPath: path.path) else { continue }
                throw Failure(.unusable, "'\(path.relativePath)' is there already; pass --overwrite to replace it")
            }
        }
    }
}
