internal import Files
import Foundation
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
    /// element of a file tells which of them it is; of other formats that declare one name each looks at the file.
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

    /// A file that is there, and the place whose name it has.
    struct Candidate {
        let path: String
        let place: Place
        let isOtherCase: Bool
    }

    /// The files that are there, in the order of the places. Names are compared as people read them and, second, without
    /// case, unless another picture has the very name.
    static func candidates(beside image: String, _ places: [Place], _ names: FolderNames) -> [Candidate] {
        let folder = RelativePath.folder(of: image)
        let stem = RelativePath.stem(of: RelativePath.name(of: image))
        let hasDouble = hasDouble(of: image, names)
        var seen: Set<String> = []
        return places.flatMap { place in
            stems(of: stem).compactMap { stem in
                let path = RelativePath.join(folder, place.pattern.replacing("{stem}", with: stem))
                guard let found = names.file(path), !(found.isOtherCase && hasDouble) else { return nil }
                // One file may be found under several spellings of one place.
                guard seen.insert("\(place.format.name)\u{0}\(found.path)").inserted else { return nil }
                return Candidate(path: found.path, place: place, isOtherCase: found.isOtherCase)
            }
        }
    }

    /// Whether the picture's name without its extension is that of another but for case.
    private static func hasDouble(of image: String, _ names: FolderNames) -> Bool {
        let (folder, name) = (RelativePath.folder(of: image), RelativePath.name(of: image))
        let stem = RelativePath.stem(of: name).composed
        let key = NameKey(stem)
        return pictureExtensions.contains { ending in
            names.names(like: stem + "." + ending, in: folder).contains {
                let other = RelativePath.stem(of: $0).composed
                return NameKey(other) == key && !other.utf8.elementsEqual(stem.utf8)
            }
        }
    }

    private static let pictureExtensions = [
        "png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif", "pnm", "pbm", "pgm", "ppm",
    ]

    /// A file in the picture's folder whose name is nearly that of the picture with an ending of truth; nil when there is
    /// none, or it is another picture's.
    static func nearMiss(beside image: String, _ places: [Place], _ names: FolderNames) -> String? {
        let (folder, name) = (RelativePath.folder(of: image), RelativePath.name(of: image))
        let endings = Set(places.map { $0.pattern }.filter { $0.hasPrefix("{stem}") }.map { String($0.dropFirst(6)) })
        let bones = bones(of: RelativePath.stem(of: name))
        guard !bones.isEmpty else { return nil }
        let all = names.listing(of: folder).values.flatMap { $0 }
        func stems(_ name: String) -> [String] {
            endings.filter { name.lowercased().hasSuffix($0) && name.utf8.count > $0.utf8.count }
                .map { String(name.dropLast($0.count)) }
        }
        let pictures = Set(
            all.filter { pictureExtensions.contains(RelativePath.fileExtension(of: $0).lowercased()) }
                .map { NameKey(RelativePath.stem(of: $0)) })
        return all.filter { other in
            stems(other).contains { Self.bones(of: $0) == bones && !pictures.contains(NameKey($0)) }
        }.min { $0.precedesInBytes($1) }
    }

    /// The letters and digits of a name without case, marks of division and zeros before numbers.
    private static func bones(of name: String) -> String {
        var out = ""
        var isInNumber = false
        for scalar in name.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            let isDigit = scalar.properties.numericType == .decimal
            if isDigit, !isInNumber, scalar == "0" { continue }
            isInNumber = isDigit
            if isDigit || scalar.properties.isAlphabetic { out.unicodeScalars.append(scalar) }
        }
        return out
    }

    /// The stem, and without the endings that other tools' steps leave.
    private static func stems(of stem: String) -> [String] {
        let ending = [".bin", ".nrm", ".raw", ".dew"].first { stem.hasSuffix($0) && stem != $0 }
        return [stem] + (ending.map { [String(stem.dropLast($0.count))] } ?? [])
    }
}

/// Where truth is that a pipeline names: a path with words for the picture in it.
struct TruthPattern: Sendable {
    private let text: String
    private let folder: String
    /// With whom a picture shares its file.
    let sharing: PictureInfo.Sharing
    /// Whether each page of a picture has a file of its own.
    let isOfPages: Bool

    /// `text` starts from `folder` unless what it begins with is a folder by itself.
    init(_ text: String, from folder: String) {
        self.text = text
        self.folder = folder
        let words = Self.words(in: text)
        isOfPages = words.contains("page")
        sharing =
            !words.isDisjoint(with: ["stem", "name", "path"]) ? .none : words.contains("dir") ? .folder : .all
    }

    /// The path for a picture: its folder for `{dir}`, its name without extension for `{stem}`, its name for `{name}`, its
    /// path below the folder of all pictures, without extension, for `{path}`, and the number of the page for `{page}`.
    func path(for picture: PictureInfo) -> String {
        let name = RelativePath.name(of: picture.path)
        let below = RelativePath.join(RelativePath.folder(of: picture.name), RelativePath.stem(of: name))
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            switch rest[rest.index(after: open)..<close] {
            case "dir": result += RelativePath.folder(of: RelativePath.join(FileTree.workingFolder, picture.path))
            case "stem": result += RelativePath.stem(of: name)
            case "name": result += name
            case "path": result += below
            case "page": result += "\(picture.page)"
            default: result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return RelativePath.normalized(RelativePath.join(folder, FileTree.expanded(result + rest)))
    }

    private static func words(in text: String) -> Set<String> {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        return Set(parts.filter { $0.contains("}") }.map { String($0.prefix { $0 != "}" }) })
    }
}
