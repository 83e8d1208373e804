import Foundation

/// The files of the project as they lie on disk.
enum Project {
    /// The top level of the project.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Folders that hold what was built or made, and no work of ours.
    private static let made: Set<String> = [".build", ".git", ".venv", "__pycache__", "out"]

    /// Every file of ours as a path from the top level, sorted.
    static let files: [String] = {
        var found: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path + "/" + folder)) ?? []
            for name in names where !made.contains(name) && !name.hasPrefix(".build") {
                let path = folder.isEmpty ? name : folder + "/" + name
                if isLink(path) { continue }
                if isFolder(path) { folders.append(path) } else { found.append(path) }
            }
        }
        return found.sorted()
    }()

    static let swiftSources = files.filter { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") }
    /// Without those of the package that depends on ours.
    static let swiftTests = files.filter {
        $0.hasPrefix("Tests/") && $0.hasSuffix(".swift") && !$0.hasPrefix("Tests/consumer/")
    }

    /// The text of a file; nil when it is no UTF-8, as pictures are not.
    static func text(_ path: String) -> String? { texts[path] }

    private static let texts: [String: String] = {
        let read = files.map { ($0, try? String(contentsOf: root.appending(path: $0), encoding: .utf8)) }
        return Dictionary(uniqueKeysWithValues: read).compactMapValues { $0 }
    }()

    static func lines(_ path: String) -> [Substring] {
        (text(path) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines of a file that hold one of the given words, numbered from 1. A plain search goes ahead of the patterns
    /// of the tests, which are slow over a whole project.
    static func lines(_ path: String, holding words: [String]) -> [(number: Int, text: Substring)] {
        guard let text = text(path), words.contains(where: text.utf8Holds) else { return [] }
        return lines(path).enumerated().compactMap { number, line in
            words.contains(where: line.utf8Holds) ? (number + 1, line) : nil
        }
    }

    /// The same for code alone: what stands in comments and between quotes does not count.
    static func code(_ path: String, holding words: [String]) -> [(number: Int, text: Substring)] {
        lines(path, holding: words).compactMap { number, line in
            let bare = code(line)
            return words.contains(where: bare.utf8Holds) ? (number, bare) : nil
        }
    }

    /// The room that a path under `Sources` belongs to.
    static func room(of path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : ""
    }

    /// A line without its comment and without what stands between quotes, so that only code is judged.
    static func code(_ line: Substring) -> Substring {
        let bare = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
        return bare.firstRange(of: "//").map { bare[..<$0.lowerBound] } ?? bare[...]
    }

    /// Whether a path leads somewhere else, where the files are not ours.
    private static func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: root.path + "/" + path)) != nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.path + "/" + path, isDirectory: &isFolder)
            && isFolder.boolValue
    }
}

extension StringProtocol {
    /// Whether the bytes of a word occur.
    func utf8Holds(_ word: String) -> Bool {
        let needle = Array(word.utf8)
        let found = utf8.withContiguousStorageIfAvailable { bytes in
            var start = bytes.startIndex
            while let first = bytes[start...].firstIndex(of: needle[0]) {
                if bytes[first...].starts(with: needle) { return true }
                start = first + 1
            }
            return false
        }
        return found ?? contains(word)
    }
}
