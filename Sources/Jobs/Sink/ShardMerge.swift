internal import Files

/// Joins the folders of all parts of a job to one, which is byte for byte the folder that a single run would have left,
/// `run.json` and training sets aside.
public struct ShardMerge: Sendable {
    private let folders: [String]
    private let identity: JobIdentity

    /// Looks at the folders of the parts; throws D22 when they are not all parts of one job, each once and complete.
    public init(_ folders: [String]) throws(JobProblem) {
        var heads: [(folder: String, head: LedgerHead, shard: Shard)] = []
        for folder in folders {
            guard let head = LedgerHead.read(in: folder) else {
                throw JobProblem(.partsMissing, "'\(folder)' holds no run", help: "name the folders of all parts")
            }
            guard let shard = head.shard else {
                throw JobProblem(.partsMissing, "'\(folder)' holds a whole job, not a part of one")
            }
            guard FileTree.kind(of: RelativePath.join(folder, RunFile.manifest)) == .file else {
                throw JobProblem(
                    .partsMissing, "part \(shard.text) in '\(folder)' is not complete",
                    help: "finish it with  foxing run … --shard \(shard.text) --resume")
            }
            heads.append((folder, head, shard))
        }
        guard let first = heads.first else { throw JobProblem(.partsMissing, "no parts are named") }
        for other in heads {
            if let difference = first.head.identity.difference(from: other.head.identity) {
                throw JobProblem(
                    .partsMissing, "'\(other.folder)' was made with \(difference), unlike '\(first.folder)'")
            }
            if other.shard.count != first.shard.count {
                throw JobProblem(
                    .partsMissing,
                    "'\(first.folder)' is part \(first.shard.text), '\(other.folder)' \(other.shard.text)")
            }
        }
        for index in 1...first.shard.count {
            let owners = heads.filter { $0.shard.index == index }.map { "'\($0.folder)'" }
            if owners.count == 1 { continue }
            throw JobProblem(
                .partsMissing,
                owners.isEmpty
                    ? "part \(index)/\(first.shard.count) is missing"
                    : "part \(index)/\(first.shard.count) is there twice: \(owners.joined(separator: " and "))")
        }
        self.folders = heads.sorted { $0.shard.index < $1.shard.index }.map(\.folder)
        identity = first.head.identity
    }

    /// Makes the joined folder. Files are linked where the file system can, else copied; each is compared with the digest
    /// in its ledger.
    public func run(into root: String, _ policy: FolderSink.Policy = .fresh) throws(JobProblem) -> FolderSink {
        let sink = try FolderSink(root, policy, for: identity, outputs: [])
        for folder in folders {
            guard let head = LedgerHead.read(in: folder) else { continue }
            let ledger = try Ledger.open(in: folder, head)
            try ledger.forEach { (entry) throws(JobProblem) in
                for file in entry.files { try sink.take(file, from: folder) }
                try sink.enter(entry)
            }
        }
        try sink.finish()
        return sink
    }
}
