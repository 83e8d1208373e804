/// The parts of a body of type `multipart/form-data` (RFC 7578).
struct MultipartForm: Sendable {
    /// One part.
    struct Part: Sendable {
        /// The name of its field.
        let name: String
        /// The name that its file had; nil for a plain field.
        let fileName: String?
        /// What the sender says it is.
        let type: String?
        let bytes: [UInt8]
    }

    /// More parts than any request has fields and files of truth.
    private static let mostParts = 1000
    /// More bytes than the head of any part has.
    private static let longestHead = 16 << 10

    let parts: [Part]

    /// Reads a whole body. Throws `form` where it is not what its type says.
    init(_ body: [UInt8], boundary: String) throws(Problem) {
        guard (1...70).contains(boundary.utf8.count) else {
            throw Problem(.form, "the type multipart/form-data has no boundary, or one longer than 70 characters")
        }
        let mark = Array("\r\n--\(boundary)".utf8)
        // The first boundary has no line before it.
        var position: Int
        if body.starts(with: mark.dropFirst(2)) {
            position = mark.count - 2
        } else {
            guard let start = body.firstRange(of: mark) else { throw Self.broken("its boundary does not occur") }
            position = start.upperBound
        }
        var parts: [Part] = []
        while !Self.isEnd(body, at: position) {
            guard let line = Self.lineEnd(body, after: position) else {
                throw Self.broken("a boundary is not followed by a line end")
            }
            let rest = body[line...]
            guard let end = rest.firstRange(of: mark) else { throw Self.broken("its last part does not end") }
            parts.append(try Self.part(body[line..<end.lowerBound]))
            if parts.count > Self.mostParts { throw Self.broken("it has more than \(Self.mostParts) parts") }
            position = end.upperBound
        }
        self.parts = parts
    }

    private static func broken(_ what: String) -> Problem {
        Problem(.form, "the body is no multipart/form-data: \(what)")
    }

    /// Whether the mark before was the last.
    private static func isEnd(_ body: [UInt8], at position: Int) -> Bool {
        body[position...].starts(with: "--".utf8)
    }

    /// Behind the line end that follows a boundary, which may have blanks before it.
    private static func lineEnd(_ body: [UInt8], after position: Int) -> Int? {
        var position = position
        while position < body.count, body[position] == 0x20 || body[position] == 0x09 { position += 1 }
        return body[position...].starts(with: "\r\n".utf8) ? position + 2 : nil
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws(Problem) -> Part {
        var headers: [String: String] = [:]
        var rest = bytes
        while true {
            guard let end = rest.prefix(longestHead).firstRange(of: Array("\r\n".utf8)) else {
                throw broken("the head of a part does not end")
            }
            let line = rest[rest.startIndex..<end.lowerBound]
            rest = rest[end.upperBound...]
            if line.isEmpty { break }
            guard let text = String(validating: line, as: UTF8.self), let colon = text.firstIndex(of: ":") else {
                throw broken("a line in the head of a part is no header")
            }
            headers[text[..<colon].lowercased()] = String(text[text.index(after: colon)...].drop { $0 == " " })
        }
        let disposition = MediaType.split(headers["content-disposition"] ?? "", at: ";")
        guard disposition.first?.lowercased() == "form-data", let name = parameter("name", of: disposition),
            !name.isEmpty
        else { throw broken("a part does not say the name of its field") }
        return Part(
            name: name, fileName: parameter("filename", of: disposition), type: headers["content-type"],
            bytes: Array(rest))
    }

    /// The value of a parameter, as browsers write it: only `%22`, `%0D` and `%0A` are escaped.
    private static func parameter(_ name: String, of pieces: [String]) -> String? {
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "="), piece[..<equals].lowercased() == name else { continue }
            var value = piece[piece.index(after: equals)...]
            if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            return String(value).replacing("%22", with: "\"").replacing("\\\"", with: "\"")
        }
        return nil
    }
}

extension BidirectionalCollection<UInt8> where Index == Int, Self: RandomAccessCollection {
    /// The first place of a pattern, found by its first byte.
    fileprivate func firstRange(of pattern: [UInt8]) -> Range<Int>? {
        guard let first = pattern.first, count >= pattern.count else { return nil }
        return withContiguousStorageIfAvailable { bytes -> Range<Int>? in
            var start = 0
            let last = bytes.count - pattern.count
            while start <= last {
                guard let hit = bytes[start...last].firstIndex(of: first) else { return nil }
                if bytes[hit..<hit + pattern.count].elementsEqual(pattern) {
                    return (startIndex + hit)..<(startIndex + hit + pattern.count)
                }
                start = hit + 1
            }
            return nil
        } ?? nil
    }
}
