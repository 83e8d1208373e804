internal import Codecs
internal import Files
internal import Glibc
internal import Synchronization
internal import Truth

/// Bytes of a file that is opened for each reading, so that thousands of archives can be read at a time.
struct ArchiveBytes: Sendable {
    /// Where something stands in the file.
    struct Place: Sendable {
        let offset: Int
        let count: Int
    }

    let path: String
    /// Of the whole file.
    let count: Int
    /// Where it lies unpacked; nil for a file that is read as it is.
    private let unpacked: UnpackedFiles?

    init(_ path: String) {
        self.path = path
        count = FileTree.size(of: path) ?? 0
        unpacked = nil
    }

    /// Of a gzip file, what it unpacks to.
    init(gzip path: String, _ unpacked: UnpackedFiles) throws(SourceFailure) {
        self.path = path
        self.unpacked = unpacked
        count = try unpacked.bytes(of: path).count
    }

    /// What stands at a place; throws where the file does not reach so far.
    func read(_ place: Place) throws(SourceFailure) -> [UInt8] { try read(place.count, at: place.offset) }

    /// The text of a picture, as a file beside it.
    func text(_ place: Place, of name: String) throws(SourceFailure) -> [TruthFile] {
        [try file(place, named: name + ".gt.txt")]
    }

    /// A file of truth; of one that is larger than any only the size is known.
    func file(_ place: Place, named name: String) throws(SourceFailure) -> TruthFile {
        if place.count > TruthFile.limit { return TruthFile(tooLarge: name) }
        return TruthFile(path: name, bytes: try read(place))
    }

    /// Bytes from a place; throws where the file does not reach so far.
    func read(_ length: Int, at offset: Int) throws(SourceFailure) -> [UInt8] {
        guard offset >= 0, length >= 0, length <= count, offset <= count - length else {
            throw PictureArchives.damaged(path, "it ends early")
        }
        if let unpacked {
            let bytes = try unpacked.bytes(of: path)
            if bytes.count == count { return Array(bytes[offset..<offset + length]) }
            throw PictureArchives.damaged(path, "it became another file")
        }
        do {
            let file = try DiskFile(path, 0)
            let bytes = try file.read(length, at: offset)
            if bytes.count == length { return bytes }
        } catch {
            throw SourceFailure(PictureCode.unreadable.rawValue, "cannot read '\(path)': \(error.words)")
        }
        throw PictureArchives.damaged(path, "it became shorter")
    }
}

/// Packed files that were read last, unpacked. Pages come in the order of their files, so a few are enough.
final class UnpackedFiles: Sendable {
    /// So many bytes may a file have, packed and unpacked.
    private static let limit = 1 << 30
    private static let most = 2

    private let files = Mutex<[(path: String, bytes: [UInt8])]>([])

    /// What a gzip file unpacks to. Throws where it is damaged, or larger than 1 GiB.
    func bytes(of path: String) throws(SourceFailure) -> [UInt8] {
        let result = files.withLock { files -> Result<[UInt8], SourceFailure> in
            if let index = files.firstIndex(where: { $0.path == path }) { return .success(files[index].bytes) }
            let result = Result { () throws(SourceFailure) in try Self.unpack(path) }
            if case .success(let bytes) = result {
                files.append((path, bytes))
                if files.count > Self.most { files.removeFirst() }
            }
            return result
        }
        return try result.get()
    }

    private static func unpack(_ path: String) throws(SourceFailure) -> [UInt8] {
        let packed: [UInt8]
        do {
            packed = try WholeFile.read(path, limit: limit)
        } catch  where error.number == EFBIG {
            throw tooLarge(path)
        } catch {
            throw SourceFailure(PictureCode.unreadable.rawValue, "cannot read '\(path)': \(error.words)")
        }
        do {
            return try Inflating.gzip(packed, limit: limit)
        } catch {
            switch error {
            case .damaged: throw PictureArchives.damaged(path, "it cannot be unpacked to its end")
            case .tooLarge, .noMemory: throw tooLarge(path)
            }
        }
    }

    private static func tooLarge(_ path: String) -> SourceFailure {
        SourceFailure(
            PictureCode.notAPicture.rawValue,
            "'\(RelativePath.name(of: path))' is a packed archive of more than 1 GiB, which would have to lie in memory",
            help: "unpack it with gunzip; archives as they are may be of any size")
    }
}

extension [UInt8] {
    /// A whole number of so many bytes, the lowest first; the place must be within.
    func little(_ bytes: Int, at offset: Int) -> Int {
        (0..<bytes).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
    }
}
