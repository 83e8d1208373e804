internal import Files
import Imaging
import OperationKit
internal import JSON

/// Label Studio's JSON and JSON-MIN: tasks with rectangles, polygons and ellipses in percent, and the texts of these.
struct LabelStudioTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "label-studio", "Label Studio's export as JSON or JSON-MIN, and a task that it stores by itself.",
        gives: "lines, or words with level", .entries(.line), places: [], options: [.root, .entryLevel],
        source: "Label Studio",
        example: """
            [{"id":1,"data":{"ocr":"/data/upload/1/1b2c3d4e-p.png"},"annotations":[{"result":[
              {"id":"a","type":"rectangle","original_width":620,"original_height":877,
               "value":{"x":9.677,"y":4.561,"width":38.71,"height":3.421,"rotation":0}},
              {"id":"a","type":"textarea","original_width":620,"original_height":877,
               "value":{"x":9.677,"y":4.561,"width":38.71,"height":3.421,"rotation":0,"text":["Two words"]}}]}]}]
            """)

    let root: String?
    private let entry: LabelUnit
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) {
        root = options.word(.root)
        entry = Self.declaration.entry(options)
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else {
            return file.quotes(["original_width", "original_height"])
        }
        return Self.knows(json)
    }

    static func knows(_ json: JSONValue) -> Bool {
        guard let task = json.elements == nil ? json : json.first else { return false }
        if task.has("data"), task["annotations"]?.elements != nil || task["predictions"]?.elements != nil {
            return true
        }
        if task["result"]?.elements != nil, task["task"] != nil { return true }
        return shapeLists(of: task).contains { $0.value.first?["original_width"] != nil }
    }

    /// The members of a JSON-MIN task that are lists of objects: what its controls gave.
    private static func shapeLists(of task: JSONValue) -> [JSONValue.Member] {
        (task.members ?? []).filter { $0.value.first?.members != nil }
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let name = RelativePath.name(of: path)
        var listing = PictureListing()
        var pieces = try JSONMembers(path)
        // A task by itself is an object, whose members would be taken apart.
        if !pieces.isList {
            let file = try TruthFile(reading: path)
            try add(JSONPlace(try file.json(), of: name), to: &listing)
            return listing
        }
        while let piece = try pieces.next() { try add(JSONPlace(piece, of: name), to: &listing) }
        return listing
    }

    private func add(_ task: JSONPlace, to listing: inout PictureListing) throws(TruthProblem) {
        guard task.value.members != nil else { throw task.problem("a task is expected") }
        let data = task["task"]?["data"] ?? task["data"] ?? task
        let picture = try Self.picture(in: data)
        let other = Self.uploaded(RelativePath.name(of: picture))
        listing.add(picture, or: other) { () throws(TruthProblem) in try page(task) }
    }

    /// The first text among the data that names a picture.
    private static func picture(in data: JSONPlace) throws(TruthProblem) -> String {
        for member in try data.members() {
            guard let text = member.place.value.text else { continue }
            let path = LabelStudioPath.plain(text)
            if PictureName.isOne(path) { return path }
        }
        throw data.problem("no picture is named")
    }

    /// Uploaded files get eight digits and a hyphen before their name.
    private static func uploaded(_ name: String) -> String? {
        let parts = name.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.count == 8, parts[0].allSatisfy(\.isHexDigit) else { return nil }
        return String(parts[1])
    }

    private func page(_ task: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var shapes = LabelStudioShapes()
        if let results = try Self.results(of: task) {
            for result in results { try shapes.take(result) }
        } else {
            for member in Self.shapeLists(of: task.value) {
                for place in try task.list(member.name) { try shapes.take(place, text: nil) }
            }
            try shapes.give(texts: task[["transcription", "text"]])
        }
        var draft = TruthDraft(shapes.entries, as: entry)
        draft.size = shapes.size
        draft.unused = shapes.unused
        draft.unused[.alternatives] += max(0, try Self.annotations(of: task).count - 1)
        return draft
    }

    /// What was annotated: the first annotation that was not given up, marked ones first; else what was predicted.
    private static func results(of task: JSONPlace) throws(TruthProblem) -> [JSONPlace]? {
        if let own = task["result"] { return try own.elements() }
        guard task["annotations"] != nil || task["predictions"] != nil else { return nil }
        let annotations = try annotations(of: task)
        for annotation in annotations where try annotation.flag("ground_truth") == true {
            return try annotation.list("result")
        }
        let predictions = try task.list("predictions")
        return try (annotations.first ?? predictions.first)?.list("result") ?? []
    }

    /// Those that were not given up.
    private static func annotations(of task: JSONPlace) throws(TruthProblem) -> [JSONPlace] {
        var annotations: [JSONPlace] = []
        for annotation in try task.list("annotations") where try annotation.flag("was_cancelled") != true {
            annotations.append(annotation)
        }
        return annotations
    }
}

/// The addresses of pictures.
enum LabelStudioPath {
    /// The path in an address: what stands behind `?d=`, without scheme and host, with `%20` as a blank.
    static func plain(_ text: String) -> String {
        var path = text[...]
        if let query = path.firstRange(of: "?d=") {
            path = path[query.upperBound...]
        } else {
            if let scheme = path.firstRange(of: "://") {
                path = path[scheme.upperBound...]
                path = path.firstIndex(of: "/").map { path[path.index(after: $0)...] } ?? path
            }
            path = path.prefix { $0 != "?" }
        }
        for start in ["/data/upload/", "/data/"] where path.hasPrefix(start) { path = path.dropFirst(start.count) }
        return unescaped(path)
    }

    private static func unescaped(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
            {
                out.append(byte)
                at += 3
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(validating: out, as: UTF8.self) ?? String(text)
    }
}
