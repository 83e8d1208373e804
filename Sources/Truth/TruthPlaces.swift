internal import Files

/// Under which names truth lies beside a picture.
enum TruthPlaces {
    /// A name with `{stem}` in it, and how such a file is read.
    struct Place: Sendable {
        let pattern: String
        let format: any TruthFormat
        /// Whether the name alone tells the format; otherwise a file of other content is passed over.
        let isSure: Bool
    }

    /// All places, the richest first.
    static func all(_ options: TruthOptions) -> [Place] {
        func places(_ format: any TruthFormat, isSure: Bool = true, _ patterns: String...) -> [Place] {
            patterns.map { Place(pattern: $0, format: format, isSure: isSure) }
        }
        return places(NativeTruth(), "{stem}.foxing.json")
            + places(PageXMLTruth(), "{stem}.page.xml", "page/{stem}.xml", "PAGE/{stem}.xml")
            + places(AltoTruth(), "{stem}.alto.xml", "alto/{stem}.xml", "ALTO/{stem}.xml")
            + places(EitherXMLTruth(), "{stem}.xml")
            + places(HOCRTruth(), "{stem}.hocr", "{stem}.hocr.html")
            + places(TSVTruth(options: options), isSure: false, "{stem}.tsv")
            + places(BoxTruth(options: options), "{stem}.box")
            + places(ICDARTruth(options: options), isSure: false, "gt_{stem}.txt")
            + places(PageTextTruth(), "{stem}.gt.txt", "{stem}.txt")
    }

    /// The places of one format; none for those that are never beside a picture.
    static func of(_ name: String, _ options: TruthOptions) -> [Place] {
        all(options).compactMap { place in
            if place.format.name == name { return Place(pattern: place.pattern, format: place.format, isSure: true) }
            guard place.format is EitherXMLTruth, let format = format(name, options), format is any XMLTruth else {
                return nil
            }
            return Place(pattern: place.pattern, format: format, isSure: true)
        }
    }

    /// The format of that name.
    static func format(_ name: String, _ options: TruthOptions) -> (any TruthFormat)? {
        switch name {
        case "paddleocr": PaddleTruth(options: options)
        case "coco": COCOTruth(options: options)
        default: all(options).first { $0.format.name == name }?.format
        }
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
