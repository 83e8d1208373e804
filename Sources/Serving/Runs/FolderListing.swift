internal import Files
internal import Foundation
internal import Foxing

/// What a folder below the root holds that a run can be made of.
struct FolderListing {
    /// Names of each kind that are told.
    private static let most = 1000

    let json: JSONValue

    /// Throws `root` for a path that leads elsewhere, `file` where there is no folder.
    init(_ path: String, below root: RootFolder) throws(Problem) {
        let whole = try root.resolve(path, at: "path")
        guard case .folder? = FileTree.kind(of: whole) else {
            throw Problem(.file, "there is no folder '\(path.shortened)'", at: "path")
        }
        var (folders, pictures, pipelines): ([String], [String], [String]) = ([], [], [])
        for name in FileTree.names(in: whole) where !name.hasPrefix(".") {
            let entry = RelativePath.join(whole, name)
            guard root.holds(entry) else { continue }
            let ending = RelativePath.fileExtension(of: name).lowercased()
            switch FileTree.kind(of: entry) {
            case .folder: folders.append(entry)
            case .file where InputSearch.pictureExtensions.contains(ending): pictures.append(entry)
            case .file where ["yaml", "yml"].contains(ending): pipelines.append(entry)
            default: break
            }
        }
        func names(_ entries: [String]) -> JSONValue {
            .array(entries.prefix(Self.most).map { .string(root.name(of: $0)) })
        }
        json = .object(
            ("path", .string(root.name(of: whole))), ("folders", names(folders)), ("pictures", names(pictures)),
            ("pipelines", names(pipelines)), ("count", .integer(pictures.count)))
    }
}
