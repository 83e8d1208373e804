import Imaging
import OperationKit
internal import JSON

/// What PaddleOCR reads: version 3's object of parallel lists, version 2's list of boxes with text and score.
struct PaddleResultTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "paddleocr-json", aliases: ["paddleocr-result"], "The results of PaddleOCR 2 and 3 as JSON.",
        gives: "lines, or words with level", .entries(.line),
        places: [TruthPlace("{stem}_res.json", isSure: false), TruthPlace("{stem}.json", isSure: false)],
        options: [.entryLevel, .coordinates], source: "PaddleOCR: save_to_json(), json.dump of ocr.ocr()",
        example: """
            {"input_path":"p.png","page_index":null,"rec_texts":["Two words"],"rec_scores":[0.99],
             "rec_polys":[[[60,40],[300,40],[300,70],[60,70]]],"rec_boxes":[[60,40,300,70]]}
            """)

    private let entry: LabelUnit

    init(_ options: FormatOptions) { entry = Self.declaration.entry(options) }

    static let marks = ["rec_texts", "rec_polys"]

    static func knows(_ json: JSONValue) -> Bool {
        let result = json["res"] ?? json.first?["res"] ?? json.first ?? json
        if result["rec_texts"]?.elements != nil { return true }
        return isRow(json.first) || isRow(json.first?.first)
    }

    /// `[[[x,y],…],["text",0.9]]`.
    private static func isRow(_ json: JSONValue?) -> Bool {
        guard let parts = json?.elements, parts.count == 2 else { return false }
        return parts[0].first?.first?.double != nil && parts[1].first?.text != nil
    }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let isList = root.isList
        let pages = isList && !Self.isRow(root.value.first) ? try root.elements() : [root]
        var entries: [PageList.Entry] = []
        for page in pages {
            let result = page["res"] ?? page
            entries.append(
                PageList.Entry(picture: try result.text("input_path"), number: result["page_index"]?.plainInteger))
        }
        let list = PageList(entries)
        guard let index = try list.index(for: page, in: root.file) else { return nil }
        let chosen = pages[index]
        var labels: [FlatEntry] = []
        if chosen.isList {
            labels = try Self.rows(chosen)
        } else if chosen.isObject {
            labels = try Self.columns(chosen["res"] ?? chosen)
        }
        var draft = TruthDraft(labels, as: entry)
        draft.unused[.pages] += list.unused(by: page)
        return draft
    }

    private static func rows(_ list: JSONPlace) throws(TruthProblem) -> [FlatEntry] {
        var entries: [FlatEntry] = []
        for row in try list.elements() {
            let parts = try row.elements()
            guard parts.count == 2, let text = try parts[1].elements().first else {
                throw row.problem("a box and a text with its score are expected")
            }
            entries.append(
                FlatEntry(outline: .drawn(try parts[0].points()), text: try text.text(), isMarked: false))
        }
        return entries
    }

    private static func columns(_ result: JSONPlace) throws(TruthProblem) -> [FlatEntry] {
        let texts = try result.need("rec_texts").elements()
        let polygons = try result.need(["rec_polys", "rec_boxes", "dt_polys"]).elements()
        guard texts.count == polygons.count else {
            throw result.problem("there are \(texts.count) texts and \(polygons.count) outlines")
        }
        let areBoxes = result["rec_polys"] == nil && result["rec_boxes"] != nil
        var entries: [FlatEntry] = []
        for (text, polygon) in zip(texts, polygons) {
            let points = try polygon.points()
            let outline = areBoxes && points.count == 2 ? Outline.spanning(points[0], points[1]) : .drawn(points)
            entries.append(FlatEntry(outline: outline, text: try text.text(), isMarked: false))
        }
        return entries
    }
}
