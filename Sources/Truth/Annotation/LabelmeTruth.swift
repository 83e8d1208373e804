import Imaging
import OperationKit
internal import JSON

/// labelme's files, and those of X-AnyLabeling, which have its form: shapes with a label and a description.
struct LabelmeTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "labelme", "labelme's files: shapes whose description, or else label, is their text.",
        gives: "lines, or words with level", .entries(.line), places: [TruthPlace("{stem}.json", isSure: false)],
        options: [.entryLevel, .textIn], source: "labelme, X-AnyLabeling",
        example: """
            {"version":"5.5.0","flags":{},"shapes":[{"label":"text","points":[[60,40],[300,70]],"group_id":null,
              "description":"Two words","shape_type":"rectangle","flags":{}}],
             "imagePath":"p.png","imageData":null,"imageHeight":877,"imageWidth":620}
            """)

    private let entry: LabelUnit
    private let member: String?

    init(_ options: FormatOptions) {
        entry = Self.declaration.entry(options)
        member = options.word(.textIn)
    }

    static let marks = ["shapes", "imagePath"]

    static func knows(_ json: JSONValue) -> Bool { json["shapes"]?.elements != nil && json.has("imagePath") }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let list = PageList([PageList.Entry(picture: try root.text("imagePath"))])
        guard try list.index(for: page, in: root.file) != nil else { return nil }
        let shapes = try root.list("shapes")
        let usual = shapes.contains { !($0["description"]?.plainText ?? "").isEmpty } ? "description" : "label"
        var entries: [FlatEntry] = []
        var unused = UnusedTruth()
        for shape in shapes {
            let text = try shape.text([member ?? usual, "text"])
            let isDifficult = try shape.flag("difficult")
            // Where the text stands beside it, the label says what kind of text it is.
            if member ?? usual != "label" { unused.count(class: try shape.text("label")) }
            let isMarked = isDifficult == true || text == "###"
            entries.append(FlatEntry(outline: try Self.outline(shape), text: text, isMarked: isMarked))
        }
        var draft = TruthDraft(entries, as: entry)
        draft.unused = unused
        draft.setSize(try root.number("imageWidth"), try root.number("imageHeight"))
        return draft
    }

    /// A circle is its middle and a point on its rim; lines and points have no inside.
    private static func outline(_ shape: JSONPlace) throws(TruthProblem) -> Outline {
        guard let points = try shape["points"]?.points() else { return .missing }
        switch try shape.text("shape_type") ?? "polygon" {
        case "circle" where points.count == 2:
            let radius = points[0].distance(to: points[1])
            return .spanning(points[0] - Point(radius, radius), points[0] + Point(radius, radius))
        case "line", "linestrip", "point", "points", "mask": return .missing
        case "polygon", "rectangle", "oriented_rectangle":
            return points.count == 2 ? .spanning(points[0], points[1]) : .drawn(points)
        case let other: throw shape.problem("'\(other.prefix(40))' is no 'shape_type' that labelme has")
        }
    }
}
