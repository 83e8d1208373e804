import Imaging
import OperationKit

/// The XML of the IAM handwriting database: lines and words of a form, placed by their components.
struct IAMTruth: XMLTruth {
    static let declaration = TruthFormatDeclaration(
        "iam", "The XML of the IAM handwriting database: lines and words of a form, placed by their components.",
        gives: "words, lines", .words,
        places: [
            TruthPlace("{stem}.xml"), TruthPlace("xml/{stem}.xml", isSure: false),
            TruthPlace("../xml/{stem}.xml", isSure: false),
        ], source: "the IAM handwriting database",
        example: """
            <form id="p" width="620" height="877">
             <handwritten-part><line id="p-00" text="Two words" asx="60" asy="40" dsx="300" dsy="70">
              <word id="p-00-00" tag="CD" text="Two"><cmp x="60" y="40" width="40" height="30"/>
               <cmp x="105" y="42" width="45" height="28"/></word>
              <word id="p-00-01" tag="NNS" text="words"><cmp x="170" y="40" width="130" height="30"/></word></line>
             </handwritten-part></form>
            """)

    init(_ options: FormatOptions) {}
    let root = "form"
    let skipped: Set<String> = ["contour", "lower-contour", "upper-contour"]

    func read(
        _ root: MarkupElement, of source: TruthText, for page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        guard try PageList(count: 1).index(for: page, in: source.name) != nil else { return nil }
        guard let part = root.first("handwritten-part") else {
            throw source.problem(.truthOfOtherFormat, "there is no 'handwritten-part'", at: root.offset)
        }
        // The print above the handwriting stands on the page too, nobody knows where.
        var lines = (root.first("machine-printed-part")?.all("machine-print-line") ?? []).map { line in
            TextLine(id: "", outline: .missing, text: Self.text(of: line))
        }
        for line in part.all("line") {
            var words: [Word] = []
            for word in line.all("word") {
                words.append(
                    Word(
                        id: word["id"] ?? "", outline: try Self.outline(of: word, source),
                        text: Self.text(of: word)))
            }
            lines.append(
                TextLine(
                    id: line["id"] ?? "", outline: .missing, text: Self.text(of: line),
                    illegible: line["segmentation"] == "err" && words.isEmpty ? .marked : nil, words: words))
        }
        var draft = TruthDraft(regions: lines.isEmpty ? [] : [Region(id: "", outline: .missing, lines: lines)])
        draft.setSize(try source.number("width", of: root), try source.number("height", of: root))
        return draft
    }

    /// References in attributes were escaped twice by those who made the files.
    private static func text(of element: MarkupElement) -> String {
        var text = ""
        var rest = (element["text"] ?? "")[...]
        while let start = rest.firstIndex(of: "&") {
            text += rest[..<start]
            rest = rest[start...]
            let name = rest.dropFirst().prefix { $0 != ";" && $0 != "&" && $0 != " " }
            let end = name.endIndex
            if end < rest.endIndex, rest[end] == ";", let sign = Entities.html(String(name)) {
                text += sign
                rest = rest[rest.index(after: end)...]
            } else {
                text.append(rest.removeFirst())
            }
        }
        return text + rest
    }

    private static func outline(of word: MarkupElement, _ source: TruthText) throws(TruthProblem) -> Outline {
        var parts: [Outline] = []
        for part in word.all("cmp") {
            guard let x = try source.number("x", of: part), let y = try source.number("y", of: part),
                let width = try source.number("width", of: part), let height = try source.number("height", of: part)
            else { continue }
            parts.append(Outline(x: x, y: y, width: width, height: height))
        }
        return Outline(enclosing: parts) ?? .missing
    }
}
