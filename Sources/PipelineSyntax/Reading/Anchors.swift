import Diagnostics

/// A name behind `&`, with the place of both.
struct AnchorName {
    let name: String
    let span: Span
}

/// What an anchor stands for so far.
enum Anchor {
    /// Its node is being read; the number tells it from an earlier one of the same name.
    case open(Int)
    case node(Node, nodes: Int, scalarBytes: Int, height: Int)
    /// Its node could not be read; what is wrong was said there.
    case broken
}

/// What has been read, to tell how much an anchored node adds wherever it is repeated.
struct Tally {
    let nodes: Int
    let scalarBytes: Int
    let deepest: Int
}

/// Anchors and aliases.
extension TreeReader {
    var tally: Tally { Tally(nodes: nodes, scalarBytes: scalarBytes, deepest: deepest) }

    struct OpenAnchor {
        let anchor: AnchorName
        let start: Tally
        let id: Int
    }

    /// `&name`; afterwards `p` is behind it.
    mutating func readAnchor() throws(Halt) -> AnchorName {
        let start = p
        let name = try referenceName("anchor")
        return AnchorName(name: name, span: span(start, p))
    }

    private mutating func referenceName(_ what: String) throws(Halt) -> String {
        let start = p
        p += 1
        while here.isLetter || here.isDigit || here == .minus || here == UInt8(ascii: "_") { p += 1 }
        let behind = p
        guard behind > start + 1, isSeparator(p) || here.isFlowIndicator else {
            while !isSeparator(p), !here.isFlowIndicator { p += 1 }
            throw fail(
                .unexpectedText, "'\(text(start, p))' is no \(what)", start, max(p, start + 1),
                help: "a name of letters, digits, - and _ follows '\(text(start, start + 1))', then a space; "
                    + "a text that begins with '\(text(start, start + 1))' needs quotes")
        }
        return text(start + 1, behind)
    }

    /// Begins the node that an anchor names.
    mutating func open(_ anchor: AnchorName) -> OpenAnchor {
        let opened = OpenAnchor(anchor: anchor, start: tally, id: anchor.span.lower)
        anchors[anchor.name] = .open(opened.id)
        openAnchors.append(anchor.name)
        deepest = depth
        return opened
    }

    /// Ends it. A node inside that took the same name keeps it.
    mutating func close(_ opened: OpenAnchor, _ node: Node) {
        openAnchors.removeLast()
        if case .open(opened.id)? = anchors[opened.anchor.name] { store(opened.anchor, node, since: opened.start) }
        deepest = max(deepest, opened.start.deepest)
    }

    /// Names a scalar.
    mutating func define(_ anchor: AnchorName, _ node: Node, since start: Tally) {
        deepest = depth
        store(anchor, node, since: start)
        deepest = max(deepest, start.deepest)
    }

    private mutating func store(_ anchor: AnchorName, _ node: Node, since start: Tally) {
        anchors[anchor.name] = .node(
            node, nodes: nodes - start.nodes, scalarBytes: scalarBytes - start.scalarBytes, height: deepest - depth)
    }

    /// `*name`: the node it stands for.
    mutating func alias() throws(Halt) -> Node {
        let start = p
        let name = try referenceName("alias")
        contentEnd = p
        switch anchors[name] {
        case .node(let node, let nodes, let size, let height):
            try count(nodes: nodes, scalarBytes: size, at: start)
            if depth + height > Parser.deepest { throw tooDeep(at: start) }
            deepest = max(deepest, depth + height)
            return node
        case .broken:
            return try emptyScalar(at: start)
        case .open:
            throw fail(
                .recursiveAlias, "'*\(name)' stands inside the node that it repeats", start, p,
                help: "a node cannot contain itself")
        case nil:
            let nearest = nearestName(to: name, among: anchors.keys.sorted())
            throw fail(
                .unknownAlias, "no anchor '&\(name)' stands above", start, p,
                label: nearest.map { "did you mean '*\($0)'?" },
                help: "an alias repeats a node that was named with '&\(name)' before; "
                    + "a text that begins with '*' needs quotes")
        }
    }

    mutating func secondAnchor(_ anchor: AnchorName) -> Halt {
        fail(
            .unexpectedText, "a node can have only one anchor", anchor.span.lower, anchor.span.upper,
            help: "remove one of the two")
    }

    mutating func anchoredAlias() -> Halt {
        fail(
            .unexpectedText, "an alias cannot have an anchor of its own", p, restOfLine(from: p),
            help: "remove the anchor, or write the value out")
    }
}
