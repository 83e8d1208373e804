import Diagnostics

/// Blanks, comments, line breaks, and where a line's content begins.
extension TreeReader {
    func isBreak(_ offset: Int) -> Bool { bytes[offset] == .lineFeed || bytes[offset] == .carriageReturn }

    /// Whether a space, a tab, a line break or the end stands there.
    func isSeparator(_ offset: Int) -> Bool { offset >= end || bytes[offset].isBlank || isBreak(offset) }

    var isAtDash: Bool { here == .minus && isSeparator(p + 1) }

    /// Whether `---` or `...` stands at the beginning of the line.
    var isAtMarker: Bool {
        guard p == lineStart, p + 2 < end, here == .minus || here == .dot else { return false }
        return bytes[p + 1] == here && bytes[p + 2] == here && isSeparator(p + 3)
    }

    /// The column, from 0, of content that is the first of its line; -1 at the end of the document.
    var contentColumn: Int { isAtEnd || isAtMarker ? -1 : p - lineStart }

    mutating func skipBlanks() {
        while here.isBlank { p += 1 }
    }

    mutating func skipToLineEnd() {
        while !isAtEnd, !isBreak(p) { p += 1 }
    }

    mutating func skipBreak() {
        p += here == .carriageReturn ? 2 : 1
        lineStart = p
    }

    /// Moves to the next content. Answers whether it stands on another line.
    mutating func skipToContent() throws(Halt) -> Bool {
        var crossed = false
        while true {
            let isIndentation = p == lineStart
            while here == .space { p += 1 }
            let tab = p
            skipBlanks()
            if isComment {
                skipToLineEnd()
            } else if isIndentation, p > tab, !isAtEnd, !isBreak(p) {
                throw tabbed(tab)
            }
            guard !isAtEnd, isBreak(p) else { return crossed }
            skipBreak()
            crossed = true
        }
    }

    /// A number sign begins a comment at the beginning of a line or behind a blank.
    var isComment: Bool { here == .hash && (p == lineStart || bytes[p - 1].isBlank) }

    mutating func tabbed(_ offset: Int) -> Halt {
        var upper = offset
        while bytes[upper] == .tab { upper += 1 }
        return fail(
            .tabIndentation, "a tab stands where the indentation is", offset, upper, label: "use spaces",
            help: "YAML indents with spaces only; two for each level are usual")
    }

    /// Checks that nothing but a comment follows on the line.
    mutating func requireLineEnd(after what: String) throws(Halt) {
        skipBlanks()
        if isAtEnd || isBreak(p) { return }
        if here == .hash, !isComment {
            throw fail(
                .unexpectedText, "a comment begins right behind \(what)", p, p + 1,
                label: "put a space before '#'")
        }
        if here == .hash {
            skipToLineEnd()
            return
        }
        let lower = p
        throw fail(
            .unexpectedText, "there is text behind \(what)", lower, restOfLine(from: lower),
            label: "this belongs to nothing",
            help: "put it on a line of its own, or put quotes around the whole value")
    }

    /// Behind the last character of the line that is neither blank nor comment.
    func restOfLine(from lower: Int) -> Int {
        var upper = lower
        var offset = lower
        while offset < end, !isBreak(offset) {
            if bytes[offset] == .hash, offset > lower, bytes[offset - 1].isBlank { break }
            if !bytes[offset].isBlank { upper = offset + 1 }
            offset += 1
        }
        return upper
    }

    /// Gives up the entry at hand: moves to the beginning of the next line that is indented by no more than `column`.
    mutating func recover(to column: Int, openAnchors kept: Int) {
        for name in openAnchors[kept...] { anchors[name] = .broken }
        openAnchors.removeSubrange(kept...)
        while true {
            skipToLineEnd()
            if isAtEnd { return }
            skipBreak()
            let start = p
            if isAtMarker { return }
            while here == .space { p += 1 }
            let content = p
            skipBlanks()
            let isEmpty = isAtEnd || isBreak(p) || here == .hash
            p = isEmpty ? p : start
            if !isEmpty, content - start <= column { return }
        }
    }
}
