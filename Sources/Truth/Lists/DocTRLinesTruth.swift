internal import Files
import Imaging
import OperationKit
internal import JSON

/// docTR's `labels.json`: for recognition the text of each picture, for detection the polygons on it, without a text.
struct DocTRSetTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "doctr-set", aliases: ["doctr-rec", "doctr-det"],
        "docTR's labels.json: the text of each picture of a word or line, or the polygons on each page.",
        gives: "lines; places without text for detection", .entries(.word), places: [], options: [.root],
        source: "docTR's training scripts and their data", example: "{\"p.png\":\"Two words\"}")

    let root: String?
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { root = options.word(.root) }

    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else {
            // Of a large file only the beginning is seen.
            let head = String(decoding: file.bytes.prefix(1000), as: UTF8.self)
            return head.split(separator: "\"").dropFirst().first.map { PictureName.isOne($0) } ?? false
        }
        guard let first = json.members?.first else { return false }
        return PictureName.isOne(first.name) && (first.value.text != nil || first.value.has("polygons"))
    }

    /// Pictures lie in `images` beside the list.
    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        let file = try TruthFile(reading: path)
        var listing = PictureListing()
        for (name, place) in try JSONPlace(try file.json(), of: file.name).members() {
            let other = RelativePath.join("images", name)
            if let text = place.value.text {
                listing.add(other, or: name, .text(text))
            } else {
                listing.add(other, or: name) { () throws(TruthProblem) in try Self.page(place) }
            }
        }
        return listing
    }

    /// Places where text is, whose reading nobody knows.
    private static func page(_ place: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var entries: [FlatEntry] = []
        // Classes have names where there are several.
        let polygons = try place.need("polygons")
        let lists = polygons.value.members == nil ? [polygons] : try polygons.members().map(\.place)
        for list in lists {
            for polygon in try list.elements() {
                entries.append(FlatEntry(outline: .drawn(try polygon.points()), text: "", isMarked: true))
            }
        }
        var draft = TruthDraft(entries, as: .word)
        let size = try place["img_dimensions"]?.numbers() ?? []
        draft.setSize(size.last, size.first)
        return draft
    }
}
