import Imaging
import OperationKit
internal import JSON

/// The answers of Azure's Read API (3.x), Document Intelligence, Image Analysis 4 and the older OCR API.
struct AzureReadTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "azure-read", aliases: ["azure"],
        "The answers of Azure's Read API, Document Intelligence and Image Analysis.", gives: "words, lines", .words,
        places: [TruthPlace("{stem}.json", isSure: false)], source: "Azure Read, Document Intelligence, Image Analysis",
        example: """
            {"status":"succeeded","analyzeResult":{"version":"3.2.0","readResults":[
             {"page":1,"angle":0,"width":620,"height":877,"unit":"pixel","lines":[
              {"boundingBox":[60,40,300,40,300,70,60,70],"text":"Two words","words":[
               {"boundingBox":[60,40,150,40,150,70,60,70],"text":"Two","confidence":0.99},
               {"boundingBox":[170,40,300,40,300,70,170,70],"text":"words","confidence":0.98}]}]}]}}
            """)

    init(_ options: FormatOptions) {}

    static let marks = ["analyzeResult"]

    static func knows(_ json: JSONValue) -> Bool {
        let result = json["analyzeResult"] ?? json
        if result["readResults"]?.elements != nil || result["readResult"] != nil { return true }
        if let first = result["pages"]?.first, first.has("pageNumber") || first.has("spans") { return true }
        return result["regions"]?.elements != nil && result.has("textAngle")
    }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let result = root["analyzeResult"] ?? root
        if let one = result["readResult"] { return try image(one, root, page) }
        if result["regions"] != nil { return try regions(result, page) }
        let pages = try result.need(["readResults", "pages"]).elements()
        var entries: [PageList.Entry] = []
        for page in pages {
            let number = try page[["page", "pageNumber"]]?.number()
            entries.append(PageList.Entry(number: number.map { Int($0) - 1 }))
        }
        let list = PageList(entries)
        guard let index = try list.index(for: page, in: root.file) else { return nil }
        var draft = TruthDraft(oneRegion: try AzurePage(place: pages[index]).lines())
        // Inches are the page's measure too; what they are in pixels the picture says.
        draft.setSize(try pages[index].number("width"), try pages[index].number("height"))
        draft.unused[.pages] += list.unused(by: page)
        return draft
    }

    /// Image Analysis 4: blocks of lines, and the size beside them.
    private func image(
        _ result: JSONPlace, _ root: JSONPlace, _ page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: root.file) != nil else { return nil }
        var draft = TruthDraft()
        let size = root["metadata"]
        draft.setSize(try size?.number("width"), try size?.number("height"))
        for block in try result.list("blocks") {
            draft.regions.append(Region(id: "", outline: .missing, lines: try AzurePage(place: block).lines()))
        }
        return draft
    }

    /// The older OCR API: boxes as text, of which the picture's size is not told.
    private func regions(_ result: JSONPlace, _ page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: result.file) != nil else { return nil }
        var draft = TruthDraft()
        let reader = AzurePage(place: result)
        for region in try result.list("regions") {
            draft.regions.append(
                Region(id: "", outline: try reader.outline(region), lines: try AzurePage(place: region).lines()))
        }
        return draft
    }
}

/// The lines of a page or block.
private struct AzurePage {
    let place: JSONPlace

    func lines() throws(TruthProblem) -> [TextLine] {
        var loose = try place.list("words")
        var lines: [TextLine] = []
        for line in try place.list("lines") {
            var words: [Word] = []
            let own: [JSONPlace]
            if line["words"] == nil { own = try take(&loose, by: line) } else { own = try line.list("words") }
            for word in own { words.append(try self.word(word)) }
            lines.append(
                TextLine(id: "", outline: try outline(line), text: try line.text(Self.text), words: words))
        }
        // A word that is no line's is text all the same.
        var rest: [Word] = []
        for word in loose { rest.append(try self.word(word)) }
        return lines + rest.inRows
    }

    /// Lines name their words by where they stand in the text of the document.
    private func take(_ words: inout [JSONPlace], by line: JSONPlace) throws(TruthProblem) -> [JSONPlace] {
        var ranges: [Range<Double>] = []
        for span in try line.list("spans") {
            let start = try span.need("offset").number()
            ranges.append(start..<start + max(0, try span.need("length").number()))
        }
        var (found, rest): ([JSONPlace], [JSONPlace]) = ([], [])
        for word in words {
            let offset = try word["span"]?.number("offset")
            let isOwn = offset.map { offset in ranges.contains { $0.contains(offset) } } ?? false
            if isOwn { found.append(word) } else { rest.append(word) }
        }
        words = rest
        return found
    }

    private func word(_ place: JSONPlace) throws(TruthProblem) -> Word {
        Word(
            id: "", outline: try outline(place), text: try place.text(Self.text),
            confidence: try place.percent("confidence"))
    }

    private static let text = ["text", "content"]

    func outline(_ place: JSONPlace) throws(TruthProblem) -> Outline {
        guard let name = ["boundingBox", "polygon", "boundingPolygon"].first(where: { place[$0] != nil }) else {
            return .missing
        }
        guard let text = place[name]?.plainText else { return try place.polygon(name) }
        guard let n = TruthNumber.list(text), n.count == 4 else {
            throw place.problem("'\(text.prefix(40))' is expected to be left,top,width,height", .truthNumber)
        }
        return Outline(x: n[0], y: n[1], width: n[2], height: n[3])
    }
}

extension TruthDraft {
    /// One region around all lines.
    init(oneRegion lines: [TextLine]) {
        self.init(regions: lines.isEmpty ? [] : [Region(id: "", outline: .missing, lines: lines)])
    }
}
