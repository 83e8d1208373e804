internal import Files
import Imaging

/// What one file says of many pictures.
struct PictureListing: Sendable {
    /// What it says of one of them.
    enum Entry: Sendable {
        case draft(TruthDraft)
        /// All text of the picture; a single line says that the picture is that line.
        case text(String)
        /// Something is wrong with what it says of this picture; the others are not concerned.
        case problem(TruthProblem)
    }

    private var index = PictureIndex<Entry>()
    private var others = PictureIndex<Entry>()
    /// By names without an ending.
    private var stems = PictureIndex<Entry>()
    private(set) var pictures = NamedPictures()
    private var count = 0
    private var last: Entry?
    /// Rows that were passed over.
    var faults: RowFaults?

    init() {}

    /// What each member of the list `list` of a JSON file says, added by `add`; a file without that list is none of `owner`.
    init(
        of list: String, in path: String, as owner: String,
        _ add: (JSONPlace, inout PictureListing) throws(TruthProblem) -> Void
    ) throws(TruthProblem) {
        let name = RelativePath.name(of: path)
        var pieces = try JSONMembers(path)
        var isOne = false
        while let piece = try pieces.next() {
            guard piece.list == list else { continue }
            isOne = true
            try add(JSONPlace(piece, of: name), &self)
        }
        guard isOne else { throw TruthProblem(.truthOfOtherFormat, "'\(name)' has no '\(list)', as \(owner) has") }
    }

    /// Enters what is said of the picture at `path`, which may have another name by now; with `isStem` it is without an
    /// ending.
    mutating func add(_ path: String, or other: String? = nil, isStem: Bool = false, _ entry: Entry) {
        if isStem { stems.add(path, entry) } else { index.add(path, entry) }
        if let other, other != path { others.add(other, entry) }
        pictures.add(path, or: other, isStem: isStem)
        (count, last) = (count + 1, entry)
    }

    /// Enters what `read` makes of a piece, or what is wrong with it.
    mutating func add(
        _ path: String, or other: String? = nil, isStem: Bool = false,
        _ read: () throws(TruthProblem) -> TruthDraft
    ) {
        do throws(TruthProblem) {
            add(path, or: other, isStem: isStem, .draft(try read()))
        } catch {
            add(path, or: other, isStem: isStem, .problem(error))
        }
    }

    /// What is said of a picture; nil when it is not named. Where the file lies with one picture and speaks of one only, it
    /// is that one.
    func draft(for picture: PictureInfo, root: String, isOwn: Bool) throws(TruthProblem) -> TruthDraft? {
        var stem = picture
        stem.path = RelativePath.join(
            RelativePath.folder(of: picture.path), RelativePath.stem(of: RelativePath.name(of: picture.path)))
        var entries = index.entries(for: picture, root: root)
        if entries.isEmpty { entries = others.entries(for: picture, root: root) }
        if entries.isEmpty { entries = stems.entries(for: stem, root: root) }
        if entries.isEmpty, isOwn, count == 1, picture.page == 1, let last { entries = [last] }
        if entries.isEmpty { return nil }
        var draft = try Self.joined(entries, picture.size)
        if picture.page == 1, picture.pageCount > 1 {
            let all = [index, others].map { $0.count(for: picture, root: root) }.max() ?? 0
            draft.unused[.pages] += max(0, all - picture.pageCount)
        }
        if let faults { draft.take(faults) }
        return draft
    }

    /// Rows that speak of one picture are one.
    private static func joined(_ entries: [Entry], _ size: Size) throws(TruthProblem) -> TruthDraft {
        var draft: TruthDraft?
        var texts: [String] = []
        for entry in entries {
            switch entry {
            case .problem(let problem): throw problem
            case .text(let text): texts.append(text)
            case .draft(let found):
                draft?.regions += found.regions
                draft = draft ?? found
            }
        }
        return draft ?? TruthDraft(whole: texts.joined(separator: "\n"), of: size)
    }
}

/// A format whose files speak of many pictures, each by its name.
protocol ListingTruth: FolderWideFormat {
    /// Files that have been read.
    var files: SharedFile<PictureListing> { get }
    /// Where paths in a file start; nil for its own folder.
    var root: String? { get }

    /// Everything that a file says.
    func listing(of path: String) throws(TruthProblem) -> PictureListing
}

extension ListingTruth {
    /// What an attribute that holds the text of a shape is usually called, the likeliest first.
    static var textNames: [String] { ["text", "transcription", "label", "name"] }

    var root: String? { nil }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        try draft(from: file.path, for: page, isOwn: true)
    }

    func draft(from path: String, for picture: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        try draft(from: path, for: picture, isOwn: false)
    }

    private func draft(
        from path: String, for picture: PictureInfo, isOwn: Bool
    ) throws(TruthProblem) -> TruthDraft? {
        let content = try content(of: path)
        let root = root ?? RelativePath.folder(of: path)
        if let draft = try content.draft(for: picture, root: root, isOwn: isOwn) { return draft }
        if isOwn, picture.page == 1 { throw doesNotName(picture, path, count: content.pictures.count) }
        return nil
    }

    private func content(of path: String) throws(TruthProblem) -> PictureListing {
        try files.content(of: path) { path throws(TruthProblem) in try listing(of: path) }
    }

    func pictures(in path: String) throws(TruthProblem) -> NamedPictures { try content(of: path).pictures }
}

extension TruthDraft {
    /// Text of a whole picture: of a single line, the picture is that line; else it is the page's, without outlines.
    init(whole text: String, of size: Size) {
        var cleaned = CleanText()
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            cleaned.line($0)
        }
        guard lines.count(where: { !$0.isEmpty }) == 1 else {
            self.init(pageText: PageTextTruth.paragraphs(lines))
            unused[.controls] += cleaned.removed
            if cleaned.removed > 0 {
                notes.append(
                    TruthProblem(
                        .controlCharacters, "the text has \(cleaned.removed) control characters, which are left out"))
            }
            return
        }
        let whole = Outline(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let line = TextLine(id: "", outline: whole, text: text)
        self.init(regions: [Region(id: "", outline: whole, lines: [line])])
        // As the picture is seen, whatever the file says of coordinates.
        self.size = (Double(size.width), Double(size.height))
    }
}
