import Glibc

/// An open file, closed when the value goes.
struct DiskFile: ~Copyable {
    private let descriptor: Int32

    /// Opens with the flags of `open(2)`; fails with the number of the error.
    init(_ path: String, _ flags: Int32) throws(SystemProblem) {
        descriptor = open(path, flags | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw SystemProblem(errno) }
    }

    deinit { close(descriptor) }

    /// Writes all of it.
    func write(_ bytes: [UInt8]) throws(SystemProblem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemProblem(count < 0 ? errno : EIO) }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes over the first bytes; writing then goes on where it was.
    func overwrite(_ bytes: [UInt8]) throws(SystemProblem) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(done)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemProblem(count < 0 ? errno : EIO) }
            done += count
        }
    }

    /// Reads on from where the last call ended; empty at the end of the file.
    func read(atMost count: Int) throws(SystemProblem) -> [UInt8] {
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

    /// Cuts the file off behind so many bytes.
    func truncate(to size: Int) throws(SystemProblem) {
        if ftruncate(descriptor, off_t(size)) != 0 { throw SystemProblem(errno) }
    }

    /// Waits until what was written is on the disk.
    func flush() throws(SystemProblem) {
        if fsync(descriptor) != 0 { throw SystemProblem(errno) }
    }
}

/// An error of the system, by its number.
struct SystemProblem: Error, Equatable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    /// In the system's words, such as `No space left on device`.
    var words: String { String(cString: strerror(number)) }

    /// As a problem of the output: the disk is full, or the place cannot be written to.
    func whileWriting(_ path: String) -> DatasetProblem {
        if number == ENOSPC || number == EDQUOT {
            return DatasetProblem(.diskFull, "no room left to write '\(path)'", help: "make room and run with --resume")
        }
        return DatasetProblem(.notWritable, "cannot write '\(path)': \(words)")
    }
}
