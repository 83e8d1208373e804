internal import Files
internal import Jobs

/// Writes sets whose labels are rows of a list beside a folder of pictures.
final class RowsBook: SetBook {
    /// Where things are and how rows stand together.
    struct Layout {
        /// The list of a part.
        var list: (Split) -> String
        /// The folder of pictures of a part.
        var pictures: (Split) -> String
        /// Stands in rows before a picture's path below its folder.
        var prefix = ""
        var head = ""
        var separator = ""
        var tail = ""
    }

    private let folder: SetFolder
    private let layout: Layout
    private var lists: Set<String> = []
    private let atEnd: (SetFolder, SetTally) throws(JobProblem) -> Void

    /// `atEnd` writes further files.
    init(
        _ folder: SetFolder, _ layout: Layout,
        atEnd: @escaping (SetFolder, SetTally) throws(JobProblem) -> Void = { _, _ in }
    ) {
        self.folder = folder
        self.layout = layout
        self.atEnd = atEnd
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        let path = try folder.place(piece.picture, named: piece.name, in: layout.pictures(split))
        let list = layout.list(split)
        let file = try folder.file(list, head: Array(layout.head.utf8))
        let shown = Array((layout.prefix + path).utf8)
        for row in piece.rows {
            if !lists.insert(list).inserted { try file.append(Array(layout.separator.utf8)) }
            try file.append(row.before + shown + row.after)
        }
    }

    func finish(_ tally: SetTally) throws(JobProblem) {
        for list in lists { try folder.file(list).append(Array(layout.tail.utf8)) }
        try atEnd(folder, tally)
    }
}

/// Writes sets in which each picture has a file of its own beside it.
final class SidesBook: SetBook {
    /// Where the files of a part are.
    struct Layout {
        var pictures: (Split) -> String
        var sides: (Split) -> String
        /// Stands before the name of a side.
        var prefix = ""
        /// Whether large folders are divided; picture and side then share a number.
        var numbers = true
    }

    private let folder: SetFolder
    private let layout: Layout

    init(_ folder: SetFolder, _ layout: Layout) {
        self.folder = folder
        self.layout = layout
    }

    func add(_ piece: SetPiece, to split: Split) throws(JobProblem) {
        let path = try folder.place(
            piece.picture, named: piece.name, in: layout.pictures(split), numbers: layout.numbers)
        let sides = RelativePath.join(layout.sides(split), RelativePath.folder(of: path))
        for side in piece.sides {
            try folder.write(side.bytes, to: RelativePath.join(sides, layout.prefix + piece.name + side.suffix))
        }
    }

    func finish(_ tally: SetTally) {}
}
