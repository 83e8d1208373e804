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
        case named(any TruthReading, TruthPattern)
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
    /// The encoding that the pipeline names for files of text.
    private let encoding: String?
    private let rules: LineRules
    let names = FolderNames()
    let shared = SharedDigests()
    /// Files that speak of many pages, read once.
    private let books = SharedFile<TruthFile>()
    private let strangers = Strangers()
    /// nil where truth comes from files.
    package let ownReading: OwnReading?

    private init(
        search: Search, edge: EdgeLimits = .standard, isRequired: Bool = false, ownReading: OwnReading? = nil,
        encoding: String? = nil, rules: LineRules = LineRules()
    ) {
        self.ownReading = ownReading
        self.search = search
        self.edge = edge
        self.isRequired = isRequired
        self.encoding = encoding
        self.rules = rules
    }

    /// The source that a pipeline names: `auto`, `none`, `self` or a format; `files` may hold `{dir}`, `{stem}`, `{name}`,
    /// `{path}` and `{page}`, and starts from `folder`. With `isRequired` a picture without truth is an error.
    package init(
        _ name: String, files: String?, from folder: String, _ options: FormatOptions, edge: EdgeLimits,
        isRequired: Bool,
        ownReading: OwnReading, keepsForm: Bool = false
    ) {
        self.init(
            name, files: files, from: folder, options, edge: edge, isRequired: isRequired, ownReading: ownReading,
            keepsForm: keepsForm, formats: TruthFormats.all)
    }

    /// The same with formats of one's own.
    init(
        _ name: String, files: String?, from folder: String = "", _ options: FormatOptions, edge: EdgeLimits,
        isRequired: Bool,
        ownReading: OwnReading, keepsForm: Bool = false, formats: [any TruthFormat.Type]
    ) {
        let search: Search
        switch (name, files) {
        case ("auto", _):
            search = .beside(TruthPlaces.all(options, formats), SharedTruth(options, formats))
        case ("none", _), ("self", _): search = .nowhere
        case (_, let files?):
            let pattern = TruthPattern(files, from: folder)
            search = TruthPlaces.type(name, formats).map { .named($0.init(options), pattern) } ?? .nowhere
        case (_, nil):
            let own = TruthPlaces.type(name, formats).map { [$0] } ?? []
            search = .beside(TruthPlaces.of(name, options, formats), SharedTruth(options, own))
        }
        self.init(
            search: search, edge: edge, isRequired: isRequired && name != "none" && name != "self",
            ownReading: name == "self" ? ownReading : nil, encoding: options.word(.encoding),
            rules: LineRules(options).keepingForm(keepsForm))
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
        var notes: [TruthProblem] = []
        if let finding = try find(for: picture, &notes) { return finding }
        if isRequired {
            throw TruthProblem(
                .noTruth,
                "no truth was found for '\(picture.name)', and the pipeline needs it"
                    + (notes.first.map { "; \($0.message)" } ?? ""),
                help: "put it beside the picture, or name the format and its files under  input: {truth: …}")
        }
        return Finding(truth: .unknown, file: nil, notes: notes)
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

    /// nil when there is none; `notes` then say what lies near.
    private func find(for picture: PictureInfo, _ notes: inout [TruthProblem]) throws(TruthProblem) -> Finding? {
        switch search {
        case .nowhere: return nil
        case .named(let format, let pattern): return try findNamed(picture, format, pattern, &notes)
        case .beside(let places, let lists):
            if let carried = picture.carried { return try findCarried(carried, picture, places, notes) }
            if let finding = try findBeside(picture, places, &notes) { return finding }
            guard let (listed, found) = try findShared(picture, lists) else { return nil }
            var draft = listed
            if let note = try strangers.note(on: found.path, found.format, picture.run) { draft.notes.append(note) }
            return try finish(draft, as: found.format.name, from: found.path, picture)
        }
    }

    private func findNamed(
        _ picture: PictureInfo, _ format: any TruthReading, _ pattern: TruthPattern, _ notes: inout [TruthProblem]
    ) throws(TruthProblem) -> Finding? {
        let path = pattern.path(for: picture)
        let found = names.file(path)
        if let folderWide = format as? any FolderWideFormat, pattern.sharing != .none {
            let file = found?.path ?? path
            guard var draft = try folderWide.draft(from: file, for: picture) else {
                notes.append(Self.lacking(file))
                return nil
            }
            if let note = try strangers.note(on: file, folderWide, picture.run) { draft.notes.append(note) }
            return try finish(draft, as: format.name, from: path, picture)
        }
        guard let found else { return nil }
        var reading = picture
        reading.truthSharing = pattern.sharing
        if pattern.isOfPages { (reading.page, reading.pageCount) = (1, 1) }
        let spelling = found.isOtherCase ? [otherSpelling(found.path, picture)] : []
        let file = try file(found.path, isShared: pattern.sharing != .none || reading.pageCount > 1)
        return try read(file, as: format, reading, spelling)
    }

    /// That a list which the pipeline names speaks of other pictures only.
    private static func lacking(_ path: String) -> TruthProblem {
        var note = TruthProblem(
            .notListed, "'\(RelativePath.name(of: path))' does not name every picture; those have no truth",
            help:
                "root: FOLDER  says where its paths start; of two pictures with one name the folder tells which is meant"
        )
        note.isShared = true
        return note
    }

    /// A file, remembered where it speaks of many pages.
    private func file(_ path: String, isShared: Bool) throws(TruthProblem) -> TruthFile {
        guard isShared else {
            var file = try TruthFile(reading: path)
            file.encoding = encoding
            return file
        }
        return try books.content(of: path) { path throws(TruthProblem) in
            var file = try self.file(path, isShared: false)
            file.remembered = Remembered()
            return file
        }
    }

    private func otherSpelling(_ path: String, _ picture: PictureInfo) -> TruthProblem {
        TruthProblem(
            .otherSpelling,
            "'\(RelativePath.name(of: path))' is taken for '\(RelativePath.name(of: picture.path))', whose name is spelled "
                + "in other case")
    }

    /// Takes the first file that is there and is what its name says; others are noted.
    private func findBeside(
        _ picture: PictureInfo, _ places: [TruthPlaces.Place], _ notes: inout [TruthProblem]
    ) throws(TruthProblem) -> Finding? {
        var taken: (file: TruthFile, format: any TruthReading, isOtherCase: Bool)?
        var others: [String] = []
        var passedOver: [(path: String, form: String)] = []
        for candidate in TruthPlaces.candidates(beside: picture.path, places, names) {
            if let taken {
                if candidate.path != taken.file.path { others.append(RelativePath.name(of: candidate.path)) }
                continue
            }
            let file = try file(candidate.path, isShared: picture.pageCount > 1)
            if !candidate.place.isSure, !candidate.place.format.accepts(file) {
                if let form = candidate.place.format.resemblance(of: file) { passedOver.append((file.path, form)) }
                continue
            }
            taken = (file, candidate.place.format, candidate.isOtherCase)
        }
        for (path, form) in passedOver where path != taken?.file.path {
            let name = RelativePath.name(of: path)
            notes.append(TruthProblem(.passedOver, "'\(name)' looks like \(form), and is not taken for text"))
        }
        guard let (file, format, isOtherCase) = taken else {
            if notes.isEmpty, let near = TruthPlaces.nearMiss(beside: picture.path, places, names) {
                let name = RelativePath.name(of: picture.path)
                notes.append(
                    TruthProblem(
                        .otherSpelling, "beside '\(name)' lies '\(near)', which is spelled another way and not used"))
            }
            return nil
        }
        var seen: Set<String> = []
        others = others.filter { seen.insert($0).inserted }
        if !others.isEmpty {
            let names = others.map { "'\($0)'" }.joined(separator: ", ")
            notes.append(TruthProblem(.moreThanOneTruth, "'\(file.name)' is used; beside it lies \(names)"))
        }
        if isOtherCase { notes.append(otherSpelling(file.path, picture)) }
        return try read(file, as: format, picture, notes)
    }

    /// Of what came with a picture the first that is what its name says.
    private func findCarried(
        _ files: [TruthFile], _ picture: PictureInfo, _ places: [TruthPlaces.Place], _ notes: [TruthProblem]
    ) throws(TruthProblem) -> Finding? {
        let stem = RelativePath.stem(of: RelativePath.name(of: picture.path))
        var taken: (file: TruthFile, format: any TruthReading)?
        var others: [String] = []
        for place in places {
            let name = RelativePath.name(of: place.pattern).replacing("{stem}", with: stem).composed
            guard var file = files.first(where: { $0.name.composed == name }) else { continue }
            if file.isTooLarge {
                throw file.problem(.truthTooLarge, "is larger than 64 MiB, too much for the text of a page")
            }
            file.encoding = encoding
            guard place.format.accepts(file) else { continue }
            if taken == nil {
                taken = (file, place.format)
            } else if file.path != taken?.file.path, !others.contains(file.name),
                place.format.name != PageTextTruth.declaration.name
            {
                // The plain text of a sample stands beside what tells more of it as a matter of course.
                others.append(file.name)
            }
        }
        guard let (file, format) = taken else { return nil }
        var notes = notes
        if !others.isEmpty {
            let names = others.map { "'\($0)'" }.joined(separator: ", ")
            notes.append(TruthProblem(.moreThanOneTruth, "'\(file.name)' is used; with it comes \(names)"))
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
        let done = try draft.finished(as: name, from: RelativePath.name(of: path), on: picture, edge: edge, rules)
        return Finding(truth: done.truth, file: path, notes: done.notes, unused: done.unused)
    }
}
