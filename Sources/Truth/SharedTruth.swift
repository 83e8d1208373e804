internal import Files
import Glibc
import OperationKit
internal import Synchronization

/// Finds files that lie with pictures and speak of many of them: in the folder of a picture, the one above or `annotations`
/// beside it, as COCO has them, whatever their names, known by their content.
final class SharedTruth: Sendable {
    /// A file and what it is.
    struct Found: Sendable {
        let path: String
        let format: any FolderWideFormat
    }

    private let formats: [any FolderWideFormat]
    private let known = Mutex<[String: [Found]]>([:])
    /// Folders with more files than that beside their pictures are somebody's files, not lists of labels.
    private static let mostFiles = 64
    /// What is looked at to know a file.
    private static let headSize = 1 << 18

    init(_ options: FormatOptions, _ types: [any TruthFormat.Type]) {
        formats = types.compactMap { $0.init(options) as? any FolderWideFormat }
    }

    /// The lists that may speak of a picture, those of its own folder first.
    func files(for image: String) -> [Found] {
        if formats.isEmpty { return [] }
        let folder = RelativePath.folder(of: RelativePath.join(FileTree.workingFolder, image))
        let above = RelativePath.folder(of: folder)
        let beside = RelativePath.join(above, "annotations")
        return files(in: folder) + (above == folder ? [] : files(in: above))
            + (beside == folder || FileTree.kind(of: beside) == nil ? [] : files(in: beside))
    }

    private func files(in folder: String) -> [Found] {
        known.withLock { known in
            if let found = known[folder] { return found }
            let found = look(in: folder)
            known[folder] = found
            return found
        }
    }

    /// What has the name of a picture beside it is that picture's own.
    private func look(in folder: String) -> [Found] {
        let names = FileTree.names(in: folder)
        let texts = names.filter { name in
            let ending = RelativePath.fileExtension(of: name).lowercased()
            return ["txt", "csv", "json", "jsonl", "xml"].contains(ending) && !name.hasPrefix(".")
        }
        if texts.isEmpty { return [] }
        let pictures = Set(names.filter { PictureName.isOne($0) }.map { NameKey(RelativePath.stem(of: $0)) })
        let lists = texts.filter { name in !Self.stems(of: name).contains { pictures.contains(NameKey($0)) } }
        guard lists.count <= Self.mostFiles else { return [] }
        return lists.compactMap { name in
            let path = RelativePath.join(folder, name)
            guard let head = head(of: path), Self.speaksOfPictures(head.bytes) else { return nil }
            return formats.first { $0.accepts(head) }.map { Found(path: path, format: $0) }
        }
    }

    /// Whether the name of a picture may stand in a text. Most files that are no lists end here, before they are read.
    private static func speaksOfPictures(_ bytes: [UInt8]) -> Bool {
        let endings = PictureName.endings.map { Array($0.utf8) }
        var rest = bytes[...]
        while let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
            rest = bytes[(dot + 1)...]
            if endings.contains(where: { begins(rest, with: $0) }) { return true }
        }
        // HierText names pictures without an ending.
        return bytes.holds(Array("\"image_id\"".utf8))
    }

    /// Whether a text begins with these letters, small ones, in either case.
    private static func begins(_ text: ArraySlice<UInt8>, with letters: [UInt8]) -> Bool {
        guard text.count >= letters.count else { return false }
        for i in letters.indices where text[text.startIndex + i] | 0x20 != letters[i] { return false }
        return true
    }

    /// The name without its ending, and without what stands before or behind a picture's name in files for it.
    private static func stems(of name: String) -> [String] {
        let stem = RelativePath.stem(of: name)
        let bare = stem.hasPrefix("gt_") ? String(stem.dropFirst(3)) : stem
        return [stem, bare, RelativePath.stem(of: stem)]
            + ["_res", "_abbyy"].filter(stem.hasSuffix).map { String(stem.dropLast($0.count)) }
    }

    /// The first piece of a file, up to the end of a row; nil when it cannot be read.
    private func head(of path: String) -> TruthFile? {
        guard FileTree.kind(of: path) == .file, let file = try? DiskFile(path, O_RDONLY) else { return nil }
        var bytes: [UInt8] = []
        while bytes.count < Self.headSize {
            guard let piece = try? file.read(atMost: Self.headSize - bytes.count) else { return nil }
            if piece.isEmpty { return TruthFile(path: path, bytes: bytes) }
            bytes += piece
        }
        let end = bytes.lastIndex(of: 0x0A) ?? bytes.lastIndex(where: { $0 < 0x80 }) ?? 0
        return TruthFile(path: path, bytes: Array(bytes[..<end]))
    }
}

extension TruthSource {
    /// The first list that names a picture; others that do so too are noted. A list that is broken is an error, as what it
    /// is.
    func findShared(
        _ picture: PictureInfo, _ lists: SharedTruth
    ) throws(TruthProblem) -> (draft: TruthDraft, found: SharedTruth.Found)? {
        var taken: (draft: TruthDraft, found: SharedTruth.Found)?
        var others: [String] = []
        for found in lists.files(for: picture.path) {
            let draft: TruthDraft?
            do throws(TruthProblem) {
                draft = try found.format.draft(from: found.path, for: picture)
            } catch {
                if taken != nil { continue }
                throw error.taken(for: found.format)
            }
            guard let draft else { continue }
            if taken == nil { taken = (draft, found) } else { others.append(RelativePath.name(of: found.path)) }
        }
        if let first = taken, !others.isEmpty {
            let names = others.map { "'\($0)'" }.joined(separator: ", ")
            taken?.draft.notes.append(
                TruthProblem(
                    .moreThanOneTruth,
                    "'\(RelativePath.name(of: first.found.path))' is used; beside it lies \(names)"))
        }
        return taken
    }
}
