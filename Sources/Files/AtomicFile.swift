import Foundation
import Glibc
import Synchronization

/// Files that appear under their names only when they are whole: written as `.NAME.TOKEN.tmp` in their own folder, then
/// renamed. However the process ends, no name holds half a file.
package enum AtomicFile {
    /// When the bytes must have reached the disk, for the case that the machine itself goes down.
    package enum Flush: Sendable {
        /// Before the name appears; costs one to ten milliseconds a file.
        case now
        /// Together with others, later. For files whose hash stands in the manifest: a resumed run compares it.
        case later
    }

    /// Temporary files that are being written; what a second interruption has to remove.
    private static let open = Mutex<Set<String>>([])

    /// Writes a file in an existing folder, replacing one of that name.
    package static func write(_ bytes: [UInt8], to path: String, flush: Flush = .later) throws(SystemProblem) {
        let temporary = temporaryPath(for: path)
        open.withLock { _ = $0.insert(temporary) }
        defer { open.withLock { _ = $0.remove(temporary) } }
        do {
            try fill(temporary, with: bytes, flush)
            try move(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Removes the temporary files of writes that will not be finished, because the process is about to stop.
    package static func abandonAll() {
        open.withLock { paths in
            for path in paths { unlink(path) }
        }
    }

    /// Whether a name is that of a temporary file which some process left behind.
    package static func isTemporary(_ name: String) -> Bool {
        guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return false }
        let mark = name.dropLast(4).split(separator: ".").last ?? ""
        return mark.utf8.count == token.utf8.count && mark.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }

    /// Tells the temporary files of this process from those of all others, in other containers too, where process
    /// numbers repeat.
    package static let token = String(UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(16))

    package static func temporaryPath(for path: String) -> String {
        let name = RelativePath.name(of: path)
        // A long name leaves no room for the additions.
        let short = name.utf8.count <= 220 ? name : String(SHA256.hex(of: name).prefix(32))
        return RelativePath.join(RelativePath.folder(of: path), ".\(short).\(token).tmp")
    }

    private static func fill(_ path: String, with bytes: [UInt8], _ flush: Flush) throws(SystemProblem) {
        let file = try DiskFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(bytes)
        if flush == .now { try file.flush() }
    }

    package static func move(_ path: String, to target: String) throws(SystemProblem) {
        if rename(path, target) != 0 { throw SystemProblem(errno) }
    }
}
