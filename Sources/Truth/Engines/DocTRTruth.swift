import Imaging
import OperationKit
internal import JSON

/// What docTR's `export()` gives: pages, blocks, lines and words in shares of the page.
struct DocTRTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "doctr", "The results of docTR: pages, blocks, lines and words in shares of the page.",
        gives: "words, lines, regions", .words, places: [TruthPlace("{stem}.json", isSure: false)],
        source: "docTR, OnnxTR: result.export()",
        example: """
            {"pages":[{"page_idx":0,"dimensions":[877,620],"blocks":[{"geometry":[[0.1,0.05],[0.5,0.08]],"artefacts":[],
             "lines":[{"geometry":[[0.1,0.05],[0.5,0.08]],"words":[
              {"value":"Two","confidence":0.98,"geometry":[[0.1,0.05],[0.24,0.08]]},
              {"value":"words","confidence":0.97,"geometry":[[0.27,0.05],[0.5,0.08]]}]}]}]}]}
            """)

    init(_ options: FormatOptions) {}

    static let marks = ["page_idx", "dimensions"]

    static func knows(_ json: JSONValue) -> Bool { json["pages"]?.first?.has("dimensions", "blocks") ?? false }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let pages = try root.need("pages").elements()
        var entries: [PageList.Entry] = []
        for page in pages { entries.append(PageList.Entry(number: try page.number("page_idx").map { Int($0) })) }
        let list = PageList(entries)
        guard let index = try list.index(for: page, in: root.file) else { return nil }
        let place = pages[index]
        let dimensions = try place.need("dimensions").numbers()
        guard dimensions.count == 2 else {
            throw place.problem("height and width are expected as 'dimensions'", .truthNumber)
        }
        var draft = TruthDraft()
        draft.setSize(dimensions[1], dimensions[0])
        let scale = CoordinateScale.shares(of: draft.size ?? (Double(page.size.width), Double(page.size.height)))
        draft.unused[.pages] += list.unused(by: page)
        for block in try place.list("blocks") {
            var lines: [TextLine] = []
            for line in try block.list("lines") { lines.append(try Self.line(line, scale)) }
            draft.regions.append(Region(id: "", outline: try block.polygon("geometry", scale), lines: lines))
        }
        return draft
    }

    private static func line(_ place: JSONPlace, _ scale: CoordinateScale) throws(TruthProblem) -> TextLine {
        var words: [Word] = []
        for word in try place.list("words") {
            words.append(
                Word(
                    id: "", outline: try word.polygon("geometry", scale), text: try word.text("value") ?? "",
                    confidence: try word.percent("confidence")))
        }
        return TextLine(id: "", outline: try place.polygon("geometry", scale), text: "", words: words)
    }
}
