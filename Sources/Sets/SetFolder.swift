internal import Files
import Glibc
internal import Jobs

/// The folder of one set while it is written. It gets its name when it is complete.
final class SetFolder {
    /// No folder of pictures holds more files than that; further ones go to folders `00001`, `00002` and so on in it.
    static let filesPerFolder = 10_000
    /// What every README of ours says, so that a set can be told from other people's files.
    static let mark = "written by foxing"

    /// The name of the set.
    let name: String
    private let parent: String
    private let root: String
    private var made: Set<String> = []
    private var counts: [String: Int] = [:]
    private var files: [String: GrowingFile] = [:]
    /// Of the files that were written at once or linked.
    private var digests: [String: String] = [:]

    /// Starts an empty folder that will be `parent`/`name`.
    init(_ name: String, in parent: String) throws(JobProblem) {
        self.name = name
        self.parent = parent
        root = RelativePath.join(parent, ".\(name).\(AtomicFile.token).tmp")
        FolderTree.remove(root)
        try make("")
    }

    /// Writes a picture to `folder`/`name`, or to a numbered folder in it when that is full; the answer is the path below
    /// `folder`.
    func place(_ picture: SetPicture, named name: String, in folder: String, numbers: Bool = true)
        throws(JobProblem) -> String
    {
        let path = (numbers ? numbered(folder) : "") + name + "." + picture.fileExtension
        try write(picture, to: RelativePath.join(folder, path))
        return path
    }

    /// The numbered folder, if one is needed, with a slash behind it.
    private func numbered(_ folder: String) -> String {
        let count = counts[folder, default: 0]
        counts[folder] = count + 1
        let number = count / Self.filesPerFolder
        return number == 0 ? "" : number.padded(5) + "/"
    }

    private func write(_ picture: SetPicture, to path: String) throws(JobProblem) {
        switch picture.content {
        case .bytes(let bytes): try write(bytes, to: path)
        case .file(let original):
            try make(RelativePath.folder(of: path))
            // The run took its digest when it wrote it; once more for each set would cost more than the set.
            digests[path] = picture.sha256
            let target = self.path(path)
            if link(original, target) == 0 { return }
            // Another file system, one without links, or too many links: a copy does as well.
            do {
                try DiskFile(target, O_WRONLY | O_CREAT | O_TRUNC).write(try WholeFile.read(original))
            } catch {
                throw error.whileWriting(target)
            }
        }
    }

    /// Writes a whole file.
    func write(_ bytes: [UInt8], to path: String) throws(JobProblem) {
        try make(RelativePath.folder(of: path))
        do {
            try DiskFile(self.path(path), O_WRONLY | O_CREAT | O_TRUNC).write(bytes)
        } catch {
            throw error.whileWriting(self.path(path))
        }
        digests[path] = SHA256.hex(of: bytes)
    }

    /// A file that grows, started with `head` the first time it is asked for.
    func file(_ path: String, head: [UInt8] = []) throws(JobProblem) -> GrowingFile {
        if let file = files[path] { return file }
        try make(RelativePath.folder(of: path))
        let file = try GrowingFile(self.path(path))
        try file.append(head)
        files[path] = file
        return file
    }

    /// Hands all bytes of a file to the system and lets it go.
    func close(_ path: String) throws(JobProblem) {
        try files[path]?.close()
        files[path] = nil
    }

    /// Appends one file to another and removes it; does nothing when it was never started.
    func moveContents(of path: String, to file: GrowingFile) throws(JobProblem) {
        guard files[path] != nil else { return }
        try close(path)
        do {
            let reader = try DiskFile(self.path(path), O_RDONLY)
            while true {
                let piece = try reader.read(atMost: 1 << 20)
                if piece.isEmpty { break }
                try file.append(piece)
            }
        } catch let problem as SystemProblem {
            throw problem.whileWriting(self.path(path))
        } catch let problem as JobProblem {
            throw problem
        } catch {
            throw SystemProblem(EIO).whileWriting(self.path(path))
        }
        unlink(self.path(path))
    }

    /// Gives a file another name.
    func move(_ path: String, to target: String) throws(JobProblem) {
        try close(path)
        digests[target] = digests.removeValue(forKey: path)
        do {
            try AtomicFile.move(self.path(path), to: self.path(target))
        } catch {
            throw error.whileWriting(self.path(target))
        }
    }

    /// Removes a file, if it was started.
    func drop(_ path: String) throws(JobProblem) {
        try close(path)
        unlink(self.path(path))
        digests[path] = nil
    }

    /// Whether the file was started.
    func hasFile(_ path: String) -> Bool { files[path] != nil }

    /// The path to open a file by.
    func path(_ path: String) -> String { RelativePath.join(root, path) }

    func make(_ folder: String) throws(JobProblem) {
        guard !made.contains(folder) else { return }
        try FolderTree.make(path(folder))
        made.insert(folder)
    }

    /// Brings everything to its place. A set of that name that is there already goes, at once: at no moment is neither
    /// there. What others put into its folder or changed in it stays; the answer is where that lies now, below the parent.
    func finish() throws(JobProblem) -> [String] {
        for file in files.values { try file.close() }
        let contents = SetContents(of: root, known: digests)
        try write(contents.bytes, to: SetContents.name)
        let target = RelativePath.join(parent, name)
        do throws(SystemProblem) {
            guard FileTree.exists(target) else {
                try AtomicFile.move(root, to: target)
                return []
            }
            guard SetContents(listedIn: target) != nil else {
                let aside = SetContents.freePath(name, in: parent)
                try AtomicFile.move(target, to: RelativePath.join(parent, aside))
                try AtomicFile.move(root, to: target)
                return [aside]
            }
            try FileSystem.exchange(root, target)
        } catch {
            throw error.whileWriting(target)
        }
        return try Self.clear(root, for: name, in: parent)
    }

    /// Removes the folder `old` of a set that was replaced, but for what is not the set's.
    private static func clear(_ old: String, for name: String, in parent: String) throws(JobProblem) -> [String] {
        guard let contents = SetContents(listedIn: old) else {
            // It was never complete, so that nobody else has seen it.
            FolderTree.remove(old)
            return []
        }
        return try contents.clear(old, into: RelativePath.join(parent, name)).map { RelativePath.join(name, $0) }
    }

    /// Removes what was written.
    func abandon() { FolderTree.remove(root) }

    /// Removes what killed processes left of sets, but for what is not the sets'. The answer is where that lies now, below
    /// `parent`.
    static func removeLeftovers(in parent: String) throws(JobProblem) -> [String] {
        var kept: [String] = []
        for leftover in FileTree.names(in: parent) where AtomicFile.isTemporary(leftover) {
            let name = leftover.dropFirst().split(separator: ".").dropLast(2).joined(separator: ".")
            kept += try clear(RelativePath.join(parent, leftover), for: name, in: parent)
        }
        return kept
    }
}
