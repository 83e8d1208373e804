import Foundation

/// Takes in raw text as labels hold it, and counts what it leaves out.
public struct CleanText: Sendable {
    /// Control characters and byte order marks that were left out so far.
    public private(set) var removed = 0
    private let composes: Bool

    /// A cleaner that has left out nothing yet; without `composes` characters stay as they were written.
    public init(composes: Bool = true) {
        self.composes = composes
    }

    /// A line in NFC (unless the cleaner does not compose) with single blanks, none at its ends. Control characters (Cc) and U+FEFF are left out; a soft hyphen
    /// is shown at the end of a line and dropped within.
    public mutating func line(_ raw: some Collection<Unicode.Scalar>) -> String {
        var out = String.UnicodeScalarView()
        var blankIsDue = false
        var endsInHyphen = false
        for scalar in raw {
            if scalar.properties.isWhitespace {
                blankIsDue = !out.isEmpty
            } else if scalar.properties.generalCategory == .control || scalar == "\u{FEFF}" {
                removed += 1
            } else if scalar == "\u{AD}" {
                endsInHyphen = true
            } else {
                if blankIsDue { out.append(" ") }
                out.append(scalar)
                (blankIsDue, endsInHyphen) = (false, false)
            }
        }
        if endsInHyphen { out.append("-") }
        let text = String(out)
        // ASCII is its own NFC, and the most frequent.
        return !composes || text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    /// A word; a soft hyphen is shown only where the word ends its line.
    public mutating func word(_ raw: String, endsLine: Bool) -> String {
        guard !endsLine else { return line(raw.unicodeScalars) }
        return line(raw.unicodeScalars.filter { $0 != "\u{AD}" })
    }
}

extension TextLine {
    /// The words from the first to the last legible one; those outside are not part of the line as a label.
    public var legibleSpan: Range<Int> {
        guard let first = words.firstIndex(where: \.isLegible), let last = words.lastIndex(where: \.isLegible) else {
            return 0..<0
        }
        return first..<last + 1
    }

    /// What may be trained on: the legible words, or the line's own text when it is legible and has no words.
    public var legibleText: String {
        if words.isEmpty { return isLegible ? text : "" }
        return TextLine.text(of: words) { $0.isLegible }
    }

    /// The words' texts, a blank before each but the first and the glued ones; a word next to one that is left out is not
    /// glued.
    public static func text(of words: [Word], where isPart: (Word) -> Bool = { _ in true }) -> String {
        var text = ""
        var before = false
        for word in words {
            let part = isPart(word)
            if part {
                if !text.isEmpty, !(word.glued && before) { text += " " }
                text += word.text
            }
            before = part
        }
        return text
    }

    /// Makes text and legibility again from the words.
    mutating func remakeText() {
        guard !words.isEmpty else { return }
        text = TextLine.text(of: words) { $0.isLegible }
        let span = legibleSpan
        illegible = span.isEmpty ? words[0].illegible : words[span].first { !$0.isLegible }?.illegible
    }
}

extension GroundTruth {
    /// Makes the page's text again from what is legible on its lines. Text that came without regions stays.
    mutating func remakePageText() {
        guard level == .line || level == .word || (level == .page && !regions.isEmpty) else { return }
        let blocks = regions.map { region in
            region.lines.map(\.legibleText).filter { !$0.isEmpty }.joined(separator: "\n")
        }
        text = blocks.filter { !$0.isEmpty }.joined(separator: "\n\n")
        guard level == .page else { return }
        // A page without text is not one whose text is lost.
        illegible = text == "" ? lines.first { !$0.isLegible }?.illegible : nil
        if illegible != nil { text = nil }
    }
}

/// Whether two words are written without a blank between them: the characters on both sides are of scripts that have
/// none (Han, kana, Thai, Lao, Khmer, Burmese). Hangul is written with blanks.
func isWrittenTogether(_ left: String, _ right: String) -> Bool {
    guard let a = left.unicodeScalars.last, let b = right.unicodeScalars.first else { return false }
    return hasNoBlanks(a) && hasNoBlanks(b)
}

private func hasNoBlanks(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x303B,  // Han marks and numerals
        0x3041...0x30FF, 0x31F0...0x31FF, 0x1AFF0...0x1B16F, 0xFF66...0xFF9F,  // kana
        0x2E80...0x2FDF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF,  // Han
        0x0E01...0x0E3A, 0x0E40...0x0E5B,  // Thai
        0x0E81...0x0EDF,  // Lao
        0x1780...0x17FF, 0x19E0...0x19FF,  // Khmer
        0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F:  // Burmese
        true
    default: false
    }
}
