internal import Files
import Synchronization

/// A format with one file for the pictures of a whole folder.
protocol FolderWideFormat: TruthFormat {
    /// What the file says of a picture; nil when it does not name it.
    func draft(from path: String, for picture: PictureInfo) throws(TruthProblem) -> TruthDraft?
}

/// Files that have been read, for all threads. A file is read once, by whoever asks first; the others wait.
final class SharedFile<Content: Sendable>: Sendable {
    private let read = Mutex<[String: Result<Content, TruthProblem>]>([:])

    func content(
        of path: String, _ make: (String) throws(TruthProblem) -> Content
    ) throws(TruthProblem) -> Content {
        let result = read.withLock { known in
            if let result = known[path] { return result }
            let result = Result { () throws(TruthProblem) in try make(path) }
            known[path] = result
            return result
        }
        return try result.get()
    }
}

/// Finds the entries that speak of a page: by its picture's path from a root folder, else by its name if no other has it.
/// Names are compared as people read them, without regard to case.
struct PictureIndex<Entry: Sendable>: Sendable {
    /// The entries of a picture in the order of the file.
    private var byPath: [NameKey: [Entry]] = [:]
    /// nil where two pictures have the name.
    private var pathByName: [NameKey: NameKey?] = [:]

    /// Enters what is said of the picture at `path`, behind what was said already.
    mutating func add(_ path: String, _ entry: Entry) {
        let path = RelativePath.normalized(path.replacing("\\", with: "/"))
        let key = NameKey(path)
        if byPath[key] == nil {
            let name = NameKey(RelativePath.name(of: path))
            pathByName[name] = pathByName[name] == nil ? .some(key) : .some(nil)
        }
        byPath[key, default: []].append(entry)
    }

    /// What is said of a page, in the order of the file: all that is said of a picture of one page; of one with several,
    /// each entry speaks of the next page. `root` is where the paths of entries start.
    func entries(for picture: PictureInfo, root: String) -> [Entry] {
        let path = Self.absolute(picture.path)
        let below = RelativePath.relative(path, to: Self.absolute(root))
        let other = pathByName[NameKey(RelativePath.name(of: path))].flatMap(\.self)
        guard let all = byPath[NameKey(below)] ?? byPath[NameKey(path)] ?? other.flatMap({ byPath[$0] }) else {
            return []
        }
        if picture.pageCount == 1 { return all }
        return picture.page <= all.count ? [all[picture.page - 1]] : []
    }

    private static func absolute(_ path: String) -> String {
        RelativePath.normalized(RelativePath.join(FileTree.workingFolder, path))
    }
}

/// A large file read piece by piece.
struct ByteStream: ~Copyable {
    /// The largest folder-wide file that is read.
    static let limit = 2 << 30

    private let path: String
    private let file: DiskFile
    private var buffer: [UInt8] = []
    private var place = 0
    /// Bytes from the start of the file to the next one.
    private(set) var offset = 0

    init(_ path: String) throws(TruthProblem) {
        self.path = path
        do {
            guard FileTree.kind(of: path) == .file else { throw SystemProblem(2) }
            file = try DiskFile(path, 0)
        } catch let problem as SystemProblem {
            throw TruthProblem(.truthUnreadable, "cannot read '\(path)': \(problem.words)")
        } catch {
            throw TruthProblem(.truthUnreadable, "cannot read '\(path)'")
        }
    }

    /// The next byte; nil at the end.
    mutating func next() throws(TruthProblem) -> UInt8? {
        if place == buffer.count {
            do {
                buffer = try file.read(atMost: 1 << 18)
            } catch {
                throw TruthProblem(.truthUnreadable, "cannot read '\(path)': \(error.words)")
            }
            place = 0
            if buffer.isEmpty { return nil }
            if offset > Self.limit {
                throw TruthProblem(.truthTooLarge, "'\(path)' is larger than 2 GiB")
            }
        }
        defer {
            place += 1
            offset += 1
        }
        return buffer[place]
    }
}
