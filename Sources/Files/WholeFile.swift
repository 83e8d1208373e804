import Glibc
import Synchronization

/// Whole files.
package enum WholeFile {
    /// The bytes of a file of at most `limit` bytes.
    package static func read(_ path: String, limit: Int = .max) throws(SystemProblem) -> [UInt8] {
        // Devices and pipes may never end.
        if let kind = FileTree.kind(of: path), kind != .file { throw SystemProblem(EINVAL) }
        let file = try DiskFile(path, O_RDONLY)
        // Nearly always the whole file.
        let size = FileTree.size(of: path) ?? 0
        var bytes = size < limit ? try file.read(atMost: size + 1) : []
        while true {
            let piece = try file.read(atMost: 1 << 18)
            if piece.isEmpty { return bytes }
            bytes += piece
            if bytes.count > limit { throw SystemProblem(EFBIG) }
        }
    }

    /// The bytes of a file of the system whose size nobody knows beforehand.
    static func stream(_ path: String) throws(SystemProblem) -> [UInt8] {
        let file = try DiskFile(path, O_RDONLY)
        var bytes: [UInt8] = []
        while true {
            let piece = try file.read(atMost: 1 << 16)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    /// The SHA-256 of a file in 64 small hexadecimal digits, nil when it cannot be read; never holds the whole file.
    package static func digest(of path: String) -> String? {
        guard case .file? = FileTree.kind(of: path), let file = try? DiskFile(path, O_RDONLY) else { return nil }
        var hash = SHA256()
        while true {
            guard let piece = try? file.read(atMost: 1 << 18) else { return nil }
            if piece.isEmpty { return SHA256.hexadecimal(hash.finish()) }
            hash.update(piece)
        }
    }

    private static let digests = Mutex<[String: String]>([:])

    /// The same, remembered as long as the process lives and the file is the one that it was: for fonts and models, which
    /// are asked for again and again.
    package static func rememberedDigest(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let time = status.st_mtim
        let key = "\(path) \(status.st_dev) \(status.st_ino) \(status.st_size) \(time.tv_sec) \(time.tv_nsec)"
        if let known = digests.withLock({ $0[key] }) { return known }
        let digest = digest(of: path)
        digests.withLock { $0[key] = digest }
        return digest
    }
}
