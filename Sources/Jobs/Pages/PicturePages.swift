public import Codecs
internal import Files
internal import Imaging
internal import Synchronization

/// The pages of picture files, known by their headers until they are loaded.
public struct PicturePages: PageSupply {
    /// In the order of the manifest.
    public let refs: [PageRef]
    /// Clashes of names; with any of them nothing is run.
    public let clashes: [JobProblem]
    /// Patterns that fit no file.
    public let fruitless: [String]

    private let limits: PictureLimits
    private let openFiles = OpenFiles()
    private let archives: [String: ArchivePages]

    /// Looks for files and reads their headers. Relative patterns start from `folder`; `excluding` are folders that hold
    /// results.
    public init(
        _ patterns: [String], from folder: String?, excluding: [String], ids: SourceList.IDs, limits: PictureLimits
    ) {
        let search = InputSearch.run(patterns, from: folder, excluding: excluding)
        var headers: [String: [PageHeader]] = [:]
        var problems: [String: PictureProblem] = [:]
        var brokenArchives: [String: SourceFailure] = [:]
        var files: [(file: InputFile, pages: Int)] = []
        var archives: [String: ArchivePages] = [:]
        let unpacked = UnpackedFiles()
        for file in search.files {
            do throws(SourceFailure) {
                if let archive = try ArchivePages(file.path, limits, unpacked) {
                    archives[file.path] = archive
                    files.append((file, archive.count))
                    continue
                }
            } catch {
                brokenArchives[file.path] = error
                files.append((file, 1))
                continue
            }
            do {
                let picture = try PictureFile(path: file.path)
                headers[file.path] = picture.pages
                files.append((file, picture.pages.count))
            } catch {
                problems[file.path] = error
                files.append((file, 1))
            }
        }
        let list = SourceList(files, ids: ids)
        refs = list.sources.map { source in
            if let archive = archives[source.file.path] { return archive.ref(source) }
            if let failure = brokenArchives[source.file.path] {
                return PageRef(source, size: nil, byteCount: 0, problem: failure)
            }
            let pages = headers[source.file.path] ?? []
            let header = source.page <= pages.count ? pages[source.page - 1] : nil
            return PageRef(source, header, problems[source.file.path] ?? header?.problem(within: limits))
        }
        clashes = list.problems
        fruitless = search.fruitless
        self.limits = limits
        self.archives = archives
    }

    /// Of the file's bytes.
    public func digest(of index: Int) throws(SourceFailure) -> String {
        let source = refs[index].source
        if let archive = archives[source.file.path] { return try archive.sha256() }
        if source.pageCount > 1 { return try openFiles.file(source.file.path).sha256 }
        guard let digest = WholeFile.digest(of: source.file.path) else {
            // Says why.
            return try OpenFile(path: source.file.path).sha256
        }
        return digest
    }

    public func truth(of index: Int) throws(SourceFailure) -> CarriedTruth {
        let source = refs[index].source
        guard let archive = archives[source.file.path] else { return CarriedTruth(picture: "", files: []) }
        return try archive.truth(source.page - 1)
    }

    public func load(_ index: Int) throws(SourceFailure) -> LoadedPage {
        let ref = refs[index]
        if let problem = ref.problem { throw problem }
        let path = ref.source.file.path
        if let archive = archives[path] { return try archive.load(ref.source.page - 1) }
        let file = ref.source.pageCount > 1 ? try openFiles.file(path) : try OpenFile(path: path)
        guard file.picture.pages.indices.contains(ref.source.page - 1) else {
            throw SourceFailure(
                PictureCode.damaged.rawValue,
                "the file has \(file.picture.pages.count) pages now, and had \(ref.source.pageCount) before")
        }
        do {
            let page = try file.picture.decode(page: ref.source.page - 1, limits: limits)
            return LoadedPage(
                pixels: page.raster, dpi: page.dpi, dpiDown: page.dpiDown, sha256: file.sha256,
                notes: page.notes.map(SourceNote.init))
        } catch {
            throw SourceFailure(error)
        }
    }
}

/// A picture file with the digest of its bytes.
private struct OpenFile: Sendable {
    let picture: PictureFile
    let sha256: String

    /// Reads the file whole, for its one page.
    init(path: String) throws(SourceFailure) {
        do {
            let bytes = try PictureFile.bytes(at: path)
            sha256 = SHA256.hex(of: bytes)
            picture = try PictureFile(bytes: bytes, name: path)
        } catch {
            throw SourceFailure(error)
        }
    }

    /// Keeps the file open, and reads of it what a page needs when that is decoded.
    init(ofManyPages path: String) throws(SourceFailure) {
        do {
            picture = try PictureFile(path: path)
            var hash = SHA256()
            try picture.forEachPiece { hash.update($0) }
            sha256 = SHA256.hexadecimal(hash.finish())
        } catch {
            throw SourceFailure(error)
        }
    }
}

/// The files of several pages that were used last. Pages come in the order of their files, so a few are enough.
private final class OpenFiles: Sendable {
    private static let most = 2
    private typealias Opened = Result<OpenFile, SourceFailure>

    private let files = Mutex<[(path: String, file: Awaited<Opened>)]>([])

    func file(_ path: String) throws(SourceFailure) -> OpenFile {
        let (place, isNew) = files.withLock { files -> (Awaited<Opened>, Bool) in
            if let index = files.firstIndex(where: { $0.path == path }) {
                let known = files.remove(at: index)
                files.append(known)
                return (known.file, false)
            }
            let place = Awaited<Opened>()
            files.append((path, place))
            if files.count > Self.most { files.removeFirst() }
            return (place, true)
        }
        if isNew {
            do throws(SourceFailure) {
                place.fulfil(.success(try OpenFile(ofManyPages: path)))
            } catch {
                place.fulfil(.failure(error))
            }
        }
        return try place.wait().get()
    }
}

extension PageRef {
    init(_ source: Source, _ header: PageHeader?, _ problem: PictureProblem?) {
        self.init(
            source, size: header.map { Size(width: $0.width, height: $0.height) },
            orientation: header?.orientation ?? 1, dpi: header?.dpi, dpiDown: header?.dpiDown,
            byteCount: problem == nil ? header?.pixelBytes ?? 0 : 0,
            notes: (header?.notes ?? []).map(SourceNote.init), problem: problem.map(SourceFailure.init))
    }
}

extension SourceNote {
    init(_ note: PictureNote) { self.init(note.code.rawValue, note.message) }
}

extension SourceFailure {
    init(_ problem: PictureProblem) { self.init(problem.code.rawValue, problem.message) }
}
