public import Engine
public import Imaging

/// Where the ground truth of a run's pages is looked for.
public struct TruthSource: Sendable {
    /// The words that name a format in a pipeline.
    public static let formats = TruthPlan.formats

    /// Reads nothing; every page is of unknown text.
    public static let none = TruthSource(search: .nowhere)

    /// The richest format beside each image.
    public static let automatic = TruthSource(search: .beside(TruthPlaces.all(TruthOptions())))

    private enum Search {
        case nowhere
        case beside([TruthPlaces.Place])
        /// A file for each picture, or one for all where the pattern has no placeholder.
        case named(any TruthFormat, pattern: String)
    }

    /// How pages are read to be their own truth.
    struct OwnReading: Sendable {
        let minConfidence: Double
        let minWords: Int
    }

    private let search: Search
    private let edge: EdgeLimits
    private let isRequired: Bool
    /// nil where truth comes from files.
    let ownReading: OwnReading?

    private init(
        search: Search, edge: EdgeLimits = .standard, isRequired: Bool = false, ownReading: OwnReading? = nil
    ) {
        self.ownReading = ownReading
        self.search = search
        self.edge = edge
        self.isRequired = isRequired
    }

    /// The source that a pipeline names; relative paths in it start from `folder`. With `isRequired` a picture without
    /// truth is an error.
    public init(
        _ plan: TruthPlan, folder: String = "", edge: EdgeLimits = .standard, isRequired: Bool = false
    ) {
        let options = TruthOptions(plan, folder: folder)
        let search: Search
        switch (plan.name, plan.files) {
        case ("auto", _): search = .beside(TruthPlaces.all(options))
        case ("none", _), ("self", _): search = .nowhere
        case (let name, let files?):
            let format = TruthPlaces.format(name, options)
            search = format.map { .named($0, pattern: RelativePath.join(folder, files)) } ?? .nowhere
        case (let name, nil):
            search = .beside(TruthPlaces.of(name, options))
        }
        self.init(
            search: search, edge: edge, isRequired: isRequired && plan.name != "none" && plan.name != "self",
            ownReading: plan.name == "self"
                ? OwnReading(minConfidence: plan.minConfidence, minWords: plan.minWords) : nil)
    }

    /// What was found for one page.
    public struct Finding: Sendable {
        /// What stands on the page; unknown where nothing was found.
        public var truth: GroundTruth
        /// The file it came from.
        public var file: String?
        /// Notes; errors are thrown.
        public var notes: [DatasetProblem]
    }

    /// The truth of one page of an image of that upright size, which was stored in `orientation` (1…8); unknown where
    /// there is none. A broken file is an error.
    public func truth(
        of source: Source, size: Size, orientation: Int = 1, dpi: Double? = nil
    ) throws(DatasetProblem) -> Finding {
        let picture = PictureInfo(
            path: source.file.path, page: source.page, pageCount: source.pageCount, size: size,
            orientation: orientation, dpi: dpi)
        if let finding = try find(for: picture) { return finding }
        if isRequired {
            throw DatasetProblem(
                .noTruth, "no truth was found for '\(source.file.name)', and the pipeline needs it",
                help: "put it beside the picture, or name the format and its files under  input: {truth: …}")
        }
        return Finding(truth: .unknown, file: nil, notes: [])
    }

    /// The truth of page `page` (from 1) of the image at `path`, which has that upright size.
    public func truth(
        besideImage path: String, page: Int, size: Size, orientation: Int = 1, dpi: Double? = nil
    ) throws(DatasetProblem) -> Finding {
        let file = InputFile(path: path, name: RelativePath.name(of: path))
        let source = Source(id: file.name, file: file, page: page, pageCount: page)
        return try truth(of: source, size: size, orientation: orientation, dpi: dpi)
    }

    private func find(for picture: PictureInfo) throws(DatasetProblem) -> Finding? {
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
            return try read(try TruthFile(reading: path), as: format, picture, [])
        case .beside(let places): return try findBeside(picture, places)
        }
    }

    /// Takes the first file that is there and is what its name says; others are noted.
    private func findBeside(
        _ picture: PictureInfo, _ places: [TruthPlaces.Place]
    ) throws(DatasetProblem) -> Finding? {
        var taken: (file: TruthFile, format: any TruthFormat)?
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
        var notes: [DatasetProblem] = []
        if !others.isEmpty {
            let names = others.map { "'\($0)'" }.joined(separator: ", ")
            notes.append(DatasetProblem(.moreThanOneTruth, "'\(file.name)' is used; beside it lies \(names)"))
        }
        return try read(file, as: format, picture, notes)
    }

    private func read(
        _ file: TruthFile, as format: any TruthFormat, _ picture: PictureInfo, _ notes: [DatasetProblem]
    ) throws(DatasetProblem) -> Finding? {
        guard let draft = try format.read(file, for: picture) else { return nil }
        var finding = try finish(draft, as: format.name, from: file.path, picture)
        finding.notes = notes + finding.notes
        return finding
    }

    private func finish(
        _ draft: TruthDraft, as name: String, from path: String, _ picture: PictureInfo
    ) throws(DatasetProblem) -> Finding {
        let (truth, notes) = try draft.finished(
            as: name, from: RelativePath.name(of: path), on: picture, edge: edge)
        return Finding(truth: truth, file: path, notes: notes)
    }
}
