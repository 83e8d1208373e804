import Diagnostics

/// A plain or quoted scalar as read.
struct ScalarText {
    let text: String
    let style: Scalar.Style
    let span: Span
    /// Whether it stands on one line, as a key must.
    let isOneLine: Bool
}

/// Plain scalars, and the choice between plain and quoted.
extension TreeReader {
    /// A plain or quoted scalar in a block. Afterwards `p` is behind blanks on its last line.
    mutating func blockScalarText(indent: Int) throws(Halt) -> ScalarText {
        if here == .doubleQuote || here == .singleQuote {
            let scalar = try quoted(indent: indent == Int.max ? -1 : indent)
            let behind = p
            skipBlanks()
            if here == .colon {
                guard isSeparator(p + 1) else {
                    throw fail(
                        .unexpectedText, "a space is missing behind the colon", p, p + 1, label: "write ': '")
                }
            } else {
                p = behind
            }
            return scalar
        }
        try checkPlainStart(isFlow: false)
        return try plain(indent: indent, isFlow: false)
    }

    /// A plain scalar. In a block, `indent` Int.max keeps it on one line.
    mutating func plain(indent: Int, isFlow: Bool) throws(Halt) -> ScalarText {
        let start = p
        var last = scanPlainLine(isFlow: isFlow)
        guard last == p || here != .colon else { return oneLine(start, last) }
        guard here != .colon, indent != Int.max else { return oneLine(start, last) }
        var folded: [UInt8] = []
        while let (line, breaks) = try nextPlainLine(start, indent, isFlow) {
            if folded.isEmpty { folded = Array(bytes[start..<last]) }
            folded += breaks == 0 ? [.space] : [UInt8](repeating: .lineFeed, count: breaks)
            last = scanPlainLine(isFlow: isFlow)
            folded += bytes[line..<last]
            if here == .colon {
                guard isFlow else { throw continuedKey(start: start, line) }
                throw complexKey(start, p + 1)
            }
        }
        guard !folded.isEmpty else { return oneLine(start, last) }
        let text = String(decoding: folded, as: UTF8.self)
        return ScalarText(text: text, style: .plain, span: span(start, last), isOneLine: false)
    }

    private func oneLine(_ start: Int, _ last: Int) -> ScalarText {
        ScalarText(text: text(start, last), style: .plain, span: span(start, last), isOneLine: true)
    }

    /// Reads up to where a plain scalar must end on this line; answers the offset behind its last character.
    private mutating func scanPlainLine(isFlow: Bool) -> Int {
        var last = p
        while p < end {
            let byte = here
            if byte.isBlank {
                p += 1
                continue
            }
            if byte == .lineFeed || byte == .carriageReturn { break }
            if byte == .hash, p > 0, bytes[p - 1].isBlank { break }
            if byte == .colon, isSeparator(p + 1) || isFlow && bytes[p + 1].isFlowIndicator { break }
            if isFlow, byte.isFlowIndicator { break }
            p += 1
            last = p
        }
        return last
    }

    /// Moves to the next line if it continues a plain scalar; answers its first byte and the empty lines before it.
    /// Otherwise `p` stays.
    private mutating func nextPlainLine(
        _ start: Int, _ indent: Int, _ isFlow: Bool
    ) throws(Halt) -> (line: Int, breaks: Int)? {
        let (p0, line0) = (p, lineStart)
        guard !isAtEnd, isBreak(p) else { return nil }
        var breaks = -1
        while !isAtEnd, isBreak(p) {
            breaks += 1
            skipBreak()
            if isAtMarker { break }
            while here == .space { p += 1 }
            let tab = p
            skipBlanks()
            if p > tab, !isAtEnd, !isBreak(p), here != .hash, isFlow || tab - lineStart > indent { throw tabbed(tab) }
        }
        let column = contentColumn
        let ends = isAtEnd || column < 0 || here == .hash || column <= indent || isFlow && here.isFlowIndicator
        if !ends, column == 0, here == .percent { throw directive() }
        if !ends { return (p, breaks) }
        (p, lineStart) = (p0, line0)
        return nil
    }

    /// Refuses characters that cannot begin a plain scalar.
    mutating func checkPlainStart(isFlow: Bool) throws(Halt) {
        let isFollowed = !isSeparator(p + 1) && !(isFlow && next.isFlowIndicator)
        switch here {
        case .exclamation: throw tag()
        case .question where !isFollowed:
            throw fail(
                .explicitKey, "a key is written without '?'", p, p + 1, help: "write 'key: value'")
        case .colon where !isFollowed:
            throw fail(.complexKey, "no key stands before the colon", p, p + 1, help: "write 'key: value'")
        case .percent where p == lineStart: throw directive()
        case .percent, UInt8(ascii: "@"), UInt8(ascii: "`"):
            throw reserved("a text cannot begin with '\(text(p, p + 1))' without quotes")
        case .minus where !isFollowed, .question where isFlow, .colon where isFlow:
            throw reserved("a text in brackets cannot begin with '\(text(p, p + 1))' without quotes")
        case .comma, .closeBracket, .closeBrace:
            throw fail(
                .unexpectedText, "'\(text(p, p + 1))' stands where a value is expected", p, p + 1,
                help: "put quotes around a text that begins with it")
        case .pipe, .greater:
            throw fail(
                .badBlockScalar, "a text over several lines ('\(text(p, p + 1))') cannot begin here", p, p + 1,
                help: "inside brackets and as keys, put texts in quotes")
        case .ampersand, .asterisk:
            throw fail(
                .unexpectedText, "two names stand before one value", p, p + 1,
                help: "a node can have one anchor, an alias none")
        case .hash:
            throw fail(
                .unexpectedText, "a comment begins right behind other text", p, p + 1, label: "put a space before '#'",
                help: "or put quotes around a text that begins with '#'")
        default: break
        }
    }

    private mutating func reserved(_ message: String) -> Halt {
        let upper = restOfLine(from: p)
        let quotable = text(p, upper).allSatisfy { $0 != "\"" && $0 != "," && $0 != "]" && $0 != "}" }
        let help = quotable ? "write \"\(text(p, upper))\"" : "put quotes around the text"
        return fail(.reservedCharacter, message, p, p + 1, help: help)
    }

    /// A scalar that is to be a key.
    mutating func checkedKey(_ scalar: ScalarText) throws(Halt) -> Key {
        guard scalar.isOneLine else { throw complexKey(scalar.span.lower, scalar.span.upper) }
        if scalar.span.upper - scalar.span.lower > 1024 {
            throw fail(
                .complexKey, "a key may have at most 1024 bytes", scalar.span.lower, scalar.span.upper,
                help: "a shorter one")
        }
        return Key(text: scalar.text, span: scalar.span, style: scalar.style)
    }

    private mutating func tag() -> Halt {
        var upper = p
        while !isSeparator(upper), !bytes[upper].isFlowIndicator { upper += 1 }
        return fail(
            .unsupportedTag, "tags such as '\(text(p, upper))' are not part of the pipeline language", p, upper,
            help: "leave it out; a text that begins with '!' needs quotes")
    }

    mutating func directive() -> Halt {
        fail(
            .unsupportedDirective, "directives such as %YAML are not part of the pipeline language", p,
            restOfLine(from: p), help: "remove the line")
    }
}
