import Diagnostics

/// How far an error reaches: the entry it stands in is given up, or the whole document.
enum Halt: Error {
    case entry
    case document
}

/// Reads one document from top to bottom, each byte a bounded number of times. The methods are grouped by what they
/// read: layout, block collections, flow collections, scalars, anchors.
struct TreeReader {
    /// The text with a NUL behind it, so that looking one byte ahead is always allowed.
    let bytes: [UInt8]
    /// The length of the text.
    let end: Int
    let source: SourceID
    /// The next byte to read.
    var p = 0
    /// Where the line of `p` begins.
    var lineStart = 0
    /// Behind the last piece of content read.
    var contentEnd = 0
    /// Collections around `p`.
    var depth = 0
    /// The deepest collection since an anchor was opened, its aliases expanded.
    var deepest = 0
    var nodes = 0
    var scalarBytes = 0
    var anchors: [String: Anchor] = [:]
    /// Names of the anchors around `p`, so that they can be given up together with a broken entry.
    var openAnchors: [String] = []
    /// A comment in a flow collection that looks like a color without its quotes.
    var suspiciousComment: Span?
    var findings: [Diagnostic] = []

    init(_ source: SourceText) {
        bytes = source.bytes + [0]
        end = source.bytes.count
        self.source = source.id
    }

    var here: UInt8 { bytes[p] }
    var next: UInt8 { p < end ? bytes[p + 1] : 0 }
    var isAtEnd: Bool { p >= end }

    func span(_ lower: Int, _ upper: Int) -> Span { Span(lower, upper, in: source) }

    /// Records an error; what it answers is to be thrown.
    mutating func fail(
        _ code: Code, _ message: String, _ lower: Int, _ upper: Int, label: String? = nil, help: String? = nil,
        related: [Diagnostic.Related] = []
    ) -> Halt {
        findings.append(
            Diagnostic(code, message, at: span(lower, upper), label: label, help: help, related: related))
        return findings.count >= Parser.mostFindings ? .document : .entry
    }

    /// Counts a node that begins at `offset`.
    mutating func count(scalar size: Int = 0, at offset: Int) throws(Halt) {
        try count(nodes: 1, scalarBytes: size, at: offset)
    }

    mutating func count(nodes more: Int, scalarBytes size: Int, at offset: Int) throws(Halt) {
        nodes += more
        scalarBytes += size
        guard nodes > Parser.mostNodes || scalarBytes > Parser.mostScalarBytes else { return }
        let what =
            nodes > Parser.mostNodes
            ? "there are more than \(Parser.mostNodes) nodes, aliases expanded"
            : "the texts have more than \(Parser.mostScalarBytes) bytes, aliases expanded"
        _ = fail(.tooManyNodes, what, offset, min(offset + 1, end), label: "reading stops here")
        throw .document
    }

    /// Goes one collection deeper.
    mutating func enter(at offset: Int) throws(Halt) {
        depth += 1
        deepest = max(deepest, depth)
        if depth > Parser.deepest { throw tooDeep(at: offset) }
    }

    mutating func tooDeep(at offset: Int) -> Halt {
        _ = fail(
            .tooDeep, "more than \(Parser.deepest) lists and mappings stand inside one another", offset,
            min(offset + 1, end), label: "reading stops here")
        return .document
    }

    /// A value that is not there: null.
    mutating func emptyScalar(at offset: Int) throws(Halt) -> Node {
        try count(at: offset)
        contentEnd = max(contentEnd, offset)
        return Node(.scalar(Scalar("", style: .plain)), at: span(offset, offset))
    }

    func text(_ lower: Int, _ upper: Int) -> String { String(decoding: bytes[lower..<upper], as: UTF8.self) }
}
