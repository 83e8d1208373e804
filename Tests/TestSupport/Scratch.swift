internal import Foundation

/// A folder for one test, gone when the test is over.
package final class Scratch: Sendable {
    package let path: String

    package init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("foxing-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and the folders above it; returns its path.
    @discardableResult
    package func put(_ name: String, _ bytes: [UInt8] = [1]) -> String {
        let full = path + "/" + name
        let folder = String(full[..<full.lastIndex(of: "/")!])
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: full, contents: Data(bytes))
        return full
    }

    @discardableResult
    package func put(_ name: String, _ text: String) -> String { put(name, Array(text.utf8)) }

    package func link(_ name: String, to target: String) {
        try? FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    package func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path + "/" + name) }

    package func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    package func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path + "/" + name).map(Array.init)
    }

    /// The text of a file; nothing when it is not there.
    package func text(_ name: String) -> String { String(decoding: bytes(name) ?? [], as: UTF8.self) }

    /// Every file below a folder by its path from there, hidden ones too, sorted.
    package func files(_ folder: String = "") -> [String] {
        let root = folder.isEmpty ? path : path + "/" + folder
        let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// All files below a folder by their paths from there.
    package func contents(of folder: String) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: files(folder).map { ($0, bytes(folder + "/" + $0) ?? []) })
    }
}
