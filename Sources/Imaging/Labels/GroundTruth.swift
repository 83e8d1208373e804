/// Why a text must not be trained on.
public enum Illegibility: String, Sendable {
    /// Too much of it has left the page; it stays so.
    case cut
    /// The page shows it mirrored, for now.
    case mirrored
    /// The truth said so.
    case marked
    /// It was not found when the page was read back; it stays so.
    case unread
    /// It is in the transcript, but was not surely found on the page; it stays so.
    case unaligned
}

/// One word of a line.
public struct Word: Hashable, Sendable {
    public var id: String
    public var outline: Outline
    /// NFC, without blanks.
    public var text: String
    /// No blank stands before it.
    public var glued: Bool
    /// nil when the word may be trained on.
    public var illegible: Illegibility?
    /// A BCP 47 tag, when the truth gives one.
    public var language: String?
    /// How sure the maker of the truth was, 0…100.
    public var confidence: Double?
    /// How much of its area has stayed on the page, 0…1.
    public var share: Double

    /// A word as it is; rules are applied by `GroundTruth.checked`.
    public init(
        id: String, outline: Outline, text: String, glued: Bool = false, illegible: Illegibility? = nil,
        language: String? = nil, confidence: Double? = nil, share: Double = 1
    ) {
        self.id = id
        self.outline = outline
        self.text = text
        self.glued = glued
        self.illegible = illegible
        self.language = language
        self.confidence = confidence
        self.share = share
    }

    /// Whether the word may be trained on.
    public var isLegible: Bool { illegible == nil }
}

/// One line of text; without words when the truth has none.
public struct TextLine: Hashable, Sendable {
    public var id: String
    public var outline: Outline
    /// From left to right as read, in pixels.
    public var baseline: [Point]?
    /// NFC, single blanks between words: what is legible of its words, or all of it when it has none.
    public var text: String
    /// nil when the line may be trained on as a whole, without the illegible words at its ends.
    public var illegible: Illegibility?
    /// A BCP 47 tag, when the truth gives one.
    public var language: String?
    /// How much of its area has stayed on the page, 0…1; only of a line without words.
    public var share: Double
    /// In reading order; illegible ones stay in the list.
    public var words: [Word]

    /// A line as it is; rules are applied by `GroundTruth.checked`.
    public init(
        id: String, outline: Outline, baseline: [Point]? = nil, text: String, illegible: Illegibility? = nil,
        language: String? = nil, share: Double = 1, words: [Word] = []
    ) {
        self.id = id
        self.outline = outline
        self.baseline = baseline
        self.text = text
        self.illegible = illegible
        self.language = language
        self.share = share
        self.words = words
    }

    /// Whether the line may be trained on as a whole.
    public var isLegible: Bool { illegible == nil }
}

/// A block of lines.
public struct Region: Hashable, Sendable {
    public enum Kind: String, Sendable { case text, table, figure, other }

    public var id: String
    public var kind: Kind
    public var outline: Outline
    /// In reading order.
    public var lines: [TextLine]

    /// A region as it is; rules are applied by `GroundTruth.checked`.
    public init(id: String, kind: Kind = .text, outline: Outline, lines: [TextLine]) {
        self.id = id
        self.kind = kind
        self.outline = outline
        self.lines = lines
    }
}

/// What stands on a page and where, as far as it is known.
public struct GroundTruth: Hashable, Sendable {
    /// The finest piece that has an outline; `page` is text without outlines.
    public enum Level: String, Sendable { case none, page, line, word }

    /// All legible text: lines by LF, regions by an empty line. nil = unknown, or text without outlines that is not
    /// legible.
    public var text: String?
    public var level: Level
    /// The format that the truth was read from, `self` or `none`.
    public var origin: String
    /// In reading order.
    public var regions: [Region]
    /// Why text without outlines must not be trained on; nil when it may, and where there are outlines.
    public var illegible: Illegibility?
    /// Whether the page shows its text mirrored.
    public var isMirrored: Bool
    /// How many words (lines, when there are no words) have left the page altogether.
    public var gone: Int

    /// Text without outlines that comes back when the page is mirrored once more.
    var hiddenText: String?
    /// What is left of the page that text without outlines was given for.
    var rest = PageRest()

    /// Labels as they are; rules are applied by `checked`.
    public init(
        text: String?, level: Level, origin: String, regions: [Region] = [], illegible: Illegibility? = nil,
        isMirrored: Bool = false, gone: Int = 0
    ) {
        self.text = text
        self.level = level
        self.origin = origin
        self.regions = regions
        self.illegible = illegible
        self.isMirrored = isMirrored
        self.gone = gone
    }

    /// Nothing is known of the page.
    public static let unknown = GroundTruth(text: nil, level: .none, origin: "none")

    /// Page text without outlines.
    public static func page(_ text: String, origin: String) -> GroundTruth {
        GroundTruth(text: text, level: .page, origin: origin)
    }

    /// All lines in reading order.
    public var lines: [TextLine] { regions.flatMap(\.lines) }
}

/// What is left of a page after it was moved.
struct PageRest: Hashable, Sendable {
    /// Its share of the area, 0…1.
    var share = 1.0
    /// Where it lies, as a polygon; nil for all of the page.
    var outline: [Point]?

    /// Where the rest lies is no part of what a truth says.
    static func == (a: PageRest, b: PageRest) -> Bool { a.share == b.share }

    func hash(into hasher: inout Hasher) { hasher.combine(share) }
}
