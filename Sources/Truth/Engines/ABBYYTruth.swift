import Imaging
import OperationKit

/// ABBYY FineReader's XML of versions 6 to 10: blocks, paragraphs, lines and letters, each with its box.
struct ABBYYTruth: XMLTruth {
    static let declaration = TruthFormatDeclaration(
        "abbyy", "ABBYY FineReader's XML: blocks, paragraphs, lines and letters, each with its box.",
        gives: "words, lines, regions, baselines", .words,
        places: [
            TruthPlace("{stem}.xml"), TruthPlace("{stem}_abbyy.xml", isSure: false),
            TruthPlace("{stem}.abbyy.xml", isSure: false),
        ], source: "ABBYY FineReader Engine, Cloud OCR SDK, the Internet Archive",
        example: """
            <document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml" version="1.0" pagesCount="1">
             <page width="620" height="877" resolution="150"><block blockType="Text" l="60" t="40" r="300" b="70"><text><par>
              <line baseline="63" l="60" t="40" r="300" b="70"><formatting lang="EnglishUnitedStates">
               <charParams l="60" t="40" r="90" b="70">T</charParams><charParams l="92" t="48" r="120" b="70">w</charParams>
               <charParams l="122" t="48" r="150" b="70">o</charParams><charParams l="150" t="40" r="170" b="70"> </charParams>
               <charParams l="170" t="48" r="200" b="70">w</charParams><charParams l="202" t="48" r="225" b="70">o</charParams>
               <charParams l="227" t="48" r="250" b="70">r</charParams><charParams l="252" t="40" r="275" b="70">d</charParams>
               <charParams l="277" t="48" r="300" b="70">s</charParams></formatting></line></par></text></block></page>
            </document>
            """)

    init(_ options: FormatOptions) {}
    let root = "document"
    let skipped: Set<String> = ["documentData", "charRecVariants", "wordRecVariants", "separatorsBox", "separator"]

    func read(
        _ root: MarkupElement, of source: TruthText, for page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        let pages = root.all("page")
        guard !pages.isEmpty else { throw source.problem(.truthOfOtherFormat, "there is no 'page'", at: root.offset) }
        let list = PageList(count: pages.count)
        guard let index = try list.index(for: page, in: source.name) else { return nil }
        let chosen = pages[index]
        var draft = TruthDraft()
        draft.setSize(try source.number("width", of: chosen), try source.number("height", of: chosen))
        for block in chosen.all("block") {
            let kind: Region.Kind =
                switch block["blockType"] {
                case "Text", nil: .text
                case "Table": .table
                case "Picture", "RasterPicture", "VectorPicture": .figure
                default: .other
                }
            var reader = ABBYYLines(source: source)
            try reader.take(linesIn: block)
            draft.regions.append(
                Region(id: "", kind: kind, outline: try reader.outline(of: block), lines: reader.lines))
        }
        draft.unused[.pages] += list.unused(by: page)
        draft.unused[.alternatives] += chosen.skipped("charRecVariants") + chosen.skipped("wordRecVariants")
        return draft
    }
}

/// The lines of a block, in cells of tables too.
private struct ABBYYLines {
    let source: TruthText
    var lines: [TextLine] = []

    mutating func take(linesIn parent: MarkupElement) throws(TruthProblem) {
        for element in parent.children {
            if element.name == "line" { lines.append(try line(element)) } else { try take(linesIn: element) }
        }
    }

    func outline(of element: MarkupElement) throws(TruthProblem) -> Outline {
        guard let left = try source.number("l", of: element), let top = try source.number("t", of: element),
            let right = try source.number("r", of: element), let bottom = try source.number("b", of: element)
        else { return .missing }
        return .spanning(Point(left, top), Point(right, bottom))
    }

    private func line(_ element: MarkupElement) throws(TruthProblem) -> TextLine {
        var words: [Word] = []
        var text = ""
        var parts: [Outline] = []
        var letters = ""
        func close() {
            if !letters.isEmpty {
                words.append(Word(id: "", outline: Outline(enclosing: parts) ?? .missing, text: letters))
            }
            (letters, parts) = ("", [])
        }
        for part in element.all("formatting") {
            // Without letters of their own the text of a run has no finer place than the line.
            if part.first("charParams") == nil { text += part.text }
            for sign in part.all("charParams") {
                // A blank may be left out of a file that was made compact; then the letter is empty.
                let isBlank = sign.text.allSatisfy { $0.isWhitespace }
                text += isBlank ? " " : sign.text
                if isBlank {
                    close()
                    continue
                }
                letters += sign.text
                let box = try outline(of: sign)
                if !box.points.isEmpty { parts.append(box) }
            }
        }
        close()
        let box = try outline(of: element)
        var baseline: [Point]?
        if let height = try source.number("baseline", of: element), !box.points.isEmpty {
            baseline = [Point(box.points[0].x, height), Point(box.points[1].x, height)]
        }
        return TextLine(id: "", outline: box, baseline: baseline, text: text, words: words)
    }
}
