import Diagnostics

/// What may stand behind a number.
enum QuantityUnit: Equatable {
    case length(LengthUnit)
    case percent

    var written: String {
        switch self {
        case .length(let unit): unit.rawValue
        case .percent: "%"
        }
    }
}

/// A number with the unit behind it, as written.
struct Quantity {
    let value: Double
    let unit: QuantityUnit?
    let number: Range<Int>
    /// Number and unit together.
    let piece: Range<Int>
    /// Whether the number has neither point nor exponent.
    let isWhole: Bool
}

/// Numbers and their units.
extension ValueReader {
    /// The bytes of a decimal number at the beginning of a piece; empty where there is none.
    static func numberPrefix(_ bytes: ArraySlice<UInt8>) -> Range<Int> {
        var offset = bytes.startIndex
        let start = offset
        func digits() -> Int {
            let first = offset
            while offset < bytes.endIndex, bytes[offset].isDigit { offset += 1 }
            return offset - first
        }
        if offset < bytes.endIndex, bytes[offset] == .minus || bytes[offset] == .plus { offset += 1 }
        var count = digits()
        if offset < bytes.endIndex, bytes[offset] == .dot {
            offset += 1
            count += digits()
        }
        guard count > 0 else { return start..<start }
        let mantissa = offset
        if offset < bytes.endIndex, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.endIndex, bytes[offset] == .minus || bytes[offset] == .plus { offset += 1 }
            if digits() == 0 { offset = mantissa }
        }
        return start..<offset
    }

    /// Whether a text is a number, with or without something that looks like a unit.
    static func isQuantity(_ text: String) -> Bool {
        let bytes = Array(text.trimmed.utf8)
        let number = numberPrefix(bytes[...])
        return !number.isEmpty
            && bytes[number.upperBound...].allSatisfy { $0.isLetter || $0 == .percent || $0 == .space }
    }

    /// A number with its unit, if the kind takes units.
    mutating func quantity(_ piece: Piece) -> Quantity? {
        let piece = trimmed(piece)
        let number = Self.numberPrefix(bytes[piece])
        guard !number.isEmpty, let value = Double(text(number)) else { return notANumber(piece) }
        guard value.isFinite else { return fail(.badNumber, "\(text(number)) is too large a number", number) }
        let isWhole = bytes[number].allSatisfy { $0.isDigit || $0 == .minus || $0 == .plus }
        let rest = trimmed(number.upperBound..<piece.upperBound)
        guard !rest.isEmpty else {
            return Quantity(value: value, unit: nil, number: number, piece: piece, isWhole: isWhole)
        }
        guard bytes[rest].allSatisfy({ $0.isLetter || $0 == .percent || $0 >= 0x80 || $0 == .doubleQuote }) else {
            return notANumber(piece)
        }
        let unit: QuantityUnit? =
            LengthUnit(rawValue: text(rest)).map { .length($0) } ?? (text(rest) == "%" ? .percent : nil)
        guard let unit, isTaken(unit) else { return wrongUnit(value, number, rest) }
        if rest.lowerBound > number.upperBound {
            return fail(
                .wrongUnit, "a space stands between the number and its unit", number.upperBound..<rest.lowerBound,
                label: "write '\(text(number))\(unit.written)'")
        }
        return Quantity(value: value, unit: unit, number: number, piece: piece, isWhole: isWhole)
    }

    private func isTaken(_ unit: QuantityUnit) -> Bool {
        switch (kind, unit) {
        case (.length, .length), (.share, .percent): true
        default: false
        }
    }

    private mutating func wrongUnit<T>(_ value: Double, _ number: Piece, _ rest: Piece) -> T? {
        let unit = text(rest)
        let name = unit.lowercased()
        switch kind {
        case .length:
            if unit == "%" {
                return fail(
                    .wrongUnit, "a length cannot be given in percent", rest, label: "use mm, pt or px",
                    help: "millimeters and points follow the page's resolution: 0.3mm looks alike at 150 and 300 dpi")
            }
            if let millimeters = Self.millimeters[name] {
                return fail(
                    .wrongUnit, "'\(unit)' is not a unit of the pipeline language", rest,
                    label: "write '\(spelled(value * millimeters))mm'")
            }
            let label = LengthUnit(rawValue: name).map { "write '\(text(number))\($0.rawValue)'" }
            return fail(.wrongUnit, "'\(unit)' is not a unit of length", rest, label: label ?? "use mm, pt or px")
        case .angle:
            let turns: [String: Double] = ["rad": 57.29577951308232, "turn": 360, "turns": 360]
            let turn = turns[name] ?? 1
            return fail(
                .wrongUnit, "an angle is given in degrees, without a unit", rest,
                label: "write '\(spelled(value * turn))'")
        case .share:
            return fail(.wrongUnit, "a share has no unit '\(unit)'", rest, label: "write '\(text(number))' or percent")
        default:
            let isShare = unit == "%"
            return fail(
                .wrongUnit,
                "\(isShare ? "a percentage" : "the unit '\(unit)'") stands where a plain number is expected",
                rest,
                label: isShare ? "write a number without '%'" : "write '\(text(number))'")
        }
    }

    private static let millimeters: [String: Double] = [
        "cm": 10, "m": 1000, "in": 25.4, "inch": 25.4, "inches": 25.4, "\"": 25.4, "um": 0.001, "µm": 0.001,
        "μm": 0.001, "pc": 4.2333, "mil": 0.0254, "dm": 100,
    ]

    private mutating func notANumber<T>(_ piece: Piece) -> T? {
        let given = text(piece)
        if let comma = bytes[piece].firstIndex(of: .comma) { return commaInNumber(piece, comma) }
        if let spelling = Self.rangeSpelling(given) {
            return fail(.badRange, "'\(given)' is not a number", piece, label: "a range is written \(spelling)")
        }
        if case .int(let digits) = Scalar(given, style: .plain).coreValue {
            return fail(.badNumber, "numbers are written in decimal digits", piece, label: "write '\(digits)'")
        }
        let digits = given.filter { $0 != "_" && $0 != "'" }
        if digits != given, Self.isQuantity(digits) {
            return fail(.badNumber, "'\(given)' is not a number", piece, label: "write '\(digits)'")
        }
        let isInfinite = [".inf", "-.inf", "+.inf", "inf", "-inf", "infinity", ".nan", "nan"].contains(
            given.lowercased())
        if isInfinite { return fail(.badNumber, "'\(given)' is no finite number", piece) }
        return fail(.badNumber, "'\(given)' is not a number", piece)
    }

    /// `0,5` or `30,80`.
    private mutating func commaInNumber<T>(_ piece: Piece, _ comma: Int) -> T? {
        let (left, right) = (trimmed(piece.lowerBound..<comma), trimmed((comma + 1)..<piece.upperBound))
        guard Self.isQuantity(text(left)), Self.isQuantity(text(right)) else {
            return fail(.badNumber, "'\(text(piece))' is not a number", piece)
        }
        let number = "\(text(left)).\(text(right))"
        if case .count = kind, right.count == 3 {
            return fail(
                .badNumber, "a comma stands in a number", comma..<(comma + 1),
                label: "write '\(text(left))\(text(right))'", help: "thousands are not set apart")
        }
        let isAscending = (Double(text(left)) ?? 0) < (Double(text(right)) ?? 0)
        let range = isAscending ? ", or for a range '\(text(left))..\(text(right))'" : ""
        return fail(
            .badNumber, "a comma stands in a number", comma..<(comma + 1), label: "write '\(number)'\(range)",
            help: "decimals have a point; thousands are not set apart")
    }

    /// How `30-80`, `30 to 80`, `30~80` or `30:80` should be written; nil for anything else.
    static func rangeSpelling(_ text: String) -> String? {
        let bytes = Array(text.trimmed.utf8)
        let low = quantityPrefix(bytes[...])
        guard !low.isEmpty else { return nil }
        var offset = low.upperBound
        while offset < bytes.count, bytes[offset] == .space { offset += 1 }
        let separators = ["->", "-", "~", ":", ";", "to ", "bis "]
        guard let separator = separators.first(where: { bytes[offset...].starts(with: $0.utf8) }) else { return nil }
        offset += separator.utf8.count
        while offset < bytes.count, bytes[offset] == .space { offset += 1 }
        let high = quantityPrefix(bytes[offset...])
        guard !high.isEmpty, high.upperBound == bytes.count else { return nil }
        let (a, b) = (String(decoding: bytes[low], as: UTF8.self), String(decoding: bytes[high], as: UTF8.self))
        return "\(a)..\(b)"
    }

    private static func quantityPrefix(_ bytes: ArraySlice<UInt8>) -> Range<Int> {
        let number = numberPrefix(bytes)
        guard !number.isEmpty else { return number }
        let rest = bytes[number.upperBound...]
        let unit = ["mm", "pt", "px", "%"].first { rest.starts(with: $0.utf8) } ?? ""
        return number.lowerBound..<(number.upperBound + unit.utf8.count)
    }
}
