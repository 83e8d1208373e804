import Foundation
import Foxing

/// One `foxing run`, from the pipeline file to the exit status.
struct RunSession {
    private let verb: RunVerb
    private let file: PipelineFile
    private let pipeline: Pipeline

    init(_ verb: RunVerb) throws {
        self.verb = verb
        file = try Changes.load(
            verb.pipeline, verb.changes.set,
            surroundings: .thisMachine(pipeline: verb.pipeline, tessdata: verb.tessdata))
        if !file.findings.isEmpty, file.plan == nil || !verb.quiet {
            Terminal.say(file.report(color: Terminal.paintsMessages))
        }
        if file.plan == nil {
            let lacksLanguage = file.findings.allSatisfy { $0.severity == .warning || $0.code == .missingLanguage }
            throw Failure(
                lacksLanguage ? .missingOnMachine : .wrongUse, "'\(verb.pipeline)' has errors; nothing was run")
        }
        do {
            pipeline = try Pipeline(
                file, seed: verb.seed?.bits, variants: verb.variants)
        } catch {
            throw Failure(.wrongUse, String(describing: error))
        }
    }

    func run() throws {
        let started = Date()
        let input = try findInput()
        if verb.dryRun { return try dryRun(input) }
        let sets = try sets(for: input)
        let judges: (any JudgeMaker)?
        do {
            judges = try pipeline.judges(tessdata: verb.tessdata)
        } catch let missing as MissingOnMachine {
            throw Failure(.missingOnMachine, missing.description)
        }
        var record = RunRecord(
            identity: identity, pipeline: pipeline.plan.name, target: Machine.target,
            start: started.timeIntervalSince1970)
        record.describeMachine(workers: workers)
        let signals = Signals(grace: verb.grace)
        let end = try make(input, judges, sets, &record, signals.interruption)
        try finish(end, record, seconds: Date().timeIntervalSince(started), signals.interruption)
    }

    // MARK: Input

    private func findInput() throws -> RunInput {
        let fromPipeline = verb.input.isEmpty
        let patterns = fromPipeline ? pipeline.plan.input.images : verb.input
        guard !patterns.isEmpty else {
            throw Failure(.unusable, "no input: name pages with --input, or in the pipeline with  input: {images: …}")
        }
        let folder = URL(fileURLWithPath: verb.pipeline).deletingLastPathComponent().path
        let all = RunInput(
            patterns, from: fromPipeline ? folder : nil, excluding: [verb.output],
            ids: pipeline.plan.input.idsFromFile ? .file : .stem, limits: PictureLimits(maxPixels: verb.maxPixels))
        for pattern in all.fruitless { Terminal.say("foxing: nothing fits '\(pattern)'") }
        if let clash = all.clashes.first { throw Failure(.wrongUse, clash.description) }
        guard !all.entries.isEmpty else {
            let named = patterns.map { "'\($0)'" }.joined(separator: ", ")
            throw Failure(
                .unusable, "no pictures found in \(named)" + (fromPipeline ? "; name others with --input" : ""))
        }
        // A slip of the pen should not leave a folder that the next attempt finds taken.
        if let missing = all.entries.first, all.entries.allSatisfy({ $0.problem?.code == .unreadable }) {
            throw Failure(.unusable, "\(missing.source.file.name): \(missing.problem?.message ?? "")")
        }
        return verb.limit.map(all.limited(to:)) ?? all
    }

    // MARK: Work

    private var workers: Int { verb.workers ?? Machine.cores }

    private var identity: RunRecord.Identity {
        var options: [JSONValue.Member] = []
        for text in verb.changes.set { options.append(JSONValue.Member("set", .string(text))) }
        if let dpi = verb.dpi { options.append(JSONValue.Member("dpi", .decimal(dpi, digits: 3))) }
        if verb.maxPixels != 200_000_000 {
            options.append(JSONValue.Member("max-pixels", .integer(verb.maxPixels)))
        }
        return RunRecord.Identity(
            version: foxingVersion, build: "", pipelineSHA256: SHA256.hex(of: file.bytes),
            seed: pipeline.plan.seed, variants: pipeline.plan.variants, options: options)
    }

    /// The training sets that the pipeline asks for; a list that does not fit ends the run before it starts.
    private func sets(for input: RunInput) throws -> TrainingSets? {
        guard !pipeline.plan.datasets.isEmpty else { return nil }
        let members = input.entries.map { SplitAssignment.Member(id: $0.source.id, file: $0.source.file.name) }
        do {
            return try TrainingSets(
                pipeline.plan.datasets, outputs: pipeline.plan.outputs.map(\.name), sources: members,
                folder: URL(fileURLWithPath: verb.pipeline).deletingLastPathComponent().path)
        } catch {
            throw Failure(.wrongUse, String(describing: error))
        }
    }

    private func make(
        _ input: RunInput, _ judges: (any JudgeMaker)?, _ sets: TrainingSets?, _ record: inout RunRecord,
        _ interruption: Interruption
    ) throws -> TrainingRun.End {
        var settings = TrainingRun.Settings()
        settings.workers = workers
        settings.memory = verb.memory?.bytes ?? Machine.memory / 4
        settings.limits = PictureLimits(maxPixels: verb.maxPixels)
        settings.sets = sets
        settings.dpi = verb.dpi ?? pipeline.plan.input.dpi
        settings.readings = Machine.cacheFolder.map { ReadingStore(folder: $0 + "/readings") }
        let (failFast, bound) = (verb.failFast, verb.maxFailures)
        settings.givesUp = { failures, total in
            (failFast && failures > 0) || (bound?.isExceeded(failures, of: total) ?? false)
        }
        let run = TrainingRun(
            pipeline.renderer, input: input, variants: pipeline.plan.variants,
            truth: pipeline.truthSource, judges: judges, settings: settings)
        let policy: OutputFolder.Policy = verb.overwrite ? .overwrite : verb.resume ? .resume : .fresh
        do {
            let folder = try OutputFolder.open(
                verb.output, policy, for: identity, outputs: pipeline.plan.outputs.map(\.name))
            let resume = verb.resume ? Resume(folder) : nil
            try folder.write(file.bytes, to: RunRecord.pipelineFileName)
            try folder.write(record.bytes, to: RunRecord.fileName)
            let total = input.entries.count * pipeline.plan.variants
            var progress = ProgressLine(verb, variants: pipeline.plan.variants, total: total)
            let end = try run.run(into: folder, record: &record, resume: resume, interruption: interruption) { event in
                progress.tell(event)
            }
            progress.finish()
            record.end = Date().timeIntervalSince1970
            try folder.write(record.bytes, to: RunRecord.fileName)
            return end
        } catch {
            throw Failure(error.code == .foreignOutput ? .unusable : .writeFailed, error.description)
        }
    }

    // MARK: The end

    private func finish(
        _ end: TrainingRun.End, _ record: RunRecord, seconds: Double, _ interruption: Interruption
    ) throws {
        print(summary(record.counts, seconds: seconds))
        for set in record.emptySets {
            let reasons = set.reasons.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
            let leftOut = reasons.isEmpty ? "" : "; left out: \(reasons)"
            Terminal.say("foxing: the set '\(set.name)' has no label\(leftOut)")
        }
        switch end {
        case .notWritable(let problem): throw Failure(.writeFailed, problem.description)
        case .interrupted:
            Terminal.say("foxing: interrupted; the same command with --resume goes on")
            exit(interruption.exitStatus)
        case .gaveUp: throw Failure(.doneWithFailures, "too many pages failed; see \(verb.output)/failures.jsonl")
        case .complete: break
        }
        let counts = record.counts
        if counts.failed > 0, counts.variants == 0 {
            throw Failure(.unusable, "every page failed; see \(verb.output)/failures.jsonl")
        }
        if counts.failed > 0, !isWithinBound(counts) { exit(Status.doneWithFailures.rawValue) }
    }

    private func isWithinBound(_ counts: RunCounts) -> Bool {
        guard let bound = verb.maxFailures else { return false }
        return !bound.isExceeded(counts.failed, of: counts.sources * pipeline.plan.variants)
    }

    private func summary(_ counts: RunCounts, seconds: Double) -> String {
        let line: JSONValue = .object(
            ("sources", .integer(counts.sources)), ("variants", .integer(counts.variants)),
            ("written", .integer(counts.kept + counts.flagged)), ("dropped", .integer(counts.dropped)),
            ("failed", .integer(counts.failed)), ("seconds", .decimal(seconds, digits: 2)),
            ("output", .string(verb.output)))
        return CanonicalJSON.text(line)
    }

    /// Counts, names and sizes of what would be written.
    private func dryRun(_ input: RunInput) throws {
        let names = VariantNames(input.entries.map(\.source), variants: pipeline.plan.variants)
        var failed = 0
        for (index, entry) in input.entries.enumerated() {
            if let problem = entry.problem {
                failed += 1
                Terminal.say("foxing: \(entry.source.file.name): [\(problem.code.rawValue)] \(problem.message)")
                continue
            }
            let size = entry.header.map { "\($0.width) × \($0.height)" } ?? "?"
            for variant in 0..<pipeline.plan.variants {
                print("\(names.id(source: index, variant: variant))  from \(entry.source.file.name), \(size)")
            }
        }
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        let (pages, variants) = (input.entries.count - failed, pipeline.plan.variants)
        let unread = failed == 0 ? "" : ", \(counted(failed, "page")) cannot be read"
        Terminal.say(
            "foxing: \(counted(pages, "page")) × \(counted(variants, "variant")) = \(pages * variants)\(unread); "
                + "nothing was written")
    }
}
