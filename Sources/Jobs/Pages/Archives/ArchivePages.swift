internal import Codecs
internal import Files
internal import Imaging
internal import Synchronization

/// The pictures of one archive as pages.
struct ArchivePages: Sendable {
    private let archive: any PictureArchive
    private let headers: [Result<PageHeader, SourceFailure>]
    private let limits: PictureLimits
    private let digest: FileDigest
    /// What is not used of it, told with its first page.
    private let remarks: [SourceNote]

    /// Reads the header of every picture; nil when the file is no archive.
    init?(_ path: String, _ limits: PictureLimits, _ unpacked: UnpackedFiles) throws(SourceFailure) {
        guard let archive = try PictureArchives.open(path, unpacked) else { return nil }
        self.archive = archive
        remarks = archive.remarks.map { remark in
            var note = SourceNote("TW41", "'\(RelativePath.name(of: path))' \(remark)")
            note.isShared = true
            return note
        }
        self.limits = limits
        digest = FileDigest(path)
        headers = (0..<archive.count).map { index in
            Result { () throws(SourceFailure) in try Self.header(of: index, archive) }
        }
    }

    private static func header(of index: Int, _ archive: any PictureArchive) throws(SourceFailure) -> PageHeader {
        let file = try file(index, archive)
        guard file.pages.count == 1 else {
            throw SourceFailure(
                PictureCode.notAPicture.rawValue,
                "'\(archive.name(index))' holds \(file.pages.count) pages; a picture in an archive has one")
        }
        return file.pages[0]
    }

    private static func file(_ index: Int, _ archive: any PictureArchive) throws(SourceFailure) -> PictureFile {
        let bytes = try archive.picture(index)
        do {
            // Databases call their pictures by numbers, which say nothing of what they are.
            return try PictureFile(bytes: bytes, name: archive.name(index))
        } catch {
            throw SourceFailure(error.code.rawValue, "'\(archive.name(index))': \(error.message)")
        }
    }

    /// How many pages there are.
    var count: Int { archive.count }

    /// What is known of a page before it is loaded.
    func ref(_ source: Source) -> PageRef {
        switch headers[source.page - 1] {
        case .failure(let failure): PageRef(source, size: nil, byteCount: 0, carriesTruth: true, problem: failure)
        case .success(let header):
            PageRef(
                source, size: Size(width: header.width, height: header.height), orientation: header.orientation,
                dpi: header.dpi, dpiDown: header.dpiDown, byteCount: header.pixelBytes,
                notes: header.notes.map(SourceNote.init) + notes(on: source.page - 1), carriesTruth: true,
                problem: header.problem(within: limits).map(SourceFailure.init))
        }
    }

    /// A page as pixels.
    func load(_ index: Int) throws(SourceFailure) -> LoadedPage {
        let file = try Self.file(index, archive)
        do {
            let page = try file.decode(limits: limits)
            return LoadedPage(
                pixels: page.raster, dpi: page.dpi, dpiDown: page.dpiDown, sha256: try digest.value(),
                notes: page.notes.map(SourceNote.init) + notes(on: index))
        } catch let problem as PictureProblem {
            throw SourceFailure(problem)
        } catch let failure as SourceFailure {
            throw failure
        } catch {
            throw SourceFailure(PictureCode.unreadable.rawValue, "\(error)")
        }
    }

    private func notes(on index: Int) -> [SourceNote] { index == 0 ? remarks : [] }

    /// What comes with a page.
    func truth(_ index: Int) throws(SourceFailure) -> CarriedTruth {
        CarriedTruth(picture: archive.name(index), found: try archive.truth(index))
    }

    /// Of the whole archive.
    func sha256() throws(SourceFailure) -> String { try digest.value() }
}

/// The digest of a large file, made when it is first asked for.
private final class FileDigest: Sendable {
    private let path: String
    private let known = Mutex<String?>(nil)

    init(_ path: String) {
        self.path = path
    }

    func value() throws(SourceFailure) -> String {
        let digest = known.withLock { known -> String? in
            if known == nil { known = WholeFile.digest(of: path) }
            return known
        }
        guard let digest else {
            throw SourceFailure(PictureCode.unreadable.rawValue, "cannot read '\(path)'")
        }
        return digest
    }
}
