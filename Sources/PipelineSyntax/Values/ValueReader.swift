import Diagnostics

/// Reads one scalar as a value. Pieces of it are ranges of byte offsets into its text; findings point at them in the
/// source wherever the scalar stands there as it is.
struct ValueReader {
    typealias Piece = Range<Int>

    let kind: ValueKind
    let isOptional: Bool
    let bytes: [UInt8]
    let style: Scalar.Style
    private let node: Node
    private let base: Int?
    var findings: [Diagnostic] = []

    init(_ node: Node, _ scalar: Scalar, _ kind: ValueKind) {
        self.node = node
        self.kind = kind.required
        isOptional = kind.isOptional
        style = scalar.style
        bytes = Array(scalar.text.utf8)
        let quotes = style == .plain ? 0 : 1
        let isVerbatim = node.span.upper - node.span.lower == bytes.count + 2 * quotes
        base = isVerbatim && style != .literal && style != .folded ? node.span.lower + quotes : nil
    }

    /// Where a piece stands in the source; the whole scalar where that cannot be said.
    func span(_ piece: Piece) -> Span {
        guard let base else { return node.span }
        return Span(base + piece.lowerBound, base + piece.upperBound, in: node.span.source)
    }

    var whole: Piece { 0..<bytes.count }

    func text(_ piece: Piece) -> String { String(decoding: bytes[piece], as: UTF8.self) }

    /// The piece without blanks and line breaks at its ends.
    func trimmed(_ piece: Piece) -> Piece {
        var (lower, upper) = (piece.lowerBound, piece.upperBound)
        while lower < upper, bytes[lower].isBlank || bytes[lower] == .lineFeed { lower += 1 }
        while upper > lower, bytes[upper - 1].isBlank || bytes[upper - 1] == .lineFeed { upper -= 1 }
        return lower..<upper
    }

    func find(_ needle: String, in piece: Piece) -> Piece? {
        let needle = Array(needle.utf8)
        guard needle.count <= piece.count else { return nil }
        for offset in piece.lowerBound...(piece.upperBound - needle.count)
        where bytes[offset..<(offset + needle.count)].elementsEqual(needle) {
            return offset..<(offset + needle.count)
        }
        return nil
    }

    func split(_ piece: Piece, at separator: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = piece
        while let found = find(separator, in: rest) {
            pieces.append(rest.lowerBound..<found.lowerBound)
            rest = found.upperBound..<piece.upperBound
        }
        return pieces + [rest]
    }

    /// Records an error at a piece; the help line says what the parameter takes. Answers nil, to be returned.
    mutating func fail<T>(_ code: Code, _ message: String, _ piece: Piece, label: String? = nil, help: String? = nil)
        -> T?
    {
        let takes = "takes \(kind.expectation)" + (isOptional ? ", or none" : "")
        findings.append(Diagnostic(code, message, at: span(piece), label: label, help: help ?? takes))
        return nil
    }

    mutating func expression() -> ValueExpression? {
        if style == .plain, Scalar(text(whole), style: .plain).coreValue == .null { return missing() }
        if trimmed(whole).isEmpty { return missing() }
        if isOptional, style == .plain, text(whole) == "none" { return .fixed(.nothing) }
        if !kind.isFreeText, let finding = lookalike() {
            findings.append(finding)
            return nil
        }
        let members = self.members()
        guard members.count > 1 else { return single(whole) }
        var weighted: [ValueExpression.Weighted] = []
        for member in members {
            if let value = self.weighted(trimmed(member), at: member) { weighted.append(value) }
        }
        return weighted.count == members.count ? .choice(weighted) : nil
    }

    private mutating func missing() -> ValueExpression? {
        switch kind {
        case .text, .path:
            return fail(.missingText, "the text is missing", whole, label: "write one, in quotes if need be")
        case .color:
            return fail(
                .missingValue, "the color is missing", whole, label: "write one here",
                help: "YAML takes an unquoted '#' for a comment: a color is written \"#f4e8d0\", with quotes")
        default:
            return fail(
                .missingValue, "the value is missing", whole,
                label: isOptional ? "write one, or none" : "write one here")
        }
    }

    /// The members of a choice. A quoted text is one text, whatever it contains.
    private func members() -> [Piece] {
        switch kind {
        case .text, .path: style == .plain ? split(whole, at: " | ") : [whole]
        case .choice: style == .plain ? split(whole, at: "|") : [whole]
        default: split(whole, at: "|")
        }
    }

    private mutating func weighted(_ piece: Piece, at place: Piece) -> ValueExpression.Weighted? {
        guard !piece.isEmpty else {
            return fail(
                .missingValue, "a value is missing beside '|'", place.isEmpty ? place : trimmedOrAll(place),
                help: kind == .color ? "a color with '#' needs quotes around the whole choice: \"#fff | #eee\"" : nil)
        }
        guard let star = bytes[piece].lastIndex(of: .asterisk) else {
            return single(piece).map { ValueExpression.Weighted($0) }
        }
        let value = trimmed(piece.lowerBound..<star)
        let weight = trimmed((star + 1)..<piece.upperBound)
        let number = Scalar(text(weight), style: .plain).finiteNumber
        if kind.isFreeText, number == nil || value.isEmpty {
            return .init(.fixed(.word(text(piece))))
        }
        guard !value.isEmpty, let number, number > 0 else {
            let swapped = Scalar(text(value), style: .plain).finiteNumber != nil && number == nil && !weight.isEmpty
            return fail(
                .badWeight, "'\(text(weight))' is not a weight", weight.isEmpty ? star..<(star + 1) : weight,
                label: swapped ? "write '\(text(weight))*\(text(value))'" : "a number above 0",
                help: "a weighted choice is written a*3 | b: the first three times as often as the second")
        }
        return single(value).map { .init($0, weight: number) }
    }

    private func trimmedOrAll(_ piece: Piece) -> Piece {
        let inner = trimmed(piece)
        return inner.isEmpty ? piece : inner
    }

    private mutating func single(_ piece: Piece) -> ValueExpression? {
        let piece = kind.isFreeText && style != .plain ? piece : trimmed(piece)
        if isOptional, style == .plain, text(piece) == "none" { return .fixed(.nothing) }
        if !kind.isFreeText, kind.words.isEmpty, let star = bytes[piece].firstIndex(of: .asterisk) {
            return fail(
                .badWeight, "a weight stands at a single value", star..<piece.upperBound, label: "remove it",
                help: "weights belong to choices: a*3 | b")
        }
        switch kind {
        case .text, .path: return .fixed(.word(text(piece)))
        case .flag: return flag(piece)
        case .choice(let words): return word(piece, words)
        case .size(let sizes): return size(piece, sizes)
        case .color: return color(piece)
        case .numbers(let count):
            let example = "[" + (1...max(1, count)).map(String.init).joined(separator: ", ") + "]"
            return fail(
                .wrongKind, "one value stands where a list of \(count) numbers is expected", piece,
                label: "a list is written \(example)")
        default: return numeric(piece)
        }
    }
}

extension Scalar {
    /// The number that it is under the core schema, if it is one and finite.
    var finiteNumber: Double? {
        switch coreValue {
        case .int(let digits): Double(digits).flatMap { $0.isFinite ? $0 : nil }
        case .float(let number): number.isFinite ? number : nil
        default: nil
        }
    }
}
