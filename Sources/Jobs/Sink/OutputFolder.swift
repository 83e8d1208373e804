internal import Files
internal import Glibc
internal import Synchronization

/// Files of a run beside its pictures and labels.
package enum RunFile {
    package static let ledger = "ledger.jsonl"
    package static let manifest = "manifest.jsonl"
    package static let failures = "failures.jsonl"
    package static let record = "run.json"
    package static let pipeline = "pipeline.yaml"
    package static let sets = "sets"
}

/// A folder that is written to by several threads.
final class OutputFolder: Sendable {
    let root: String
    private let made = Mutex<Set<String>>([])

    init(_ root: String) {
        self.root = root
    }

    /// The path to open a file by that lies at `path` below the folder.
    func path(_ path: String) -> String { RelativePath.join(root, path) }

    /// Writes a file at `path` below the folder, making the folders it needs.
    func write(_ bytes: [UInt8], to path: String) throws(JobProblem) {
        try make(RelativePath.folder(of: path))
        do {
            try AtomicFile.write(bytes, to: self.path(path))
        } catch {
            throw error.whileWriting(self.path(path))
        }
    }

    /// Gives a file a second name at `path` below the folder; copies it where the file system has no links.
    func link(_ origin: String, to path: String) throws(JobProblem) {
        try make(RelativePath.folder(of: path))
        let temporary = AtomicFile.temporaryPath(for: self.path(path))
        do throws(SystemProblem) {
            if Glibc.link(origin, temporary) == 0 {
                try AtomicFile.move(temporary, to: self.path(path))
            } else {
                try AtomicFile.write(try WholeFile.read(origin), to: self.path(path))
            }
        } catch {
            throw error.whileWriting(self.path(path))
        }
    }

    /// Makes a folder below the root with all above it, once.
    func make(_ folder: String) throws(JobProblem) {
        if made.withLock({ $0.contains(folder) }) { return }
        let path = RelativePath.join(root, folder)
        try FolderTree.make(path)
        guard case .folder? = FileTree.kind(of: path) else { throw SystemProblem(ENOTDIR).whileWriting(path) }
        made.withLock { _ = $0.insert(folder) }
    }

    /// Waits until what was written to the file system of the folder is on its disk.
    func flush() { FileSystem.flush(root) }

    /// Removes a file that the ledger speaks of and the folders above it that are empty then; leaves it when somebody
    /// changed it, or when a link leads elsewhere.
    func remove(_ path: String, ifStill sha256: String) {
        guard RelativePath.staysBelow(path), isOwn(RelativePath.folder(of: path)),
            WholeFile.digest(of: self.path(path)) == sha256
        else { return }
        unlink(self.path(path))
        var folder = RelativePath.folder(of: path)
        while !folder.isEmpty, rmdir(self.path(folder)) == 0 {
            made.withLock { _ = $0.remove(folder) }
            folder = RelativePath.folder(of: folder)
        }
    }

    /// Removes manifest and failures: they speak of pictures that are about to be replaced, and come again at the end.
    func removeSummaries() {
        for name in [RunFile.manifest, RunFile.failures] { unlink(path(name)) }
    }

    /// Removes the temporary files of processes that were killed.
    func removeLeftovers(in outputs: [String]) {
        for name in FileTree.names(in: root) where AtomicFile.isTemporary(name) { unlink(path(name)) }
        let folders = Set((outputs + ["image"]).flatMap { [$0, "labels.\($0)"] } + ["images", "labels"])
        for folder in folders where isOwn(folder) { removeLeftovers(below: folder) }
    }

    private func removeLeftovers(below folder: String) {
        for name in FileTree.names(in: path(folder)) {
            let path = RelativePath.join(folder, name)
            if isOwn(path) {
                removeLeftovers(below: path)
            } else if AtomicFile.isTemporary(name) {
                unlink(self.path(path))
            }
        }
    }

    /// Whether all folders on the way to it, and itself, are folders here and not links to others elsewhere.
    private func isOwn(_ folder: String) -> Bool {
        var partial = ""
        for component in RelativePath.components(folder) {
            partial = RelativePath.join(partial, component)
            var status = stat()
            guard lstat(path(partial), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
        }
        return true
    }
}
