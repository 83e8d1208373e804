internal import Files
public import Imaging
package import OperationKit

/// Where the ground truth of a run's pages is looked for.
public struct TruthSource: Sendable {
    /// Reads nothing; every page is of unknown text.
    public static let none = TruthSource(search: .nowhere)

    /// The richest format beside each image.
    public static let automatic = TruthSource(
        search: .beside(TruthPlaces.all(FormatOptions()), SharedTruth(FormatOptions(), TruthFormats.all)))

    enum Search {
        case nowhere
        /// A file of each picture's own, else one for many pictures that lies with them.
        case beside([TruthPlaces.Place], SharedTruth)
        /// A file for each picture, or one for all where the pattern has no placeholder.
        case named(any TruthReading, pattern: String)
    }

    /// How pages are read to be their own truth.
    package struct OwnReading: Sendable {
        package let minConfidence: Double
        package let minWords: Int

        package init(minConfidence: Double, minWords: Int) {
            self.minConfidence = minConfidence
            self.minWords = minWords
        }
    }

    let search: Search
    private let edge: EdgeLimits
    private let isRequired: Bool
    let shared = SharedDigests()
    /// nil where truth comes from files.
    package let ownReading: OwnReading?

    private init(
        search: Search, edge: EdgeLimits = .standard, isRequired: Bool = false, ownReading: OwnReading? = nil
    ) {
        self.ownReading = ownReading
        self.search = search
        self.edge = edge
        self.isRequired = isRequired
    }

    /// The source that a pipeline names: `auto`, `none`, `self` or a format; `files` may hold `{dir}`, `{stem}` and
    /// `{name}`. With `isRequired` a picture without truth is an error.
    package init(
        _ name: String, files: String?, _ options: FormatOptions, edge: EdgeLimits, isRequired: Bool,
        ownReading: OwnReading
    ) {
        self.init(
            name, files: files, options, edge: edge, isRequired: isRequired, ownReading: ownReading,
            formats: TruthFormats.all)
    }

    /// The same with formats of one's own.
    init(
        _ name: String, files: String?, _ options: FormatOptions, edge: EdgeLimits, isRequired: Bool,
        ownReading: OwnReading, formats: [any TruthFormat.Type]
    ) {
        let search: Search
        switch (name, files) {
        case ("auto", _):
            search = .beside(TruthPlaces.all(options, formats), SharedTruth(options, formats))
        case ("none", _), ("self", _): search = .nowhere
        case (_, let files?):
            search = TruthPlaces.type(name, formats).map { .named($0.init(options), pattern: files) } ?? .nowhere
        case (_, nil):
            let own = TruthPlaces.type(name, formats).map { [$0] } ?? []
            search = .beside(TruthPlaces.of(name, options, formats), SharedTruth(options, own))
        }
        self.init(
            search: search, edge: edge, isRequired: isRequired && name != "none" && name != "self",
            ownReading: name == "self" ? ownReading : nil)
    }

    /// What was found for one page.
    public struct Finding: Sendable {
        /// What stands on the page; unknown where nothing was found.
        public var truth: GroundTruth
        /// The file it came from.
        public var file: String?
        /// Notes; errors are thrown.
        public var notes: [TruthProblem]
        /// What the file holds of the page and is not used.
        public var unused = UnusedTruth()
    }

    /// The truth of one page of an image; unknown where there is none. A broken file is an error.
    package func truth(of picture: PictureInfo) throws(TruthProblem) -> Finding {
        if let finding = try find(for: picture) { return finding }
        if isRequired {
            throw TruthProblem(
                .noTruth, "no truth was found for '\(picture.name)', and the pipeline needs it",
                help: "put it beside the picture, or name the format and its files under  input: {truth: …}")
        }
        return Finding(truth: .unknown, file: nil, notes: [])
    }

    /// The truth of page `page` (from 1) of the image at `path`, which has that upright size.
    public func truth(
        besideImage path: String, page: Int, size: Size, orientation: Int = 1, dpi: Double? = nil
    ) throws(TruthProblem) -> Finding {
        try truth(
            of: PictureInfo(
                path: path, name: RelativePath.name(of: path), page: page, pageCount: page, size: size,
                orientation: orientation, dpi: dpi))
    }

    private func find(for picture: PictureInfo) throws(TruthProblem) -> Finding? {
        switch search {
        case .nowhere: return nil
        case .named(let format, let pattern):
            let path = TruthPlaces.filled(pattern, for: picture.path)
            let isShared = path == pattern
            if let folderWide = format as? any FolderWideFormat, isShared {
                guard let draft = try folderWide.draft(from: path, for: picture) else { return nil }
                return try finish(draft, as: format.name, from: path, picture)
            }
            guard FileTree.kind(of: path) == .file else { return nil }
            var picture = picture
            picture.sharesTruth = isShared
            return try read(try TruthFile(reading: path), as: format, picture, [])
        case .beside(let places, let lists):
            if let finding = try findBeside(picture, places) { return finding }
            guard let (draft, found) = try findShared(picture, lists) else { return nil }
            return try finish(draft, as: found.format.name, from: found.path, picture)
        }
    }

    /// Takes the first file that is there and is what its name says; others are noted.
    private func findBeside(
        _ picture: PictureInfo, _ places: [TruthPlaces.Place]
    ) throws(TruthProblem) -> Finding? {
        var taken: (file: TruthFile, format: any TruthReading)?
        var others: [String] = []
        for (path, place) in TruthPlaces.candidates(beside: picture.path, places) {
            if taken != nil {
                others.append(RelativePath.name(of: path))
                continue
            }
            let file = try TruthFile(reading: path)
            if !place.isSure, !place.format.accepts(file) { continue }
            taken = (file, place.format)
        }
        guard let (file, format) = taken else { return nil }
        var notes: [TruthProblem] = []
        if !others.isEmpty {
            let names = others.map { "'\($0)'" }.joined(separator: ", ")
            notes.append(TruthProblem(.moreThanOneTruth, "'\(file.name)' is used; beside it lies \(names)"))
        }
        return try read(file, as: format, picture, notes)
    }

    private func read(
        _ file: TruthFile, as format: any TruthReading, _ picture: PictureInfo, _ notes: [TruthProblem]
    ) throws(TruthProblem) -> Finding? {
        guard let draft = try format.read(file, for: picture) else { return nil }
        var finding = try finish(draft, as: format.name, from: file.path, picture)
        finding.notes = notes + finding.notes
        return finding
    }

    private func finish(
        _ draft: TruthDraft, as name: String, from path: String, _ picture: PictureInfo
    ) throws(TruthProblem) -> Finding {
        let done = try draft.finished(as: name, from: RelativePath.name(of: path), on: picture, edge: edge)
        return Finding(truth: done.truth, file: path, notes: done.notes, unused: done.unused)
    }
}
