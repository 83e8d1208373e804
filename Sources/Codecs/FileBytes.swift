import Glibc

/// Reads whole files, and says why when it cannot.
enum FileBytes {
    /// More than any page within the limits can need, and what classic TIFF can address.
    private static let maxBytes = 1 << 32

    /// All bytes of a regular file.
    static func read(_ path: String) throws(PictureProblem) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw unreadable(errno, path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unreadable(errno, path) }
        let type = status.st_mode & S_IFMT
        guard type == S_IFREG else {
            throw PictureProblem(
                .unreadable, type == S_IFDIR ? "this is a folder, not a file" : "this is a device, not a file")
        }
        guard status.st_size > 0 else { throw PictureProblem(.empty, "the file has no bytes; copy it again") }
        guard status.st_size <= maxBytes else {
            throw PictureProblem(.tooManyPixels, "the file has \(status.st_size) bytes, more than any page needs")
        }
        return try read(file, count: Int(status.st_size))
    }

    private static func read(_ file: Int32, count: Int) throws(PictureProblem) -> [UInt8] {
        var failure: Int32 = 0
        // The array's own memory is lent to `read`, which is told its exact size.
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(file, buffer.baseAddress! + filled, count - filled)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { return }
                filled += got
            }
        }
        guard failure == 0 else {
            throw PictureProblem(.unreadable, "reading failed: \(String(cString: strerror(failure)))")
        }
        return bytes
    }

    private static func unreadable(_ error: Int32, _ path: String) -> PictureProblem {
        var status = stat()
        if error == ENOENT, lstat(path, &status) == 0 {
            return PictureProblem(.unreadable, "the link points to nothing")
        }
        switch error {
        case ENOENT: return PictureProblem(.unreadable, "there is no such file")
        case EACCES: return PictureProblem(.unreadable, "the file may not be read; check its permissions")
        default: return PictureProblem(.unreadable, "the file cannot be opened: \(String(cString: strerror(error)))")
        }
    }
}
