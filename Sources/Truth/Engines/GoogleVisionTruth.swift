import Imaging
import OperationKit
internal import JSON

/// The answers of Google's Vision API: blocks, paragraphs, words and symbols, of which breaks tell where a line ends.
struct GoogleVisionTruth: JSONTruth {
    static let declaration = TruthFormatDeclaration(
        "google-vision", aliases: ["gcv"], "The answers of Google's Vision API for text and documents.",
        gives: "words, lines, regions", .words, places: [TruthPlace("{stem}.json", isSure: false)],
        source: "Google Cloud Vision: TEXT_DETECTION, DOCUMENT_TEXT_DETECTION",
        example: """
            {"responses":[{"fullTextAnnotation":{"text":"Two words\\n","pages":[{"width":620,"height":877,"blocks":[
             {"blockType":"TEXT","paragraphs":[{"words":[
              {"boundingBox":{"vertices":[{"x":60,"y":40},{"x":150,"y":40},{"x":150,"y":70},{"x":60,"y":70}]},
               "symbols":[{"text":"T"},{"text":"w"},{"text":"o","property":{"detectedBreak":{"type":"SPACE"}}}]},
              {"boundingBox":{"vertices":[{"x":170,"y":40},{"x":300,"y":40},{"x":300,"y":70},{"x":170,"y":70}]},
               "symbols":[{"text":"words","property":{"detectedBreak":{"type":"LINE_BREAK"}}}]}]}]}]}]}}]}
            """)

    init(_ options: FormatOptions) {}

    static let marks = ["textAnnotations"]

    static func knows(_ json: JSONValue) -> Bool {
        answers(json).contains { $0.has("textAnnotations") || $0.has("fullTextAnnotation") }
    }

    private static func answers(_ json: JSONValue) -> [JSONValue] {
        json["responses"]?.elements ?? json.elements ?? [json]
    }

    /// What an answer says of a page.
    private enum Answer {
        case page(JSONPlace)
        /// Without pages the first entry is the whole text, the others are its words.
        case words([JSONPlace])
        case error(JSONPlace)
    }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        var answers: [Answer] = []
        var entries: [PageList.Entry] = []
        let all = root["responses"] ?? root
        for answer in all.isList ? try all.elements() : [all] {
            let pages = try answer["fullTextAnnotation"]?.list("pages") ?? []
            let number = answer["context"]?["pageNumber"]?.plainInteger.map { $0 - 1 }
            if pages.isEmpty {
                // An answer without text is one of an empty page.
                let words = try answer.list("textAnnotations")
                answers.append(words.isEmpty ? answer["error"].map { .error($0) } ?? .words([]) : .words(words))
                entries.append(PageList.Entry(number: number))
            } else {
                answers += pages.map { .page($0) }
                entries += pages.map { _ in PageList.Entry(number: pages.count == 1 ? number : nil) }
            }
        }
        let list = PageList(entries)
        guard let index = try list.index(for: page, in: root.file) else { return nil }
        var draft: TruthDraft
        switch answers[index] {
        case .page(let place): draft = try Self.draft(place)
        case .words(let words): draft = try Self.flat(words)
        case .error(let error):
            throw error.problem("there is no text but an error: \(try error.text("message") ?? "unnamed")")
        }
        draft.unused[.pages] += list.unused(by: page)
        return draft
    }

    private static func flat(_ entries: [JSONPlace]) throws(TruthProblem) -> TruthDraft {
        var words: [Word] = []
        for entry in entries.dropFirst() {
            let outline = try entry["boundingPoly"]?.polygon("vertices") ?? .missing
            words.append(Word(id: "", outline: outline, text: try entry.text("description") ?? ""))
        }
        return TruthDraft(oneRegion: words.inRows)
    }

    private static func draft(_ page: JSONPlace) throws(TruthProblem) -> TruthDraft {
        var draft = TruthDraft()
        draft.setSize(try page.number("width"), try page.number("height"))
        for block in try page.list("blocks") {
            let outline = try self.outline(block, draft.size)
            var lines: [TextLine] = []
            for paragraph in try block.list("paragraphs") { lines += try self.lines(paragraph, draft.size) }
            let kind: Region.Kind =
                switch try block.text("blockType") {
                case "TABLE": .table
                case "PICTURE": .figure
                case "RULER", "BARCODE": .other
                default: .text
                }
            draft.regions.append(Region(id: "", kind: kind, outline: outline, lines: lines))
        }
        return draft
    }

    /// In pixels, or for PDF in shares of the page.
    private static func outline(
        _ place: JSONPlace, _ size: (width: Double, height: Double)?
    ) throws(TruthProblem) -> Outline {
        guard let box = place["boundingBox"] else { return .missing }
        if let size, box["normalizedVertices"] != nil {
            return try box.polygon("normalizedVertices", .shares(of: size))
        }
        return try box.polygon("vertices")
    }

    private static func lines(
        _ paragraph: JSONPlace, _ size: (width: Double, height: Double)?
    ) throws(TruthProblem) -> [TextLine] {
        var lines: [TextLine] = []
        var text = ""
        var words: [Word] = []
        func close() {
            if !words.isEmpty { lines.append(TextLine(id: "", outline: .missing, text: text, words: words)) }
            (text, words) = ("", [])
        }
        for word in try paragraph.list("words") {
            let outline = try outline(word, size)
            let language = LanguageTag.read(
                try word["property"]?.list("detectedLanguages").first?.text("languageCode"))
            var letters = ""
            var endsLine = false
            for symbol in try word.list("symbols") {
                letters += try symbol.text("text") ?? ""
                switch try symbol["property"]?["detectedBreak"]?.text("type") {
                case "HYPHEN":
                    letters += "-"
                    endsLine = true
                case "EOL_SURE_SPACE", "LINE_BREAK": endsLine = true
                case "SPACE", "SURE_SPACE": letters += " "
                default: break
                }
            }
            text += letters
            words.append(
                Word(
                    id: "", outline: outline, text: letters.trimmed, language: language,
                    confidence: try word.percent("confidence")))
            if endsLine { close() }
        }
        close()
        return lines
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
