import Glibc
import Synchronization

/// Files that appear under their names only when they are whole: written as `.NAME.PID.tmp` in their own folder, then
/// renamed. However the process ends, no name holds half a file.
public enum AtomicFile {
    /// When the bytes must have reached the disk, for the case that the machine itself goes down.
    public enum Flush: Sendable {
        /// Before the name appears; costs one to ten milliseconds a file.
        case now
        /// Together with others, by `flushAll`. For files whose hash stands in the manifest: a resumed run compares it.
        case later
    }

    /// Temporary files that are being written; what a second interruption has to remove.
    private static let open = Mutex<Set<String>>([])

    /// Writes a file in an existing folder, replacing one of that name.
    public static func write(_ bytes: [UInt8], to path: String, flush: Flush = .later) throws(DatasetProblem) {
        let temporary = temporaryPath(for: path)
        open.withLock { _ = $0.insert(temporary) }
        defer { open.withLock { _ = $0.remove(temporary) } }
        do {
            try fill(temporary, with: bytes, flush)
            try move(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error.whileWriting(path)
        }
    }

    /// Removes the temporary files of writes that will not be finished, because the process is about to stop.
    public static func abandonAll() {
        open.withLock { paths in
            for path in paths { unlink(path) }
        }
    }

    /// Waits until everything written so far is on the disk; one wait for a whole set, some tens of milliseconds instead
    /// of some for every file.
    public static func flushAll() { sync() }

    /// Whether a name is that of a temporary file which some process left behind.
    static func isTemporary(_ name: String) -> Bool {
        guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return false }
        let process = name.dropLast(4).split(separator: ".").last ?? ""
        return !process.isEmpty && process.allSatisfy { $0.isASCII && $0.isNumber }
    }

    static func temporaryPath(for path: String) -> String {
        let name = RelativePath.name(of: path)
        // A long name leaves no room for the additions.
        let short = name.utf8.count <= 220 ? name : String(SHA256.hex(of: name).prefix(32))
        return RelativePath.join(RelativePath.folder(of: path), ".\(short).\(getpid()).tmp")
    }

    private static func fill(_ path: String, with bytes: [UInt8], _ flush: Flush) throws(SystemProblem) {
        let file = try DiskFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(bytes)
        if flush == .now { try file.flush() }
    }

    static func move(_ path: String, to target: String) throws(SystemProblem) {
        if rename(path, target) != 0 { throw SystemProblem(errno) }
    }
}
