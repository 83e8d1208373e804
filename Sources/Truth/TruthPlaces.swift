internal import Files
internal import OperationKit

/// Under which names truth lies beside a picture.
enum TruthPlaces {
    /// A name with `{stem}` in it, and how such a file is read.
    struct Place: Sendable {
        let pattern: String
        let format: any TruthReading
        /// Whether the name alone tells the format; otherwise a file of other content is passed over.
        let isSure: Bool
    }

    /// All places, the richest first. A name that several formats in XML declare stands behind them all, and the root
    /// element of a file tells which of them it is.
    static func all(_ options: FormatOptions, _ types: [any TruthFormat.Type] = TruthFormats.all) -> [Place] {
        var places: [Place] = []
        for type in types {
            let format = type.init(options)
            for place in type.declaration.places {
                let known = places.firstIndex { $0.pattern == place.pattern && Self.isOfOneKind($0.format, format) }
                let earlier = known.map { places.remove(at: $0).format }
                let reader = earlier.flatMap { Self.either($0, format) } ?? format
                places.append(Place(pattern: place.pattern, format: reader, isSure: place.isSure))
            }
        }
        return places
    }

    /// Whether the content of a file tells two formats apart that are looked for under one name.
    private static func isOfOneKind(_ one: any TruthReading, _ other: any TruthReading) -> Bool {
        either(one, other) != nil
    }

    /// Both as one, told apart by the root element of XML or the members of JSON; nil where they are of two kinds.
    private static func either(_ one: any TruthReading, _ other: any TruthReading) -> (any TruthReading)? {
        let xml = (EitherXMLTruth.roots(of: one), EitherXMLTruth.roots(of: other))
        if !xml.0.isEmpty, !xml.1.isEmpty { return EitherXMLTruth(formats: xml.0 + xml.1) }
        let json = (EitherJSONTruth.formats(of: one), EitherJSONTruth.formats(of: other))
        if !json.0.isEmpty, !json.1.isEmpty { return EitherJSONTruth(formats: json.0 + json.1) }
        return nil
    }

    /// The places of one format; none for those that are never beside a picture.
    static func of(_ name: String, _ options: FormatOptions, _ types: [any TruthFormat.Type]) -> [Place] {
        guard let type = type(name, types) else { return [] }
        let format = type.init(options)
        return type.declaration.places.map { Place(pattern: $0.pattern, format: format, isSure: true) }
    }

    /// The format of that name.
    static func type(_ name: String, _ types: [any TruthFormat.Type]) -> (any TruthFormat.Type)? {
        types.first { $0.declaration.name == name }
    }

    /// The files that are there, in the order of the places.
    static func candidates(beside image: String, _ places: [Place]) -> [(path: String, place: Place)] {
        let folder = RelativePath.folder(of: image)
        let stem = RelativePath.stem(of: RelativePath.name(of: image))
        let stems = stems(of: stem)
        return places.flatMap { place in
            stems.map { RelativePath.join(folder, place.pattern.replacing("{stem}", with: $0)) }
                .filter { FileTree.kind(of: $0) == .file }.map { ($0, place) }
        }
    }

    /// The stem, and without the endings that other tools' steps leave.
    private static func stems(of stem: String) -> [String] {
        let ending = [".bin", ".nrm", ".raw", ".dew"].first { stem.hasSuffix($0) && stem != $0 }
        return [stem] + (ending.map { [String(stem.dropLast($0.count))] } ?? [])
    }

    /// A pattern with the image's folder for `{dir}`, its name without extension for `{stem}` and its name for `{name}`.
    static func filled(_ pattern: String, for image: String) -> String {
        let name = RelativePath.name(of: image)
        var result = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            switch rest[rest.index(after: open)..<close] {
            case "dir": result += RelativePath.folder(of: image)
            case "stem": result += RelativePath.stem(of: name)
            case "name": result += name
            default: result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
