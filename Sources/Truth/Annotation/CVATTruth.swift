internal import Files
import Imaging
import OperationKit

/// CVAT's XML for images: boxes, polygons and ellipses with attributes, of which one is the text.
struct CVATTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "cvat", "CVAT's XML for images: shapes of which an attribute, or else the label, is the text.",
        gives: "lines, or words with level", .entries(.line), places: [], options: [.root, .entryLevel, .textIn],
        source: "CVAT",
        example: """
            <annotations><version>1.1</version>
             <image id="0" name="p.png" width="620" height="877">
              <box label="text" occluded="0" xtl="60" ytl="40" xbr="300" ybr="70" z_order="0">
               <attribute name="text">Two words</attribute></box>
             </image></annotations>
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
        guard let source = try? file.markup() else { return false }
        return XMLReader.root(of: source) == "annotations"
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let source = try TruthFile(reading: path).markup()
        let tree = try XMLReader.tree(of: source, skipping: ["meta"])
        guard tree.name == "annotations" else {
            throw source.problem(
                .truthOfOtherFormat, "the root element is '\(tree.name)' and not 'annotations'", at: tree.offset)
        }
        if let track = tree.first("track") {
            throw source.problem(
                .truthOfOtherFormat, "this is CVAT's XML for videos", at: track.offset,
                help: "export it again as 'CVAT for images'")
        }
        var listing = PictureListing()
        for image in tree.all("image") {
            guard let name = image["name"] else {
                throw source.problem(.truthOfOtherFormat, "a picture has no 'name'", at: image.offset)
            }
            listing.add(name) { () throws(TruthProblem) in try page(image, source) }
        }
        return listing
    }

    private func page(_ image: MarkupElement, _ source: TruthText) throws(TruthProblem) -> TruthDraft {
        var entries: [FlatEntry] = []
        var unused = UnusedTruth()
        for shape in image.children {
            guard let outline = try Self.outline(shape, source) else {
                // Of the whole picture.
                if shape.name == "tag" { unused[.classes] += 1 }
                continue
            }
            let text = self.text(of: shape)
            if !shape.all("attribute").isEmpty { unused.count(class: shape["label"]) }
            entries.append(FlatEntry(outline: outline, text: text, isMarked: text == "###"))
        }
        var draft = TruthDraft(entries, as: entry)
        draft.unused = unused
        draft.setSize(try source.number("width", of: image), try source.number("height", of: image))
        return draft
    }

    private func text(of shape: MarkupElement) -> String {
        let attributes = shape.all("attribute")
        func value(_ name: String) -> String? { attributes.first { $0["name"] == name }?.text }
        if let attribute { return value(attribute) ?? "" }
        if let found = Self.textNames.lazy.compactMap(value).first { return found }
        return attributes.count == 1 ? attributes[0].text : attributes.isEmpty ? shape["label"] ?? "" : ""
    }

    /// nil for what is no shape; rectangles are turned clockwise about their middle.
    private static func outline(_ shape: MarkupElement, _ source: TruthText) throws(TruthProblem) -> Outline? {
        func number(_ name: String) throws(TruthProblem) -> Double {
            guard let number = try source.number(name, of: shape) else {
                throw source.problem(.truthOfOtherFormat, "'\(shape.name)' has no '\(name)'", at: shape.offset)
            }
            return number
        }
        let degrees = try source.number("rotation", of: shape) ?? 0
        switch shape.name {
        case "box":
            let (low, high) = (Point(try number("xtl"), try number("ytl")), Point(try number("xbr"), try number("ybr")))
            return .turned(.spanning(low, high), by: degrees, about: (low + high) * 0.5)
        case "ellipse":
            let (middle, reach) = (Point(try number("cx"), try number("cy")), Point(try number("rx"), try number("ry")))
            return .turned(.spanning(middle - reach, middle + reach), by: degrees, about: middle)
        case "polygon":
            let written = shape["points"] ?? ""
            guard let numbers = TruthNumber.list(written.replacing(";", with: " ")), numbers.count % 2 == 0 else {
                throw source.badNumber(written, "points", shape)
            }
            return .drawn(stride(from: 0, to: numbers.count, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) })
        case "polyline", "points", "mask", "skeleton", "cuboid": return .missing
        default: return nil
        }
    }
}
