/// A text of HTML or SVG. What is interpolated into it is escaped, unless it is such a text itself: no name of a file and no
/// word of a page can become an element.
public struct Markup: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// As it is written to a file.
    public private(set) var text: String

    /// A text that holds elements already.
    init(raw text: String) {
        self.text = text
    }

    /// Words, escaped.
    init(words: String) {
        text = Self.escaped(words)
    }

    /// A literal is taken as it is.
    public init(stringLiteral value: String) {
        text = value
    }

    /// The pieces of a literal are taken as they are, what stands between them is escaped.
    public init(stringInterpolation pieces: Pieces) {
        text = pieces.text
    }

    /// Joins two texts.
    static func + (a: Markup, b: Markup) -> Markup { Markup(raw: a.text + b.text) }

    /// Appends a text.
    static func += (a: inout Markup, b: Markup) { a.text += b.text }

    /// The literal pieces and what stands between them.
    public struct Pieces: StringInterpolationProtocol {
        fileprivate var text = ""

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        /// A piece of the literal.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Elements.
        public mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

        /// Elements one after the other.
        public mutating func appendInterpolation(_ list: [Markup]) {
            for markup in list { text += markup.text }
        }

        /// Words.
        public mutating func appendInterpolation(_ words: String) { text += Markup.escaped(words) }

        /// A whole number.
        public mutating func appendInterpolation(_ number: Int) { text += String(number) }

        /// A place or length in a drawing, to a hundredth.
        public mutating func appendInterpolation(_ number: Double) {
            let rounded = (number * 100).rounded() / 100
            let whole = Int(exactly: rounded)
            text += whole.map { String($0) } ?? rounded.description
        }
    }

    /// Nothing that an element or an attribute could begin or end with; characters that XML does not know become U+FFFD.
    private static func escaped(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x26 && byte != 0x3C && byte != 0x3E && byte != 0x22 && byte != 0x27 && byte != 0x7F
                && byte != 0xEF
        }
        if isPlain { return text }
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\t", "\n": out.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension [Markup] {
    /// One text of all.
    func joined(separator: Markup = "") -> Markup { Markup(raw: map(\.text).joined(separator: separator.text)) }
}
