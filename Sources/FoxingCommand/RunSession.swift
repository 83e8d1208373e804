import Foundation
import Foxing

/// One `foxing run`: arguments in, text and exit status out.
struct RunSession {
    private let verb: RunVerb
    private let run: FolderRun

    init(_ verb: RunVerb) throws {
        self.verb = verb
        let file = try Changes.load(
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
            run = try FolderRun(file, inputs: verb.input, into: verb.output, options: verb.options)
        } catch {
            throw Failure(error)
        }
        for pattern in run.pages.fruitless { Terminal.say("foxing: nothing matches '\(pattern)'") }
    }

    func carryOut() throws {
        if verb.dryRun { return dryRun() }
        let started = ContinuousClock.now
        let signals = Signals(grace: verb.grace)
        var progress = ProgressLine(verb, variants: run.job.variants, total: run.sources.count * run.job.variants)
        let result: FolderRun.Result
        do {
            result = try run.run(interruption: signals.interruption) { event in progress.tell(event) }
        } catch {
            throw Failure(error)
        }
        progress.finish()
        print(summary(result.record.counts, seconds: started.duration(to: .now) / .seconds(1)))
        for set in result.record.summaries { tell(of: set) }
        try finish(result, signals.interruption)
    }

    // MARK: The end

    /// What a set leaves out is said: nobody should find out at training.
    private func tell(of set: FollowerSummary) {
        for remark in set.remarks { Terminal.say("foxing: \(remark)") }
        let reasons = set.reasons.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
        if set.labels == 0 {
            Terminal.say(
                "foxing: the set '\(set.name)' has no label" + (reasons.isEmpty ? "" : "; left out: \(reasons)"))
        } else if !reasons.isEmpty, !verb.quiet {
            Terminal.say("foxing: the set '\(set.name)' holds \(set.labels) labels; left out: \(reasons)")
        }
    }

    private func finish(_ result: FolderRun.Result, _ interruption: Interruption) throws {
        switch result.end {
        case .notWritable(let problem): throw Failure(.writeFailed, problem.description)
        case .interrupted:
            Terminal.say("foxing: interrupted; the same command with --resume goes on")
            exit(interruption.exitStatus)
        case .gaveUp: throw Failure(.doneWithFailures, "too many pages failed; see \(verb.output)/failures.jsonl")
        case .complete: break
        }
        let counts = result.record.counts
        if counts.failed > 0, counts.variants == 0 {
            throw Failure(.unusable, "every page failed; see \(verb.output)/failures.jsonl")
        }
        if counts.failed > 0, !isWithinBound(counts) { exit(Status.doneWithFailures.rawValue) }
    }

    private func isWithinBound(_ counts: RunCounts) -> Bool {
        guard let bound = verb.maxFailures else { return false }
        return !bound.isExceeded(counts.failed, of: counts.sources * run.job.variants)
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
    private func dryRun() {
        var failed = 0
        for index in run.sources {
            let page = run.pages.refs[index]
            if let problem = page.problem {
                failed += 1
                Terminal.say("foxing: \(page.source.file.name): [\(problem.code)] \(problem.message)")
                continue
            }
            let size = page.size.map { "\($0.width) × \($0.height)" } ?? "?"
            for variant in 0..<run.job.variants {
                let id = run.job.names.id(source: index, variant: variant)
                print("\(id)  from \(page.source.file.name), \(size)")
            }
        }
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        let (pages, variants) = (run.sources.count - failed, run.job.variants)
        let unread = failed == 0 ? "" : ", \(counted(failed, "page")) cannot be read"
        Terminal.say(
            "foxing: \(counted(pages, "page")) × \(counted(variants, "variant")) = \(pages * variants)\(unread); "
                + "nothing was written")
    }
}

extension RunVerb {
    /// What a run is to be told beside its pipeline.
    var options: FolderRun.Options {
        var options = FolderRun.Options()
        options.seed = seed?.bits
        options.variants = variants
        options.dpi = dpi
        options.overrides = changes.set
        options.limits.maxPixels = maxPixels
        options.limit = limit
        options.shard = shard
        options.reports = report
        options.policy = overwrite ? .overwrite : resume ? .resume : .fresh
        options.tessdata = tessdata
        options.allowsCommands = allowCommands
        if let workers { options.settings.workers = workers }
        if let memory { options.settings.memory = memory.bytes }
        let (failFast, bound) = (failFast, maxFailures)
        options.settings.givesUp = { failures, total in
            (failFast && failures > 0) || (bound?.isExceeded(failures, of: total) ?? false)
        }
        return options
    }
}

extension Failure {
    /// Why a run was not carried out, as an exit status.
    init(_ error: any Error) {
        switch error {
        case let refusal as RunRefusal:
            let status: Status =
                switch refusal.kind {
                case .wrongUse: .wrongUse
                case .unusable: .unusable
                case .writeFailed: .writeFailed
                }
            self.init(status, refusal.description)
        case let missing as MissingOnMachine: self.init(.missingOnMachine, missing.description)
        default: self.init(.wrongUse, String(describing: error))
        }
    }
}
