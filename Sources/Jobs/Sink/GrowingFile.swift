internal import Files
internal import Glibc

/// A file that grows at its end.
package final class GrowingFile {
    /// So many bytes wait before they are written.
    private static let most = 1 << 16

    private let path: String
    private let file: DiskFile
    private var buffer: [UInt8] = []
    /// Bytes so far.
    package private(set) var count = 0

    package init(_ path: String) throws(JobProblem) {
        self.path = path
        do {
            file = try DiskFile(path, O_RDWR | O_CREAT | O_TRUNC)
        } catch {
            throw error.whileWriting(path)
        }
    }

    package func append(_ bytes: [UInt8]) throws(JobProblem) {
        count += bytes.count
        if bytes.count < Self.most {
            buffer += bytes
            if buffer.count >= Self.most { try close() }
        } else {
            // Pictures go straight to the file.
            try close()
            try write(bytes)
        }
    }

    /// Replaces the first bytes.
    package func overwrite(_ bytes: [UInt8]) throws(JobProblem) {
        try close()
        do {
            try file.overwrite(bytes)
        } catch {
            throw error.whileWriting(path)
        }
    }

    /// Hands all bytes to the system.
    package func close() throws(JobProblem) {
        try write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws(JobProblem) {
        do {
            try file.write(bytes)
        } catch {
            throw error.whileWriting(path)
        }
    }

    /// Brings the bytes to the disk and gives the file its name.
    package func finish(as target: String) throws(JobProblem) {
        try close()
        do {
            try file.flush()
            try AtomicFile.move(path, to: target)
        } catch {
            throw error.whileWriting(target)
        }
    }
}
