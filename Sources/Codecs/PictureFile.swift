import Imaging

/// A picture file whose header has been read: its kind, told by its first bytes and never by its name, and its pages.
///
/// Reading is safe on any bytes: headers are checked before any pixel memory is taken, and data that ends early or does
/// not fit its checksum is refused, never filled up. A file is opened once for all of its pages; values can be shared
/// between threads.
public struct PictureFile: Sendable {
    /// What the first bytes say.
    public let kind: PictureKind
    /// One header per page; only TIFF has more than one.
    public let pages: [PageHeader]

    private let content: Content

    /// The header of each format as it was read.
    private enum Content: Sendable {
        case png(PNGFile)
        case jpeg(JPEGFile)
        case tiff(TIFFFile)
        case webp(WebPFile)
        case bmp(BMPFile)
        case gif(GIFFile)
        case pnm(PNMFile)

        var headers: [PageHeader] {
            switch self {
            case .png(let file): [file.header]
            case .jpeg(let file): [file.header]
            case .tiff(let file): file.pages.map(\.header)
            case .webp(let file): [file.header]
            case .bmp(let file): [file.header]
            case .gif(let file): [file.header]
            case .pnm(let file): [file.header]
            }
        }

        init(_ kind: PictureKind, _ file: ByteReader) throws(PictureProblem) {
            switch kind {
            case .png: self = .png(try PNGFile(file))
            case .jpeg: self = .jpeg(try JPEGFile(file))
            case .tiff: self = .tiff(try TIFFFile(file))
            case .webp: self = .webp(try WebPFile(file))
            case .bmp: self = .bmp(try BMPFile(file))
            case .gif: self = .gif(try GIFFile(file))
            case .pnm: self = .pnm(try PNMFile(file))
            }
        }
    }

    /// All bytes, for the digest of the file.
    private let bytes: PictureBytes

    /// Opens the file at `path` and reads its headers, and no more of it than they take. The file stays open as long as
    /// the value, or a copy of it, lives. Throws what makes the whole file useless: I10, I11, I12, or I14 where there is
    /// no header to speak of.
    public init(path: String) throws(PictureProblem) {
        try self.init(PictureBytes(OpenFile(path)), name: path)
    }

    /// All bytes of the file at `path`, for those who need them as well as the picture. Throws I10, I11 or I12.
    public static func bytes(at path: String) throws(PictureProblem) -> [UInt8] {
        try PictureBytes(OpenFile(path)).whole()
    }

    /// Reads the headers of a file already in memory; `name` is only compared with what the bytes say.
    public init(bytes: [UInt8], name: String = "") throws(PictureProblem) {
        guard !bytes.isEmpty else { throw PictureProblem(.empty, "the file has no bytes; copy it again") }
        try self.init(PictureBytes(bytes), name: name)
    }

    /// Reads the headers of a file of which only some bytes have been read.
    init(_ bytes: PictureBytes, name: String) throws(PictureProblem) {
        self.bytes = bytes
        let file = ByteReader(bytes)
        do throws(PictureProblem) {
            guard let kind = PictureKind(firstBytesOf: file) else { throw Lookalike.problem(file) }
            self.kind = kind
            content = try Content(kind, file)
        } catch {
            // Where the disk failed, the file only looks damaged.
            throw bytes.failure ?? error
        }
        let kind = kind
        pages = content.headers.map { Self.withCommonNotes($0, kind, name) }
    }

    /// How many bytes the file has.
    public var byteCount: Int { bytes.count }

    /// Hands on all bytes of the file in order, piece by piece, as a digest takes them. A file of one page is read once
    /// for its pixels and for this; of a TIFF with more pages never all bytes are in memory. Throws I10 when the disk
    /// fails, I14 when the file became shorter.
    public func forEachPiece(_ take: (Span<UInt8>) -> Void) throws(PictureProblem) {
        if pages.count == 1 { _ = try bytes.whole() }
        try bytes.forEachPiece(take)
    }

    /// Reads one page: upright, at 8 bits a sample, on white, in as few channels as it needs. Of a TIFF only the bytes of
    /// that page are read. Several threads may read pages of one value at once.
    public func decode(
        page: Int = 0, limits: PictureLimits = PictureLimits()
    ) throws(PictureProblem) -> DecodedPicture {
        let header = pages[page]
        if let problem = header.problem(within: limits) { throw problem }
        let stored: StoredPage
        do throws(PictureProblem) {
            stored = try self.stored(page)
        } catch {
            throw bytes.failure ?? error
        }
        return DecodedPicture(
            raster: stored.raster.settled().turned(header.orientation), dpi: header.dpi, dpiDown: header.dpiDown,
            notes: header.notes + stored.notes)
    }

    private func stored(_ page: Int) throws(PictureProblem) -> StoredPage {
        switch content {
        case .png(var file): return try file.decode()
        case .jpeg(var file): return try file.decode()
        case .tiff(var file):
            // The digest of a file of one page needs the same bytes.
            if file.pages.count == 1 { try file.load() }
            return try file.decode(file.pages[page])
        case .webp(let file): return StoredPage(try file.decode())
        case .bmp(var file): return StoredPage(try file.decode())
        case .gif(let file): return StoredPage(try file.decode())
        case .pnm(var file): return StoredPage(try file.decode())
        }
    }

    private static func withCommonNotes(_ header: PageHeader, _ kind: PictureKind, _ name: String) -> PageHeader {
        var header = header
        if let ending = fileExtension(name), let named = PictureKind(fileExtension: ending), named != kind {
            let note = PictureNote(
                .otherExtension, "the name says \(named.name) but the bytes are \(kind.name); they were read as such")
            header.notes.insert(note, at: 0)
        }
        if header.problem == nil, min(header.width, header.height) < 16 {
            header.notes.append(
                PictureNote(.tiny, "only \(header.width) × \(header.height) pixels; check whether this is a page"))
        }
        return header
    }

    private static func fileExtension(_ name: String) -> String? {
        let last = name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return nil }
        return String(last[last.index(after: dot)...])
    }
}
