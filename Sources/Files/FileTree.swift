import Foundation

/// The questions that the search for input asks the disk.
package enum FileTree {
    /// What a path names, links followed.
    package enum Kind: Equatable {
        case file
        case folder(FolderID)
        case other
    }

    /// One folder, by whatever names and links it is reached.
    package struct FolderID: Hashable {
        package let device: UInt64
        package let number: UInt64
    }

    /// nil when nothing is there or a link leads nowhere.
    package static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR:
            return .folder(FolderID(device: UInt64(status.st_dev), number: UInt64(status.st_ino)))
        default: return .other
        }
    }

    /// The bytes of a file; nil where there is none.
    package static func size(of path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// A number that changes when a name comes to a folder or leaves it; nil when there is no such folder.
    package static func stamp(of folder: String) -> Int? {
        var status = stat()
        guard stat(folder.isEmpty ? "." : folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        return status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    }

    /// The names in a folder in the order of their NFC's bytes; none when it cannot be read.
    package static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.map { (key: $0.composed, name: $0) }.sorted { a, b in
            a.key.utf8.elementsEqual(b.key.utf8) ? a.name.precedesInBytes(b.name) : a.key.precedesInBytes(b.key)
        }.map(\.name)
    }

    /// Whether a path names anything, if only a link that leads nowhere.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The paths below a folder of all that is no folder, in the order of `names`. Links are named, not followed.
    package static func files(below folder: String) -> [String] {
        names(in: folder).flatMap { name -> [String] in
            let path = RelativePath.join(folder, name)
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [name] }
            return files(below: path).map { RelativePath.join(name, $0) }
        }
    }

    /// The folder that relative paths are relative to.
    package static var workingFolder: String { FileManager.default.currentDirectoryPath }

    /// A path with the user's home folder for a `~` that it starts with.
    package static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"], !home.isEmpty
        else { return path }
        return home + path.dropFirst()
    }
}
