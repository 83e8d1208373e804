/// Writes JSON so that equal values give equal bytes: members in their order, no blanks, only `"`, `\` and
/// U+0000–U+001F escaped, numbers as short as they can be.
public enum CanonicalJSON {
    /// The value in one line, without a line end.
    public static func bytes(_ value: JSONValue) -> [UInt8] {
        var out: [UInt8] = []
        append(value, to: &out)
        return out
    }

    /// The value in one line, without a line end.
    public static func text(_ value: JSONValue) -> String {
        String(decoding: bytes(value), as: UTF8.self)
    }

    /// The value for people: two blanks of indentation, members sorted by the bytes of their names, a last line end.
    public static func pretty(_ value: JSONValue) -> String {
        var out: [UInt8] = []
        appendPretty(value, isSorted: true, indentation: 0, to: &out)
        out.append(newline)
        return String(decoding: out, as: UTF8.self)
    }

    /// The value for people with its members in their order: two blanks of indentation, no last line end.
    public static func tree(_ value: JSONValue) -> String {
        var out: [UInt8] = []
        appendPretty(value, isSorted: false, indentation: 0, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// An array with each of its values in a line of its own, and a last line end.
    public static func rows(_ values: [JSONValue]) -> String {
        values.isEmpty ? "[]\n" : "[\n\(values.map { "  " + text($0) }.joined(separator: ",\n"))\n]\n"
    }

    /// Appends the value in one line.
    package static func append(_ value: JSONValue, to out: inout [UInt8]) {
        switch value {
        case .null: out += "null".utf8
        case .flag(let flag): out += (flag ? "true" : "false").utf8
        case .integer(let value): out += String(value).utf8
        case .literal(let number): out += number.utf8
        case .number(let value): out += decimal(value).utf8
        case .string(let text): appendString(text, to: &out)
        case .array(let values):
            out.append(UInt8(ascii: "["))
            for (index, element) in values.enumerated() {
                if index > 0 { out.append(comma) }
                append(element, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(comma) }
                appendString(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                append(member.value, to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func appendPretty(
        _ value: JSONValue, isSorted: Bool, indentation: Int, to out: inout [UInt8]
    ) {
        func line(_ depth: Int) {
            out.append(newline)
            out += repeatElement(UInt8(ascii: " "), count: depth * 2)
        }
        switch value {
        case .array(let values) where values.contains(where: \.isNested):
            out.append(UInt8(ascii: "["))
            for (index, element) in values.enumerated() {
                if index > 0 { out.append(comma) }
                line(indentation + 1)
                appendPretty(element, isSorted: isSorted, indentation: indentation + 1, to: &out)
            }
            line(indentation)
            out.append(UInt8(ascii: "]"))
        case .object(let members) where !members.isEmpty:
            out.append(UInt8(ascii: "{"))
            let sorted =
                isSorted
                ? members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : members
            for (index, member) in sorted.enumerated() {
                if index > 0 { out.append(comma) }
                line(indentation + 1)
                appendString(member.name, to: &out)
                out += ": ".utf8
                appendPretty(member.value, isSorted: isSorted, indentation: indentation + 1, to: &out)
            }
            line(indentation)
            out.append(UInt8(ascii: "}"))
        default:
            append(value, to: &out)
        }
    }

    private static func appendString(_ text: String, to out: inout [UInt8]) {
        out.append(quote)
        for byte in text.utf8 {
            switch byte {
            case quote, backslash: out += [backslash, byte]
            case 0x08: out += [backslash, UInt8(ascii: "b")]
            case 0x09: out += [backslash, UInt8(ascii: "t")]
            case 0x0A: out += [backslash, UInt8(ascii: "n")]
            case 0x0C: out += [backslash, UInt8(ascii: "f")]
            case 0x0D: out += [backslash, UInt8(ascii: "r")]
            case 0..<0x20:
                let hex = Array("0123456789abcdef".utf8)
                out += "\\u00".utf8
                out += [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(quote)
    }

    /// The shortest decimal that reads back equal, laid out as ECMAScript does: whole numbers without a point, an
    /// exponent only below 1e-6 and from 1e21 on.
    package static func decimal(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        guard value != 0 else { return "0" }
        let (digits, point) = shortest(abs(value))
        let sign = value < 0 ? "-" : ""
        let count = digits.utf8.count
        if point >= count, point <= 21 { return sign + digits + String(repeating: "0", count: point - count) }
        if point > 0, point <= 21 { return sign + digits.prefix(point) + "." + digits.dropFirst(point) }
        if point > -6, point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        let rest = digits.dropFirst()
        let exponent = point - 1
        return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e" + (exponent < 0 ? "-" : "+")
            + String(abs(exponent))
    }

    /// The shortest digits of a positive number, without zeros at either end, and how many stand before the point.
    private static func shortest(_ value: Double) -> (digits: String, point: Int) {
        let parts = value.description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(mantissa[0])
        var digits = whole + (mantissa.count > 1 ? String(mantissa[1]) : "")
        var point = whole.utf8.count + exponent
        while digits.utf8.count > 1, digits.hasPrefix("0") {
            digits.removeFirst()
            point -= 1
        }
        while digits.utf8.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return (digits, point)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")
}

extension JSONValue {
    fileprivate var isNested: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
