public import Codecs
internal import Files

/// One page of a picture file whose bytes are in memory, as a supply of a single page. It is named as a run would name it.
public struct PictureInMemory: PageSupply {
    /// The page.
    public let refs: [PageRef]
    /// All pages of the file.
    public let pageCount: Int

    private let sha256: String
    private let content: Content

    private enum Content: Sendable {
        case file(PictureFile, PictureLimits)
        case loaded(LoadedPage)
    }

    /// Reads the header of page `number` (from 1) of a file called `name`; `id` is the page's name where it is not to follow
    /// from that. `folder` is where files of truth are looked for. A file that cannot be read has a problem in `refs`.
    public init(
        _ bytes: [UInt8], name: String, number: Int = 1, id: String? = nil, folder: String,
        limits: PictureLimits = PictureLimits()
    ) throws(SourceFailure) {
        let file: PictureFile
        do {
            file = try PictureFile(bytes: bytes, name: name)
        } catch {
            throw SourceFailure(error)
        }
        guard file.pages.indices.contains(number - 1) else {
            throw SourceFailure(
                PictureCode.unreadable.rawValue, "there is no page \(number); the file has \(file.pages.count)")
        }
        let input = InputFile(path: RelativePath.join(folder, name), name: name)
        let named = SourceList([(input, file.pages.count)]).sources[number - 1]
        let source = Source(id: id ?? named.id, file: input, page: number, pageCount: file.pages.count)
        let header = file.pages[number - 1]
        refs = [PageRef(source, header, header.problem(within: limits))]
        pageCount = file.pages.count
        sha256 = SHA256.hex(of: bytes)
        content = .file(file, limits)
    }

    private init(_ other: PictureInMemory, id: String, _ content: Content) {
        let ref = other.refs[0]
        let source = Source(
            id: id, file: ref.source.file, page: ref.source.page, pageCount: ref.source.pageCount)
        refs = [
            PageRef(
                source, size: ref.size, orientation: ref.orientation, dpi: ref.dpi, dpiDown: ref.dpiDown,
                byteCount: ref.byteCount, notes: ref.notes, problem: ref.problem)
        ]
        pageCount = other.pageCount
        sha256 = other.sha256
        self.content = content
    }

    /// The same page under another name.
    public func named(_ id: String) -> PictureInMemory { PictureInMemory(self, id: id, content) }

    /// The same page decoded, without its file.
    public func loaded() throws(SourceFailure) -> PictureInMemory {
        PictureInMemory(self, id: refs[0].source.id, .loaded(try load(0)))
    }

    public func digest(of index: Int) throws(SourceFailure) -> String { sha256 }

    public func load(_ index: Int) throws(SourceFailure) -> LoadedPage {
        switch content {
        case .loaded(let page): return page
        case .file(let file, let limits):
            if let problem = refs[0].problem { throw problem }
            do {
                let page = try file.decode(page: refs[0].source.page - 1, limits: limits)
                return LoadedPage(
                    pixels: page.raster, dpi: page.dpi, dpiDown: page.dpiDown, sha256: sha256,
                    notes: page.notes.map(SourceNote.init))
            } catch {
                throw SourceFailure(error)
            }
        }
    }
}
