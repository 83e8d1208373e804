internal import Files
import Synchronization

/// A format with one file for the pictures of a whole folder.
protocol FolderWideFormat: TruthFormat {
    /// What the file says of a picture; nil when it does not name it.
    func draft(from path: String, for picture: PictureInfo) throws(TruthProblem) -> TruthDraft?

    /// The pictures of which the file speaks.
    func pictures(in path: String) throws(TruthProblem) -> NamedPictures
}

/// The pictures of which a file speaks, by their names.
struct NamedPictures: Sendable {
    private struct Named: Sendable {
        let name: String
        var keys: [NameKey]
        let isStem: Bool
    }

    private var all: [NameKey: Named] = [:]

    /// How many there are.
    var count: Int { all.count }

    /// Enters the picture at `path`, which may be called `other` by now; with `isStem` it is without an ending.
    mutating func add(_ path: String, or other: String? = nil, isStem: Bool = false) {
        let name = RelativePath.name(of: path.replacing("\\", with: "/"))
        let key = NameKey(name)
        let further = other.map { [NameKey(RelativePath.name(of: $0))] } ?? []
        if all[key] == nil { all[key] = Named(name: name, keys: [key], isStem: isStem) }
        all[key]?.keys += further
    }

    /// A note on those that are no pages of a run; nil where there is none.
    func strangers(to run: RunPictures, in file: String) -> TruthProblem? {
        let names = all.values.filter { named in
            !named.keys.contains { named.isStem ? run.hasStem($0) : run.hasPicture($0) }
        }.map(\.name)
        guard let first = names.min(by: { $0.precedesInBytes($1) }) else { return nil }
        let rest = names.count == 1 ? "'\(first)', which is" : "\(names.count) pictures, such as '\(first)', that are"
        var note = TruthProblem(.unused, "'\(file)' speaks of \(rest) not among the pages")
        note.isShared = true
        return note
    }
}

extension FolderWideFormat {
    /// That a file which is a picture's own does not speak of it.
    func doesNotName(_ picture: PictureInfo, _ path: String, count: Int) -> TruthProblem {
        TruthProblem(
            .truthOfManyPictures,
            "'\(RelativePath.name(of: path))' names \(count) \(count == 1 ? "picture" : "pictures"), and none is "
                + "'\(RelativePath.name(of: picture.path))'",
            help: "correct the names in it; root: FOLDER  says where its paths start")
    }
}

/// Files that have been read, for all threads. A file is read once, by whoever asks first; the others wait. Of many files
/// those stay that were asked for last.
final class SharedFile<Content: Sendable>: Sendable {
    private struct Known {
        let result: Result<Content, TruthProblem>
        /// Bytes of the file.
        let size: Int
        var turn: Int
    }

    private struct Store {
        var files: [String: Known] = [:]
        var size = 0
        var turn = 0
    }

    /// Bytes of files, and how many files, that are remembered; two are in any case.
    private let mostBytes: Int
    private let mostFiles: Int
    private let store = Mutex(Store())

    init(mostBytes: Int = 512 << 20, mostFiles: Int = 256) {
        self.mostBytes = mostBytes
        self.mostFiles = mostFiles
    }

    func content(
        of path: String, _ make: (String) throws(TruthProblem) -> Content
    ) throws(TruthProblem) -> Content {
        let result = store.withLock { store in
            store.turn += 1
            if let known = store.files[path] {
                store.files[path]?.turn = store.turn
                return known.result
            }
            let result = Result { () throws(TruthProblem) in try make(path) }
            let size = FileTree.size(of: path) ?? 0
            store.files[path] = Known(result: result, size: size, turn: store.turn)
            store.size += size
            while store.files.count > 2, store.size > mostBytes || store.files.count > mostFiles {
                guard let oldest = store.files.min(by: { $0.value.turn < $1.value.turn }) else { break }
                store.files[oldest.key] = nil
                store.size -= oldest.value.size
            }
            return result
        }
        return try result.get()
    }
}

/// What was made of a file for many pictures, so that it is made once. Of two who ask at a time one waits.
final class Remembered: Sendable {
    private final class Place: Sendable {
        let value = Mutex<Result<any Sendable, TruthProblem>?>(nil)
    }

    private let places = Mutex<[String: Place]>([:])

    func value<Value: Sendable>(
        _ name: String, _ make: () throws(TruthProblem) -> Value
    ) throws(TruthProblem) -> Value {
        let place = places.withLock { places in
            if let place = places[name] { return place }
            let place = Place()
            places[name] = place
            return place
        }
        let result = place.value.withLock { known -> Result<any Sendable, TruthProblem> in
            if let known { return known }
            let made = Result { () throws(TruthProblem) -> any Sendable in try make() }
            known = made
            return made
        }
        guard let value = try result.get() as? Value else { return try make() }
        return value
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
        let all = all(for: picture, root: root)
        if picture.pageCount == 1 { return all }
        return picture.page <= all.count ? [all[picture.page - 1]] : []
    }

    /// How many entries speak of a picture.
    func count(for picture: PictureInfo, root: String) -> Int { all(for: picture, root: root).count }

    private func all(for picture: PictureInfo, root: String) -> [Entry] {
        let path = Self.absolute(picture.path)
        let below = RelativePath.relative(path, to: Self.absolute(root))
        let other = pathByName[NameKey(RelativePath.name(of: path))].flatMap(\.self)
        return byPath[NameKey(below)] ?? byPath[NameKey(path)] ?? other.flatMap { byPath[$0] } ?? []
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
