internal import Files
internal import Glibc
internal import Jobs

/// The list of a set's files, `SHA256SUMS`, in the form of the program `sha256sum`: people check copies with it, and Foxing
/// tells by it, before a set gives way to a new one, what in its folder it did not write.
struct SetContents {
    static let name = "SHA256SUMS"

    /// The digests of the files by their paths below the folder.
    private(set) var digests: [String: String]

    /// Of the folder `root`, all of whose files are the set's; `known` holds digests that need not be taken again.
    init(of root: String, known: [String: String]) {
        digests = [:]
        for path in FileTree.files(below: root) {
            digests[path] = known[path] ?? WholeFile.digest(of: RelativePath.join(root, path))
        }
    }

    /// The list in a folder; nil where there is none.
    init?(listedIn root: String) {
        guard let bytes = try? WholeFile.read(RelativePath.join(root, Self.name)) else { return nil }
        digests = [Self.name: SHA256.hex(of: bytes)]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            // 64 digits, then a blank and the sign of how the file was read.
            guard line.utf8.count > 66 else { return nil }
            digests[String(line.dropFirst(66))] = String(line.prefix(64))
        }
    }

    /// The bytes of the list.
    var bytes: [UInt8] {
        let paths = digests.keys.sorted { $0.precedesInBytes($1) }
        return paths.flatMap { Array("\(digests[$0] ?? "")  \($0)\n".utf8) }
    }

    /// Whether the file at `path` below `root` is as the list says.
    private func isOwn(_ path: String, in root: String) -> Bool {
        guard let digest = digests[path] else { return false }
        return WholeFile.digest(of: RelativePath.join(root, path)) == digest
    }

    /// Takes what others put into the folder `old`, or changed there, over into the new set in `folder`, and removes the
    /// rest of `old`. The answer is the paths that they have there now: their own, or where the set has a file of
    /// its own, the same with `.old` behind it.
    func clear(_ old: String, into folder: String) throws(JobProblem) -> [String] {
        var kept: [String] = []
        // Those first whose place is free, so that they keep their names.
        let isTaken = { FileTree.exists(RelativePath.join(folder, $0)) }
        let paths = FileTree.files(below: old)
        for path in paths.filter({ !isTaken($0) }) + paths.filter(isTaken) {
            let origin = RelativePath.join(old, path)
            let target = RelativePath.join(folder, path)
            if isOwn(path, in: old) { continue }
            // A list that was copied with other times or a page that came out the same needs no second name.
            if let digest = WholeFile.digest(of: origin), digest == WholeFile.digest(of: target) { continue }
            let free = Self.freePath(path, in: folder)
            try FolderTree.make(RelativePath.folder(of: RelativePath.join(folder, free)))
            do {
                try AtomicFile.move(origin, to: RelativePath.join(folder, free))
            } catch {
                throw error.whileWriting(RelativePath.join(folder, free))
            }
            kept.append(free)
        }
        FolderTree.remove(old)
        return kept
    }

    /// A path at which nothing lies.
    static func freePath(_ path: String, in folder: String) -> String {
        var free = path
        var number = 1
        while FileTree.exists(RelativePath.join(folder, free)) {
            free = path + (number == 1 ? ".old" : ".old\(number)")
            number += 1
        }
        return free
    }
}
