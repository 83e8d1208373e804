public import Codecs
import Imaging

/// The pages of a run, known by their headers: no pixel is decoded yet.
public struct RunInput: Sendable {
    /// A source that will be worked on, or has failed already.
    public struct Entry: Sendable {
        /// The page and its file.
        public let source: Source
        /// As far as the header tells; nil when the file has none.
        public let header: PageHeader?
        /// Why the page cannot be read.
        public let problem: PictureProblem?

        /// An estimate of the bytes that its pixels take; 0 for a page that is not read.
        var byteCount: Int { problem == nil ? header?.pixelBytes ?? 0 : 0 }
    }

    /// In the order of the manifest.
    public let entries: [Entry]
    /// Clashes of names; with any of them nothing is run.
    public let clashes: [DatasetProblem]
    /// Patterns that fit no file.
    public let fruitless: [String]

    /// Looks for files and reads their headers. Relative patterns start from `folder`; `excluding` are folders that hold
    /// results.
    public init(
        _ patterns: [String], from folder: String?, excluding: [String], ids: SourceList.IDs, limits: PictureLimits
    ) {
        let search = InputSearch.run(patterns, from: folder, excluding: excluding)
        var headers: [String: [PageHeader]] = [:]
        var problems: [String: PictureProblem] = [:]
        var files: [(file: InputFile, pages: Int)] = []
        for file in search.files {
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
        entries = list.sources.map { source in
            let pages = headers[source.file.path] ?? []
            let header = source.page <= pages.count ? pages[source.page - 1] : nil
            return Entry(
                source: source, header: header,
                problem: problems[source.file.path] ?? header?.problem(within: limits))
        }
        clashes = list.problems
        fruitless = search.fruitless
    }

    private init(entries: [Entry], clashes: [DatasetProblem], fruitless: [String]) {
        self.entries = entries
        self.clashes = clashes
        self.fruitless = fruitless
    }

    /// The first pages only.
    public func limited(to count: Int) -> RunInput {
        RunInput(entries: Array(entries.prefix(count)), clashes: clashes, fruitless: fruitless)
    }
}
