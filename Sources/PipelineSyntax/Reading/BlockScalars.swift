import Diagnostics

/// Literal `|` and folded `>` texts.
extension TreeReader {
    private enum Chomping { case strip, clip, keep }

    /// Reads header and lines; afterwards `p` is at the beginning of the first line that does not belong to it.
    mutating func blockScalar(indent: Int) throws(Halt) -> Node {
        let start = p
        let isFolded = here == .greater
        let (explicit, chomping) = try blockHeader(start)
        if explicit != nil, indent < 0 {
            throw fail(
                .badBlockScalar, "an indentation number cannot stand at the top of the file", start, p,
                help: "leave the number out")
        }
        contentEnd = p
        skipBlanks()
        if isComment { skipToLineEnd() }
        if !isAtEnd { skipBreak() }
        let column = if let explicit { indent + explicit } else { try blockIndentation(start, outer: indent) }
        let text = try blockLines(column: column, isFolded: isFolded, chomping)
        try count(scalar: text.utf8.count, at: start)
        let style: Scalar.Style = isFolded ? .folded : .literal
        return Node(.scalar(Scalar(text, style: style)), at: span(start, contentEnd))
    }

    private mutating func blockHeader(_ start: Int) throws(Halt) -> (Int?, Chomping) {
        var explicit: Int?
        var chomping: Chomping?
        p += 1
        while !isSeparator(p) {
            if here.isDigit, here != .zero, explicit == nil {
                explicit = Int(here - .zero)
            } else if here == .plus || here == .minus, chomping == nil {
                chomping = here == .plus ? .keep : .strip
            } else {
                break
            }
            p += 1
        }
        var behind = p
        while bytes[behind].isBlank { behind += 1 }
        let isClean = isSeparator(p) && (behind >= end || isBreak(behind) || bytes[behind] == .hash)
        guard isClean else {
            throw fail(
                .badBlockScalar, "'\(text(start, start + 1))' begins a text over several lines; this cannot follow it",
                p, max(p + 1, restOfLine(from: p)), label: "the text begins on the next line",
                help: "at most one digit 1 to 9 and one of + and - may follow; else put quotes around the value")
        }
        return (explicit, chomping ?? .clip)
    }

    /// The column of the first line that is not empty. Leaves `p` where it is.
    private mutating func blockIndentation(_ start: Int, outer: Int) throws(Halt) -> Int {
        var offset = p
        var longest = 0
        while true {
            let line = offset
            while bytes[offset] == .space { offset += 1 }
            let column = offset - line
            if offset < end, isBreak(offset) {
                longest = max(longest, column)
                offset += bytes[offset] == .carriageReturn ? 2 : 1
                continue
            }
            if offset >= end { return max(longest, column, outer + 1) }
            if outer < 0, column == 0 {
                throw fail(
                    .badBlockScalar, "the lines of a text at the top of the file must be indented", offset, offset + 1,
                    label: "put a space before this")
            }
            if column <= outer { return max(longest, outer + 1) }
            if longest > column {
                throw fail(
                    .badBlockScalar, "an empty line above this one is indented deeper than it", offset, offset + 1,
                    help: "remove the spaces from the empty line, or give the indentation: "
                        + "'\(text(start, start + 1))\(min(9, column - max(outer, 0)))'")
            }
            return column
        }
    }

    /// A line that begins with a tab too far left is part of the text for some parsers and not for others.
    private mutating func refuseTabBehindText() throws(Halt) {
        if here == .tab { throw tabbed(p) }
    }

    private mutating func blockLines(column: Int, isFolded: Bool, _ chomping: Chomping) throws(Halt) -> String {
        var out: [UInt8] = []
        var breaks = 0
        var lastBreak = false
        var wasText = false
        var isFirst = true
        while true {
            let line = p
            while here == .space, p - line < column { p += 1 }
            if !isAtEnd, isBreak(p) {
                breaks += 1
                skipBreak()
                continue
            }
            if isAtEnd || p - line < column {
                try refuseTabBehindText()
                p = isAtEnd ? p : line
                break
            }
            let isText = !here.isBlank
            if !isFirst {
                let folds = isFolded && wasText && isText
                if !folds { out.append(.lineFeed) } else if breaks == 0 { out.append(.space) }
            }
            out += [UInt8](repeating: .lineFeed, count: breaks)
            breaks = 0
            let first = p
            skipToLineEnd()
            out += bytes[first..<p]
            contentEnd = p
            (wasText, isFirst) = (isText, false)
            lastBreak = !isAtEnd
            if lastBreak { skipBreak() }
        }
        if lastBreak, chomping != .strip { out.append(.lineFeed) }
        if chomping == .keep { out += [UInt8](repeating: .lineFeed, count: breaks) }
        return String(decoding: out, as: UTF8.self)
    }
}
