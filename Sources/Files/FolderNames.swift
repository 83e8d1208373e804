internal import Synchronization

/// A name by which a file is the same to people: composed, without regard to case.
package struct NameKey: Hashable, Sendable {
    private let text: String

    package init(_ name: String) {
        text = name.composed.lowercased().composed
    }
}

/// Finds files whose names are spelled another way: decomposed, or in other case. A folder is listed when a name in it is
/// not found as it is, and again after it has changed.
package final class FolderNames: Sendable {
    private struct Listing {
        let stamp: Int
        let names: [NameKey: [String]]
    }

    private let known = Mutex<[String: Listing]>([:])

    package init() {}

    /// A file found by its name.
    package struct Found: Equatable {
        package let path: String
        /// Whether the spelling differs by more than how characters are composed.
        package let isOtherCase: Bool
    }

    /// The file of that path, else the one in its folder whose name is the same to people; nil when there is none.
    package func file(_ path: String) -> Found? {
        if FileTree.kind(of: path) == .file { return Found(path: path, isOtherCase: false) }
        let (folder, name) = (RelativePath.folder(of: path), RelativePath.name(of: path))
        let composed = name.composed
        let same = names(like: name, in: folder).filter {
            FileTree.kind(of: RelativePath.join(folder, $0)) == .file
        }
        guard let best = same.first(where: { $0.composed.utf8.elementsEqual(composed.utf8) }) ?? same.first else {
            return nil
        }
        return Found(
            path: RelativePath.join(folder, best), isOtherCase: !best.composed.utf8.elementsEqual(composed.utf8))
    }

    /// The names in a folder that are the same to people, in the order of their bytes.
    package func names(like name: String, in folder: String) -> [String] {
        listing(of: folder)[NameKey(name), default: []]
    }

    /// All names in a folder, each under what it is to people.
    package func listing(of folder: String) -> [NameKey: [String]] {
        guard let stamp = FileTree.stamp(of: folder) else { return [:] }
        return known.withLock { known in
            if let listing = known[folder], listing.stamp == stamp { return listing.names }
            let names = Dictionary(grouping: FileTree.names(in: folder)) { NameKey($0) }
            known[folder] = Listing(stamp: stamp, names: names)
            return names
        }
    }
}
