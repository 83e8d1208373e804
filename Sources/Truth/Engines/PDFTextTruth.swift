import Imaging
import OperationKit

/// What `pdftotext -bbox` and `-bbox-layout` write: words in points of the page, with blocks and lines or without.
struct PDFTextTruth: XMLTruth {
    static let declaration = TruthFormatDeclaration(
        "pdftotext", aliases: ["pdftotext-bbox"], "What pdftotext -bbox and -bbox-layout write.",
        gives: "words, lines, regions", .words,
        places: [
            TruthPlace("{stem}.bbox.html", isSure: false), TruthPlace("{stem}.html", isSure: false),
            TruthPlace("{stem}.xhtml", isSure: false),
        ], source: "pdftotext -bbox, pdftotext -bbox-layout (poppler)",
        example: """
            <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
            <html xmlns="http://www.w3.org/1999/xhtml"><body><doc><page width="620.0" height="877.0">
             <word xMin="60" yMin="40" xMax="150" yMax="70">Two</word>
             <word xMin="170" yMin="40" xMax="300" yMax="70">words</word>
            </page></doc></body></html>
            """)

    init(_ options: FormatOptions) {}
    let root = "html"
    let skipped: Set<String> = ["head"]

    func accepts(_ file: TruthFile) -> Bool {
        guard let source = try? file.markup(), XMLReader.root(of: source) == "html" else { return false }
        return file.holds("<doc>") && file.holds("<page width=")
    }

    func read(
        _ root: MarkupElement, of source: TruthText, for page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        guard let pages = root.descendant("doc")?.all("page"), !pages.isEmpty else {
            throw source.problem(.truthOfOtherFormat, "there is no 'page' in a 'doc'", at: root.offset)
        }
        let list = PageList(count: pages.count)
        guard let index = try list.index(for: page, in: source.name) else { return nil }
        let chosen = pages[index]
        var draft = TruthDraft(oneRegion: try Self.words(chosen, source).inRows)
        draft.setSize(try source.number("width", of: chosen), try source.number("height", of: chosen))
        for flow in chosen.all("flow") {
            for block in flow.all("block") {
                var lines: [TextLine] = []
                for line in block.all("line") {
                    lines.append(
                        TextLine(
                            id: "", outline: try Self.outline(line, source), text: "",
                            words: try Self.words(line, source)))
                }
                draft.regions.append(Region(id: "", outline: try Self.outline(block, source), lines: lines))
            }
        }
        draft.unused[.pages] += list.unused(by: page)
        return draft
    }

    private static func words(_ parent: MarkupElement, _ source: TruthText) throws(TruthProblem) -> [Word] {
        var words: [Word] = []
        for word in parent.all("word") {
            words.append(Word(id: "", outline: try outline(word, source), text: word.text))
        }
        return words
    }

    private static func outline(_ element: MarkupElement, _ source: TruthText) throws(TruthProblem) -> Outline {
        guard let left = try source.number("xMin", of: element), let top = try source.number("yMin", of: element),
            let right = try source.number("xMax", of: element), let bottom = try source.number("yMax", of: element)
        else { return .missing }
        return .spanning(Point(left, top), Point(right, bottom))
    }
}
