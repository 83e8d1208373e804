import Diagnostics

/// Scalars in quotes.
extension TreeReader {
    /// A single- or double-quoted scalar; `p` is at the opening quote, afterwards behind the closing one.
    mutating func quoted(indent: Int) throws(Halt) -> ScalarText {
        let start = p
        let firstLine = lineStart
        let quote = here
        let style: Scalar.Style = quote == .doubleQuote ? .doubleQuoted : .singleQuoted
        var out: [UInt8] = []
        p += 1
        var run = p
        while true {
            let byte = here
            if byte == quote {
                if style == .singleQuoted, next == quote {
                    out += bytes[run...p]
                    p += 2
                    run = p
                    continue
                }
                out += bytes[run..<p]
                p += 1
                let text = String(decoding: out, as: UTF8.self)
                return ScalarText(text: text, style: style, span: span(start, p), isOneLine: lineStart == firstLine)
            } else if byte == .backslash, style == .doubleQuoted {
                out += bytes[run..<p]
                p += 1
                if !isAtEnd, isBreak(p) {
                    out += [UInt8](repeating: .lineFeed, count: try foldedBreaks(start, indent))
                } else {
                    try appendEscape(to: &out, openedAt: start)
                }
                run = p
            } else if byte == .lineFeed || byte == .carriageReturn {
                var last = p
                while last > run, bytes[last - 1].isBlank { last -= 1 }
                out += bytes[run..<last]
                let breaks = try foldedBreaks(start, indent)
                out += breaks == 0 ? [.space] : [UInt8](repeating: .lineFeed, count: breaks)
                run = p
            } else if isAtEnd {
                throw unterminated(start, nil)
            } else {
                p += 1
            }
        }
    }

    /// Moves from a line break to the next content; answers how many empty lines lie between.
    private mutating func foldedBreaks(_ start: Int, _ indent: Int) throws(Halt) -> Int {
        var breaks = -1
        while !isAtEnd, isBreak(p) {
            breaks += 1
            skipBreak()
            if isAtMarker { break }
            while here == .space { p += 1 }
            let column = p - lineStart
            skipBlanks()
            guard !isAtEnd, !isBreak(p), column <= indent else { continue }
            let content = p
            p = lineStart - 1
            throw unterminated(start, content)
        }
        if isAtMarker {
            let content = p
            p = lineStart - 1
            throw unterminated(start, content)
        }
        return breaks
    }

    private mutating func unterminated(_ start: Int, _ content: Int?) -> Halt {
        let quote = text(start, start + 1)
        let related = content.map {
            [
                Diagnostic.Related(
                    span($0, restOfLine(from: $0)), "this line is not indented deeply enough to belong to it")
            ]
        }
        let halt = fail(
            .unterminatedQuote, "the text in quotes is not closed", start, start + 1,
            label: "no \(quote) closes this one",
            help: quote == "'"
                ? "inside single quotes an apostrophe is written twice: 'it''s'"
                : "inside double quotes a quote is written \\\", a backslash \\\\",
            related: related ?? [])
        // Where a later line closes the quote, what stands there is no YAML of its own.
        let isClosedLater = content.map { bytes[$0..<restOfLine(from: $0)].contains(bytes[start]) } ?? false
        return isClosedLater ? .document : halt
    }

    private mutating func appendEscape(to out: inout [UInt8], openedAt start: Int) throws(Halt) {
        let byte = here
        if isAtEnd { throw unterminated(start, nil) }
        if let plain = Self.escapes[byte] {
            out += Array(String(plain).utf8)
            p += 1
            return
        }
        let digits = byte == UInt8(ascii: "x") ? 2 : byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "U") ? 8 : 0
        guard digits > 0 else {
            let upper = p + decodedLength(byte)
            throw badEscape(
                "'\\\(text(p, upper))' is not an escape", p - 1, upper,
                help: "write \\\\ for a backslash, or use single quotes, where a backslash is itself")
        }
        var value: UInt32 = 0
        for index in 1..<(digits + 1) {
            guard p + index < end, let digit = hexValue(bytes[p + index]) else {
                throw badEscape(
                    "the escape \\\(text(p, p + 1)) takes \(digits) hexadecimal digits", p - 1, min(p + index, end),
                    help: nil)
            }
            value = value &* 16 &+ digit
        }
        guard let scalar = UnicodeScalar(value) else {
            throw badEscape(
                "\(text(p - 1, p + 1 + digits)) is no Unicode character", p - 1, p + 1 + digits,
                help: "characters beyond U+FFFF are written with \\U and eight digits, not as two surrogates")
        }
        out += Array(String(Character(scalar)).utf8)
        p += 1 + digits
    }

    private mutating func badEscape(_ message: String, _ lower: Int, _ upper: Int, help: String?) -> Halt {
        fail(.badEscape, message, lower, upper, help: help)
    }

    private func decodedLength(_ first: UInt8) -> Int {
        first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    }

    private func hexValue(_ byte: UInt8) -> UInt32? {
        if byte.isDigit { return UInt32(byte - .zero) }
        let lower = byte | 0x20
        return lower >= 0x61 && lower <= 0x66 ? UInt32(lower - 0x61 + 10) : nil
    }

    private static let escapes: [UInt8: UnicodeScalar] = [
        UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t",
        .tab: "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{B}", UInt8(ascii: "f"): "\u{C}",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1B}", .space: " ", .doubleQuote: "\"", UInt8(ascii: "/"): "/",
        .backslash: "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{A0}", UInt8(ascii: "L"): "\u{2028}",
        UInt8(ascii: "P"): "\u{2029}",
    ]
}
