import Glibc

/// A file of JSON rows that grows in its final order as `NAME.partial` and gets its name when it is complete. What an
/// interrupted run had written is kept as `NAME.earlier` until then, so that being interrupted twice loses nothing.
public final class RowFile {
    private let path: String
    private let file: DiskFile
    /// Rows written so far.
    public private(set) var count = 0

    /// All names that a file of rows goes by, the final one first.
    static func names(of path: String) -> [String] { [path, path + ".partial", path + ".earlier"] }

    /// Starts an empty file that will be `path`.
    public init(_ path: String) throws(DatasetProblem) {
        self.path = path
        try Self.setAside(path)
        do {
            file = try DiskFile(path + ".partial", O_WRONLY | O_CREAT | O_TRUNC)
        } catch {
            throw error.whileWriting(path)
        }
    }

    private static func setAside(_ path: String) throws(DatasetProblem) {
        guard let partial = try? WholeFile.read(path + ".partial"), !partial.isEmpty else { return }
        // A row that was cut off must not run into the next one.
        let whole = partial.prefix((partial.lastIndex(of: newline) ?? -1) + 1)
        let earlier = (try? WholeFile.read(path + ".earlier")) ?? []
        try AtomicFile.write(earlier + whole, to: path + ".earlier", flush: .now)
    }

    /// Appends a row; it is out of this process when the call returns.
    public func append(_ row: JSONValue) throws(DatasetProblem) {
        do {
            try file.write(CanonicalJSON.bytes(row) + [Self.newline])
        } catch {
            throw error.whileWriting(path + ".partial")
        }
        count += 1
    }

    /// Brings the rows to the disk and gives the file its name.
    public func finish() throws(DatasetProblem) {
        do {
            try file.flush()
            try AtomicFile.move(path + ".partial", to: path)
        } catch {
            throw error.whileWriting(path)
        }
        unlink(path + ".earlier")
    }

    /// The whole rows of `path` and of what unfinished runs left of it; a row that was cut off by the end of its process
    /// does not count.
    public static func rows(of path: String) -> [JSONValue] {
        names(of: path).flatMap { name -> [JSONValue] in
            guard let bytes = try? WholeFile.read(name) else { return [] }
            return bytes.split(separator: newline).compactMap { try? JSONReader.read(Array($0)) }
        }
    }

    private static let newline = UInt8(ascii: "\n")
}
