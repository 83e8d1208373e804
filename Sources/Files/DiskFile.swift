import Glibc

/// An open file, closed when the value goes.
package struct DiskFile: ~Copyable {
    private let descriptor: Int32

    /// Opens with the flags of `open(2)`; fails with the number of the error.
    package init(_ path: String, _ flags: Int32) throws(SystemProblem) {
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw SystemProblem(errno) }
    }

    deinit { close(descriptor) }

    /// Writes all of it.
    package func write(_ bytes: [UInt8]) throws(SystemProblem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemProblem(count < 0 ? errno : EIO) }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes over the first bytes; writing then goes on where it was.
    package func overwrite(_ bytes: [UInt8]) throws(SystemProblem) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(done)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemProblem(count < 0 ? errno : EIO) }
            done += count
        }
    }

    /// Reads on from where the last call ended; empty at the end of the file.
    package func read(atMost count: Int) throws(SystemProblem) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var got = 0
            repeat { got = Glibc.read(descriptor, buffer.baseAddress, count) } while got < 0 && errno == EINTR
            if got < 0 { failure = errno }
            filled = max(0, got)
        }
        if failure != 0 { throw SystemProblem(failure) }
        return bytes
    }

    /// Reads bytes from a place, or as many as there are, without moving where reading and writing goes on; may be called
    /// on several threads.
    package func read(_ count: Int, at offset: Int) throws(SystemProblem) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                filled += got
            }
        }
        if failure != 0 { throw SystemProblem(failure) }
        return bytes
    }

    /// Moves where writing goes on.
    package func seek(to offset: Int) throws(SystemProblem) {
        if lseek(descriptor, off_t(offset), SEEK_SET) < 0 { throw SystemProblem(errno) }
    }

    /// Cuts the file off behind so many bytes.
    package func truncate(to size: Int) throws(SystemProblem) {
        if ftruncate(descriptor, off_t(size)) != 0 { throw SystemProblem(errno) }
    }

    /// Waits until what was written is on the disk.
    package func flush() throws(SystemProblem) {
        if fsync(descriptor) != 0 { throw SystemProblem(errno) }
    }
}

/// An error of the system, by its number.
package struct SystemProblem: Error, Equatable, CustomStringConvertible {
    package let number: Int32

    package init(_ number: Int32) {
        self.number = number
    }

    /// In the system's words, such as `No space left on device`.
    package var words: String { String(cString: strerror(number)) }

    package var description: String { words }
}
