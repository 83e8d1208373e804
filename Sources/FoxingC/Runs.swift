public import CFoxing
internal import Dispatch
internal import Foxing
internal import Synchronization

@c @implementation
public func foxing_run(
    _ text: UnsafePointer<CChar>?, _ path: UnsafePointer<CChar>?, _ options: UnsafePointer<CChar>?,
    _ progress: foxing_progress?, _ context: UnsafeMutableRawPointer?, _ result: TextPlace?, _ error: TextPlace?
) -> foxing_status {
    answer(result, error) {
        let options = try Options(
            options, known: GivenPipeline.options + GivenPipeline.changes + RunRequest.options)
        let request = try RunRequest(GivenPipeline(text, path, options), options)
        let (mail, interruption) = (Mail(), Interruption())
        // The run itself is on another thread, so that this one can look up while a large page is worked on.
        let isStarted = WorkerThread.start {
            mail.end(Result { try request.carryOut(interruption) { mail.put(CanonicalJSON.text($0)) } })
        }
        guard isStarted else { throw Fault(FOXING_FAILED, "failed", "the system has no thread left for the run") }
        while true {
            switch mail.next() {
            case .event(let event): if progress?(context, event) ?? 0 != 0 { interruption.request() }
            case .nothing: if progress?(context, nil) ?? 0 != 0 { interruption.request() }
            case .end(let result): return CanonicalJSON.text(try result.get())
            }
        }
    }
}

/// A run as a caller asks for it.
private struct RunRequest: Sendable {
    static let options = [
        "inputs", "output", "workers", "memory", "dpi", "max_pixels", "limit", "shard", "policy", "max_failures",
        "judge",
    ]

    private let pipeline: GivenPipeline
    private let inputs: [String]
    private let output: String
    private let options: FolderRun.Options

    init(_ pipeline: GivenPipeline, _ given: Options) throws {
        guard let output = try given.text("output"), !output.isEmpty else {
            throw Fault.argument("option 'output' is not given, the folder of the run")
        }
        var options = FolderRun.Options()
        options.overrides = pipeline.overrides
        options.tessdata = pipeline.tessdata
        options.allowsCommands = pipeline.allowsCommands
        options.judges = Handles.all.judges
        if let name = try given.text("judge") {
            guard let judge = options.judges[name] else {
                throw Fault.argument(
                    "option 'judge': there is no judge '\(name)'", help: "foxing_judge_add makes one known")
            }
            options.judge = judge
        }
        options.seed = try given.seed()
        options.variants = try given.whole("variants", 1...GivenPipeline.mostVariants)
        options.dpi = try given.number("dpi", 30...2400)
        options.limits.maxPixels = try given.whole("max_pixels", 1...(1 << 40)) ?? options.limits.maxPixels
        options.limit = try given.whole("limit", 0...Int(Int32.max))
        options.settings.workers = try given.whole("workers", 1...1024) ?? options.settings.workers
        options.settings.memory = try given.whole("memory", 1...(1 << 60)) ?? options.settings.memory
        options.policy =
            try given.choice(
                "policy", [("fresh", .fresh), ("resume", .resume), ("overwrite", .overwrite)]) ?? options.policy
        if let text = try given.text("shard") {
            guard let shard = Shard(text) else { throw Fault.argument("option 'shard': expected such as '3/16'") }
            options.shard = shard
        }
        if let most = try given.whole("max_failures", 0...Int.max) {
            options.settings.givesUp = { failures, _ in failures > most }
        }
        self.pipeline = pipeline
        inputs = try given.texts("inputs") ?? []
        self.output = output
        self.options = options
    }

    /// Does it; `tell` gets an object for each thing that happens.
    func carryOut(_ interruption: Interruption, _ tell: (JSONValue) -> Void) throws -> JSONValue {
        let file = try pipeline.file()
        guard let plan = file.plan else { throw Fault(file) }
        try pipeline.allow(options.judge == nil ? plan.commands : plan.stepCommands)
        let start = ContinuousClock.now
        let run = try FolderRun(file, inputs: inputs, into: output, options: options)
        tell(
            .object(
                ("event", .string("start")), ("sources", .integer(run.sources.count)),
                ("variants", .integer(run.job.variants)), ("total", .integer(run.sources.count * run.job.variants))))
        let result = try run.run(interruption: interruption) { tell($0.json) }
        if case .notWritable(let problem) = result.end {
            throw Fault(FOXING_NOT_WRITTEN, problem.code.rawValue, problem.message, help: problem.help)
        }
        let counts = result.record.counts
        return .object(
            ("end", .string(result.end.word)), ("sources", .integer(counts.sources)),
            ("variants", .integer(counts.variants)), ("written", .integer(counts.kept + counts.flagged)),
            ("dropped", .integer(counts.dropped)), ("failed", .integer(counts.failed)),
            ("seconds", .decimal(start.duration(to: .now) / .seconds(1), digits: 2)), ("output", .string(output)),
            ("fruitless", .array(run.pages.fruitless.map(JSONValue.string))), ("record", result.record.json))
    }
}

extension JobRun.End {
    fileprivate var word: String {
        switch self {
        case .complete: "complete"
        case .interrupted: "interrupted"
        case .gaveUp: "gave-up"
        case .notWritable: "not-written"
        }
    }
}

extension JobRun.Event {
    fileprivate var json: JSONValue {
        switch self {
        case .note(let source, let code, let message):
            .object(
                ("event", .string("note")), ("source", .string(source)), ("code", .string(code)),
                ("message", .string(message)))
        case .failure(let row): .object(("event", .string("failure")), ("row", row.json))
        case .variant(let row, let isNew):
            .object(("event", .string("variant")), ("new", .flag(isNew)), ("row", row.json))
        }
    }
}

/// Carries what happens from the thread of a run to that of its caller, in order.
private final class Mail: Sendable {
    enum Letter: Sendable {
        case event(String)
        case end(Result<JSONValue, any Error>)
        /// There was none for a tenth of a second.
        case nothing
    }

    private struct Pile {
        var letters: [Letter] = []
        var taken = 0
    }

    /// So many may wait; a run does not leave a slow reader behind.
    private static let most = 256

    /// The caller may have come through a fork, which a `Mutex` that others wait for does not allow.
    private let gate = Gate()
    private let pile = Mutex(Pile())
    private let arrival = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)

    init() {
        for _ in 0..<Self.most { room.signal() }
    }

    func put(_ event: String) {
        room.wait()
        add(.event(event))
    }

    func end(_ result: Result<JSONValue, any Error>) { add(.end(result)) }

    private func add(_ letter: Letter) {
        gate.close()
        pile.withLock { $0.letters.append(letter) }
        gate.open()
        arrival.signal()
    }

    /// The next letter, as soon as it is there.
    func next() -> Letter {
        if arrival.wait(timeout: .now() + .milliseconds(100)) == .timedOut { return .nothing }
        gate.close()
        defer { gate.open() }
        let letter = pile.withLock { pile -> Letter in
            pile.taken += 1
            let letter = pile.letters[pile.taken - 1]
            if pile.taken == pile.letters.count { pile = Pile() }
            return letter
        }
        room.signal()
        return letter
    }
}
