internal import Files
import Imaging
import OperationKit
internal import JSON

/// The projects and JSON exports of the VGG Image Annotator, version 1 and 2.
struct VIATruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "via", "The projects and JSON exports of the VGG Image Annotator; an attribute of a region is its text.",
        gives: "lines, or words with level", .entries(.line), places: [],
        options: [.root, .entryLevel, .textIn, .coordinates],
        source: "VGG Image Annotator (VIA)",
        example: """
            {"p.png12345":{"filename":"p.png","size":12345,"file_attributes":{},"regions":[
              {"shape_attributes":{"name":"rect","x":60,"y":40,"width":240,"height":30},
               "region_attributes":{"text":"Two words"}}]}}
            """)

    let root: String?
    private let entry: LabelUnit
    private let attribute: String?
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) {
        root = options.word(.root)
        entry = Self.declaration.entry(options)
        attribute = options.word(.textIn)
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else {
            return file.quotes(["shape_attributes"])
        }
        let pictures = json["_via_img_metadata"] ?? json
        return pictures.members?.first.map { $0.value.has("filename", "regions") } ?? json.has("_via_settings")
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let file = try TruthFile(reading: path)
        let whole = JSONPlace(try file.json(), of: file.name)
        var listing = PictureListing()
        for (_, picture) in try (whole["_via_img_metadata"] ?? whole).members() {
            let name = LabelStudioPath.plain(try picture.need("filename").text())
            listing.add(name) { () throws(TruthProblem) in try page(picture) }
        }
        return listing
    }

    private func page(_ picture: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var entries: [FlatEntry] = []
        // Version 1 keeps regions under their numbers.
        let regions = try picture["regions"].map { place throws(TruthProblem) in
            !place.isObject ? try place.elements() : try place.members().map(\.place)
        }
        for region in regions ?? [] {
            let text = try self.text(region["region_attributes"])
            let outline = try region["shape_attributes"].map { place throws(TruthProblem) in try Self.outline(place) }
            entries.append(FlatEntry(outline: outline ?? .missing, text: text, isMarked: text == "###"))
        }
        return TruthDraft(entries, as: entry)
    }

    private func text(_ attributes: JSONPlace?) throws(TruthProblem) -> String {
        guard let attributes else { return "" }
        if let attribute { return try attributes.text(attribute) ?? "" }
        if let found = attributes[Self.textNames] { return try found.text() }
        let texts = try attributes.members().compactMap(\.place.plainText)
        return texts.count == 1 ? texts[0] : ""
    }

    private static func outline(_ shape: JSONPlace) throws(TruthProblem) -> Outline {
        func number(_ name: String) throws(TruthProblem) -> Double { try shape.need(name).number() }
        switch try shape.text("name") ?? form(of: shape) {
        case "rect":
            let corner = Point(try number("x"), try number("y"))
            return .spanning(corner, corner + Point(try number("width"), try number("height")))
        case "circle", "ellipse":
            let middle = Point(try number("cx"), try number("cy"))
            let isCircle = shape["r"] != nil
            let reach = Point(try number(isCircle ? "r" : "rx"), try number(isCircle ? "r" : "ry"))
            return .spanning(middle - reach, middle + reach)
        case "polygon":
            let (xs, ys) = (try shape.need("all_points_x").numbers(), try shape.need("all_points_y").numbers())
            guard xs.count == ys.count else {
                throw shape.problem("there are \(xs.count) x and \(ys.count) y", .truthNumber)
            }
            return .drawn(zip(xs, ys).map { Point($0, $1) })
        case "polyline", "point": return .missing
        case let other: throw shape.problem("'\(other.prefix(40))' is no shape that VIA has")
        }
    }

    /// What a shape is that does not say so, by what it has.
    private static func form(of shape: JSONPlace) -> String {
        shape["all_points_x"] != nil
            ? "polygon" : shape["r"] != nil ? "circle" : shape["rx"] != nil ? "ellipse" : "rect"
    }
}
