internal import Files
internal import JSON

/// Takes large JSON apart without holding it: of an object each element of its lists and each member of its objects, of a
/// list each element is given out by itself.
struct JSONMembers: ~Copyable {
    /// An element of a list at the top, or a member of an object there.
    struct Piece {
        /// The name of the list or object; empty where the file is one list.
        let list: String
        /// The member's name; nil in a list.
        let name: String?
        /// From 0, in its list.
        let index: Int
        let value: JSONValue
    }

    private let name: String
    private var stream: ByteStream
    private var ahead: UInt8?
    private var list: (name: String, isObject: Bool)?
    private var count = 0
    private var hasBegun = false
    private var isDone = false

    /// Whether the file is one list.
    let isList: Bool

    init(_ path: String) throws(TruthProblem) {
        let isList = try Self.startsList(path)
        let stream = try ByteStream(path)
        self.name = RelativePath.name(of: path)
        self.isList = isList
        self.stream = stream
    }

    private static func startsList(_ path: String) throws(TruthProblem) -> Bool {
        var stream = try ByteStream(path)
        while let byte = try stream.next() {
            if !TruthNumber.isBlank(byte), byte < 0x80 { return byte == UInt8(ascii: "[") }
        }
        return false
    }

    private mutating func begin() throws(TruthProblem) {
        hasBegun = true
        try advance()
        for mark in [0xEF, 0xBB, 0xBF] as [UInt8] where ahead == mark { try advance() }
        try skipBlanks()
        if isList {
            list = ("", false)
            try expect("[")
            return try skipBlanks()
        }
        try expect("{")
        try skipBlanks()
        if ahead == UInt8(ascii: "}") { try endMember() }
    }

    private func problem(_ message: String) -> TruthProblem {
        TruthProblem(.truthOfOtherFormat, "'\(name)' byte \(max(0, stream.offset - 1)): \(message)")
    }

    /// The next piece; nil at the end.
    mutating func next() throws(TruthProblem) -> Piece? {
        if !hasBegun { try begin() }
        while !isDone {
            guard let list else {
                try openMember()
                continue
            }
            if let piece = try piece(of: list.name, list.isObject) { return piece }
            self.list = nil
            try endMember()
        }
        return nil
    }

    private mutating func openMember() throws(TruthProblem) {
        let key = try name(of: try rawValue())
        try colon()
        switch ahead {
        case UInt8(ascii: "["): (list, count) = ((key, false), 0)
        case UInt8(ascii: "{"): (list, count) = ((key, true), 0)
        default:
            _ = try rawValue()
            try endMember()
            return
        }
        try advance()
        try skipBlanks()
    }

    private mutating func endMember() throws(TruthProblem) {
        try skipBlanks()
        if isList || ahead == UInt8(ascii: "}") {
            isDone = true
            if !isList { try advance() }
            try skipBlanks()
            if ahead != nil { throw problem("something follows the value") }
            return
        }
        try expect(",")
        try skipBlanks()
    }

    /// nil, and behind the bracket, when the list has no more.
    private mutating func piece(of list: String, _ isObject: Bool) throws(TruthProblem) -> Piece? {
        if ahead == UInt8(ascii: isObject ? "}" : "]") {
            try advance()
            return nil
        }
        var key: String?
        if isObject {
            key = try name(of: try rawValue())
            try colon()
        }
        let value = try read(try rawValue())
        try skipBlanks()
        if ahead == UInt8(ascii: ",") {
            try advance()
            try skipBlanks()
        } else if ahead != UInt8(ascii: isObject ? "}" : "]") {
            throw problem("',' is expected")
        }
        count += 1
        return Piece(list: list, name: key, index: count - 1, value: value)
    }

    private func read(_ bytes: [UInt8]) throws(TruthProblem) -> JSONValue {
        do {
            return try JSONReader.read(bytes)
        } catch {
            throw problem(error.message)
        }
    }

    private func name(of bytes: [UInt8]) throws(TruthProblem) -> String {
        guard let name = try read(bytes).text else { throw problem("a name in quotes is expected") }
        return name
    }

    // MARK: Bytes

    private mutating func advance() throws(TruthProblem) { ahead = try stream.next() }

    private mutating func skipBlanks() throws(TruthProblem) {
        while let byte = ahead, TruthNumber.isBlank(byte) { try advance() }
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(TruthProblem) {
        guard ahead == UInt8(ascii: character) else { throw problem("'\(character)' is expected") }
        try advance()
    }

    private mutating func colon() throws(TruthProblem) {
        try skipBlanks()
        try expect(":")
        try skipBlanks()
    }

    /// The bytes of one value, found by its brackets and quotes; the reader of values says whether they are right.
    private mutating func rawValue() throws(TruthProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var depth = 0
        var isInString = false
        while let byte = ahead {
            if !isInString, depth == 0, !bytes.isEmpty, Self.endsScalar(byte), bytes[0] != UInt8(ascii: "\"") { break }
            bytes.append(byte)
            if bytes.count > TruthFile.limit {
                throw TruthProblem(.truthTooLarge, "'\(name)' has a value above 64 MiB")
            }
            try advance()
            if isInString {
                if byte == UInt8(ascii: "\\"), let escaped = ahead {
                    bytes.append(escaped)
                    try advance()
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if depth == 0 { break }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: continue
            }
            if depth < 0 { throw problem("a bracket closes nothing") }
            if depth == 0, !isInString { break }
        }
        if bytes.isEmpty { throw problem("a value is expected") }
        return bytes
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        TruthNumber.isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }
}
