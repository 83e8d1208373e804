import Glibc
import Synchronization

/// The folder that a run writes its set into. Safe to write to from several threads.
public final class OutputFolder: Sendable {
    /// What to do with what is there already.
    public enum Policy: Sendable {
        /// Only an absent or empty folder will do.
        case fresh
        /// What the same run left is taken over.
        case resume
        /// What another run left is removed.
        case overwrite
    }

    /// As it was given.
    public let root: String
    private let made = Mutex<Set<String>>([])

    private init(_ root: String) {
        self.root = root
    }

    /// Looks at the folder and says why it will not do; changes nothing.
    public static func check(_ root: String, _ policy: Policy, for run: RunRecord.Identity) throws(DatasetProblem) {
        switch contents(of: root) {
        case .nothing: return
        case .noFolder: throw DatasetProblem(.foreignOutput, "'\(root)' is a file, not a folder")
        case .other(let names):
            if policy == .overwrite { return }
            throw DatasetProblem(
                .foreignOutput, "'\(root)' holds something else than a run: \(shown(names))",
                help: "choose another folder, or pass --overwrite to write among it")
        case .run(let other):
            try compare(root, policy, run, other)
        }
    }

    private static func compare(
        _ root: String, _ policy: Policy, _ run: RunRecord.Identity, _ other: RunRecord.Identity?
    ) throws(DatasetProblem) {
        switch policy {
        case .overwrite: return
        case .fresh:
            throw DatasetProblem(
                .foreignOutput, "'\(root)' already holds a run",
                help: "pass --resume to finish it, --overwrite to replace it, or choose another folder")
        case .resume:
            let difference = other.map { run.difference(from: $0) } ?? "a run that left no readable run.json"
            guard let difference else { return }
            throw DatasetProblem(
                .foreignOutput, "'\(root)' cannot be resumed, since it was made with \(difference)",
                help: "pass --overwrite to replace it, or choose another folder")
        }
    }

    /// Takes the folder into use: makes it where it is absent, removes what is left of interrupted writes and, with
    /// `overwrite`, the run that is there. `outputs` are the names of the pipeline's outputs.
    public static func open(
        _ root: String, _ policy: Policy, for run: RunRecord.Identity, outputs: [String]
    ) throws(DatasetProblem) -> OutputFolder {
        try check(root, policy, for: run)
        let folder = OutputFolder(root)
        try folder.make("")
        if policy == .overwrite, case .run = contents(of: root) { folder.removeRun(outputs) }
        folder.removeLeftovers(in: outputs)
        return folder
    }

    /// The path to open a file by that lies at `path` below the folder.
    public func path(_ path: String) -> String { RelativePath.join(root, path) }

    /// Writes a file at `path` below the folder, making the folders it needs.
    public func write(
        _ bytes: [UInt8], to path: String, flush: AtomicFile.Flush = .later
    ) throws(DatasetProblem) {
        try make(RelativePath.folder(of: path))
        try AtomicFile.write(bytes, to: self.path(path), flush: flush)
    }

    /// Makes a folder below the root with all above it, once.
    private func make(_ folder: String) throws(DatasetProblem) {
        if made.withLock({ $0.contains(folder) }) { return }
        let path = RelativePath.join(root, folder)
        var partial = path.hasPrefix("/") ? "/" : ""
        for component in RelativePath.components(path) {
            partial = RelativePath.join(partial, component)
            if mkdir(partial, 0o777) != 0, errno != EEXIST {
                // Folders above may be read-only and still be there.
                let problem = SystemProblem(errno)
                guard case .folder? = FileTree.kind(of: partial) else { throw problem.whileWriting(partial) }
            }
        }
        guard case .folder? = FileTree.kind(of: path) else { throw SystemProblem(ENOTDIR).whileWriting(path) }
        made.withLock { _ = $0.insert(folder) }
    }
}
