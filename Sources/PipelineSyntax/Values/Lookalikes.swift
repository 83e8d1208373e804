public import Diagnostics

/// A character that looks like one of the language but is another.
struct Lookalike {
    let name: String
    /// What was meant; empty for a character that is not seen.
    let meant: String

    init?(_ scalar: UnicodeScalar) {
        let value = scalar.value
        switch value {
        case 0x09: self.init("a tab", " ")
        case 0xA0: self.init("a non-breaking space", " ")
        case 0x2000...0x200A, 0x202F, 0x205F, 0x1680: self.init("a special space", " ")
        case 0x3000: self.init("a full-width space", " ")
        case 0x200B...0x200D, 0x2060, 0xAD: self.init("an invisible character", "")
        case 0x2010...0x2015: self.init("a dash '\(scalar)'", "-")
        case 0x2212: self.init("the minus sign '\(scalar)'", "-")
        case 0x2025, 0x2026, 0x22EF: self.init("the ellipsis '\(scalar)'", "..")
        case 0xD7, 0x2715, 0x2A2F: self.init("the multiplication sign '\(scalar)'", "x")
        case 0x2018, 0x2019, 0x201A: self.init("the quote '\(scalar)'", "'")
        case 0x201C, 0x201D, 0x201E: self.init("the quote '\(scalar)'", "\"")
        case 0x0660...0x0669: self.init("the digit '\(scalar)'", String(value - 0x0660))
        case 0x06F0...0x06F9: self.init("the digit '\(scalar)'", String(value - 0x06F0))
        case 0x301C: self.init("the wave dash '\(scalar)'", "~")
        case 0xFF10...0xFF19: self.init("a full-width digit '\(scalar)'", String(value - 0xFF10))
        case 0xFF01...0xFF5E:
            self.init("a full-width '\(scalar)'", String(UnicodeScalar(UInt8(value - 0xFF01 + 0x21))))
        default: return nil
        }
    }

    private init(_ name: String, _ meant: String) {
        self.name = name
        self.meant = meant
    }
}

extension ValueReader {
    /// The finding for the first character of another script or of no width.
    func lookalike() -> Diagnostic? {
        let text = text(whole)
        if kind.words.contains(text) { return nil }
        guard let (found, piece, corrected) = firstLookalike(text) else { return nil }
        let spelling = ValueReader.rangeSpelling(corrected) ?? corrected
        return Diagnostic(
            .lookalikeCharacter, message(found), at: span(piece), label: "write '\(spelling)'",
            help: "takes \(kind.expectation)" + (isOptional ? ", or none" : ""))
    }
}

/// The finding for a name with a character that looks like another one or cannot be seen; nil when it has none. Use it
/// where a name is not known.
public func lookalikeFinding(in name: String, at span: Span) -> Diagnostic? {
    guard let (found, piece, corrected) = firstLookalike(name) else { return nil }
    let isExact = span.upper - span.lower == name.utf8.count
    let place = isExact ? Span(span.lower + piece.lowerBound, span.lower + piece.upperBound, in: span.source) : span
    return Diagnostic(.lookalikeCharacter, message(found), at: place, label: "write '\(corrected.trimmed)'")
}

private func message(_ found: Lookalike) -> String {
    switch found.meant {
    case "": "\(found.name) stands here"
    case " ": "\(found.name) stands here instead of a plain one"
    default: "\(found.name) stands where '\(found.meant)' is expected"
    }
}

private func firstLookalike(_ text: String) -> (Lookalike, Range<Int>, corrected: String)? {
    var found: (Lookalike, Range<Int>)?
    var corrected = ""
    var offset = 0
    for scalar in text.unicodeScalars {
        let length = UTF8.width(scalar)
        if let lookalike = Lookalike(scalar) {
            if found == nil { found = (lookalike, offset..<(offset + length)) }
            corrected += lookalike.meant
        } else {
            corrected.unicodeScalars.append(scalar)
        }
        offset += length
    }
    return found.map { ($0.0, $0.1, corrected.trimmed) }
}
