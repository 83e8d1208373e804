import Diagnostics

/// Collections in brackets and braces.
extension TreeReader {
    /// What was read at a place where a key or a value may stand.
    private struct FlowItem {
        let node: Node
        /// As a key, where it can be one.
        let scalar: ScalarText?
        /// Where it begins, its anchor included.
        let start: Int
        /// Whether it is in quotes, so that a colon may follow without a space.
        var isQuoted: Bool { scalar.map { $0.style != .plain } ?? false }
    }

    /// A collection in brackets or braces; `p` is at the opening one, afterwards behind the closing one.
    mutating func flowCollection(indent: Int) throws(Halt) -> Node {
        let start = p
        let isMapping = here == .openBrace
        let closing: UInt8 = isMapping ? .closeBrace : .closeBracket
        try enter(at: start)
        defer { depth -= 1 }
        try count(at: start)
        p += 1
        var entries = MappingEntries()
        var items: [Node] = []
        while true {
            try skipInFlow(start, indent)
            if here == closing { break }
            let item = try flowItem(start, indent)
            if let (key, value) = try flowValue(of: item, start, indent, isMapping: isMapping) {
                if isMapping {
                    try add(key, value, to: &entries)
                } else {
                    items.append(try pair(key, value))
                }
            } else {
                items.append(item.node)
            }
            let behind = p
            try skipInFlow(start, indent)
            if here == .comma { p += 1 } else if here != closing { throw missingComma(start, behind) }
        }
        p += 1
        contentEnd = p
        return Node(isMapping ? .mapping(merged(entries)) : .sequence(items), at: span(start, p))
    }

    /// The mapping of one entry that `[key: value]` holds.
    private mutating func pair(_ key: Key, _ value: Node) throws(Halt) -> Node {
        if depth + 1 > Parser.deepest { throw tooDeep(at: key.span.lower) }
        deepest = max(deepest, depth + 1)
        try count(at: key.span.lower)
        var entries = MappingEntries()
        try add(key, value, to: &entries)
        return Node(.mapping(merged(entries)), at: span(key.span.lower, max(contentEnd, key.span.upper)))
    }

    /// The entry that the item is the key of; nil for an item of a sequence.
    private mutating func flowValue(
        of item: FlowItem, _ start: Int, _ indent: Int, isMapping: Bool
    ) throws(Halt) -> (Key, Node)? {
        let behind = p
        skipBlanks()
        let isIndicator = here == .colon && (isSeparator(p + 1) || next.isFlowIndicator || item.isQuoted)
        guard isIndicator else {
            p = behind
            guard isMapping else { return nil }
            let key = try flowKey(item)
            return (key, try emptyScalar(at: behind))
        }
        if !isSeparator(p + 1), !isMapping || !item.isQuoted {
            throw fail(
                .unexpectedText, "a space is missing behind the colon", p, p + 1, label: "write ': '",
                help: "or put quotes around a text that contains this colon")
        }
        let key = try flowKey(item)
        p += 1
        contentEnd = p
        let colon = p
        try skipInFlow(start, indent)
        if here == .comma || here == .closeBrace || here == .closeBracket { return (key, try emptyScalar(at: colon)) }
        return (key, try flowItem(start, indent).node)
    }

    private mutating func flowKey(_ item: FlowItem) throws(Halt) -> Key {
        guard let scalar = item.scalar else { throw complexKey(item.start, p) }
        return try checkedKey(scalar)
    }

    private mutating func flowItem(_ opening: Int, _ indent: Int) throws(Halt) -> FlowItem {
        let start = p
        guard here == .ampersand else { return try flowContent(start, indent, anchor: nil, crossed: false) }
        let anchor = try readAnchor()
        let behind = p
        let line = lineStart
        try skipInFlow(opening, indent)
        if here == .ampersand { throw secondAnchor(anchor) }
        let opened = open(anchor)
        let item: FlowItem
        if here == .comma || here == .closeBracket || here == .closeBrace || here == .colon && isSeparator(p + 1) {
            item = FlowItem(node: try emptyScalar(at: behind), scalar: nil, start: start)
        } else {
            item = try flowContent(start, indent, anchor: anchor, crossed: lineStart != line)
        }
        close(opened, item.node)
        return item
    }

    private mutating func flowContent(
        _ start: Int, _ indent: Int, anchor: AnchorName?, crossed: Bool
    ) throws(Halt) -> FlowItem {
        switch here {
        case .openBracket, .openBrace:
            return FlowItem(node: try flowCollection(indent: indent), scalar: nil, start: start)
        case .asterisk:
            if anchor != nil { throw anchoredAlias() }
            return FlowItem(node: try alias(), scalar: nil, start: start)
        case .comma:
            throw fail(
                .unexpectedText, "nothing stands before this comma", p, p + 1, help: "remove it, or write an item")
        case .closeBracket, .closeBrace:
            throw fail(
                .unterminatedFlow, "'\(text(p, p + 1))' closes another kind of bracket", p, p + 1,
                help: "'[' is closed by ']', '{' by '}'")
        default: break
        }
        let scalar: ScalarText
        if here == .doubleQuote || here == .singleQuote {
            scalar = try quoted(indent: indent)
        } else {
            try checkPlainStart(isFlow: true)
            scalar = try plain(indent: indent, isFlow: true)
        }
        try count(scalar: scalar.text.utf8.count, at: scalar.span.lower)
        contentEnd = scalar.span.upper
        let node = Node(.scalar(Scalar(scalar.text, style: scalar.style)), at: scalar.span)
        return FlowItem(node: node, scalar: crossed ? nil : scalar, start: start)
    }

    /// Moves to the next content inside brackets, checking that its line is indented deeper than the entry around.
    private mutating func skipInFlow(_ opening: Int, _ indent: Int) throws(Halt) {
        while true {
            skipBlanks()
            if isComment {
                noteComment()
                skipToLineEnd()
            }
            if isAtEnd { throw unclosed(opening, nil) }
            guard isBreak(p) else { return }
            skipBreak()
            while here == .space { p += 1 }
            let tab = p
            skipBlanks()
            if isAtEnd || isBreak(p) || here == .hash { continue }
            if p > tab { throw tabbed(tab) }
            let isClosing = here == .closeBracket || here == .closeBrace
            let column = contentColumn
            if column < 0 || column <= indent && !(isClosing && column == indent) {
                let content = p
                p = lineStart - 1
                throw unclosed(opening, content)
            }
        }
    }

    /// Remembers a comment such as `#f4e8d0` that has swallowed the rest of its line.
    private mutating func noteComment() {
        var upper = p + 1
        while bytes[upper].isDigit || bytes[upper].isLetter { upper += 1 }
        if suspiciousComment == nil, upper - p == 7 || upper - p == 4 { suspiciousComment = span(p, upper) }
    }

    /// What may have been meant right behind a closing quote.
    private func quoteHelp() -> String? {
        switch p > lineStart ? bytes[p - 1] : .space {
        case .singleQuote: "inside single quotes an apostrophe is written twice: 'it''s'"
        case .doubleQuote: "inside double quotes a quote is written \\\", a backslash \\\\"
        default: nil
        }
    }

    private mutating func unclosed(_ opening: Int, _ content: Int?) -> Halt {
        let bracket = text(opening, opening + 1)
        let partner = bracket == "[" ? "]" : "}"
        var related: [Diagnostic.Related] = []
        if let content {
            related.append(
                .init(
                    span(content, restOfLine(from: content)), "this line is not indented deeply enough to belong to it")
            )
        }
        var help: String? = content == nil ? nil : "close it with '\(partner)', or indent what stands inside"
        if let comment = suspiciousComment, comment.lower > opening {
            let hex = text(comment.lower, comment.upper)
            related.append(.init(comment, "YAML takes this for a comment"))
            help = "a color needs quotes: \"\(hex)\""
        }
        suspiciousComment = nil
        return fail(
            .unterminatedFlow, "'\(bracket)' is not closed", opening, opening + 1,
            label: "no '\(partner)' closes this one",
            help: help, related: related)
    }

    private mutating func missingComma(_ opening: Int, _ behind: Int) -> Halt {
        if here == .closeBracket || here == .closeBrace {
            let (bracket, found) = (text(opening, opening + 1), text(p, p + 1))
            return fail(
                .unterminatedFlow, "'\(found)' stands where '\(bracket)' should be closed", p, p + 1,
                label: "write '\(bracket == "[" ? "]" : "}")'",
                related: [.init(span(opening, opening + 1), "opened here")])
        }
        if here == .colon, behind < lineStart { return complexKey(behind, p + 1) }
        if here == .colon, next.isFlowIndicator {
            return fail(
                .unexpectedText, "a text in brackets ends in a colon", p, p + 1, label: "put quotes around the text")
        }
        if here == .colon {
            return fail(
                .unexpectedText, "a second colon stands in one entry", p, p + 1,
                label: "a comma is missing before its key",
                help: "or put quotes around a text with ': '")
        }
        return fail(
            .unexpectedText, "a comma is missing before this", p, min(p + 1, end), help: quoteHelp(),
            related: [.init(span(opening, opening + 1), "inside this '\(text(opening, opening + 1))'")])
    }
}
