internal import Codecs
internal import Files
internal import Truth

/// A file that holds many pictures, each with what is said of it.
protocol PictureArchive: Sendable {
    /// How many pictures it holds.
    var count: Int { get }

    /// What a picture is called, with its ending; below the archive no two need to differ.
    func name(_ index: Int) -> String

    /// The bytes of a picture's file.
    func picture(_ index: Int) throws(SourceFailure) -> [UInt8]

    /// The files of truth that lie with a picture, named as beside it.
    func truth(_ index: Int) throws(SourceFailure) -> [TruthFile]
}

/// The kinds of archives.
enum PictureArchives {
    /// Opens a file that is an archive, as its first bytes tell; nil when it is none. What is broken in one is thrown.
    static func open(_ path: String) throws(SourceFailure) -> (any PictureArchive)? {
        guard let file = try? DiskFile(path, 0), let head = try? file.read(600, at: 0) else { return nil }
        if TarPictures.isOne(head) { return try TarPictures(path) }
        if LMDBPictures.isOne(head) { return try LMDBPictures(path) }
        if ArrowPictures.isOne(head) { return try ArrowPictures(path) }
        return nil
    }

    static func damaged(_ path: String, _ message: String) -> SourceFailure {
        SourceFailure(PictureCode.damaged.rawValue, "'\(RelativePath.name(of: path))' is damaged: \(message)")
    }

    static func unknown(_ path: String, _ message: String) -> SourceFailure {
        SourceFailure(PictureCode.notAPicture.rawValue, "'\(RelativePath.name(of: path))' \(message)")
    }
}

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

    init(_ path: String) {
        self.path = path
        count = FileTree.size(of: path) ?? 0
    }

    /// What stands at a place; throws where the file does not reach so far.
    func read(_ place: Place) throws(SourceFailure) -> [UInt8] { try read(place.count, at: place.offset) }

    /// The text of a picture, as a file beside it; none where it is too large for one.
    func text(_ place: Place, of name: String) throws(SourceFailure) -> [TruthFile] {
        guard place.count <= TruthFile.limit else { return [] }
        return [TruthFile(path: name + ".gt.txt", bytes: try read(place))]
    }

    /// Bytes from a place; throws where the file does not reach so far.
    func read(_ length: Int, at offset: Int) throws(SourceFailure) -> [UInt8] {
        guard offset >= 0, length >= 0, length <= count, offset <= count - length else {
            throw PictureArchives.damaged(path, "it ends early")
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

extension [UInt8] {
    /// A whole number of so many bytes, the lowest first; the place must be within.
    func little(_ bytes: Int, at offset: Int) -> Int {
        (0..<bytes).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
    }
}
