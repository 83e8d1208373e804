internal import Engine
internal import Files
internal import Glibc
internal import Synchronization

/// The folder that a run writes its set into. Only one process at a time has it. What is in it stands in its ledger;
/// nothing else is ever removed.
public final class FolderSink: Sink {
    /// What to do with what is there already.
    public enum Policy: Sendable {
        /// Only an absent or empty folder will do.
        case fresh
        /// What the same job left is kept, the rest is made.
        case resume
        /// What another run left is replaced, once the new one is complete.
        case overwrite
    }

    /// As it was given.
    public let root: String
    private let folder: OutputFolder
    private let ledger: Mutex<Ledger>
    private let lock: Mutex<FolderLock?>

    /// Takes a folder for a job: makes it where it is absent, and removes what killed processes left of unfinished
    /// writes. Throws D20 when it holds something else, D21 when another process has it.
    public init(
        _ root: String, _ policy: Policy, for identity: JobIdentity, shard: Shard? = nil, outputs: [String]
    ) throws(JobProblem) {
        let head = LedgerHead(identity, shard: shard)
        _ = try OutputFolder.holdsRun(root, policy)
        self.root = root
        folder = OutputFolder(root)
        try folder.make("")
        lock = Mutex(try FolderLock(root))
        // Another process may have come in between.
        let isKnown = try OutputFolder.holdsRun(root, policy)
        ledger = Mutex(
            try Ledger.open(in: root, head, anew: policy == .overwrite) { (last) throws(JobProblem) in
                if isKnown, policy == .resume { try head.compare(with: last, in: root) }
            })
        if policy == .overwrite { folder.removeSummaries() }
        folder.removeLeftovers(in: outputs)
    }

    /// Lets others into the folder; nothing may be kept or entered afterwards.
    public func close() { lock.withLock { $0 = nil } }

    /// How many entries the folder has.
    public var count: Int { ledger.withLock { $0.count } }

    public func entry(_ key: LedgerEntry.Key) -> LedgerEntry? { ledger.withLock { $0.entry(key) } }

    public func isWhole(_ entry: LedgerEntry) -> Bool {
        entry.files.allSatisfy { WholeFile.digest(of: folder.path($0.path)) == $0.sha256 }
    }

    public func keep(_ product: Product) throws(JobProblem) {
        guard product.row != nil else { return }
        for file in product.files { try folder.write(file.bytes, to: file.path) }
    }

    public func enter(_ entry: LedgerEntry) throws(JobProblem) {
        try ledger.withLock { (ledger) throws(JobProblem) in try ledger.append(entry) }
    }

    public func content(of path: String) -> PictureContent? { .file(folder.path(path)) }

    /// Takes a file over from the folder of another run.
    func take(_ file: LedgerEntry.File, from other: String) throws(JobProblem) {
        let origin = RelativePath.join(other, file.path)
        guard WholeFile.digest(of: origin) == file.sha256 else {
            throw JobProblem(
                .partsMissing, "'\(origin)' is missing or was changed",
                help: "make it again with  foxing run … --resume")
        }
        try folder.link(origin, to: file.path)
    }

    /// Writes a file of the run itself at `name` in the folder.
    public func write(_ bytes: [UInt8], to name: String) throws(JobProblem) {
        try folder.write(bytes, to: name)
    }

    /// The path to open a file by that lies at `path` below the folder.
    public func path(_ path: String) -> String { folder.path(path) }

    /// Writes manifest and failures from the ledger, then removes the files that it lists no more.
    public func finish() throws(JobProblem) {
        // Pictures first: a manifest under its final name speaks only of files that are there.
        folder.flush()
        try ledger.withLock { (ledger) throws(JobProblem) in
            try writeRows(of: ledger)
            let leftovers = ledger.leftovers
            try ledger.compact()
            for (path, sha256) in leftovers { folder.remove(path, ifStill: sha256) }
        }
    }

    /// What is in the folder, in numbers.
    package func counts() throws(JobProblem) -> RunCounts {
        var counts = RunCounts()
        var sources: Set<String> = []
        try ledger.withLock { (ledger) throws(JobProblem) in
            try ledger.forEach { (entry) throws(JobProblem) in
                sources.insert(entry.source.id)
                for failure in entry.failures { counts.add(failure) }
                if let row = entry.row { counts.add(row) }
            }
        }
        counts.sources = sources.count
        return counts
    }

    /// Brings what is there to the disk, when a run ends before it is complete.
    public func pause() { folder.flush() }

    private func writeRows(of ledger: borrowing Ledger) throws(JobProblem) {
        let manifest = try GrowingFile(AtomicFile.temporaryPath(for: folder.path(RunFile.manifest)))
        let failures = try GrowingFile(AtomicFile.temporaryPath(for: folder.path(RunFile.failures)))
        try ledger.forEach { (entry) throws(JobProblem) in
            if let row = entry.row { try manifest.append(row.line) }
            for failure in entry.failures { try failures.append(failure.line) }
        }
        try manifest.finish(as: folder.path(RunFile.manifest))
        try failures.finish(as: folder.path(RunFile.failures))
    }
}
