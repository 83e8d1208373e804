import Diagnostics

/// A key as it was read, before its value.
struct Key {
    let text: String
    let span: Span
    let style: Scalar.Style

    /// Whether it stands for the entries of other mappings.
    var isMerge: Bool { style == .plain && text == "<<" }
}

/// Block mappings and sequences: what indentation holds together.
extension TreeReader {
    /// The value behind `key:`, `-` or `---`. `indent` is the column of that entry; `dashAtIndent` allows a list to
    /// begin in the same column; `compact` allows a collection to begin on the same line.
    mutating func value(indent: Int, dashAtIndent: Bool = false, compact: Bool = false) throws(Halt) -> Node {
        let indicator = p
        let crossed = try skipToContent()
        guard crossed else {
            if isAtEnd { return try emptyScalar(at: indicator) }
            return try blockNode(indent: indent, opensBlock: compact, dashAtIndent: dashAtIndent)
        }
        return try valueOnNextLine(indicator, indent: indent, dashAtIndent: dashAtIndent, anchored: false)
    }

    private mutating func valueOnNextLine(
        _ indicator: Int, indent: Int, dashAtIndent: Bool, anchored: Bool
    ) throws(Halt) -> Node {
        let column = contentColumn
        if column > indent { return try blockNode(indent: indent, opensBlock: true, anchored: anchored) }
        if dashAtIndent, column == indent, isAtDash { return try blockSequence(sharesIndent: true) }
        return try emptyScalar(at: indicator)
    }

    /// A node inside a block collection whose entries stand at `indent`.
    mutating func blockNode(
        indent: Int, opensBlock: Bool, dashAtIndent: Bool = false, anchored: Bool = false
    ) throws(Halt) -> Node {
        let start = p
        guard here == .ampersand else { return try blockContent(start, nil, indent, opensBlock, anchored) }
        let anchor = try readAnchor()
        let behind = p
        guard try skipToContent() || isAtEnd else {
            return try blockContent(start, anchor, indent, opensBlock, anchored)
        }
        if anchored { throw secondAnchor(anchor) }
        let opened = open(anchor)
        let node = try valueOnNextLine(behind, indent: indent, dashAtIndent: dashAtIndent, anchored: true)
        close(opened, node)
        return node
    }

    private mutating func blockContent(
        _ start: Int, _ anchor: AnchorName?, _ indent: Int, _ opensBlock: Bool, _ anchored: Bool
    ) throws(Halt) -> Node {
        if isAtDash {
            guard opensBlock, anchor == nil else { throw listOnLine() }
            return try blockSequence(sharesIndent: false)
        }
        switch here {
        case .openBracket, .openBrace, .pipe, .greater, .asterisk:
            if here == .asterisk, anchored || anchor != nil { throw anchoredAlias() }
            if anchored, let anchor { throw secondAnchor(anchor) }
            let opened = anchor.map { open($0) }
            let node = try blockLeaf(indent)
            if let opened { close(opened, node) }
            return node
        default: break
        }
        let before = tally
        let scalar = try blockScalarText(indent: indent)
        guard here == .colon, isSeparator(p + 1) else {
            if anchored, let anchor { throw secondAnchor(anchor) }
            try requireLineEnd(after: "the value")
            try count(scalar: scalar.text.utf8.count, at: scalar.span.lower)
            contentEnd = scalar.span.upper
            let node = Node(.scalar(Scalar(scalar.text, style: scalar.style)), at: scalar.span)
            if let anchor { define(anchor, node, since: before) }
            return node
        }
        guard opensBlock else { throw mappingOnLine(scalar) }
        let key = try finishKey(scalar, anchor)
        return try blockMapping(column: start - lineStart, first: key)
    }

    /// What cannot be a key: a collection in brackets, a block scalar, an alias.
    private mutating func blockLeaf(_ indent: Int) throws(Halt) -> Node {
        let start = p
        if here == .pipe || here == .greater { return try blockScalar(indent: indent) }
        let node = here == .asterisk ? try alias() : try flowCollection(indent: indent)
        let behind = p
        skipBlanks()
        if here == .colon, isSeparator(p + 1) { throw complexKey(start, behind) }
        p = behind
        try requireLineEnd(after: bytes[start] == .asterisk ? "the alias" : "the closing bracket")
        return node
    }

    private mutating func blockMapping(column: Int, first: Key) throws(Halt) -> Node {
        try enter(at: first.span.lower)
        defer { depth -= 1 }
        try count(at: first.span.lower)
        var entries = MappingEntries()
        var key: Key? = first
        let kept = openAnchors.count
        while let current = key {
            do throws(Halt) {
                let node = try value(indent: column, dashAtIndent: true)
                try add(current, node, to: &entries)
            } catch {
                if error == .document { throw error }
                recover(to: column, openAnchors: kept)
            }
            key = try nextKey(column: column, openAnchors: kept)
        }
        return Node(.mapping(merged(entries)), at: span(first.span.lower, max(contentEnd, first.span.upper)))
    }

    private mutating func nextKey(column: Int, openAnchors kept: Int) throws(Halt) -> Key? {
        while true {
            do throws(Halt) {
                _ = try skipToContent()
                let found = contentColumn
                if found < column { return nil }
                if found > column { throw deeper("key") }
                return try blockKey()
            } catch {
                if error == .document { throw error }
                recover(to: column, openAnchors: kept)
            }
        }
    }

    private mutating func blockKey() throws(Halt) -> Key {
        let start = p
        let anchor = here == .ampersand ? try readAnchor() : nil
        if anchor != nil, try skipToContent() { throw missingColon(start, start) }
        if isAtDash {
            throw fail(
                .unexpectedText, "a list item stands among the keys of a mapping", p, restOfLine(from: p),
                help: "indent it deeper than the key it belongs to, or give it a key")
        }
        if here == .pipe || here == .greater { throw shallowText() }
        if here == .asterisk || here == .openBracket || here == .openBrace {
            throw complexKey(start, restOfLine(from: start))
        }
        let scalar = try blockScalarText(indent: Int.max)
        guard here == .colon, isSeparator(p + 1) else { throw missingColon(start, scalar.span.upper) }
        return try finishKey(scalar, anchor)
    }

    private mutating func finishKey(_ scalar: ScalarText, _ anchor: AnchorName?) throws(Halt) -> Key {
        let key = try checkedKey(scalar)
        if let anchor {
            let before = tally
            try count(scalar: key.text.utf8.count, at: key.span.lower)
            define(anchor, Node(.scalar(Scalar(key.text, style: key.style)), at: key.span), since: before)
        }
        p += 1
        contentEnd = p
        return key
    }

    private mutating func blockSequence(sharesIndent: Bool) throws(Halt) -> Node {
        let start = p
        let column = p - lineStart
        try enter(at: start)
        defer { depth -= 1 }
        try count(at: start)
        var items: [Node] = []
        let kept = openAnchors.count
        while true {
            do throws(Halt) {
                _ = try skipToContent()
                let found = contentColumn
                if found < column || found == column && sharesIndent && !isAtDash { break }
                if found > column { throw deeper("item") }
                guard isAtDash else { throw missingDash() }
                p += 1
                contentEnd = p
                try refuseTabBehindDash()
                items.append(try value(indent: column, compact: true))
            } catch {
                if error == .document { throw error }
                recover(to: column, openAnchors: kept)
            }
        }
        return Node(.sequence(items), at: span(start, contentEnd))
    }
}
