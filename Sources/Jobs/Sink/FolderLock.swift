internal import Files
internal import Glibc

/// Keeps a second writer out of a folder. The lock goes with the process that holds it, however that ends.
struct FolderLock: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// The name of the file that is locked; it tells who holds the lock.
    static let name = ".foxing.lock"

    /// Locks `folder`; throws D21 with the name and the process of who holds it.
    init(_ folder: String) throws(JobProblem) {
        let path = RelativePath.join(folder, Self.name)
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw SystemProblem(errno).whileWriting(path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let problem = errno
                close(descriptor)
                guard problem == EWOULDBLOCK else { throw SystemProblem(problem).whileWriting(path) }
                throw Self.isHeld(folder, path)
            }
            // Between opening and locking, the holder before may have removed the file.
            var (own, named) = (stat(), stat())
            if fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino {
                self.descriptor = descriptor
                self.path = path
                note()
                return
            }
            close(descriptor)
        }
    }

    /// Tells who holds the lock.
    private func note() {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let text = Array("process \(getpid()) on \(host)\n".utf8)
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func isHeld(_ folder: String, _ path: String) -> JobProblem {
        let holder = (try? WholeFile.read(path, limit: 1024)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let who = holder.split(separator: "\n").first.map(String.init) ?? "another process"
        return JobProblem(
            .folderInUse, "'\(folder)' is being written to by \(who)",
            help: "wait until it has ended, stop it, or choose another folder")
    }

    deinit {
        unlink(path)
        close(descriptor)
    }
}
