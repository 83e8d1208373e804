internal import Files
import Imaging
import OperationKit
internal import JSON

/// The lists of HierText: paragraphs, lines and words of many pictures.
struct HierTextTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "hiertext", "The lists of HierText: paragraphs, lines and words of many pictures.",
        gives: "words, lines, regions, what is legible", .words, places: [], options: [.root], source: "HierText",
        example: """
            {"info":{"date":"","version":""},"annotations":[{"image_id":"p","image_width":620,"image_height":877,
             "paragraphs":[{"vertices":[[60,40],[300,40],[300,70],[60,70]],"legible":true,"lines":[
              {"vertices":[[60,40],[300,40],[300,70],[60,70]],"text":"Two words","legible":true,"vertical":false,"words":[
               {"vertices":[[60,40],[150,40],[150,70],[60,70]],"text":"Two","legible":true,"vertical":false},
               {"vertices":[[170,40],[300,40],[300,70],[170,70]],"text":"words","legible":true,"vertical":false}]}]}]}]}
            """)

    let root: String?
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { root = options.word(.root) }

    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else {
            return file.quotes(["image_id", "paragraphs"])
        }
        return json["annotations"]?.first?.has("image_id", "paragraphs") ?? false
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        try PictureListing(of: "annotations", in: path, as: "HierText") { page, listing throws(TruthProblem) in
            let id = try page.need("image_id").text()
            // Pictures are named by their id, and are JPEG files as they are published.
            listing.add(id, isStem: true) { () throws(TruthProblem) in try Self.draft(page) }
        }
    }

    private static func draft(_ page: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var draft = TruthDraft()
        draft.setSize(try page.number("image_width"), try page.number("image_height"))
        for paragraph in try page.list("paragraphs") {
            let isMarked = try paragraph.flag("legible") == false
            var lines: [TextLine] = []
            for line in try paragraph.list("lines") { lines.append(try self.line(line, isMarked)) }
            draft.regions.append(Region(id: "", outline: try paragraph.polygon("vertices"), lines: lines))
        }
        return draft
    }

    private static func line(_ place: JSONPlace, _ isMarked: Bool) throws(TruthProblem) -> TextLine {
        let isLegible = try place.flag("legible")
        let isMarked = isMarked || isLegible == false
        var words: [Word] = []
        for word in try place.list("words") {
            let isLegible = try word.flag("legible")
            words.append(
                Word(
                    id: "", outline: try word.polygon("vertices"), text: try word.text("text") ?? "",
                    illegible: isMarked || isLegible == false ? .marked : nil))
        }
        return TextLine(
            id: "", outline: try place.polygon("vertices"), text: try place.text("text") ?? "",
            illegible: isMarked ? .marked : nil, words: words)
    }
}
