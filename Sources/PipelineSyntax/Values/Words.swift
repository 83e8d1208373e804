import Diagnostics

/// Flags, choices and sizes.
extension ValueReader {
    mutating func flag(_ piece: Piece) -> ValueExpression? {
        switch text(piece) {
        case "true", "True", "TRUE": return .fixed(.flag(true))
        case "false", "False", "FALSE": return .fixed(.flag(false))
        default: break
        }
        let meant: String? =
            switch text(piece).lowercased() {
            case "yes", "y", "on", "1", "t", "enabled": "true"
            case "no", "n", "off", "0", "f", "disabled", "none": "false"
            default: nearestName(to: text(piece), among: ["true", "false"])
            }
        return fail(
            .badFlag, "'\(text(piece))' is neither true nor false", piece,
            label: meant.map { "write '\($0)'" })
    }

    mutating func word(_ piece: Piece, _ words: [String]) -> ValueExpression? {
        let given = text(piece)
        if words.contains(given) { return .fixed(.word(given)) }
        let label =
            joined(given, words).map { "a choice is written \($0)" }
            ?? nearestName(to: given, among: words).map { "did you mean '\($0)'?" }
        return fail(.unknownChoice, "'\(given)' is not one of the choices", piece, label: label)
    }

    /// Several words put together in another way than by `|`.
    private func joined(_ given: String, _ words: [String]) -> String? {
        for separator in ["|", ",", "/", ";", " or "] {
            let parts = split(whole, at: separator).map { text(trimmed($0)) }
            if parts.count > 1, parts.allSatisfy({ words.contains($0) }) {
                return separator == "|" ? "without the quotes" : parts.joined(separator: " | ")
            }
        }
        return nil
    }

    mutating func size(_ piece: Piece, _ sizes: [Int]) -> ValueExpression? {
        if let dots = find("..", in: piece) {
            guard let (low, high) = rangeEnds(piece, dots) else { return nil }
            guard let least = sizeNumber(low), let most = sizeNumber(high) else { return nil }
            guard least <= most else { return reversed(piece, text(low), text(high), unit: "") }
            let members = sizes.filter { $0 >= least && $0 <= most }.map { number in
                ValueExpression.Weighted(.fixed(.number(Double(number))))
            }
            if members.isEmpty { return fail(.outOfRange, "no size lies from \(least) to \(most)", piece) }
            return members.count == 1 ? members[0].value : .choice(members)
        }
        guard let number = sizeNumber(piece) else { return nil }
        guard sizes.contains(number) else {
            let nearest = sizes.min { abs($0 - number) < abs($1 - number) }
            return fail(
                .unknownChoice, "\(text(piece)) is not one of the sizes", piece,
                label: nearest.map { "the nearest is \($0)" })
        }
        return .fixed(.number(Double(number)))
    }

    /// `3` or `3x3`.
    private mutating func sizeNumber(_ piece: Piece) -> Int? {
        let sides = split(piece, at: "x").map { text(trimmed($0)) }
        if sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]), sides[0].utf8.first?.isDigit == true
        {
            if width == height { return width }
            return fail(.unknownChoice, "only square sizes are possible", piece, label: "write '\(width)x\(width)'")
        }
        if sides.count == 1, let number = Int(sides[0]) { return number }
        if let spelling = ValueReader.rangeSpelling(text(piece)) {
            return fail(
                .badRange, "'\(text(piece))' is not a size", piece, label: "a range is written \(spelling)")
        }
        return fail(.badNumber, "'\(text(piece))' is not a size", piece, label: "write '3' or '3x3'")
    }
}
