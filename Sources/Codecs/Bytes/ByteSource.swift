import Glibc

/// Bytes that can be read at any place by any number of threads at once.
protocol ByteSource: Sendable {
    /// How many there are.
    var count: Int { get }

    /// Copies the bytes from `place` on into `buffer`; returns how many, fewer only where the bytes end. Throws I10
    /// when the disk fails.
    func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PictureProblem) -> Int
}

/// A regular file, open as long as somebody holds it. The name may be given to another file meanwhile.
final class OpenFile: ByteSource {
    /// More than any page within the limits can need, and what classic TIFF can address.
    private static let maxBytes = 1 << 32

    let count: Int
    private let file: Int32

    /// Opens it. Throws I10, I11 where it has no bytes, or I15 where it has too many.
    init(_ path: String) throws(PictureProblem) {
        // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
        file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw Self.unreadable(errno, path) }
        var status = stat()
        // From here on `deinit` closes the file, whatever is thrown.
        guard fstat(file, &status) == 0 else {
            count = 0
            throw Self.unreadable(errno, path)
        }
        count = Int(status.st_size)
        let type = status.st_mode & S_IFMT
        guard type == S_IFREG else {
            throw PictureProblem(
                .unreadable, type == S_IFDIR ? "this is a folder, not a file" : "this is a device, not a file")
        }
        guard count > 0 else { throw PictureProblem(.empty, "the file has no bytes; copy it again") }
        guard count <= Self.maxBytes else {
            throw PictureProblem(.tooManyPixels, "the file has \(count) bytes, more than any page needs")
        }
    }

    deinit { if file >= 0 { close(file) } }

    func read(at place: Int, into buffer: UnsafeMutableRawBufferPointer) throws(PictureProblem) -> Int {
        var filled = 0
        // The buffer's own memory is lent to `pread`, which is told what is left of it.
        while filled < buffer.count {
            let got = pread(file, buffer.baseAddress! + filled, buffer.count - filled, off_t(place.plus(filled)))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                throw PictureProblem(.unreadable, "reading failed: \(String(cString: strerror(errno)))")
            }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    private static func unreadable(_ error: Int32, _ path: String) -> PictureProblem {
        var status = stat()
        if error == ENOENT, lstat(path, &status) == 0 {
            return PictureProblem(.unreadable, "the link points to nothing")
        }
        switch error {
        case ENOENT: return PictureProblem(.unreadable, "there is no such file")
        case EACCES: return PictureProblem(.unreadable, "the file may not be read; check its permissions")
        case EMFILE, ENFILE:
            return PictureProblem(.unreadable, "too many files are open at once; raise the limit with ulimit -n")
        default: return PictureProblem(.unreadable, "the file cannot be opened: \(String(cString: strerror(error)))")
        }
    }
}
