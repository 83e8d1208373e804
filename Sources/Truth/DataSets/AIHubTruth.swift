import Imaging
import OperationKit
internal import JSON

/// The OCR data of AI Hub, Korea, in its several forms: `annotation.bbox` with `annotation.text`, `bbox` with lists of x
/// and y, `text.word` with `wordbox`, and `annotations` of one picture.
struct AIHubTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "aihub", "The OCR data of AI Hub, Korea, in its several forms.", gives: "words, or lines with level",
        .entries(.word),
        places: [
            TruthPlace("{stem}.json", isSure: false), TruthPlace("../json/{stem}.json", isSure: false),
            TruthPlace("../label/{stem}.json", isSure: false), TruthPlace("../labels/{stem}.json", isSure: false),
        ], options: [.entryLevel], source: "AI Hub: public documents, financial forms, signs, Korean type",
        example: """
            {"Images":{"identifier":"p","type":"png","width":620,"height":877},
             "bbox":[{"data":"Two","id":1,"x":[60,60,150,150],"y":[40,70,40,70]},
                     {"data":"words","id":2,"x":[170,170,300,300],"y":[40,70,40,70]}]}
            """)

    private let entry: LabelUnit

    init(_ options: FormatOptions) { entry = Self.declaration.entry(options) }

    static let marks = ["annotation.bbox"]

    static func knows(_ json: JSONValue) -> Bool {
        guard let label = list(json)?.value.elements else { return false }
        guard let first = label.first else { return json.has("images", "annotations") || json.has("Images", "bbox") }
        return first.has("annotation.bbox") || first.has("x", "y", "data") || first.has("wordbox", "value")
            || (first.has("bbox", "text") && json["images"]?.elements?.count ?? 1 == 1)
    }

    private static func list(_ json: JSONValue) -> JSONValue.Member? {
        if let words = json["text"]?["word"] { return JSONValue.Member("word", words) }
        return ["annotations", "bbox"].lazy.compactMap { name in json[name].map { JSONValue.Member(name, $0) } }.first
    }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: root.file) != nil else { return nil }
        let list = root["text"]?["word"] ?? root[["annotations", "bbox"]]
        var entries: [FlatEntry] = []
        for label in try list?.elements() ?? [] {
            let text = try (label[["annotation.text", "data", "value", "text"]])?.text() ?? ""
            // What cannot be read is written so on signs.
            let isMarked = text == "xxx" || text == "###"
            entries.append(FlatEntry(outline: try Self.outline(label), text: text, isMarked: isMarked))
        }
        var draft = TruthDraft(entries, as: entry)
        if let image = try Self.image(root) {
            let before = image["image.width"] == nil ? "" : "image."
            draft.setSize(try image.number(before + "width"), try image.number(before + "height"))
        }
        return draft
    }

    /// Left, top, width and height; `wordbox` is left, top, right, bottom; lists of x and y are corners in no set order.
    private static func outline(_ label: JSONPlace) throws(TruthProblem) -> Outline {
        if label["annotation.bbox"] != nil { return try label.box("annotation.bbox") }
        if label["wordbox"] != nil { return try label.corners("wordbox") }
        guard let x = label["x"], let y = label["y"] else { return try label.box("bbox") }
        let (xs, ys) = (try x.numbers(), try y.numbers())
        guard xs.count == ys.count else {
            throw label.problem("there are \(xs.count) x and \(ys.count) y", .truthNumber)
        }
        let corners = Polygon.hull(zip(xs, ys).map { Point($0, $1) })
        return corners.count < 3 ? .missing : Outline(corners, along: Point(1, 0))
    }

    /// What is said of the picture, where it is.
    private static func image(_ root: JSONPlace) throws(TruthProblem) -> JSONPlace? {
        guard let found = root[["images", "Images", "image"]] else { return nil }
        return found.isList ? try found.elements().first : found
    }
}
