internal import Files

/// The pages of one file of truth, and which of them a picture shows.
struct PageList: Sendable {
    /// What a page says of itself.
    struct Entry: Sendable {
        /// The name of its picture, with or without folders.
        var picture: String?
        /// Its number as an index from 0.
        var number: Int?
    }

    private let entries: [Entry]
    /// Pages by the names of their pictures.
    private let byName: [NameKey: [Int]]
    /// Whether all say their number, and no two the same.
    private let isNumbered: Bool

    init(_ entries: [Entry]) {
        self.entries = entries
        byName = Dictionary(grouping: entries.indices.filter { entries[$0].picture != nil }) {
            NameKey(RelativePath.name(of: (entries[$0].picture ?? "").replacing("\\", with: "/")))
        }
        isNumbered = Self.isNumbered(entries[...])
    }

    private static func isNumbered(_ entries: some Collection<Entry>) -> Bool {
        let numbers = entries.compactMap(\.number)
        return numbers.count == entries.count && Set(numbers).count == numbers.count
    }

    /// Pages that say nothing of themselves.
    init(count: Int) {
        self.init([Entry](repeating: Entry(), count: count))
    }

    /// The index of the picture's page; nil when the file has none for it. A file for many pictures is matched by the name
    /// of the picture inside, else by position when the counts agree, else refused.
    func index(for picture: PictureInfo, in name: String) throws(TruthProblem) -> Int? {
        if picture.truthSharing != .none { return try shared(for: picture, in: name) }
        if picture.pageCount == 1, entries.count > 1 {
            // Of a book's file beside the picture of one page that page is meant.
            let named = indices(naming: picture.path)
            if named.count == 1 { return named[0] }
        }
        return place(picture.page, pageCount: picture.pageCount)
    }

    /// How many pages are of no use to a picture that has this file for itself.
    func unused(by picture: PictureInfo) -> Int {
        picture.truthSharing != .none || picture.page > 1 ? 0 : max(0, entries.count - picture.pageCount)
    }

    /// Page `page` among some entries: by their numbers where all have one and no two the same, else by position.
    private func place(_ page: Int, of some: [Int], pageCount: Int) -> Int? {
        let isNumbered = Self.isNumbered(some.map { entries[$0] })
        // The number of a single page is its place in a book that it was cut out of.
        if isNumbered, pageCount > 1 || some.count > 1 { return some.first { entries[$0].number == page - 1 } }
        return page <= some.count ? some[page - 1] : nil
    }

    /// The same among all entries.
    private func place(_ page: Int, pageCount: Int) -> Int? {
        if isNumbered, pageCount > 1 || entries.count > 1 { return entries.firstIndex { $0.number == page - 1 } }
        return page <= entries.count ? page - 1 : nil
    }

    private func indices(naming path: String) -> [Int] { byName[NameKey(RelativePath.name(of: path)), default: []] }

    private func shared(for picture: PictureInfo, in name: String) throws(TruthProblem) -> Int? {
        let named = indices(naming: picture.path)
        if !named.isEmpty { return place(picture.page, of: named, pageCount: picture.pageCount) }
        let run = picture.run
        let place = run.map {
            $0.place(of: picture.path, at: picture.position ?? 0, inFolder: picture.truthSharing == .folder)
        }
        if let run, byName.keys.contains(where: run.hasPicture) { return nil }
        let count = place?.count ?? picture.pageCount
        if entries.count == count {
            return self.place((place?.position ?? picture.page - 1) + 1, pageCount: count)
        }
        throw TruthProblem(
            .truthOfManyPictures,
            "'\(name)' holds \(entries.count) \(entries.count == 1 ? "page" : "pages") and names no picture, and there are "
                + "\(count) \(count == 1 ? "page" : "pages") of pictures",
            help:
                "give each picture its own file with {stem} in 'files', or one file with a page for each, in their order"
        )
    }
}

/// The pictures of a run, for truth that speaks of all of them.
package final class RunPictures: Sendable {
    /// How many pages they have together.
    let pageCount: Int
    private let keys: Set<NameKey>
    private let stems: Set<NameKey>
    /// How many pages the pictures of a folder have, and the position of each page among them.
    private let folders: [String: Int]
    private let positions: [Int]

    /// Of the paths of all pages in their order; a picture with several pages stands there several times.
    package init(_ paths: [String]) {
        pageCount = paths.count
        let names = Set(paths.map { RelativePath.name(of: $0) })
        keys = Set(names.map { NameKey($0) })
        stems = Set(names.map { NameKey(RelativePath.stem(of: $0)) })
        var folders: [String: Int] = [:]
        positions = paths.map { path in
            let position = folders[RelativePath.folder(of: path), default: 0]
            folders[RelativePath.folder(of: path)] = position + 1
            return position
        }
        self.folders = folders
    }

    /// Whether a picture has that name, in whatever folder.
    func hasPicture(_ name: NameKey) -> Bool { keys.contains(name) }

    /// Whether a picture has that name without its ending.
    func hasStem(_ name: NameKey) -> Bool { stems.contains(name) }

    /// The count of pages among which a picture's is counted, and its position there: those of all pictures, or of those
    /// in its folder.
    func place(of path: String, at position: Int, inFolder: Bool) -> (position: Int, count: Int) {
        guard inFolder, positions.indices.contains(position) else { return (position, pageCount) }
        return (positions[position], folders[RelativePath.folder(of: path), default: 0])
    }
}
