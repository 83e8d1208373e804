import Imaging
import OperationKit

/// hOCR: HTML whose classes say what a piece is and whose titles say where.
struct HOCRTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "hocr", "hOCR: HTML whose classes say what a piece is and whose titles say where.",
        gives: "words, lines, regions, baselines", .words,
        places: [TruthPlace("{stem}.hocr"), TruthPlace("{stem}.hocr.html")], options: [.trust, .outline],
        source: "tesseract … hocr, OCRopus, the Internet Archive",
        example: """
            <div class='ocr_page' title='bbox 0 0 620 877; ppageno 0'>
             <span class='ocr_line' title='bbox 60 40 300 70; baseline 0 -7'>
              <span class='ocrx_word' title='bbox 60 40 150 70; x_wconf 96'>Two</span>
              <span class='ocrx_word' title='bbox 170 40 300 70; x_wconf 95'>words</span>
             </span>
            </div>
            """)

    init(_ options: FormatOptions) {}

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let book = try file.once("pages") { () throws(TruthProblem) in
            let source = try file.markup()
            var builder = HOCRBuilder(source)
            try builder.run()
            guard !builder.pages.isEmpty else {
                throw source.problem(.truthOfOtherFormat, "there is no element of class 'ocr_page'", at: 0)
            }
            let entries = builder.pages.map { PageList.Entry(picture: $0.picture, number: $0.number) }
            return HOCRBook(pages: builder.pages, list: PageList(entries))
        }
        guard let index = try book.list.index(for: page, in: file.name) else { return nil }
        var draft = book.pages[index].draft
        draft.unused[.pages] += book.list.unused(by: page)
        return draft
    }
}

/// The pages of a file.
private struct HOCRBook: Sendable {
    let pages: [HOCRPage]
    let list: PageList
}
