public import Imaging
public import JSON

extension LabelsFile {
    /// What a labels file holds.
    public struct Contents: Sendable {
        /// The labels, equal to those that were written but for coordinates beyond their third decimal.
        public var truth: GroundTruth
        /// The path of the picture from the output folder.
        public var image: String
        /// Of the picture.
        public var size: Size
        /// The version of its layout.
        public var version: Int
    }

    /// Reads a labels file; nil when it does not have the members of one, or of a layout newer than `version`.
    public static func read(_ json: JSONValue) -> Contents? {
        guard let version = json["foxing"]?.integer, version <= self.version,
            let width = json["width"]?.integer, let height = json["height"]?.integer, width > 0, height > 0,
            let truth = GroundTruth(labels: json)
        else { return nil }
        return Contents(
            truth: truth, image: json["image"]?.text ?? "", size: Size(width: width, height: height), version: version)
    }
}

extension GroundTruth {
    fileprivate init?(labels json: JSONValue) {
        guard let level = json["level"]?.text.flatMap(Level.init(rawValue:)), let origin = json["origin"]?.text,
            let regions = all(json["regions"], Region.init(labels:))
        else { return nil }
        let text = json["text"]?.text
        let isMirrored = regions.lazy.flatMap(\.lines).contains { line in
            line.illegible == .mirrored || line.words.contains { $0.illegible == .mirrored }
        }
        self.init(
            text: text, level: level, origin: origin, regions: regions,
            illegible: level == .page && text == nil ? .cut : nil, isMirrored: isMirrored)
    }
}

extension Region {
    fileprivate init?(labels json: JSONValue) {
        guard let id = json["id"]?.text, let kind = json["kind"]?.text.flatMap(Kind.init(rawValue:)),
            var outline = Outline(labels: json), let lines = all(json["lines"], TextLine.init(labels:))
        else { return nil }
        if json["top"] == nil { outline.top = LabelsFile.usualTop(outline.points) }
        self.init(id: id, kind: kind, outline: outline, lines: lines)
    }
}

extension TextLine {
    fileprivate init?(labels json: JSONValue) {
        guard let id = json["id"]?.text, let text = json["text"]?.text, let outline = Outline(labels: json),
            let words = all(json["words"], Word.init(labels:)), let illegible = legibility(json)
        else { return nil }
        self.init(
            id: id, outline: outline, baseline: all(json["baseline"], Point.init(labels:)), text: text,
            illegible: illegible, language: json["language"]?.text, share: json["share"]?.double ?? 1, words: words)
    }
}

extension Word {
    fileprivate init?(labels json: JSONValue) {
        guard let id = json["id"]?.text, let text = json["text"]?.text, let glued = json["glued"]?.flag,
            let outline = Outline(labels: json), let illegible = legibility(json)
        else { return nil }
        self.init(
            id: id, outline: outline, text: text, glued: glued, illegible: illegible,
            language: json["language"]?.text, confidence: json["confidence"]?.double,
            share: json["share"]?.double ?? 1)
    }
}

extension Outline {
    fileprivate init?(labels json: JSONValue) {
        guard let points = all(json["outline"], Point.init(labels:)), (3...128).contains(points.count)
        else { return nil }
        let top = json["top"]?.integer
        if let top, !(1..<points.count).contains(top) { return nil }
        self.init(points, top: top)
    }
}

extension Point {
    fileprivate init?(labels json: JSONValue) {
        guard let numbers = all(json, \.double), numbers.count == 2, numbers.allSatisfy({ abs($0) <= 1e7 })
        else { return nil }
        self.init(numbers[0], numbers[1])
    }
}

/// Every element of a list; nil when it is no list or one of them is not as it should be.
private func all<T>(_ json: JSONValue?, _ make: (JSONValue) -> T?) -> [T]? {
    guard let elements = json?.elements else { return nil }
    let made = elements.compactMap(make)
    return made.count == elements.count ? made : nil
}

/// Why a text must not be trained on, if it must not; nil when nothing is said of it.
private func legibility(_ json: JSONValue) -> Illegibility?? {
    guard let legible = json["legible"]?.flag else { return nil }
    if legible { return .some(nil) }
    return json["why"]?.text.flatMap(Illegibility.init(rawValue:)) ?? .marked
}
