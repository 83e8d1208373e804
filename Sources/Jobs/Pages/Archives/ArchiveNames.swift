internal import Files

/// The files of an archive by their names: which are pictures, and which belong to one of these as truth.
struct ArchiveNames: Sendable {
    /// The pictures, by their place among all files.
    let pictures: [Int]
    /// What no picture has for its truth.
    let unused: (count: Int, first: String)?

    private let names: [String]
    /// Files that are no pictures, by folder and what their names begin with.
    private let others: [String: [Int]]
    /// Folders in which tools keep truth beside the pictures' own.
    private static let folders = ["page", "PAGE", "alto", "ALTO"]

    /// The paths of all files in their order.
    init(_ names: [String]) {
        var pictures: [Int] = []
        var others: [String: [Int]] = [:]
        var rest: Set<Int> = []
        for (index, name) in names.enumerated() where !Self.isOfSystem(name) {
            if InputSearch.pictureExtensions.contains(RelativePath.fileExtension(of: name).lowercased()) {
                pictures.append(index)
            } else if !name.hasSuffix("/") {
                others[Self.key(of: name), default: []].append(index)
                rest.insert(index)
            }
        }
        (self.names, self.pictures, self.others) = (names, pictures, others)
        for picture in pictures {
            for (file, _) in Self.truth(of: picture, names, others) { rest.remove(file) }
        }
        unused = rest.min().map { (rest.count, names[$0]) }
    }

    /// What macOS puts into archives of its own.
    private static func isOfSystem(_ name: String) -> Bool {
        name.hasPrefix("__MACOSX/") || RelativePath.name(of: name).hasPrefix("._")
    }

    /// The name up to the first dot behind the last slash.
    private static func key(of name: String) -> String {
        let file = RelativePath.name(of: name)
        guard let dot = file.dropFirst().firstIndex(of: ".") else { return name }
        return String(name.dropLast(file.distance(from: dot, to: file.endIndex)))
    }

    /// The files that belong to a picture, named as they would be beside it.
    func truth(of picture: Int) -> [(file: Int, name: String)] { Self.truth(of: picture, names, others) }

    private static func truth(
        of picture: Int, _ names: [String], _ others: [String: [Int]]
    ) -> [(file: Int, name: String)] {
        let key = key(of: names[picture])
        let stem = RelativePath.stem(of: RelativePath.name(of: names[picture]))
        let (folder, start) = (RelativePath.folder(of: key), RelativePath.name(of: key))
        let keys =
            [key, RelativePath.join(folder, "gt_" + start)]
            + folders.map { RelativePath.join(RelativePath.join(folder, $0), start) }
        return keys.flatMap { place in
            (others[place] ?? []).map { file in
                let name = RelativePath.name(of: names[file])
                let bare = name.hasPrefix("gt_") && place != key ? String(name.dropFirst(3)) : name
                if bare.hasPrefix(stem + ".") { return (file, name) }
                // A sample's files have the same name up to the first dot only: KEY.scan.jpg and KEY.txt.
                return (file, stem + name.dropFirst(RelativePath.name(of: place).count))
            }
        }
    }
}
