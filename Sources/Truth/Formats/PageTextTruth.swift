import Imaging
import OperationKit

/// Plain text beside an image. One line of text says that the image is that line; several are the text of a page, without
/// outlines. A form feed starts the next page.
struct PageTextTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "gt-txt", aliases: ["tesstrain"], "Plain text; a single line says that the picture is that line.",
        gives: "text", .none, places: [TruthPlace("{stem}.gt.txt"), TruthPlace("{stem}.txt", isSure: false)],
        options: [.encoding], source: "tesstrain, kraken, any editor", example: "Two words")

    init(_ options: FormatOptions) {}

    func accepts(_ file: TruthFile) -> Bool { resemblance(of: file) == nil }

    func resemblance(of file: TruthFile) -> String? { (try? file.rows()).flatMap(RowForm.init)?.words }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let pages = try file.once("pages") { () throws(TruthProblem) in
            var pages = try file.text().unicodeScalars.split(separator: "\u{0C}", omittingEmptySubsequences: false)
            // Converters end every page with a form feed, the last one too.
            if pages.count > 1, pages[pages.count - 1].allSatisfy(\.properties.isWhitespace) { pages.removeLast() }
            return pages
        }
        let list = PageList(count: pages.count)
        guard let index = try list.index(for: page, in: file.name) else { return nil }
        var cleaned = CleanText()
        let raw = pages[index].split(separator: "\n", omittingEmptySubsequences: false)
        let lines = raw.map { cleaned.line($0) }
        let isLine = lines.count { !$0.isEmpty } == 1
        var draft =
            isLine ? lineImage(raw.map(String.init).joined(), page.size) : TruthDraft(pageText: Self.paragraphs(lines))
        draft.unused[.pages] += list.unused(by: page)
        if isLine { return draft }
        draft.unused[.controls] += cleaned.removed
        if cleaned.removed > 0 {
            draft.notes.append(
                file.problem(.controlCharacters, "has \(cleaned.removed) control characters, which are left out"))
        }
        return draft
    }

    /// Lines by LF, and one empty line wherever some stood.
    static func paragraphs(_ lines: [String]) -> String {
        lines.split(separator: "").map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private func lineImage(_ text: String, _ size: Size) -> TruthDraft {
        let whole = Outline(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        let line = TextLine(id: "", outline: whole, text: text)
        return TruthDraft(regions: [Region(id: "", outline: whole, lines: [line])])
    }
}
