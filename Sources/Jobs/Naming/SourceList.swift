internal import Files

/// One page of one input file.
public struct Source: Sendable, Equatable {
    /// The name in the manifest and the key of its chance: the file's path without extension, NFC, and `_p7` for a page
    /// of several.
    public let id: String
    /// The file that the page is in.
    public let file: InputFile
    /// From 1.
    public let page: Int
    /// How many pages the file has.
    public let pageCount: Int

    /// The folder part of the id, or nothing.
    public var folder: String { RelativePath.folder(of: id) }
    /// The id without its folder.
    public var stem: String { RelativePath.name(of: id) }
}

/// All sources of a run in the order of the manifest.
public struct SourceList: Sendable {
    /// How ids are made from file names.
    public enum IDs: String, Sendable {
        /// `a.png` is `a`.
        case stem
        /// `a.png` is `a_png`.
        case file
    }

    /// By folder, stem and page, in the order of UTF-8 bytes, pages as numbers.
    public let sources: [Source]
    /// Ids that meet; with any of them nothing may run.
    public let problems: [JobProblem]

    /// Names the pages of `files`, which have so many pages each.
    public init(_ files: [(file: InputFile, pages: Int)], ids: IDs = .stem) {
        let named = files.map { entry in
            let id = Self.id(of: entry.file.name, ids)
            return (stemID: id, folder: RelativePath.folder(of: id), file: entry.file, pages: max(1, entry.pages))
        }
        let sorted = named.sorted { a, b in
            if !a.folder.utf8.elementsEqual(b.folder.utf8) { return a.folder.precedesInBytes(b.folder) }
            if a.stemID.utf8.elementsEqual(b.stemID.utf8) { return a.file.name.precedesInBytes(b.file.name) }
            return a.stemID.precedesInBytes(b.stemID)
        }
        sources = sorted.flatMap { entry in
            (1...entry.pages).map { page in
                let suffix = entry.pages == 1 ? "" : "_p" + page.padded(String(entry.pages).utf8.count)
                return Source(id: entry.stemID + suffix, file: entry.file, page: page, pageCount: entry.pages)
            }
        }
        problems = Self.clashes(sources)
    }

    private static func id(of name: String, _ ids: IDs) -> String {
        let composed = name.composed
        let folder = RelativePath.folder(of: composed)
        let file = RelativePath.name(of: composed)
        let suffix = RelativePath.fileExtension(of: file)
        let stem = RelativePath.stem(of: file)
        return RelativePath.join(folder, ids == .file && !suffix.isEmpty ? stem + "_" + suffix : stem)
    }

    private static func clashes(_ sources: [Source]) -> [JobProblem] {
        var firstWithID: [String: Source] = [:]
        var firstWithPath: [String: Source] = [:]
        var problems: [JobProblem] = []
        for source in sources {
            let path = SafeName.path(source.id)
            if let other = firstWithID[source.id] {
                problems.append(
                    JobProblem(
                        .sameName, "'\(other.file.name)' and '\(source.file.name)' would both be '\(source.id)'",
                        help: "rename one, or write 'input: {ids: file}'"))
            } else if let other = firstWithPath[path] {
                problems.append(
                    JobProblem(
                        .sameName, "'\(other.file.name)' and '\(source.file.name)' would both be written as '\(path)'",
                        help: "rename one"))
            } else {
                firstWithID[source.id] = source
                firstWithPath[path] = source
            }
        }
        return problems
    }
}
