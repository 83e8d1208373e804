/// What a scalar means under YAML's core schema.
public enum CoreValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A whole number of any length, in decimal digits without leading zeros, with `-` where it is negative.
    case int(String)
    case float(Double)
    case string(String)
}

extension Scalar {
    /// The value under the core schema (YAML 1.2.2, 10.3.2): quoted and block scalars are strings.
    public var coreValue: CoreValue {
        guard style == .plain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        default: return number ?? .string(text)
        }
    }

    private var number: CoreValue? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first.isDigit || first == .dot || first == .plus || first == .minus else {
            return nil
        }
        if first == .zero, bytes.count > 2, bytes[1] == UInt8(ascii: "x") || bytes[1] == UInt8(ascii: "o") {
            let radix = bytes[1] == UInt8(ascii: "x") ? 16 : 8
            let digits = bytes[2...]
            let isNumber = digits.allSatisfy { $0.isDigit || ($0.isLetter && radix == 16) }
            guard isNumber, digits.allSatisfy({ digitValue($0) < radix }) else { return nil }
            return .int(decimalDigits(digits, radix: radix))
        }
        let unsigned = first == .plus || first == .minus ? bytes.dropFirst() : bytes[...]
        if !unsigned.isEmpty, unsigned.allSatisfy(\.isDigit) {
            let digits = unsigned.drop { $0 == .zero }
            if digits.isEmpty { return .int("0") }
            return .int((first == .minus ? "-" : "") + String(decoding: digits, as: UTF8.self))
        }
        guard isFloat(unsigned) else { return nil }
        return Double(text).map { .float($0) }
    }
}

/// `[0-9]+(\.[0-9]*)?` or `\.[0-9]+`, then an optional exponent.
private func isFloat(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    let whole = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.first == .dot {
        rest = rest.dropFirst()
        let fraction = rest.prefix(while: \.isDigit)
        if whole.isEmpty, fraction.isEmpty { return false }
        rest = rest.dropFirst(fraction.count)
    } else if whole.isEmpty {
        return false
    }
    guard let letter = rest.first else { return true }
    guard letter | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == .plus || rest.first == .minus { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(\.isDigit)
}

private func digitValue(_ byte: UInt8) -> Int { byte.isDigit ? Int(byte - .zero) : Int((byte | 0x20) - 0x61) + 10 }

/// The decimal digits of a number in another radix, by schoolbook arithmetic in limbs of nine digits.
private func decimalDigits(_ digits: ArraySlice<UInt8>, radix: Int) -> String {
    var limbs: [UInt64] = [0]
    for digit in digits {
        var carry = UInt64(digitValue(digit))
        for index in limbs.indices {
            let value = limbs[index] * UInt64(radix) + carry
            limbs[index] = value % 1_000_000_000
            carry = value / 1_000_000_000
        }
        if carry > 0 { limbs.append(carry) }
    }
    return limbs.reversed().enumerated().reduce(into: "") { out, limb in
        let text = String(limb.element)
        out += (limb.offset == 0 ? "" : String(repeating: "0", count: 9 - text.count)) + text
    }
}
