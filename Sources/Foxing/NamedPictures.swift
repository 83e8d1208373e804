internal import Codecs
internal import Files
internal import Foundation
internal import Imaging

/// The pictures that a pipeline's steps name: textures, stamps, backgrounds. They are read before the first page, and all
/// of them are held in memory.
enum NamedPictures {
    /// How many bytes of pixels they may take together.
    static let mostBytes = 1 << 30

    /// The pictures of those names by name; relative ones start from `folder`. Throws a problem that names the picture when
    /// one cannot be read, and I15 when they are too large to be held together.
    static func load(
        _ names: Set<String>, from folder: URL, mostBytes: Int = mostBytes
    ) throws(PictureProblem) -> [String: Raster] {
        var bytes = 0
        var files: [(name: String, file: PictureFile)] = []
        for name in names.sorted(by: { $0.precedesInBytes($1) }) {
            let path = URL(fileURLWithPath: name, relativeTo: folder).path
            let file = try about(name) { () throws(PictureProblem) in try PictureFile(path: path) }
            bytes += file.pages.first?.pixelBytes ?? 0
            guard bytes <= mostBytes else {
                throw PictureProblem(
                    .tooManyPixels,
                    "with the picture '\(name)' those that the steps name are more than the \(mostBytes >> 20) MiB of pixels "
                        + "that can be held in memory; name fewer, or scale them down")
            }
            files.append((name, file))
        }
        var pictures: [String: Raster] = [:]
        for (name, file) in files {
            pictures[name] = try about(name) { () throws(PictureProblem) in try file.decode().raster }
        }
        return pictures
    }

    /// The pictures in a folder by name, each as a step would name it; nil where `name` is no folder. What has not the
    /// ending of a picture file is left out, hidden files too; folders in it are not searched.
    static func names(in name: String, from folder: URL) -> [String]? {
        let path = URL(fileURLWithPath: name, relativeTo: folder).path
        guard case .folder? = FileTree.kind(of: path) else { return nil }
        return FileTree.names(in: path).filter { file in
            guard !file.hasPrefix("."), let dot = file.lastIndex(of: ".") else { return false }
            return PictureKind(fileExtension: String(file[file.index(after: dot)...])) != nil
                && FileTree.kind(of: RelativePath.join(path, file)) == .file
        }.map { RelativePath.join(name, $0) }
    }

    private static func about<Result>(
        _ name: String, _ work: () throws(PictureProblem) -> Result
    ) throws(PictureProblem) -> Result {
        do {
            return try work()
        } catch {
            throw PictureProblem(error.code, "the picture '\(name)' that a step names cannot be read: \(error.message)")
        }
    }
}
