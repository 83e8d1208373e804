import Imaging
import OperationKit
internal import JSON

/// The files of CORD: receipts as fields of words, each with four corners.
struct CORDTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "cord", "The files of CORD: receipts as fields of words, each with four corners.", gives: "words, lines",
        .words,
        places: [
            TruthPlace("{stem}.json", isSure: false), TruthPlace("json/{stem}.json", isSure: false),
            TruthPlace("../json/{stem}.json", isSure: false),
        ], source: "CORD, the consolidated receipt data set",
        example: """
            {"valid_line":[{"words":[
              {"quad":{"x1":60,"y1":40,"x2":150,"y2":40,"x3":150,"y3":70,"x4":60,"y4":70},"is_key":0,"row_id":1,"text":"Two"},
              {"quad":{"x1":170,"y1":40,"x2":300,"y2":40,"x3":300,"y3":70,"x4":170,"y4":70},"is_key":0,"row_id":1,
               "text":"words"}],"group_id":1}],
             "meta":{"version":"2.0.0","image_id":0,"image_size":{"width":620,"height":877}},
             "roi":{},"repeating_symbol":[],"dontcare":[]}
            """)

    init(_ options: FormatOptions) {}

    static let marks = ["valid_line", "quad"]

    static func knows(_ json: JSONValue) -> Bool { json["valid_line"]?.elements != nil }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: root.file) != nil else { return nil }
        var lines: [TextLine] = []
        var unused = UnusedTruth()
        for field in try root.list("valid_line") {
            // The words of a field may stand in several rows.
            var rows: [(id: Int?, words: [Word])] = []
            for word in try field.list("words") {
                let row = word["row_id"]?.value.integer
                if rows.last?.id != row || rows.isEmpty { rows.append((row, [])) }
                rows[rows.count - 1].words.append(
                    Word(id: "", outline: try Self.quad(word["quad"]), text: try word.text("text") ?? ""))
            }
            unused.count(class: try field.text("category"))
            lines += rows.map { TextLine(id: "", outline: .missing, text: "", words: $0.words) }
        }
        for place in try root.list("dontcare") { lines += try Self.marked(place) }
        var draft = TruthDraft(regions: lines.isEmpty ? [] : [Region(id: "", outline: .missing, lines: lines)])
        draft.unused = unused
        let size = root["meta"]?["image_size"]
        draft.setSize(try size?.number("width"), try size?.number("height"))
        return draft
    }

    /// A place that nobody could read, or a list of such.
    private static func marked(_ place: JSONPlace) throws(TruthProblem) -> [TextLine] {
        guard place.value.members != nil else {
            var lines: [TextLine] = []
            for element in try place.elements() { lines += try marked(element) }
            return lines
        }
        return [TextLine(id: "", outline: try quad(place["quad"] ?? place), text: "", illegible: .marked)]
    }

    private static func quad(_ place: JSONPlace?) throws(TruthProblem) -> Outline {
        guard let place, place["x1"] != nil else { return .missing }
        var points: [Point] = []
        for number in 1...4 {
            points.append(Point(try place.need("x\(number)").number(), try place.need("y\(number)").number()))
        }
        return .drawn(points)
    }
}
