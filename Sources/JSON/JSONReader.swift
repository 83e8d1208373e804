/// Why a text is no JSON, and where.
public struct JSONProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, without a full stop.
    public let message: String
    /// Bytes from the start.
    public let offset: Int

    public var description: String { "\(message) at byte \(offset)" }
}

/// A strict reader of JSON (RFC 8259): no comments, no trailing commas, no two members of one name, depth at most 256.
public struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Reads one value with nothing but white space around it.
    public static func read(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        reader.skipBlanks()
        let value = try reader.value()
        reader.skipBlanks()
        if reader.position < bytes.count { throw reader.problem("something follows the value") }
        return value
    }

    /// Reads one value with nothing but white space around it.
    public static func read(_ text: String) throws(JSONProblem) -> JSONValue { try read(Array(text.utf8)) }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func problem(_ message: String) -> JSONProblem { JSONProblem(message: message, offset: position) }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func value() throws(JSONProblem) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t") where take(word: "true"): return .flag(true)
        case UInt8(ascii: "f") where take(word: "false"): return .flag(false)
        case UInt8(ascii: "n") where take(word: "null"): return .null
        case .some(let byte) where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
        case .some: throw problem("no JSON value starts here")
        case nil: throw problem("the text ends where a value is expected")
        }
    }

    private mutating func enter() throws(JSONProblem) {
        depth += 1
        if depth > 256 { throw problem("nested deeper than 256") }
        position += 1
        skipBlanks()
    }

    private mutating func object() throws(JSONProblem) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var members: [JSONValue.Member] = []
        var names = Names()
        if take("}") { return .object(members) }
        while true {
            guard next == UInt8(ascii: "\"") else { throw problem("a name in quotes is expected") }
            let name = try string()
            if !names.add(name, to: members) { throw problem("two members are called '\(name)'") }
            skipBlanks()
            guard take(":") else { throw problem("':' is expected") }
            skipBlanks()
            members.append(JSONValue.Member(name, try value()))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw problem("',' or '}' is expected") }
            skipBlanks()
        }
    }

    private mutating func array() throws(JSONProblem) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var values: [JSONValue] = []
        if take("]") { return .array(values) }
        while true {
            values.append(try value())
            skipBlanks()
            if take("]") { return .array(values) }
            guard take(",") else { throw problem("',' or ']' is expected") }
            skipBlanks()
        }
    }

    private mutating func number() throws(JSONProblem) -> JSONValue {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw problem("the number is too large") }
        return .number(value)
    }

    private mutating func digits() throws(JSONProblem) {
        let start = position
        while let byte = next, Self.isDigit(byte) { position += 1 }
        if position == start { throw problem("a digit is expected") }
    }

    private mutating func string() throws(JSONProblem) -> String {
        position += 1
        // Most strings stand as they are.
        let start = position
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
        if next == UInt8(ascii: "\"") {
            let text = String(validating: bytes[start..<position], as: UTF8.self)
            position += 1
            guard let text else { throw problem("the string is no UTF-8") }
            return text
        }
        var out = Array(bytes[start..<position])
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: out, as: UTF8.self) else { throw problem("the string is no UTF-8") }
                return text
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &out)
            case 0..<0x20: throw problem("a control character stands in a string")
            default:
                out.append(byte)
                position += 1
            }
        }
        throw problem("a string does not end")
    }

    private mutating func escape(into out: inout [UInt8]) throws(JSONProblem) {
        guard let byte = next else { throw problem("a string does not end") }
        position += 1
        let plain: [UInt8: UInt8] = [
            UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
            UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        ]
        if let character = plain[byte] {
            out.append(character)
            return
        }
        guard byte == UInt8(ascii: "u") else { throw problem("no such escape") }
        var code = try fourDigits()
        if (0xD800..<0xDC00).contains(code), take(word: "\\u") {
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw problem("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("half a surrogate pair") }
        out += String(Character(scalar)).utf8
    }

    private mutating func fourDigits() throws(JSONProblem) -> UInt32 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits are expected") }
        position += 4
        return code
    }

    /// The names of an object's members, compared by their bytes: one after the other while there are few.
    private struct Names {
        private static let few = 12
        private var all: Set<[UInt8]> = []

        /// Whether the name is a new one.
        mutating func add(_ name: String, to members: [JSONValue.Member]) -> Bool {
            if members.count < Self.few {
                return !members.contains {
                    $0.name.utf8.count == name.utf8.count && $0.name.utf8.elementsEqual(name.utf8)
                }
            }
            if all.isEmpty { all = Set(members.map { Array($0.name.utf8) }) }
            return all.insert(Array(name.utf8)).inserted
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
