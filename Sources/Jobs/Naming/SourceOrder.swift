internal import Files

/// The place of a source in the manifest: by folder, name and page, in the order of UTF-8 bytes, pages as numbers. It
/// follows from the source alone, so that sources of several runs can be put in one order.
struct SourceOrder: Comparable {
    private let folder: String
    /// The id without the mark of its page.
    private let stem: String
    private let file: String
    private let page: Int

    init(_ source: Source) {
        let mark = source.pageCount == 1 ? 0 : 2 + String(source.pageCount).utf8.count
        stem = String(source.id.utf8.dropLast(mark)) ?? source.id
        folder = RelativePath.folder(of: stem)
        file = source.file.name
        page = source.page
    }

    static func < (a: SourceOrder, b: SourceOrder) -> Bool {
        if !a.folder.utf8.elementsEqual(b.folder.utf8) { return a.folder.precedesInBytes(b.folder) }
        if !a.stem.utf8.elementsEqual(b.stem.utf8) { return a.stem.precedesInBytes(b.stem) }
        if !a.file.utf8.elementsEqual(b.file.utf8) { return a.file.precedesInBytes(b.file) }
        return a.page < b.page
    }
}
