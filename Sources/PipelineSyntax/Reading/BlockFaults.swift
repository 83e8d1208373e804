public import Diagnostics

/// What is said of block collections that are not laid out as YAML wants them.
extension TreeReader {
    mutating func refuseTabBehindDash() throws(Halt) {
        var offset = p
        while bytes[offset] == .space { offset += 1 }
        let tab = offset
        while bytes[offset].isBlank { offset += 1 }
        guard offset > tab, offset < end, !isBreak(offset), bytes[offset] != .hash else { return }
        throw tabbed(tab)
    }

    mutating func deeper(_ what: String) -> Halt {
        fail(
            .badIndentation, "this line is indented deeper than the \(what) before it", p, restOfLine(from: p),
            help: "put it in the column of its neighbors")
    }

    mutating func shallowText() -> Halt {
        fail(
            .badIndentation, "this text is not indented deeper than the entry it belongs to", p, p + 1,
            help: "put '\(text(p, p + 1))' on the line of its entry")
    }

    mutating func missingDash() -> Halt {
        if here == .pipe || here == .greater { return shallowText() }
        return fail(
            .unexpectedText, "this line stands among list items but begins with no '- '", p, restOfLine(from: p),
            help: "begin it with '- ', or indent it deeper if it belongs to the item above")
    }

    mutating func listOnLine() -> Halt {
        fail(
            .badIndentation, "a list cannot begin on the line of its key", p, restOfLine(from: p),
            label: "put this on the next line", help: "or write the list in brackets: [a, b]")
    }

    mutating func mappingOnLine(_ scalar: ScalarText) -> Halt {
        fail(
            .badIndentation, "a second key stands on the line of the first", scalar.span.lower, p + 1,
            label: "a key cannot stand here",
            help: "put it on the next line, indented; or in braces: {a: b}; or put quotes around a text with ': '")
    }

    mutating func complexKey(_ lower: Int, _ upper: Int) -> Halt {
        fail(
            .complexKey, "a key must be a plain or quoted text on one line", lower, upper,
            help: "lists, mappings, aliases and texts of several lines cannot be keys")
    }

    mutating func missingColon(_ lower: Int, _ upper: Int) -> Halt {
        let text = text(lower, max(lower, min(upper, restOfLine(from: lower))))
        if let finding = missingSpaceAfterColon(text, at: span(lower, lower + text.utf8.count)) {
            findings.append(finding)
            return findings.count >= Parser.mostFindings ? .document : .entry
        }
        return fail(
            .unexpectedText, "'\(text)' stands where a key is expected", lower, lower + text.utf8.count,
            label: "no ': ' follows",
            help: "an entry is written 'key: value'; a text over several lines is indented deeper than its key")
    }

    mutating func continuedKey(start: Int, _ lower: Int) -> Halt {
        let upper = max(p, lower)
        let line = text(start, restOfLine(from: start))
        if let finding = missingSpaceAfterColon(line, at: span(start, start + line.utf8.count)) {
            findings.append(finding)
            return findings.count >= Parser.mostFindings ? .document : .entry
        }
        return fail(
            .badIndentation, "this key continues the text of the line before it", lower, min(upper + 1, end),
            label: "a key cannot stand here",
            help: "put it in the column of the keys it belongs to; if the text above is a key, end it with a colon",
            related: [Diagnostic.Related(span(start, restOfLine(from: start)), "the text begins here")])
    }
}

/// The finding for a text that was meant as `key: value` but has no space behind the colon, or a colon of another
/// script; nil for any other text. Use it where a name or a key without value is not known.
public func missingSpaceAfterColon(_ text: String, at span: Span) -> Diagnostic? {
    let bytes = Array(text.utf8)
    guard let (lower, length) = colonLikeness(bytes), lower > 0 else { return nil }
    let key = String(decoding: bytes[..<lower], as: UTF8.self).trimmed
    let value = String(decoding: bytes[(lower + length)...], as: UTF8.self).trimmed
    guard !key.contains(" "), !value.hasPrefix("/") else { return nil }
    let isExact = span.upper - span.lower == bytes.count
    let place = isExact ? Span(span.lower + lower, span.lower + lower + length, in: span.source) : span
    let written = value.isEmpty ? "\(key): " : "\(key): \(value)"
    if length > 1 {
        return Diagnostic(
            .lookalikeCharacter, "a full-width colon stands where ': ' is expected", at: place,
            label: "write '\(written)'")
    }
    if bytes[lower] != .colon {
        return Diagnostic(
            .unexpectedText, "'=' stands where ': ' is expected", at: place, label: "write '\(written)'")
    }
    return Diagnostic(
        .unexpectedText, "a space is missing behind the colon", at: place, label: "write '\(written)'",
        help: "without the space YAML takes '\(text)' for one text")
}

/// The first `:`, `=` or full-width colon.
private func colonLikeness(_ bytes: [UInt8]) -> (offset: Int, length: Int)? {
    for (offset, byte) in bytes.enumerated() {
        if byte == .colon || byte == UInt8(ascii: "=") { return (offset, 1) }
        let rest = bytes[offset...].prefix(3)
        if rest.elementsEqual([0xEF, 0xBC, 0x9A]) || rest.elementsEqual([0xEF, 0xB9, 0x95]) { return (offset, 3) }
    }
    return nil
}

extension String {
    /// Without spaces and tabs at its ends.
    var trimmed: String {
        var bytes = utf8.drop(while: \.isBlank)
        while let last = bytes.last, last.isBlank { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
