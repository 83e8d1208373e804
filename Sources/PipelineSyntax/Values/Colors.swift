import Diagnostics

/// Colors by name: the sixteen of CSS level 1, and those of paper and ink.
let namedColors: [(name: String, red: UInt8, green: UInt8, blue: UInt8)] = [
    ("black", 0, 0, 0), ("silver", 192, 192, 192), ("gray", 128, 128, 128), ("grey", 128, 128, 128),
    ("white", 255, 255, 255), ("maroon", 128, 0, 0), ("red", 255, 0, 0), ("purple", 128, 0, 128),
    ("fuchsia", 255, 0, 255), ("green", 0, 128, 0), ("lime", 0, 255, 0), ("olive", 128, 128, 0),
    ("yellow", 255, 255, 0), ("navy", 0, 0, 128), ("blue", 0, 0, 255), ("teal", 0, 128, 128), ("aqua", 0, 255, 255),
    // Paper.
    ("ivory", 255, 255, 240), ("cream", 255, 250, 225), ("ecru", 240, 230, 205), ("parchment", 241, 230, 200),
    ("manila", 240, 217, 166), ("kraft", 196, 160, 116), ("newsprint", 226, 221, 208), ("buff", 240, 220, 170),
    // Ink.
    ("sepia", 112, 66, 20), ("blue-black", 28, 34, 64), ("royal-blue", 36, 52, 148), ("ink-red", 168, 28, 36),
    ("ink-green", 20, 92, 60), ("pencil", 84, 84, 88),
]

/// The names of colors that a pipeline may use.
public let colorNames: [String] = namedColors.map(\.name)

extension ValueReader {
    mutating func color(_ piece: Piece) -> ValueExpression? {
        if let dots = find("..", in: piece) {
            guard let (low, high) = rangeEnds(piece, dots) else { return nil }
            guard let least = grayLevel(low), let most = grayLevel(high) else { return nil }
            if least > most { return reversed(piece, text(low), text(high), unit: "") }
            return .uniform(gray(least), gray(most))
        }
        let given = text(piece)
        if let named = namedColors.first(where: { $0.name == given.lowercased() }) {
            return .fixed(.color(red: named.red, green: named.green, blue: named.blue))
        }
        if bytes[piece.lowerBound] == .hash { return hexColor(piece) }
        let isNumber = bytes[piece].allSatisfy { $0.isDigit || $0 == .minus || $0 == .plus || $0 == .dot }
        if isNumber, piece.count != 6 { return grayLevel(piece).map { .fixed(gray($0)) } }
        if let spelling = hexSpelling(given) {
            return fail(.badColor, "'\(given)' is not a color", piece, label: "write \"\(spelling)\", with quotes")
        }
        if given.hasSuffix("%"), let share = Double(given.dropLast()), (0...100).contains(share) {
            return fail(
                .badColor, "a gray level is not a percentage", piece,
                label: "write '\(spelled((share * 255 / 100).rounded()))'")
        }
        let nearest = nearestName(to: given, among: namedColors.map(\.name))
        return fail(
            .badColor, "'\(given)' is not a color", piece, label: nearest.map { "did you mean '\($0)'?" },
            help: "takes a gray level from 0 to 255, \"#rrggbb\" in quotes, or one of "
                + namedColors.map(\.name).joined(separator: ", "))
    }

    private func gray(_ level: UInt8) -> Value { .color(red: level, green: level, blue: level) }

    private mutating func grayLevel(_ piece: Piece) -> UInt8? {
        let given = text(piece)
        guard let number = Scalar(given, style: .plain).finiteNumber else {
            return fail(
                .badColor, "'\(given)' is not a gray level", piece, label: "a whole number from 0 to 255",
                help: "a range of colors goes from one gray level to another: 200..255")
        }
        guard number == number.rounded() else {
            let meant = number > 0 && number < 1 ? number * 255 : number
            return fail(
                .badColor, "a gray level is a whole number from 0 to 255", piece,
                label: "write '\(spelled(min(max(meant.rounded(), 0), 255)))'")
        }
        guard (0...255).contains(number) else {
            return fail(
                .outOfRange, "\(given) is \(number < 0 ? "below 0" : "above 255"), no gray level", piece,
                label: number < 0 ? "at least 0" : "at most 255")
        }
        return UInt8(number)
    }

    private mutating func hexColor(_ piece: Piece) -> ValueExpression? {
        let digits = bytes[(piece.lowerBound + 1)..<piece.upperBound].map { hexDigit($0) }
        guard digits.count == 3 || digits.count == 6, !digits.contains(nil) else {
            return fail(
                .badColor, "'\(text(piece))' is not a color", piece,
                label: "six hexadecimal digits, or three, follow '#'")
        }
        let values = digits.compactMap(\.self)
        let channels = values.count == 3 ? values.map { $0 * 17 } : [0, 2, 4].map { values[$0] * 16 + values[$0 + 1] }
        return .fixed(.color(red: channels[0], green: channels[1], blue: channels[2]))
    }

    private func hexDigit(_ byte: UInt8) -> UInt8? {
        if byte.isDigit { return byte - .zero }
        let lower = byte | 0x20
        return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : nil
    }

    /// `f4e8d0`, `0xf4e8d0` or `rgb(244, 232, 208)` as it should be written.
    private func hexSpelling(_ given: String) -> String? {
        let digits = given.lowercased().hasPrefix("0x") ? String(given.dropFirst(2)) : given
        let isHex = digits.utf8.allSatisfy { hexDigit($0) != nil }
        if digits.utf8.count == 6 || digits.utf8.count == 3, isHex { return "#\(digits)" }
        guard given.hasPrefix("rgb("), given.hasSuffix(")") else { return nil }
        let parts = given.dropFirst(4).dropLast().split(separator: ",").map { UInt8(String($0).trimmed) }
        guard parts.count == 3, !parts.contains(nil) else { return nil }
        return "#" + parts.compactMap(\.self).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
