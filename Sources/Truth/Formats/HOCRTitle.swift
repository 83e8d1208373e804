import Imaging

/// The properties in an hOCR `title`, such as `bbox 1 2 3 4; x_wconf 95`.
struct HOCRTitle {
    private var properties: [(name: Substring, value: Substring)] = []

    init(_ text: String) {
        var start = text.startIndex
        var quote: Character?
        var parts: [Substring] = []
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ";" {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        parts.append(text[start...])
        for part in parts {
            let trimmed = part.drop { $0.isWhitespace }
            let name = trimmed.prefix { !$0.isWhitespace }
            if !name.isEmpty { properties.append((name, trimmed[name.endIndex...])) }
        }
    }

    func has(_ name: String) -> Bool { properties.contains { $0.name == name } }

    /// The numbers of a property; nil when it is not there or is no list of numbers.
    func numbers(_ name: String) -> [Double]? {
        properties.first { $0.name == name }.flatMap { TruthNumber.list($0.value) }
    }

    /// The text of a property without its quotes; nil when it is not there.
    func text(_ name: String) -> String? {
        guard let value = properties.first(where: { $0.name == name })?.value else { return nil }
        func isBeside(_ character: Character) -> Bool { character.isWhitespace || "\"'".contains(character) }
        var text = value.drop(while: isBeside)
        while let last = text.last, isBeside(last) { text.removeLast() }
        return String(text)
    }

    func number(_ name: String) -> Double? { numbers(name)?.first }

    /// `poly`, else `bbox`; nil without either.
    var points: [Point]? {
        if let poly = numbers("poly"), poly.count >= 6, poly.count % 2 == 0 {
            return stride(from: 0, to: poly.count, by: 2).map { Point(poly[$0], poly[$0 + 1]) }
        }
        guard let box else { return nil }
        return [box.low, Point(box.high.x, box.low.y), box.high, Point(box.low.x, box.high.y)]
    }

    var box: (low: Point, high: Point)? {
        guard let box = numbers("bbox"), box.count == 4 else { return nil }
        return (Point(box[0], box[1]), Point(box[2], box[3]))
    }

    /// The baseline of a line that stands upright: slope and offset count from the bottom left of its box.
    var baseline: [Point]? {
        guard let box, let values = numbers("baseline"), (1...2).contains(values.count) else { return nil }
        let (slope, offset) = values.count == 2 ? (values[0], values[1]) : (0, values[0])
        let left = box.high.y + offset
        return [Point(box.low.x, left), Point(box.high.x, left + slope * (box.high.x - box.low.x))]
    }
}
