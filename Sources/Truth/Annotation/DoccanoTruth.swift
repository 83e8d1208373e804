internal import Files
import Imaging
import OperationKit
internal import JSON

/// doccano's exports as JSONL or JSON: boxes whose label is their text, or captions of whole pictures.
struct DoccanoTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "doccano", "doccano's exports: boxes whose label is their text, or captions of whole pictures.",
        gives: "lines, or words with level", .entries(.line), places: [], options: [.root, .entryLevel, .coordinates],
        source: "doccano",
        example: """
            {"id":1,"filename":"p.png","bbox":[{"id":7,"label":"Two words","x":60,"y":40,"width":240,"height":30}]}
            """)

    let root: String?
    private let entry: LabelUnit
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) {
        root = options.word(.root)
        entry = Self.declaration.entry(options)
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let row = (try? rows(file))?.first?.value else { return false }
        return row.has("filename") && (row["bbox"] ?? row["label"] ?? row["caption"])?.elements != nil
    }

    /// A value per line, or one list of them.
    private func rows(_ file: TruthFile) throws(TruthProblem) -> [JSONPlace] {
        if file.bytes.first(where: { !TruthNumber.isBlank($0) }) == UInt8(ascii: "[") {
            return try JSONPlace(try file.json(), of: file.name).elements()
        }
        var rows: [JSONPlace] = []
        for row in try file.rows() where row.text.contains(where: { !$0.isWhitespace }) {
            do {
                rows.append(JSONPlace(try JSONReader.read(String(row.text)), of: file.name, row: row.number))
            } catch {
                throw file.problem(.truthOfOtherFormat, "line \(row.number) is no JSON: \(error.description)")
            }
        }
        return rows
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        var listing = PictureListing()
        for row in try rows(try TruthFile(reading: path)) {
            let name = try row.need("filename").text()
            if let boxes = row["bbox"] {
                listing.add(name) { () throws(TruthProblem) in try page(boxes) }
            } else if let captions = row[["label", "caption"]] {
                var texts: [String] = []
                for caption in try captions.elements() { texts.append(try caption.text()) }
                listing.add(name, .text(texts.joined(separator: "\n")))
            } else {
                throw row.problem("neither 'bbox' nor 'label' is there")
            }
        }
        return listing
    }

    private func page(_ boxes: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var entries: [FlatEntry] = []
        for box in try boxes.elements() {
            func number(_ name: String) throws(TruthProblem) -> Double { try box.need(name).number() }
            let corner = Point(try number("x"), try number("y"))
            let outline = Outline.spanning(corner, corner + Point(try number("width"), try number("height")))
            let text = try box.text(["text", "label"])
            entries.append(FlatEntry(outline: outline, text: text, isMarked: text == "###"))
        }
        return TruthDraft(entries, as: entry)
    }
}
