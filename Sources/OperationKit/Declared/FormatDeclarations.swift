public import PipelineSyntax

/// What one label speaks of.
public enum LabelUnit: String, Sendable, CaseIterable { case page, line, word }

/// Where a file of ground truth is looked for.
public struct TruthPlace: Sendable, Hashable {
    /// A path from the picture's folder; `{stem}` stands for the picture's name without extension.
    public let pattern: String
    /// Whether the name alone tells the format; otherwise a file of other content is passed over.
    public let isSure: Bool

    public init(_ pattern: String, isSure: Bool = true) {
        self.pattern = pattern
        self.isSure = isSure
    }
}

/// What a truth format says of itself.
public struct TruthFormatDeclaration: Sendable {
    /// The pieces of a page that have outlines in a format.
    public enum Outlines: Sendable, Hashable {
        /// Text alone.
        case none
        case words
        /// Entries that are nothing but places with text; what such a place is, the key `level` says, else it is this.
        case entries(LabelUnit)
    }

    /// Its word in a pipeline, and the `origin` of what it gives.
    public let name: String
    /// Other words for it.
    public let aliases: [String]
    public let summary: String
    /// What it gives, for people.
    public let gives: String
    public let outlines: Outlines
    /// Where its files are looked for, in this order; none for a format with one file for many pictures, which is known by
    /// its content wherever it lies with them.
    public let places: [TruthPlace]
    public let options: [KeyDeclaration]
    /// Which programs write such files.
    public let source: String
    /// A small file.
    public let example: String

    public init(
        _ name: String, aliases: [String] = [], _ summary: String, gives: String, _ outlines: Outlines,
        places: [TruthPlace], options: [KeyDeclaration] = [], source: String, example: String
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.gives = gives
        self.outlines = outlines
        self.places = places
        self.options = options
        self.source = source
        self.example = example
    }

    /// Whether one file speaks of many pictures.
    public var isFolderWide: Bool { places.isEmpty }

    /// Whether it is known that no word has an outline of its own.
    public func givesLinesOnly(_ options: FormatOptions) -> Bool {
        switch outlines {
        case .none: true
        case .words: false
        case .entries: entry(options) == .line
        }
    }

    /// What an entry of a file is.
    public func entry(_ options: FormatOptions) -> LabelUnit {
        let usual: LabelUnit = if case .entries(let unit) = outlines { unit } else { .line }
        return options.word(.entryLevel).flatMap(LabelUnit.init) ?? usual
    }
}

/// What a format of training sets says of itself.
public struct SetFormatDeclaration: Sendable, Equatable {
    /// What a set holds.
    public enum Contents: Sendable {
        /// Pictures of single lines or words.
        case crops
        /// Pages where the unit is `page`, else pictures of single lines or words.
        case pagesOrCrops
        /// Pages with the labels of the unit.
        case pages
        /// Pages with all that is on them, whatever the unit.
        case trees
    }

    /// Its word in a pipeline.
    public let name: String
    /// Other words for it.
    public let aliases: [String]
    public let summary: String
    /// The units that it can hold.
    public let units: [LabelUnit]
    public let contents: Contents
    /// The units for which its readers look for pictures under a name in `.png`.
    public let pngUnits: [LabelUnit]
    /// The share of its lines or words that are straightened where a pipeline does not say: what its readers get to see when
    /// they are used, from 0 for those whose detectors hand over upright rectangles to 1.
    public let straightened: Double
    public let options: [KeyDeclaration]
    /// Who reads it.
    public let reader: String
    /// The files of a set, each with what it is.
    public let layout: [(path: String, what: String)]
    /// A label as it stands in a file.
    public let example: String
    private let loading: String
    private let loadingPages: String?

    public init(
        _ name: String, aliases: [String] = [], _ summary: String, units: [LabelUnit], _ contents: Contents,
        pngUnits: [LabelUnit] = [], straightened: Double = 1, options: [KeyDeclaration] = [], reader: String,
        loading: String, loadingPages: String? = nil,
        layout: [(path: String, what: String)], example: String
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.units = units
        self.contents = contents
        self.pngUnits = pngUnits
        self.straightened = straightened
        self.options = options
        self.reader = reader
        self.layout = layout
        self.example = example
        self.loading = loading
        self.loadingPages = loadingPages
    }

    /// How a program loads such a set.
    public func loading(_ unit: LabelUnit) -> String { unit == .page ? loadingPages ?? loading : loading }

    /// Whether it holds pictures of single lines or words in place of pages.
    public func holdsCrops(_ unit: LabelUnit) -> Bool {
        switch contents {
        case .crops: true
        case .pagesOrCrops: unit != .page
        case .pages, .trees: false
        }
    }

    /// Whether it holds pages with all that is on them, whatever the unit.
    public var holdsTrees: Bool { contents == .trees }

    public static func == (one: SetFormatDeclaration, other: SetFormatDeclaration) -> Bool { one.name == other.name }
}

/// What a pipeline gives for the options of a format, by key.
public struct FormatOptions: Sendable, Hashable {
    private var values: [String: Value] = [:]

    /// The defaults.
    public init() {}

    public subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// Gives a word or text for a key.
    public mutating func set(_ key: KeyDeclaration, to word: String) { values[key.name] = .word(word) }

    /// What is given for a key, else its default; nil without either.
    public func value(_ key: KeyDeclaration) -> Value? { values[key.name] ?? key.defaultValue }

    /// The word or text of a key, else its default; nil without either.
    public func word(_ key: KeyDeclaration) -> String? {
        if case .word(let word)? = value(key) { word } else { nil }
    }

    /// Whether a key is `true`.
    public func isSet(_ key: KeyDeclaration) -> Bool { value(key) == .flag(true) }

    /// The number of a key, else its default; nil without either.
    public func number(_ key: KeyDeclaration) -> Double? {
        if case .number(let number)? = value(key) { number } else { nil }
    }
}

extension KeyDeclaration {
    /// What an entry is in truth formats that know nothing but places with text.
    public static let entryLevel = KeyDeclaration.words(
        "level", [LabelUnit.line.rawValue, LabelUnit.word.rawValue], isOptional: true,
        "what an entry of the file is; left out, what is usual in the format")
}

/// All formats that a pipeline may name, in the order of the manual.
public struct FormatCatalog: Sendable {
    /// No format at all.
    public static let empty = FormatCatalog(truth: [], sets: [])

    /// Of ground truth, the richest first.
    public let truth: [TruthFormatDeclaration]
    /// Of training sets.
    public let sets: [SetFormatDeclaration]

    public init(truth: [TruthFormatDeclaration], sets: [SetFormatDeclaration]) {
        self.truth = truth
        self.sets = sets
    }

    /// The truth format of that name, or called so elsewhere.
    public func truth(named name: String) -> TruthFormatDeclaration? {
        truth.first { $0.name == name } ?? truth.first { $0.aliases.contains(name) }
    }

    /// The set format of that name, or called so elsewhere.
    public func set(named name: String) -> SetFormatDeclaration? {
        sets.first { $0.name == name } ?? sets.first { $0.aliases.contains(name) }
    }

    /// The options of all formats of a list, each once.
    private static func union(_ options: [KeyDeclaration]) -> [KeyDeclaration] {
        var known: Set<String> = []
        return options.filter { known.insert($0.name).inserted }
    }

    /// The options of all truth formats, each once.
    public var truthOptions: [KeyDeclaration] { Self.union(truth.flatMap(\.options)) }

    /// The options of all set formats, each once.
    public var setOptions: [KeyDeclaration] { Self.union(sets.flatMap(\.options)) }
}
