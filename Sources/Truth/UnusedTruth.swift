/// What a file of ground truth holds of a page and is not used, counted by kind.
public struct UnusedTruth: Sendable, Equatable {
    /// A kind of thing, by its name in a manifest.
    public enum Kind: String, Sendable, CaseIterable {
        /// Other readings of a text that was read one way.
        case alternatives
        /// Places of single characters.
        case glyphs
        /// Places of words whose line's text is used.
        case words
        /// Lines that have neither a text nor a place.
        case lines
        /// Outlines that enclose nothing.
        case outlines
        /// Labels outside the picture.
        case outside
        /// Masks in run lengths, whose box is used.
        case masks
        /// Rows or entries that cannot be read, and are passed over.
        case rows
        /// Pages that are none of the picture's.
        case pages
        /// Texts of a kind that is no part of what stands on a page, such as descriptions of pictures.
        case texts
        /// Links between pieces of text.
        case links
        /// Names of what a text is in a form, such as its total.
        case classes
        /// Control characters.
        case controls

        /// One and several of them, for messages.
        var words: (one: String, many: String) {
            switch self {
            case .alternatives: ("other reading", "other readings")
            case .glyphs: ("place of a character", "places of characters")
            case .words: ("place of a word", "places of words")
            case .lines: ("line without text and place", "lines without text and place")
            case .outlines: ("outline that encloses nothing", "outlines that enclose nothing")
            case .outside: ("label outside the picture", "labels outside the picture")
            case .masks: ("mask in run lengths", "masks in run lengths")
            case .rows: ("bad row", "bad rows")
            case .pages: ("page that the picture does not have", "pages that the picture does not have")
            case .texts: ("text that does not stand on the page", "texts that do not stand on the page")
            case .links: ("link", "links")
            case .classes: ("class of a text", "classes of texts")
            case .controls: ("control character", "control characters")
            }
        }

        /// Whether a note of its own tells of it.
        var isToldApart: Bool {
            switch self {
            case .words, .outlines, .outside, .masks, .rows, .controls: true
            case .alternatives, .glyphs, .lines, .pages, .texts, .links, .classes: false
            }
        }
    }

    private var counts: [Kind: Int] = [:]

    /// Nothing yet.
    public init() {}

    /// How many of a kind there are; adding is setting.
    public subscript(kind: Kind) -> Int {
        get { counts[kind, default: 0] }
        set { counts[kind] = newValue == 0 ? nil : newValue }
    }

    /// Counts the name of what a text is, unless it says no more than that it is one.
    mutating func count(class name: String?) {
        if let name, Self.isClass(name) { self[.classes] += 1 }
    }

    /// Whether a name says what kind of text something is.
    static func isClass(_ name: String) -> Bool {
        !["", "none", "text", "other", "illegible"].contains(name.lowercased())
    }

    /// Every kind of which there is one, in a fixed order.
    public var all: [(kind: Kind, count: Int)] {
        Kind.allCases.filter { self[$0] > 0 }.map { ($0, self[$0]) }
    }

    /// Such as `3 other readings and 12 places of characters`; nil when other notes tell all.
    var sentence: String? {
        let parts = all.filter { !$0.kind.isToldApart }.map { kind, count in
            "\(count) \(count == 1 ? kind.words.one : kind.words.many)"
        }
        guard let last = parts.last else { return nil }
        return parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + " and " + last
    }
}
