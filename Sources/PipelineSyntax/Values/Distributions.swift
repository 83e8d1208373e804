import Diagnostics

/// Numbers, and the distributions of them.
extension ValueReader {
    mutating func numeric(_ piece: Piece) -> ValueExpression? {
        if let rest = behindLog(piece) { return logarithmic(piece, rest) }
        if let call = call(piece) { return fail(call.code, call.message, piece, label: call.label) }
        for sign in ["+-", "±"] {
            if let found = find(sign, in: piece) { return normal(piece, found) }
        }
        for sign in ["+/-", "-+", "+ -"] {
            if let found = find(sign, in: piece), found.lowerBound > piece.lowerBound {
                let spelling =
                    "\(text(trimmed(piece.lowerBound..<found.lowerBound))) +- "
                    + text(trimmed(found.upperBound..<piece.upperBound))
                return fail(
                    .badRange, "'\(text(found))' is not how a deviation is written", found, label: "write '\(spelling)'"
                )
            }
        }
        if let dots = find("..", in: piece) { return uniform(piece, dots) }
        guard let quantity = quantity(piece) else { return nil }
        guard let value = value(quantity, quantity.unit) else { return nil }
        return isWithinBounds(value, quantity) ? .fixed(value) : nil
    }

    /// What stands behind `log`; nil where the piece does not begin with it.
    private func behindLog(_ piece: Piece) -> Piece? {
        let name = text(piece).lowercased()
        for prefix in ["log-uniform", "loguniform", "log"] where name.hasPrefix(prefix) {
            return (piece.lowerBound + prefix.utf8.count)..<piece.upperBound
        }
        return nil
    }

    private mutating func logarithmic(_ piece: Piece, _ rest: Piece) -> ValueExpression? {
        let range = trimmed(rest)
        let isExact =
            text(piece.lowerBound..<rest.lowerBound) == "log" && !rest.isEmpty && bytes[rest.lowerBound] == .space
        guard isExact, let dots = find("..", in: range) else {
            let inner = text(range).filter { $0 != "(" && $0 != ")" && $0 != "=" }.trimmed
            let ends = inner.split { $0 == "," || $0 == " " }.map(String.init)
            let pair = ends.count == 2 && ends.allSatisfy(Self.isQuantity) ? ends.joined(separator: "..") : nil
            let spelling = inner.contains("..") ? inner : pair ?? Self.rangeSpelling(inner)
            return fail(
                .badRange, "'log' takes a range", piece, label: "write 'log \(spelling ?? "0.1..10")'",
                help: "a log-uniform distribution is written log 0.1..10")
        }
        guard case .uniform(let low, let high)? = uniform(range, dots, keepsEqual: true) else { return nil }
        guard low.magnitude > 0 else {
            let (end, _) = rangeEnds(range, dots) ?? (range, range)
            return fail(
                .outOfRange, "the ends of a log range must lie above 0", end, label: "a number above 0",
                help: "0 has no logarithm; begin with a small number")
        }
        return .logUniform(low, high)
    }

    /// Function calls as other languages write distributions.
    private func call(_ piece: Piece) -> (code: Code, message: String, label: String)? {
        let given = text(piece)
        guard given.hasSuffix(")") || given.hasPrefix("uniform ") || given.hasPrefix("normal ") else { return nil }
        let name = given.prefix { $0.isLetter || $0 == "_" }.lowercased()
        let inner = given.dropFirst(name.count).filter { $0 != "(" && $0 != ")" }
        let arguments = inner.split { $0 == "," || $0 == " " }.map(String.init)
        guard arguments.count == 2, arguments.allSatisfy(Self.isQuantity) else { return nil }
        switch name {
        case "", "uniform", "range", "u", "rand", "random", "randint", "between":
            return (.badRange, "'\(given)' is not a value", "a range is written \(arguments[0])..\(arguments[1])")
        case "normal", "gauss", "gaussian", "n":
            return (
                .badRange, "'\(given)' is not a value",
                "a normal distribution is written \(arguments[0]) +- \(arguments[1])"
            )
        default: return nil
        }
    }

    /// The two ends around the dots of a range.
    mutating func rangeEnds(_ piece: Piece, _ dots: Piece) -> (Piece, Piece)? {
        if let three = find("...", in: piece) {
            var upper = three.upperBound
            while upper < piece.upperBound, bytes[upper] == .dot { upper += 1 }
            let (low, high) = (trimmed(piece.lowerBound..<three.lowerBound), trimmed(upper..<piece.upperBound))
            return fail(
                .badRange, "a range is written with two dots", three.lowerBound..<upper,
                label: "write '\(text(low))..\(text(high))'")
        }
        let (low, high) = (trimmed(piece.lowerBound..<dots.lowerBound), trimmed(dots.upperBound..<piece.upperBound))
        if let second = find("..", in: high) {
            return fail(.badRange, "a range has two ends", second, label: "write 'a..b'")
        }
        guard !low.isEmpty, !high.isEmpty else {
            let which = low.isEmpty ? "lower" : "upper"
            return fail(
                .badRange, "the range has no \(which) end", piece,
                label: "write \(which == "lower" ? "one before" : "one behind") '..'")
        }
        return (low, high)
    }

    private mutating func uniform(_ piece: Piece, _ dots: Piece, keepsEqual: Bool = false) -> ValueExpression? {
        guard let (low, high) = rangeEnds(piece, dots) else { return nil }
        guard let a = quantity(low), let b = quantity(high) else { return nil }
        guard let unit = commonUnit(a, b, joined: "..") else { return nil }
        guard let least = value(a, unit.unit), let most = value(b, unit.unit) else { return nil }
        guard least.magnitude <= most.magnitude else {
            return reversed(piece, text(a.number), text(b.number), unit: unit.unit?.written ?? "")
        }
        let isLowWithin = isWithinBounds(least, a)
        guard isWithinBounds(most, b), isLowWithin else { return nil }
        return least == most && !keepsEqual ? .fixed(least) : .uniform(least, most)
    }

    mutating func reversed<T>(_ piece: Piece, _ low: String, _ high: String, unit: String) -> T? {
        fail(
            .reversedRange, "the range begins above its end", piece, label: "write '\(high)..\(low)\(unit)'",
            help: "the smaller number comes first")
    }

    private mutating func normal(_ piece: Piece, _ sign: Piece) -> ValueExpression? {
        let (mean, deviation) = (piece.lowerBound..<sign.lowerBound, sign.upperBound..<piece.upperBound)
        guard !trimmed(mean).isEmpty, !trimmed(deviation).isEmpty else {
            return fail(
                .badRange, "a number is missing beside '\(text(sign))'", piece, label: "write 'mean +- deviation'",
                help: "a normal distribution is written 0 +- 2")
        }
        guard let a = quantity(mean), let b = quantity(deviation) else { return nil }
        guard let unit = commonUnit(a, b, joined: " +- ") else { return nil }
        guard let middle = value(a, unit.unit, isExact: false), let width = value(b, unit.unit, isExact: false) else {
            return nil
        }
        guard width.magnitude >= 0 else {
            return fail(
                .outOfRange, "a deviation cannot be negative", b.piece,
                label: "write '\(spelled(-b.value))\(b.unit?.written ?? "")'")
        }
        return isWithinBounds(middle, a) ? .normal(mean: middle, deviation: width) : nil
    }

    /// The unit of both; a unit on the second holds for both. The outer nil is an error, the inner one no unit.
    private mutating func commonUnit(_ a: Quantity, _ b: Quantity, joined: String) -> (unit: QuantityUnit?, Void)? {
        guard let first = a.unit else { return (b.unit, ()) }
        guard let second = b.unit else {
            let isShare = first == .percent && b.value.magnitude <= 1
            let number = isShare ? spelled(b.value * 100) : text(b.number)
            return fail(
                .missingUnit, "the unit stands at the first number only", b.piece,
                label: "write '\(text(a.number))\(joined)\(number)\(first.written)'")
        }
        guard first == second else {
            return fail(
                .wrongUnit, "the two numbers have different units", a.piece.lowerBound..<b.piece.upperBound,
                label: "use one unit for both")
        }
        return (first, ())
    }

    /// The value of a quantity in that unit; whole where the kind counts, unless it need not be exact.
    private mutating func value(_ quantity: Quantity, _ unit: QuantityUnit?, isExact: Bool = true) -> Value? {
        switch (kind, unit) {
        case (.length, .length(let unit)?): return .length(quantity.value, unit)
        case (.length(_, let unit), _):
            let number = text(quantity.number)
            return fail(
                .missingUnit, "the length has no unit", quantity.piece,
                label: "write '\(number)\(unit)' or '\(number)px'",
                help: "millimeters and points follow the page's resolution, pixels do not")
        case (.share, .percent?): return .number(quantity.value / 100)
        case (.count, _) where isExact && !quantity.isWhole:
            let isWhole = quantity.value == quantity.value.rounded() && abs(quantity.value) < 1e15
            return fail(
                .badNumber, "\(text(quantity.number)) is not a whole number", quantity.piece,
                label: isWhole ? "write '\(spelled(quantity.value))'" : "a whole number is expected")
        default: return .number(quantity.value)
        }
    }

    private mutating func isWithinBounds(_ value: Value, _ quantity: Quantity) -> Bool {
        let bounds = kind.legalRange(of: value)
        let number = value.magnitude
        if bounds.contains(number) { return true }
        let isBelow = number < bounds.lowerBound
        let limit = kind.spelledBound(isBelow ? \.lowerBound : \.upperBound, of: value)
        var label = isBelow ? "at least \(limit)" : "at most \(limit)"
        if case .share = kind, quantity.unit == nil, number >= 5, number <= 100 {
            label = "write '\(text(quantity.number))%'"
        }
        let _: Never? = fail(
            .outOfRange,
            "\(text(quantity.piece)) is \(isBelow ? "below" : "above") \(limit), the \(isBelow ? "least" : "most") allowed",
            quantity.piece, label: label)
        return false
    }
}

extension Value {
    /// The bare number of a number or length; 0 for the others.
    var magnitude: Double {
        switch self {
        case .number(let number), .length(let number, _): number
        default: 0
        }
    }
}

extension ValueKind {
    /// The bounds in the unit of `value`. Pixels have no bound of their own but the sign.
    func legalRange(of value: Value) -> ClosedRange<Double> {
        switch self {
        case .number(let bounds), .share(let bounds), .angle(let bounds): return bounds
        case .count(let bounds): return Double(bounds.lowerBound)...Double(bounds.upperBound)
        case .length(let bounds, let unit):
            guard case .length(_, let given) = value else { return bounds }
            switch (given, unit) {
            case (.px, .px): return bounds
            case (.px, _): return (bounds.lowerBound < 0 ? -1e6 : 0)...1e6
            case (.pt, .mm): return bounds.lowerBound / 25.4 * 72...bounds.upperBound / 25.4 * 72
            case (.mm, .pt): return bounds.lowerBound / 72 * 25.4...bounds.upperBound / 72 * 25.4
            default: return bounds
            }
        default: return -1e9...1e9
        }
    }

    fileprivate func spelledBound(_ end: KeyPath<ClosedRange<Double>, Double>, of value: Value) -> String {
        guard case .length(let bounds, let unit) = self else { return spelled(legalRange(of: value)[keyPath: end]) }
        if case .length(_, .px) = value { return spelled(legalRange(of: value)[keyPath: end]) + "px" }
        return spelled(bounds[keyPath: end]) + unit.rawValue
    }
}
