public import Imaging
internal import JSON

/// Labels as files: one JSON object in canonical form, a line of text for each region, line and word so that two of them
/// can be compared by eye. Beside an image as `STEM.foxing.json` it is ground truth.
///
/// Every member stands in every file, `null` where nothing is known. Six more stand only where they say something: the
/// `top` of a region that is no quadrilateral, `placed` (false) of a line whose place is not known and whose outline has no
/// points, `vertical` (true) of a line written from top to bottom, the `share` of a line without words that is partly gone,
/// and a word's `language` and `confidence`.
public enum LabelsFile {
    /// The layout that is written; a newer one is not read.
    public static let version = 1

    /// The bytes of the file for a picture at `image` (a path from the output folder).
    public static func bytes(_ truth: GroundTruth, image: String, size: Size) -> [UInt8] {
        var out: [UInt8] = []
        let page: JSONValue = .object(
            ("foxing", .integer(version)), ("image", .string(image)), ("width", .integer(size.width)),
            ("height", .integer(size.height)), ("origin", .string(truth.origin)),
            ("level", .string(truth.level.rawValue)), ("text", .optional(truth.text)))
        open(page, list: "regions", &out)
        append(truth.regions, &out) { order, region, out in
            open(head(of: region, order), list: "lines", &out)
            append(region.lines, &out) { order, line, out in
                open(head(of: line, order), list: "words", &out)
                append(line.words, &out) { order, word, out in
                    CanonicalJSON.append(json(of: word, order), to: &out)
                }
                out += "]}".utf8
            }
            out += "]}".utf8
        }
        out += "]}\n".utf8
        return out
    }

    /// An object without its end, up to the start of its list.
    private static func open(_ head: JSONValue, list: String, _ out: inout [UInt8]) {
        CanonicalJSON.append(head, to: &out)
        out.removeLast()
        out += ",\"\(list)\":[".utf8
    }

    private static func append<T>(_ items: [T], _ out: inout [UInt8], _ body: (Int, T, inout [UInt8]) -> Void) {
        for (order, item) in items.enumerated() {
            out += (order == 0 ? "\n" : ",\n").utf8
            body(order, item, &out)
        }
        if !items.isEmpty { out += "\n".utf8 }
    }

    private static func head(of region: Region, _ order: Int) -> JSONValue {
        let members: JSONValue = .object(
            ("id", .string(region.id)), ("kind", .string(region.kind.rawValue)), ("order", .integer(order)),
            ("outline", points(region.outline.points)))
        if region.outline.top == usualTop(region.outline.points) { return members }
        return members.with("top", region.outline.top.map(JSONValue.integer) ?? .null)
    }

    /// The `top` that a region has unless told otherwise.
    static func usualTop(_ points: [Point]) -> Int? { points.count == 4 ? 2 : nil }

    private static func head(of line: TextLine, _ order: Int) -> JSONValue {
        let members: JSONValue = .object(
            ("id", .string(line.id)), ("order", .integer(order)), ("outline", points(line.outline.points)),
            ("top", line.outline.top.map(JSONValue.integer) ?? .null),
            ("baseline", line.baseline.map(points) ?? .null), ("text", .string(line.text)),
            ("legible", .flag(line.isLegible)), ("why", .optional(line.illegible?.rawValue)),
            ("language", .optional(line.language)))
        let placed = line.isPlaced ? members : members.with("placed", .flag(false))
        let written = line.isVertical ? placed.with("vertical", .flag(true)) : placed
        return line.words.isEmpty && line.share < 1 ? written.with("share", share(line.share)) : written
    }

    private static func json(of word: Word, _ order: Int) -> JSONValue {
        let members: JSONValue = .object(
            ("id", .string(word.id)), ("order", .integer(order)), ("outline", points(word.outline.points)),
            ("top", word.outline.top.map(JSONValue.integer) ?? .null), ("text", .string(word.text)),
            ("glued", .flag(word.glued)), ("legible", .flag(word.isLegible)),
            ("why", .optional(word.illegible?.rawValue)), ("share", share(word.share)))
        let spoken = word.language.map { members.with("language", .string($0)) } ?? members
        return word.confidence.map { spoken.with("confidence", .decimal($0, digits: 1)) } ?? spoken
    }

    private static func share(_ share: Double) -> JSONValue { .decimal(share, digits: 3) }

    private static func points(_ points: [Point]) -> JSONValue {
        .array(points.map { .array([.decimal($0.x, digits: 3), .decimal($0.y, digits: 3)]) })
    }
}

extension JSONValue {
    /// The object with one member more.
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        .object((members ?? []) + [Member(name, value)])
    }
}
