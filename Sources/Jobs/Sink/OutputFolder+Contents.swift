internal import Files

extension OutputFolder {
    /// What was found where a set shall be written.
    private enum Contents {
        case nothing
        case noFolder
        /// A run, and whose if it has a ledger.
        case run(LedgerHead?)
        case other([String])
    }

    /// Looks at a folder and says why it will not do; changes nothing.
    static func check(_ root: String, _ policy: FolderSink.Policy, for head: LedgerHead) throws(JobProblem) {
        switch contents(of: root) {
        case .nothing: return
        case .noFolder: throw JobProblem(.foreignOutput, "'\(root)' is a file, not a folder")
        case .other(let names):
            if policy == .overwrite { return }
            throw JobProblem(
                .foreignOutput, "'\(root)' holds something else than a run: \(shown(names))",
                help: "choose another folder, or pass --overwrite to write among it")
        case .run(let other):
            try compare(root, policy, head, other)
        }
    }

    private static func compare(
        _ root: String, _ policy: FolderSink.Policy, _ head: LedgerHead, _ other: LedgerHead?
    ) throws(JobProblem) {
        switch policy {
        case .overwrite: return
        case .fresh:
            throw JobProblem(
                .foreignOutput, "'\(root)' already holds a run",
                help: "pass --resume to finish it, --overwrite to replace it, or choose another folder")
        case .resume:
            guard let difference = head.difference(from: other) else { return }
            throw JobProblem(
                .foreignOutput, "'\(root)' cannot be resumed, since it was made with \(difference)",
                help: "pass --overwrite to replace it, or choose another folder")
        }
    }

    private static func contents(of root: String) -> Contents {
        switch FileTree.kind(of: root) {
        case nil: return .nothing
        case .file, .other: return .noFolder
        case .folder: break
        }
        let names = FileTree.names(in: root)
        if names.contains(Ledger.name) { return .run(LedgerHead.read(in: root)) }
        if names.contains(RunFile.manifest) || names.contains(RunFile.record) { return .run(nil) }
        // Hidden files, such as those of file managers and version control, are nobody's data.
        let visible = names.filter { !$0.hasPrefix(".") }
        return visible.isEmpty ? .nothing : .other(visible)
    }

    private static func shown(_ names: [String]) -> String {
        let first = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(first) and \(names.count - 3) more" : first
    }
}

extension LedgerHead {
    /// In which regard another run differs, for a message; nil when it does not.
    fileprivate func difference(from other: LedgerHead?) -> String? {
        guard let other else { return "a Foxing that kept no ledger" }
        if let difference = identity.difference(from: other.identity) { return difference }
        if shard == other.shard { return nil }
        return other.shard.map { "--shard \($0.text)" } ?? "the whole job, and not a part of it"
    }
}
