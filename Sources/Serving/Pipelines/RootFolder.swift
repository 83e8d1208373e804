internal import Files
internal import Foundation

/// The folder below which requests may name files. Names lead nowhere else: not by `..`, not by a link.
struct RootFolder: Sendable {
    /// Absolute, without links.
    let path: String

    /// Throws `root` when there is no such folder.
    init(_ path: String) throws {
        guard let real = Self.realPath(path), case .folder? = FileTree.kind(of: real) else {
            throw Problem(.root, "there is no folder '\(path)'")
        }
        self.path = real
    }

    /// The absolute path of a name below the root; an empty one is the root itself. What is there already of it is
    /// followed to the end. Throws `root` for a name that leads elsewhere.
    func resolve(_ name: String, at place: String) throws(Problem) -> String {
        var pieces = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        while pieces.last?.isEmpty == true { pieces.removeLast() }
        if pieces == ["."] { pieces = [] }
        let clean = pieces.joined(separator: "/")
        guard pieces.isEmpty || (RelativePath.staysBelow(clean) && !name.hasPrefix("~")), !name.utf8.contains(0) else {
            throw Problem(.root, "'\(name.shortened)' is not a path below the server's root", at: place)
        }
        let whole = RelativePath.join(path, clean)
        guard holds(whole) else {
            throw Problem(.root, "'\(name.shortened)' leads out of the server's root", at: place)
        }
        return whole
    }

    /// The absolute path of a name in a file that lies in `folder`, which may step up as long as it stays below the root.
    func resolve(_ name: String, from folder: String, at place: String) throws(Problem) -> String {
        let raw = RelativePath.join(folder, name)
        let whole = RelativePath.normalized(raw)
        let isPlain = !name.isEmpty && !name.hasPrefix("~") && !name.utf8.contains(0)
        guard isPlain, whole == path || whole.hasPrefix(path == "/" ? path : path + "/"), holds(whole),
            !FileTree.exists(raw) || holds(raw)
        else { throw Problem(.root, "'\(name.shortened)' is not below the server's root", at: place) }
        return whole
    }

    /// Whether an absolute path, with all links followed that are there, is the root or below it.
    func holds(_ whole: String) -> Bool {
        var front = whole
        while !FileTree.exists(front) {
            guard front.utf8.count > path.utf8.count else { return false }
            front = RelativePath.folder(of: front)
        }
        guard let real = Self.realPath(front) else { return false }
        return real == path || real.hasPrefix(path == "/" ? path : path + "/")
    }

    /// The part of an absolute path below the root.
    func name(of whole: String) -> String { whole == path ? "" : RelativePath.relative(whole, to: path) }

    private static func realPath(_ path: String) -> String? {
        // Foundation's own resolving leaves out what `/private` and missing pieces are; the C library tells the truth.
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The first link in some folders that leads out of the root; nil when there is none.
    func strayLink(in folders: Set<String>) -> String? {
        for folder in folders.sorted() {
            for name in FileTree.names(in: folder) {
                let entry = RelativePath.join(folder, name)
                if (try? FileManager.default.destinationOfSymbolicLink(atPath: entry)) != nil, !holds(entry) {
                    return entry
                }
            }
        }
        return nil
    }
}
