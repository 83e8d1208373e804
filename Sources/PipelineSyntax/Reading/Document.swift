import Diagnostics

/// The document as a whole.
extension TreeReader {
    /// The tree, or nil where there is none to make.
    mutating func document() -> Node? {
        do throws(Halt) {
            _ = try skipToContent()
            if p == lineStart, here == .percent { throw directive() }
            let root: Node
            if isAtMarker, here == .minus {
                p += 3
                root = try value(indent: -1)
            } else if isAtMarker {
                throw secondDocument("'...' ends a document that has not begun")
            } else if isAtEnd {
                root = try emptyScalar(at: p)
            } else {
                root = try blockNode(indent: -1, opensBlock: true)
            }
            do throws(Halt) { try documentEnd() } catch {}
            return root
        } catch {
            return nil
        }
    }

    private mutating func documentEnd() throws(Halt) {
        _ = try skipToContent()
        if isAtMarker, here == .dot {
            p += 3
            try requireLineEnd(after: "'...'")
            _ = try skipToContent()
            if isAtMarker, here == .dot { throw secondDocument("'...' stands twice") }
            if p == lineStart, here == .percent { throw directive() }
            if !isAtEnd { throw secondDocument("a second document begins here") }
        }
        if isAtMarker { throw secondDocument("a second document begins here") }
        if !isAtEnd {
            throw fail(
                .unexpectedText, "this line belongs to nothing above", p, restOfLine(from: p),
                help: "put it in the column of the entries it belongs to")
        }
    }

    private mutating func secondDocument(_ message: String) -> Halt {
        fail(
            .secondDocument, message, p, restOfLine(from: p),
            help: "a pipeline file is one document; put the other in a file of its own")
    }
}
