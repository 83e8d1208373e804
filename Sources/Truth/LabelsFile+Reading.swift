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

    /// What keeps a JSON value from being a labels file.
    public struct Fault: Error, Sendable, Equatable {
        /// Where it is, such as `regions[0].lines[2]`; empty for the whole file.
        public let place: String
        /// What is wrong there, such as `lacks 'text'`.
        public let message: String

        /// Both in one sentence, without a name for the file.
        public var description: String { place.isEmpty ? message : "\(message) in \(place)" }
    }

    /// Reads a labels file; throws what keeps it from being one, such as a layout newer than `version`.
    public static func contents(_ json: JSONValue) throws(Fault) -> Contents {
        let members = LabelsMembers(json, "")
        let version = try members.value("foxing", \.integer)
        guard version <= self.version else { throw Fault(place: "", message: "has layout \(version), a newer one") }
        let (width, height) = (try members.value("width", \.integer), try members.value("height", \.integer))
        guard width > 0, height > 0 else { throw Fault(place: "", message: "has a 'width' or 'height' below 1") }
        return Contents(
            truth: try members.truth(), image: json["image"]?.text ?? "", size: Size(width: width, height: height),
            version: version)
    }

    /// Reads a labels file; nil when it does not have the members of one, or of a layout newer than `version`.
    public static func read(_ json: JSONValue) -> Contents? { try? contents(json) }
}

/// The members of one object of a labels file.
private struct LabelsMembers {
    private let json: JSONValue
    private let place: String

    init(_ json: JSONValue, _ place: String) {
        self.json = json
        self.place = place
    }

    /// A member that must be there and of its kind.
    func value<T>(_ name: String, _ read: (JSONValue) -> T?) throws(LabelsFile.Fault) -> T {
        guard let member = json[name] else { throw fault("lacks '\(name)'") }
        guard let value = read(member) else { throw fault("has a wrong '\(name)'") }
        return value
    }

    private func fault(_ message: String) -> LabelsFile.Fault { LabelsFile.Fault(place: place, message: message) }

    /// The objects of a list.
    private func list<T>(
        _ name: String, _ make: (LabelsMembers) throws(LabelsFile.Fault) -> T
    ) throws(LabelsFile.Fault) -> [T] {
        var made: [T] = []
        for (index, element) in try value(name, \.elements).enumerated() {
            made.append(try make(LabelsMembers(element, (place.isEmpty ? "" : place + ".") + "\(name)[\(index)]")))
        }
        return made
    }

    func truth() throws(LabelsFile.Fault) -> GroundTruth {
        let level = try value("level") { $0.text.flatMap(GroundTruth.Level.init(rawValue:)) }
        let regions = try list("regions") { (region) throws(LabelsFile.Fault) in try region.region() }
        let text = json["text"]?.text
        let isMirrored = regions.lazy.flatMap(\.lines).contains { line in
            line.illegible == .mirrored || line.words.contains { $0.illegible == .mirrored }
        }
        return GroundTruth(
            text: text, level: level, origin: try value("origin", \.text), regions: regions,
            illegible: level == .page && text == nil ? .cut : nil, isMirrored: isMirrored)
    }

    private func region() throws(LabelsFile.Fault) -> Region {
        var outline = try outline()
        if json["top"] == nil { outline.top = LabelsFile.usualTop(outline.points) }
        return Region(
            id: try value("id", \.text), kind: try value("kind") { $0.text.flatMap(Region.Kind.init(rawValue:)) },
            outline: outline, lines: try list("lines") { (line) throws(LabelsFile.Fault) in try line.line() })
    }

    private func line() throws(LabelsFile.Fault) -> TextLine {
        let isPlaced = json["placed"] == nil ? true : try value("placed", \.flag)
        return TextLine(
            id: try value("id", \.text), outline: isPlaced ? try outline() : .missing,
            baseline: json["baseline"].flatMap(points),
            text: try value("text", \.text), illegible: try illegible(), language: json["language"]?.text,
            share: json["share"]?.double ?? 1,
            words: isPlaced ? try list("words") { (word) throws(LabelsFile.Fault) in try word.word() } : [],
            isVertical: json["vertical"] == nil ? false : try value("vertical", \.flag))
    }

    private func word() throws(LabelsFile.Fault) -> Word {
        Word(
            id: try value("id", \.text), outline: try outline(), text: try value("text", \.text),
            glued: json["glued"] == nil ? false : try value("glued", \.flag), illegible: try illegible(),
            language: json["language"]?.text, confidence: json["confidence"]?.double,
            share: json["share"]?.double ?? 1)
    }

    private func outline() throws(LabelsFile.Fault) -> Outline {
        let points = try value("outline", points)
        guard (3...128).contains(points.count) else { throw fault("has an 'outline' without 3 to 128 points") }
        let top = json["top"]?.integer
        if let top, !(1..<points.count).contains(top) { throw fault("has a wrong 'top'") }
        return Outline(points, top: top)
    }

    /// Pairs of numbers within ±10,000,000.
    private func points(_ json: JSONValue) -> [Point]? {
        guard let elements = json.elements else { return nil }
        let points = elements.compactMap { pair -> Point? in
            let numbers = (pair.elements ?? []).compactMap(\.double)
            guard numbers.count == 2, pair.elements?.count == 2, numbers.allSatisfy({ abs($0) <= 1e7 }) else {
                return nil
            }
            return Point(numbers[0], numbers[1])
        }
        return points.count == elements.count ? points : nil
    }

    /// Why it must not be trained on; nil when it may.
    private func illegible() throws(LabelsFile.Fault) -> Illegibility? {
        if try value("legible", \.flag) { return nil }
        return json["why"]?.text.flatMap(Illegibility.init(rawValue:)) ?? .marked
    }
}
