internal import Files

extension OutputFolder {
    /// Looks at a folder where a set shall be written and says why it will not do; changes nothing. Answers whether it
    /// holds a run, of which it has to be found out whose it is.
    static func holdsRun(_ root: String, _ policy: FolderSink.Policy) throws(JobProblem) -> Bool {
        switch FileTree.kind(of: root) {
        case nil: return false
        case .file, .other: throw JobProblem(.foreignOutput, "'\(root)' is a file, not a folder")
        case .folder: break
        }
        let names = FileTree.names(in: root)
        guard [Ledger.name, RunFile.manifest, RunFile.record].contains(where: names.contains) else {
            // Hidden files, such as those of file managers and version control, are nobody's data.
            let visible = names.filter { !$0.hasPrefix(".") }
            if visible.isEmpty || policy == .overwrite { return false }
            throw JobProblem(
                .foreignOutput, "'\(root)' holds something else than a run: \(shown(visible))",
                help: "choose another folder, or pass --overwrite to write among it")
        }
        if policy == .fresh {
            throw JobProblem(
                .foreignOutput, "'\(root)' already holds a run",
                help: "pass --resume to finish it, --overwrite to replace it, or choose another folder")
        }
        return true
    }

    private static func shown(_ names: [String]) -> String {
        let first = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(first) and \(names.count - 3) more" : first
    }
}

extension LedgerHead {
    /// Throws D20 unless the run in the folder `root` is of the same job and the same part of it.
    func compare(with other: LedgerHead?, in root: String) throws(JobProblem) {
        guard let difference = difference(from: other) else { return }
        throw JobProblem(
            .foreignOutput, "'\(root)' cannot be resumed, since it was made with \(difference)",
            help: "pass --overwrite to replace it, or choose another folder")
    }

    /// In which regard another run differs, for a message; nil when it does not.
    private func difference(from other: LedgerHead?) -> String? {
        guard let other else { return "a Foxing that kept no ledger" }
        if let difference = identity.difference(from: other.identity) { return difference }
        if shard == other.shard { return nil }
        return other.shard.map { "--shard \($0.text)" } ?? "the whole job, and not a part of it"
    }
}
