/// A pull reader of XML 1.0 for files from strangers. It takes well-formed XML apart and fetches nothing: a DOCTYPE is
/// skipped, entity declarations are refused, so that no text can grow beyond the file it stands in.
struct XMLReader {
    enum Event {
        case start(MarkupElement, isEmpty: Bool)
        case end
        case text(String)
        case finish
    }

    static let depthLimit = 256

    let source: TruthText
    private let bytes: [UInt8]
    private var position = 0
    /// The names of the open elements as they were written, with prefix.
    private var open: [ArraySlice<UInt8>] = []
    private var hasRoot = false

    init(_ source: TruthText) {
        self.source = source
        bytes = source.bytes
    }

    func problem(_ message: String, at offset: Int? = nil) -> TruthProblem {
        problem(.truthOfOtherFormat, message, at: offset)
    }

    func problem(_ code: TruthCode, _ message: String, at offset: Int? = nil) -> TruthProblem {
        source.problem(code, message, at: offset ?? position)
    }

    // MARK: Events

    /// The next event; comments and processing instructions are passed over.
    mutating func next() throws(TruthProblem) -> Event {
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let text = try characters(until: UInt8(ascii: "<"))
                if !open.isEmpty { return .text(text) }
                if text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
                    throw problem("text stands outside the root element")
                }
                continue
            }
            if starts("<!--") {
                try skip(past: "-->", "a comment does not end")
            } else if starts("<![CDATA[") {
                guard !open.isEmpty else { throw problem("text stands outside the root element") }
                let start = position + 9
                try skip(past: "]]>", "a CDATA section does not end")
                return .text(String(decoding: bytes[start..<position - 3], as: UTF8.self))
            } else if starts("<?") {
                try skip(past: "?>", "a processing instruction does not end")
            } else if starts("<!") {
                try skipDoctype()
            } else if starts("</") {
                try closingTag()
                return .end
            } else {
                return try openingTag()
            }
        }
        guard open.isEmpty else {
            throw problem("'\(String(decoding: open[open.count - 1], as: UTF8.self))' is not closed")
        }
        guard hasRoot else { throw problem("there is no XML here") }
        return .finish
    }

    private mutating func openingTag() throws(TruthProblem) -> Event {
        let start = position
        if open.isEmpty, hasRoot { throw problem("a second root element starts here") }
        position += 1
        let written = try name()
        var attributes: [MarkupAttribute] = []
        var names: Set<ArraySlice<UInt8>> = []
        while true {
            let hadBlank = skipBlanks()
            let isEmpty = take("/>")
            if isEmpty || take(">") {
                hasRoot = true
                if !isEmpty {
                    open.append(written)
                    if open.count > Self.depthLimit {
                        throw problem(.truthTooLarge, "elements are nested deeper than \(Self.depthLimit)", at: start)
                    }
                }
                let (_, local) = Self.split(written)
                return .start(MarkupElement(name: local, attributes: attributes, offset: start), isEmpty: isEmpty)
            }
            guard position < bytes.count else { throw problem("a tag does not end", at: start) }
            guard hadBlank else { throw problem("no such character in a tag") }
            let place = position
            let key = try name()
            if !names.insert(key).inserted {
                throw problem("the attribute '\(String(decoding: key, as: UTF8.self))' is given twice", at: place)
            }
            let value = try attributeValue()
            let (prefix, local) = Self.split(key)
            if prefix != "xmlns", local != "xmlns" {
                attributes.append(MarkupAttribute(name: local, isPrefixed: prefix != nil, value: value))
            }
        }
    }

    private mutating func closingTag() throws(TruthProblem) {
        let start = position
        position += 2
        let written = try name()
        skipBlanks()
        guard take(">") else { throw problem("a closing tag does not end", at: start) }
        guard let last = open.popLast() else { throw problem("nothing is open that could be closed", at: start) }
        guard last == written else {
            throw problem(
                "'\(String(decoding: written, as: UTF8.self))' is closed where "
                    + "'\(String(decoding: last, as: UTF8.self))' is open", at: start)
        }
    }

    private mutating func attributeValue() throws(TruthProblem) -> String {
        skipBlanks()
        guard take("=") else { throw problem("an attribute needs '='") }
        skipBlanks()
        guard position < bytes.count, case let quote = bytes[position], quote == 0x22 || quote == 0x27 else {
            throw problem("an attribute's value needs quotes")
        }
        position += 1
        let text = try characters(until: quote)
        guard position < bytes.count else { throw problem("an attribute's value does not end") }
        position += 1
        return text
    }

    /// Text up to a byte or the end, with references replaced. Markup has no business in an attribute.
    private mutating func characters(until end: UInt8) throws(TruthProblem) -> String {
        var out: [UInt8] = []
        while position < bytes.count, case let byte = bytes[position], byte != end {
            if byte == UInt8(ascii: "<") { throw problem("'<' stands in an attribute's value") }
            if byte == UInt8(ascii: "&") {
                out += try reference().utf8
            } else {
                out.append(byte)
                position += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private mutating func reference() throws(TruthProblem) -> String {
        let limit = min(bytes.count, position + 16)
        guard let end = bytes[position..<limit].firstIndex(of: UInt8(ascii: ";")) else {
            throw problem("'&' starts no reference; write &amp;")
        }
        let name = String(decoding: bytes[position + 1..<end], as: UTF8.self)
        guard let text = Entities.basic[name] ?? Entities.numbered(name) else {
            throw problem("there is no entity '&\(name);'")
        }
        position = end + 1
        return text
    }

    /// Skips a DOCTYPE with its internal subset.
    private mutating func skipDoctype() throws(TruthProblem) {
        let start = position
        guard starts("<!DOCTYPE"), !hasRoot else { throw problem("no such markup") }
        var quote: UInt8?
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            if let open = quote {
                if byte == open { quote = nil }
            } else if starts("<!ENTITY") {
                throw problem(.truthEntities, "entity declarations are refused")
            } else if starts("<!--") {
                try skip(past: "-->", "a comment does not end")
                continue
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "]") {
                depth -= 1
            } else if byte == UInt8(ascii: "%"), depth > 0 {
                throw problem(.truthEntities, "entities are refused")
            } else if byte == UInt8(ascii: ">"), depth <= 0 {
                position += 1
                return
            }
            position += 1
        }
        throw problem("a DOCTYPE does not end", at: start)
    }

    // MARK: Characters

    private func starts(_ word: String) -> Bool { bytes[position...].starts(with: word.utf8) }

    private mutating func take(_ word: String) -> Bool {
        guard starts(word) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func skip(past word: String, _ message: String) throws(TruthProblem) {
        let start = position
        let first = word.utf8.first
        while position < bytes.count {
            if bytes[position] == first, take(word) { return }
            position += 1
        }
        throw problem(message, at: start)
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < bytes.count, TruthNumber.isBlank(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func name() throws(TruthProblem) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, Self.isNamePart(bytes[position]) { position += 1 }
        guard position > start, !(0x2D...0x39).contains(bytes[start]) else {
            throw problem("a name is expected", at: start)
        }
        return bytes[start..<position]
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x80..., UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func split(_ name: ArraySlice<UInt8>) -> (prefix: String?, local: String) {
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else {
            return (nil, String(decoding: name, as: UTF8.self))
        }
        return (String(decoding: name[..<colon], as: UTF8.self), String(decoding: name[(colon + 1)...], as: UTF8.self))
    }
}

extension XMLReader {
    /// More elements than any page has; keeps what a hostile file can take of memory in bounds.
    private static let elementLimit = 4_000_000

    /// The whole document as a tree. Elements of the names in `skipping` are left out with all that is in them.
    static func tree(of source: TruthText, skipping: Set<String>) throws(TruthProblem) -> MarkupElement {
        var reader = XMLReader(source)
        var open: [MarkupElement] = []
        var count = 0
        var root: MarkupElement?
        var skipped = 0
        func close() {
            guard let element = open.popLast() else { return }
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }
        while true {
            switch try reader.next() {
            case .start(let element, let isEmpty):
                if skipped > 0 || skipping.contains(element.name) {
                    if skipped == 0, !open.isEmpty { open[open.count - 1].skipped[element.name, default: 0] += 1 }
                    if !isEmpty { skipped += 1 }
                    continue
                }
                count += 1
                if count > elementLimit {
                    throw reader.problem(.truthTooLarge, "there are more than \(elementLimit) elements")
                }
                open.append(element)
                if isEmpty { close() }
            case .end:
                if skipped > 0 { skipped -= 1 } else { close() }
            case .text(let text):
                if skipped == 0 { open[open.count - 1].text += text }
            case .finish:
                guard let root else { throw reader.problem("there is no XML here") }
                return root
            }
        }
    }

    /// The local name of the root element; nil when this is no XML.
    static func root(of source: TruthText) -> String? {
        var reader = XMLReader(source)
        guard case .start(let element, _)? = try? reader.next() else { return nil }
        return element.name
    }
}
