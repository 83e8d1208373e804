internal import Files

/// Finds the picture files that patterns name. Files are taken as they are, folders with all that is below them, as far
/// as its names are those of pictures; a wildcard at the end of a pattern likewise takes pictures only.
public struct InputSearch {
    /// Endings by which a folder's pictures are told from what else lies there.
    public static let pictureExtensions: Set<String> = [
        "png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif", "pnm", "pbm", "pgm", "ppm",
    ]

    /// The files found, each once, and the patterns that found nothing.
    public struct Result: Sendable, Equatable {
        /// In the order of the patterns, within one by name.
        public var files: [InputFile]
        /// The folder that the files' names are relative to.
        public var base: String
        /// Patterns that found nothing, as given.
        public var fruitless: [String]
    }

    private let excluded: Set<FileTree.FolderID>
    private var found: [String] = []
    private var seen: Set<[UInt8]> = []
    /// Counts also what was found before.
    private var hits = 0
    private var visited: Set<Visit> = []

    /// A folder reached with the rest of a pattern from some component on.
    private struct Visit: Hashable {
        let folder: FileTree.FolderID
        let component: Int
    }

    /// Searches for `patterns`, relative ones from `folder` (for a pipeline's own the folder of its file; nil is the
    /// working folder). What lies below `excluding`, such as the output folder, is no input.
    public static func run(_ patterns: [String], from folder: String? = nil, excluding: [String] = []) -> Result {
        let start = RelativePath.join(FileTree.workingFolder, folder ?? "")
        var search = InputSearch(excluding: excluding.map { RelativePath.join(FileTree.workingFolder, $0) })
        var fronts: [String] = []
        var fruitless: [String] = []
        for pattern in patterns {
            let before = search.hits
            fronts += search.take(RelativePath.normalized(RelativePath.join(start, FileTree.expanded(pattern))))
            if search.hits == before { fruitless.append(pattern) }
        }
        let base = RelativePath.commonFolder(fronts)
        let files = search.found.map { InputFile(path: $0, name: RelativePath.relative($0, to: base)) }
        return Result(files: files, base: base, fruitless: fruitless)
    }

    private init(excluding: [String]) {
        excluded = Set(
            excluding.compactMap { path in
                if case .folder(let id) = FileTree.kind(of: path) { id } else { nil }
            })
    }

    private mutating func add(_ path: String) {
        hits += 1
        if seen.insert(Array(path.utf8)).inserted { found.append(path) }
    }

    /// Takes what one absolute pattern names; returns its fixed fronts.
    private mutating func take(_ path: String) -> [String] {
        // A name with brackets or braces that exists is meant as it stands.
        if FileTree.kind(of: path) != nil { return takePlain(path) }
        let alternatives = Glob.expanded(path)
        return alternatives.flatMap { alternative -> [String] in
            let glob = Glob(alternative)
            let fixed = glob.fixedCount
            if fixed == glob.components.count {
                // Of `{a,b}.{png,jpg}` those are meant that exist.
                return alternatives.count == 1 || FileTree.kind(of: alternative) != nil ? takePlain(alternative) : []
            }
            let front = "/" + RelativePath.components(alternative).prefix(fixed).joined(separator: "/")
            visited = []
            walk(front, glob.components[fixed...], picturesOnly: Self.endsOpen(alternative))
            return [front]
        }
    }

    private mutating func takePlain(_ path: String) -> [String] {
        if case .folder = FileTree.kind(of: path) {
            visited = []
            walk(path, [.anyFolders, .pattern(["*"])], picturesOnly: true)
            return [path]
        }
        // A file that is missing is taken too: it fails like any other bad page, with its name.
        add(path)
        return [RelativePath.folder(of: path)]
    }

    /// Whether the last name of a pattern leaves the ending open, so that it would take text files too.
    private static func endsOpen(_ pattern: String) -> Bool {
        let ending = RelativePath.fileExtension(of: RelativePath.name(of: pattern))
        return ending.isEmpty || ending.allSatisfy { "*?".contains($0) }
    }

    private mutating func walk(_ folder: String, _ rest: ArraySlice<Glob.Component>, picturesOnly: Bool) {
        // Each folder once, so that links in a circle come to an end.
        guard let component = rest.first, case .folder(let id) = FileTree.kind(of: folder), !excluded.contains(id),
            visited.insert(Visit(folder: id, component: rest.startIndex)).inserted
        else { return }
        let below = rest.dropFirst()
        switch component {
        case .name(let name):
            step(to: RelativePath.join(folder, name), below, picturesOnly: picturesOnly)
        case .pattern(let pattern):
            for name in FileTree.names(in: folder) where Glob.matches(pattern, name) {
                step(to: RelativePath.join(folder, name), below, picturesOnly: picturesOnly)
            }
        case .anyFolders:
            walk(folder, below, picturesOnly: picturesOnly)
            for name in FileTree.names(in: folder) where !name.hasPrefix(".") {
                walk(RelativePath.join(folder, name), rest, picturesOnly: picturesOnly)
            }
        }
    }

    private mutating func step(to path: String, _ below: ArraySlice<Glob.Component>, picturesOnly: Bool) {
        guard below.isEmpty else { return walk(path, below, picturesOnly: picturesOnly) }
        let ending = RelativePath.fileExtension(of: RelativePath.name(of: path)).lowercased()
        if picturesOnly, !Self.pictureExtensions.contains(ending) { return }
        switch FileTree.kind(of: path) {
        case .file, nil: add(path)
        case .folder, .other: break
        }
    }
}
