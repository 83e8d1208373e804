internal import Files
import Imaging
import OperationKit
internal import JSON

/// The files of FUNSD: the entries of a form, each with its words.
struct FUNSDTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "funsd", "The files of FUNSD: the entries of a form, each with its words.", gives: "words, lines, regions",
        .words,
        places: [
            TruthPlace("{stem}.json", isSure: false), TruthPlace("annotations/{stem}.json", isSure: false),
            TruthPlace("../annotations/{stem}.json", isSure: false),
        ], options: [.coordinates], source: "FUNSD, LayoutLM's data",
        example: """
            {"form":[{"id":0,"box":[60,40,300,70],"text":"Two words","label":"other","linking":[],
             "words":[{"box":[60,40,150,70],"text":"Two"},{"box":[170,40,300,70],"text":"words"}]}]}
            """)

    init(_ options: FormatOptions) {}

    static let marks = ["form", "linking"]

    static func knows(_ json: JSONValue) -> Bool { json["form"]?.elements != nil }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: root.file) != nil else { return nil }
        return try FormEntries.draft(root.need("form"))
    }
}

/// The lists of XFUND: the forms of a language in one file.
struct XFUNDTruth: ListingTruth {
    static let declaration = TruthFormatDeclaration(
        "xfund", "The lists of XFUND: many forms in one file, each with its entries and words.",
        gives: "words, lines, regions", .words, places: [], options: [.root], source: "XFUND, LayoutXLM's data",
        example: """
            {"lang":"en","version":"0.1","split":"train","documents":[{"id":"p","img":{"fname":"p.png","width":620,"height":877},
             "document":[{"id":0,"box":[60,40,300,70],"text":"Two words","label":"other","linking":[],
              "words":[{"box":[60,40,150,70],"text":"Two"},{"box":[170,40,300,70],"text":"words"}]}]}]}
            """)

    let root: String?
    let files = SharedFile<PictureListing>()

    init(_ options: FormatOptions) { root = options.word(.root) }

    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else {
            return file.quotes(["documents", "fname", "linking"])
        }
        return json["documents"]?.first?.has("document", "img") ?? false
    }

    func listing(of path: String) throws(TruthProblem) -> PictureListing {
        try PictureListing(of: "documents", in: path, as: "XFUND") { document, listing throws(TruthProblem) in
            let picture = try document.need("img")
            listing.add(try picture.need("fname").text()) { () throws(TruthProblem) in
                var draft = try FormEntries.draft(document.need("document"))
                draft.setSize(try picture.number("width"), try picture.number("height"))
                return draft
            }
        }
    }
}

/// Entries of forms.
enum FormEntries {
    /// A region for each entry. Its words make up its lines as they stand beside and below each other; where they are all
    /// of one line, the entry's own text says where blanks are.
    static func draft(_ list: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var draft = TruthDraft()
        for entry in try list.elements() {
            let outline = try entry.corners("box")
            let text = try entry.text("text") ?? ""
            var words: [Word] = []
            for word in try entry.list("words") {
                words.append(Word(id: "", outline: try word.corners("box"), text: try word.text("text") ?? ""))
            }
            var region = Region(id: "", outline: outline, lines: lines(words, text, outline))
            if region.lines.count > 1, !text.isEmpty, !region.take(text) { draft.disagreeingRegions += 1 }
            draft.regions.append(region)
            draft.unused[.links] += try entry.list("linking").count
            draft.unused.count(class: try entry.text("label"))
        }
        return draft
    }

    private static func lines(_ words: [Word], _ text: String, _ outline: Outline) -> [TextLine] {
        let rows = words.inRows
        // Words below each other in a tall box, of a text without blanks, are a column.
        let isColumn =
            rows.allSatisfy { $0.words.count == 1 } && !text.contains(where: \.isWhitespace) && outline.isTall
        if rows.count > 1, !isColumn { return rows }
        return [TextLine(id: "", outline: outline, text: text, words: words)]
    }
}

extension Outline {
    /// Whether it is higher than wide.
    fileprivate var isTall: Bool {
        guard !points.isEmpty else { return false }
        let (low, high) = bounds
        return high.y - low.y > high.x - low.x
    }
}
