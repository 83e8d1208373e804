public import Imaging
internal import JSON
internal import OperationKit

extension GroundTruth {
    /// Labels that a program hands over with the pixels of a page, after every rule of truth, and what these changed: a
    /// labels file, or an object with `text`, `lines` or `words`. `name` is how messages call them. Throws a `TruthProblem`
    /// when they are none of these.
    public static func given(
        _ bytes: [UInt8], named name: String, on size: Size
    ) throws(TruthProblem) -> (truth: GroundTruth, notes: [TruthProblem]) {
        let file = TruthFile(path: name, bytes: bytes)
        let picture = PictureInfo(path: name, size: size)
        let json = try file.json()
        if json["foxing"] != nil {
            guard let draft = try NativeTruth(FormatOptions()).read(file, for: picture) else { return (.unknown, []) }
            return try draft.given(as: "foxing", name, picture)
        }
        let draft = try GivenLabels(file: file).draft(json)
        return try draft.given(as: "given", name, picture)
    }
}

extension TruthDraft {
    fileprivate func given(
        as format: String, _ name: String, _ picture: PictureInfo
    ) throws(TruthProblem) -> (truth: GroundTruth, notes: [TruthProblem]) {
        let done = try finished(as: format, from: name, on: picture, edge: .standard)
        return (done.truth, done.notes)
    }
}

/// Reads the lists of lines or words that programs have in memory.
private struct GivenLabels {
    let file: TruthFile
    /// More than any outline of a text has; what is left of it has 128 at most.
    private static let mostPoints = 4096

    func draft(_ json: JSONValue) throws(TruthProblem) -> TruthDraft {
        let kinds = ["text", "lines", "words"]
        guard let members = json.members, members.count == 1, let only = members.first, kinds.contains(only.name)
        else {
            throw problem("should be an object with one of 'text', 'lines' and 'words'")
        }
        if only.name == "text" {
            guard let text = only.value.text else { throw problem("should have a text as its 'text'") }
            return TruthDraft(pageText: cleaned(text))
        }
        let pieces = try list(only.value, only.name)
        var lines: [TextLine] = []
        for (number, piece) in pieces.enumerated() {
            let place = "\(only.name)[\(number)]"
            if only.name == "lines" {
                lines.append(try line(piece, place))
            } else {
                let word = try word(piece, place)
                lines.append(
                    TextLine(
                        id: "", outline: word.outline, text: "", illegible: word.illegible, language: word.language,
                        words: [word]))
            }
        }
        return TruthDraft(regions: lines.isEmpty ? [] : [Region(id: "", outline: .missing, lines: lines)])
    }

    private func cleaned(_ text: String) -> String {
        var cleaned = CleanText()
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return PageTextTruth.paragraphs(lines.map { cleaned.line($0) })
    }

    private func line(_ json: JSONValue, _ place: String) throws(TruthProblem) -> TextLine {
        try check(json, place, known: ["text", "polygon", "box", "baseline", "words", "legible", "language"])
        var words: [Word] = []
        for (number, piece) in try list(json["words"] ?? [], place + ".words").enumerated() {
            words.append(try word(piece, "\(place).words[\(number)]"))
        }
        let outline = try outline(json, place)
        guard outline != nil || !words.isEmpty else { throw problem("should have a 'polygon' or a 'box' at \(place)") }
        let baseline = try json["baseline"].map { value throws(TruthProblem) in try points(value, place + ".baseline") }
        let text = try self.text(json, place, isNeeded: words.isEmpty)
        return TextLine(
            id: "", outline: outline ?? .missing, baseline: baseline, text: text,
            illegible: try mark(json, place), language: try language(json, place), words: words)
    }

    private func word(_ json: JSONValue, _ place: String) throws(TruthProblem) -> Word {
        try check(json, place, known: ["text", "polygon", "box", "legible", "language"])
        guard let outline = try outline(json, place) else {
            throw problem("should have a 'polygon' or a 'box' at \(place)")
        }
        return Word(
            id: "", outline: outline, text: try text(json, place, isNeeded: true), illegible: try mark(json, place),
            language: try language(json, place))
    }

    private func outline(_ json: JSONValue, _ place: String) throws(TruthProblem) -> Outline? {
        if let box = json["box"] {
            let numbers = try numbers(box, place + ".box")
            guard numbers.count == 4, json["polygon"] == nil else {
                throw problem("should have a box of x, y, width and height, and no polygon, at \(place)")
            }
            return Outline(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        }
        guard let polygon = json["polygon"] else { return nil }
        let points = try points(polygon, place + ".polygon")
        guard (3...Self.mostPoints).contains(points.count) else {
            throw problem("should have 3 to \(Self.mostPoints) points at \(place).polygon")
        }
        return FlatEntry.outline(points)
    }

    private func points(_ json: JSONValue, _ place: String) throws(TruthProblem) -> [Point] {
        var points: [Point] = []
        for (number, pair) in try list(json, place).enumerated() {
            let numbers = try numbers(pair, "\(place)[\(number)]")
            guard numbers.count == 2 else { throw problem("should have x and y at \(place)[\(number)]") }
            points.append(Point(numbers[0], numbers[1]))
        }
        return points
    }

    private func numbers(_ json: JSONValue, _ place: String) throws(TruthProblem) -> [Double] {
        var numbers: [Double] = []
        for element in try list(json, place) {
            guard let number = element.double, abs(number) <= 10_000_000 else {
                throw file.problem(.truthNumber, "should have numbers within ±10,000,000 at \(place)")
            }
            numbers.append(number)
        }
        return numbers
    }

    // MARK: Members

    private func list(_ json: JSONValue, _ place: String) throws(TruthProblem) -> [JSONValue] {
        guard let elements = json.elements else { throw problem("should have an array at \(place)") }
        return elements
    }

    private func text(_ json: JSONValue, _ place: String, isNeeded: Bool) throws(TruthProblem) -> String {
        guard let text = (json["text"] ?? (isNeeded ? .null : "")).text else {
            throw problem("should have a 'text' at \(place)")
        }
        return text
    }

    private func mark(_ json: JSONValue, _ place: String) throws(TruthProblem) -> Illegibility? {
        guard let value = json["legible"] else { return nil }
        guard let isLegible = value.flag else { throw problem("should have true or false at \(place).legible") }
        return isLegible ? nil : .marked
    }

    private func language(_ json: JSONValue, _ place: String) throws(TruthProblem) -> String? {
        guard let value = json["language"], value != .null else { return nil }
        guard let text = value.text else { throw problem("should have a text at \(place).language") }
        return LanguageTag.read(text)
    }

    private func check(_ json: JSONValue, _ place: String, known: [String]) throws(TruthProblem) {
        guard let members = json.members else { throw problem("should have an object at \(place)") }
        for member in members where !known.contains(member.name) {
            throw problem(
                "should not have '\(member.name)' at \(place); known are " + known.joined(separator: ", "))
        }
    }

    private func problem(_ message: String) -> TruthProblem { file.problem(.truthOfOtherFormat, message) }
}
