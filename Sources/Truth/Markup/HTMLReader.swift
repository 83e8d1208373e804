/// A forgiving pull reader of HTML: it takes what it gets, in one pass, and never fails.
struct HTMLReader {
    enum Event {
        /// Names are in small letters.
        case start(name: String, attributes: [String: String], isEmpty: Bool, offset: Int)
        case end(name: String)
        case text(String)
    }

    private static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    /// What is in these is no text of the page.
    private static let raw: Set<String> = ["script", "style", "title"]

    private let bytes: [UInt8]
    private var position = 0

    init(_ source: TruthText) {
        bytes = source.bytes
    }

    /// nil at the end.
    mutating func next() -> Event? {
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<"), let following = byte(1) else { return .text(text()) }
            if starts("<!--") {
                skip(past: "-->")
            } else if starts("<![CDATA[") {
                let start = position + 9
                skip(past: "]]>")
                let end = bytes[..<position].hasSuffix("]]>") ? position - 3 : position
                return .text(String(decoding: bytes[start..<max(start, end)], as: UTF8.self))
            } else if following == UInt8(ascii: "!") || following == UInt8(ascii: "?") {
                skip(past: ">")
            } else if following == UInt8(ascii: "/") {
                position += 2
                let name = name()
                skip(past: ">")
                if !name.isEmpty { return .end(name: name) }
            } else if Self.isLetter(following) {
                return tag()
            } else {
                position += 1
                return .text("<" + text())
            }
        }
        return nil
    }

    private mutating func tag() -> Event {
        let offset = position
        position += 1
        let name = name()
        var attributes: [String: String] = [:]
        var isEmpty = Self.void.contains(name)
        while position < bytes.count {
            skipBlanks()
            guard let byte = byte(0) else { break }
            if byte == UInt8(ascii: ">") {
                position += 1
                break
            }
            if byte == UInt8(ascii: "/") {
                isEmpty = isEmpty || self.byte(1) == UInt8(ascii: ">")
                position += 1
                continue
            }
            let (key, value) = attribute()
            // The first of two counts, as in browsers.
            if attributes[key] == nil { attributes[key] = value }
        }
        if Self.raw.contains(name), !isEmpty { skipRaw(name) }
        return .start(name: name, attributes: attributes, isEmpty: isEmpty || Self.raw.contains(name), offset: offset)
    }

    /// Always takes at least one byte.
    private mutating func attribute() -> (name: String, value: String) {
        let start = position
        repeat { position += 1 } while position < bytes.count && !isEndOfName(bytes[position])
        let name = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        skipBlanks()
        guard byte(0) == UInt8(ascii: "=") else { return (name, "") }
        position += 1
        skipBlanks()
        guard let quote = byte(0) else { return (name, "") }
        let from: Int
        if quote == 0x22 || quote == 0x27 {
            from = position + 1
            let end = bytes[from...].firstIndex(of: quote) ?? bytes.count
            position = min(bytes.count, end + 1)
            return (name, Self.plain(bytes[from..<end]))
        }
        from = position
        while let byte = byte(0), !TruthNumber.isBlank(byte), byte != UInt8(ascii: ">") { position += 1 }
        return (name, Self.plain(bytes[from..<position]))
    }

    private func isEndOfName(_ byte: UInt8) -> Bool {
        TruthNumber.isBlank(byte) || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    private mutating func text() -> String {
        let start = position
        position = bytes[min(position + 1, bytes.count)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        return Self.plain(bytes[start..<position])
    }

    /// The text with references replaced; what is none stays as it is.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let limit = min(bytes.endIndex, index + 12)
            if bytes[index] == UInt8(ascii: "&"), let end = bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")),
                let text = Entities.html(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
            {
                out += text.utf8
                index = end + 1
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    // MARK: Bytes

    private func byte(_ ahead: Int) -> UInt8? { position + ahead < bytes.count ? bytes[position + ahead] : nil }

    private func starts(_ word: String) -> Bool { bytes[position...].starts(with: word.utf8) }

    private mutating func skip(past word: String) {
        let first = word.utf8.first
        while position < bytes.count {
            if bytes[position] == first, starts(word) {
                position += word.utf8.count
                return
            }
            position += 1
        }
    }

    private mutating func skipRaw(_ name: String) {
        let end = Array("</\(name)".utf8)
        while position < bytes.count {
            let isEnd = bytes[position] == UInt8(ascii: "<")
            if isEnd, bytes[position...].prefix(end.count).elementsEqual(end, by: Self.alike) {
                skip(past: ">")
                return
            }
            position += 1
        }
    }

    private static func alike(_ a: UInt8, _ b: UInt8) -> Bool { a == b || (isLetter(a) && a | 0x20 == b) }

    private mutating func skipBlanks() {
        while let byte = byte(0), TruthNumber.isBlank(byte) { position += 1 }
    }

    private mutating func name() -> String {
        let start = position
        while let byte = byte(0), !TruthNumber.isBlank(byte), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ word: String) -> Bool { suffix(word.utf8.count).elementsEqual(word.utf8) }
}
