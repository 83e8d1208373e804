internal import Files
internal import Foxing

/// Carries one run out, below the root.
struct RunExecution {
    private let root: RootFolder
    private let options: ServerOptions
    private let rules: PipelineRules

    init(_ root: RootFolder, _ options: ServerOptions, _ rules: PipelineRules) {
        self.root = root
        self.options = options
        self.rules = rules
    }

    /// Reads and checks the pipeline of an order. Throws what a sender is to be told.
    func file(of order: RunOrder) throws(Problem) -> PipelineFile {
        var rules = rules
        rules.folder = order.folder.map { RelativePath.join(root.path, $0) }
        let file = PipelineFile(
            bytes: Array(order.text.utf8), path: rules.pipelinePath, overrides: order.changes,
            surroundings: rules.surroundings(tessdata: options.tessdata))
        guard let plan = file.plan else { throw PipelineShelf.problem(of: file) }
        try rules.check(plan, readsInput: order.inputs.isEmpty || plan.input.truth.files != nil)
        return file
    }

    /// Does it, telling the run what happens. With `resuming` it was begun by an earlier start of the server.
    func carryOut(_ run: OrderedRun, resuming: Bool) throws -> JobRun.End {
        let order = run.order
        let file = try file(of: order)
        let output = try output(of: order)
        let policies = resuming ? [RunOrder.Policy.resume, order.policy] : [order.policy]
        for (position, policy) in policies.enumerated() {
            do {
                return try carryOut(run, file, output, policy)
            } catch let refusal as RunRefusal {
                // It may have been stopped before it had made its folder.
                if position + 1 < policies.count { continue }
                throw Problem(refusal.kind == .writeFailed ? .root : .state, refusal.description, at: "output")
            }
        }
        throw Problem(.state, "the run cannot be carried out")
    }

    /// The folder of an order. Throws `root` for one that is none of its own.
    func output(of order: RunOrder) throws(Problem) -> String {
        let output = try root.resolve(order.output, at: "output")
        guard output != root.path, RelativePath.components(order.output).first != ".foxing" else {
            throw Problem(.root, "the output of a run is a folder of its own below the server's root", at: "output")
        }
        return output
    }

    private func carryOut(
        _ run: OrderedRun, _ file: PipelineFile, _ output: String, _ policy: RunOrder.Policy
    ) throws -> JobRun.End {
        let order = run.order
        var settings = FolderRun.Options()
        settings.seed = order.seed
        settings.variants = order.variants
        settings.dpi = order.dpi
        settings.overrides = order.changes
        settings.limits = PictureLimits(maxPixels: options.maxPixels)
        settings.limit = order.limit
        settings.policy = policy.sink
        settings.reports = true
        settings.tessdata = options.tessdata
        settings.settings.workers = min(order.workers ?? options.workers, options.workers)
        if let most = order.maxFailures { settings.settings.givesUp = { failures, _ in failures > most } }
        let whole = try FolderRun(
            file, inputs: order.inputs.map { RelativePath.join(root.path, $0) }, into: output, options: settings)
        try checkLinks(whole)
        run.change { status in
            status.pipeline = whole.job.plan.name
            status.variants = whole.job.variants
            status.total = whole.sources.count * whole.job.variants
            (status.done, status.taken) = (0, 0)
            (status.kept, status.dropped, status.flagged, status.failed) = (0, 0, 0, 0)
        }
        return try whole.run(interruption: run.interruption) { event in enter(event, run, whole.job.variants) }.end
    }

    /// Throws `root` where a picture, or anything that lies beside one, leads out of the root.
    private func checkLinks(_ run: FolderRun) throws(Problem) {
        let paths = run.pages.refs.map(\.source.file.path)
        if let stray = paths.first(where: { !root.holds($0) })
            ?? root.strayLink(in: Set(paths.map(RelativePath.folder)))
        {
            throw Problem(.root, "'\(root.name(of: stray))' leads out of the server's root", at: "inputs")
        }
    }

    private func enter(_ event: JobRun.Event, _ run: OrderedRun, _ variants: Int) {
        switch event {
        case .note(let source, let code, let message):
            run.send(
                "note",
                .object(("source", .string(source)), ("code", .string(code)), ("message", .string(message))))
        case .failure(let row):
            run.send("failure", row.json)
            guard row.action == .skipped else { return }
            run.change(isOften: true) { status in
                let count = row.variant == nil ? variants : 1
                status.failed += count
                status.done += count
            }
        case .variant(let row, let isNew):
            run.send("row", row.json)
            run.change(isOften: true) { status in
                status.done += 1
                if !isNew { status.taken += 1 }
                switch row.status {
                case .kept: status.kept += 1
                case .dropped: status.dropped += 1
                case .flagged: status.flagged += 1
                }
            }
        }
    }
}
