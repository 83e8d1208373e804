import Engine
import Imaging
internal import JSON
internal import Jobs
import OperationKit

/// Pages as hOCR. Neither words nor lines that cannot be read are written: there is no way to mark them.
struct HOCRFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "hocr", "Pages as hOCR, with all that can be read on them.", units: [.page, .line, .word], .trees,
        reader: "hocr-tools, PDF makers", loading: "hocr-lines train/KEY.hocr",
        layout: [("train/KEY.png", "a page"), ("train/KEY.hocr", "what stands on it; val and test likewise")],
        example: "<span class=\"ocrx_word\" id=\"r0l0w0\" title=\"bbox 60 40 150 70\">Two</span>")

    static func make(_ plan: DatasetPlan) -> any SetFormat { HOCRFormat() }

    private static let head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml">
         <head>
          <title></title>
          <meta http-equiv="Content-Type" content="text/html;charset=utf-8" />
          <meta name="ocr-system" content="foxing" />
          <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word" />
         </head>
         <body>

        """

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var text = ByteText()
        text.add(Self.head)
        let file = "\(page.key.text).\(page.picture.fileExtension)"
        text.add("  <div class=\"ocr_page\" id=\"page_1\" title=\"image &quot;")
        text.add(xml: file)
        text.add("&quot;; bbox 0 0 \(page.size.width) \(page.size.height); ppageno 0")
        if let dpi = page.dpi, dpi.across >= 1, dpi.down >= 1 {
            text.add("; scan_res \(Int(dpi.across.rounded())) \(Int(dpi.down.rounded()))")
        }
        text.add("\">\n")
        for (r, region) in page.truth.regions.enumerated() { add(region, r, page.size, to: &text, &tally) }
        text.add("  </div>\n </body>\n</html>\n")
        let side = SetPiece.Side(suffix: ".hocr", bytes: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    private func add(_ region: Region, _ r: Int, _ size: Size, to text: inout ByteText, _ tally: inout SetTally) {
        let lines = region.lines.enumerated().compactMap { l, line in
            TreeLine(line, id: "r\(r)l\(l)", on: size, &tally)
        }
        guard !lines.isEmpty, let box = region.outline.box(on: size) else { return }
        text.add("   <div class=\"ocr_carea\" id=\"r\(r)\" title=\"")
        add(box, to: &text)
        text.add("\">\n    <p class=\"ocr_par\" id=\"r\(r)p0\" title=\"")
        add(box, to: &text)
        text.add("\">\n")
        for line in lines { add(line, size, to: &text) }
        text.add("    </p>\n   </div>\n")
    }

    private func add(_ line: TreeLine, _ size: Size, to text: inout ByteText) {
        text.add("     <span class=\"ocr_line\" id=\"\(line.id)\" title=\"")
        add(line.box, to: &text)
        if let polygon = line.line.outline.polygon(on: size), !line.isUpright {
            text.add("; poly ")
            text.joined(polygon.flatMap { [$0.x, $0.y] }, by: " ") { $0.add(Int(($1 + 0.5).rounded(.down))) }
        }
        addBaseline(of: line, to: &text)
        if line.quarters != 0 { text.add("; textangle \(line.quarters * 90)") }
        text.add("\">")
        for (w, word) in line.words.enumerated() {
            // A blank between words is all that tells them from glued ones.
            text.add(w > 0 && !word.glued ? "\n      " : w == 0 ? "\n      " : "")
            text.add("<span class=\"ocrx_word\" id=\"\(word.id)\" title=\"")
            add(word.box, to: &text)
            text.add("\">")
            text.add(xml: word.text)
            text.add("</span>")
        }
        text.add("\n     </span>\n")
    }

    /// A straight line through the ends, from the bottom left of the box.
    private func addBaseline(of line: TreeLine, to text: inout ByteText) {
        guard line.quarters == 0, let baseline = line.line.baseline, let a = baseline.first, let b = baseline.last,
            b.x - a.x >= 1
        else { return }
        let slope = (b.y - a.y) / (b.x - a.x)
        let offset = a.y + slope * (Double(line.box.left) - a.x) - Double(line.box.bottom)
        // Two decimals of a slope would be ten pixels at the end of a line.
        text.add("; baseline \(CanonicalJSON.decimal((slope * 100_000).rounded() / 100_000)) ")
        text.add(decimal: offset)
    }

    private func add(_ box: PixelBox, to text: inout ByteText) {
        text.add("bbox ")
        text.joined([box.left, box.top, box.right, box.bottom], by: " ") { $0.add($1) }
    }

    func open(_ folder: SetFolder) -> any SetBook {
        SidesBook(folder, SidesBook.Layout(pictures: \.rawValue, sides: \.rawValue))
    }
}

/// A line as trees of legible text write it: what can be read and lies on the page.
struct TreeLine {
    struct Piece {
        let id: String
        let text: String
        let glued: Bool
        let outline: Outline
        let box: PixelBox
    }

    let id: String
    let line: TextLine
    let box: PixelBox
    /// The legible words; of a line without words, the line itself.
    let words: [Piece]
    /// Quarter turns, counterclockwise, of the text.
    let quarters: Int

    /// nil when nothing can be read of it.
    init?(_ line: TextLine, id: String, on size: Size, _ tally: inout SetTally) {
        guard line.isPlaced else {
            tally.leave(.unplaced)
            return nil
        }
        var words: [Piece] = []
        let all =
            line.words.isEmpty
            ? [(line.text, line.outline, line.isLegible, false)]
            : line.words.map { ($0.text, $0.outline, $0.isLegible, $0.glued) }
        for (w, (text, outline, isLegible, glued)) in all.enumerated() {
            if !isLegible {
                tally.leave(.illegible)
            } else if text.isEmpty {
                tally.leave(.empty)
            } else if let box = outline.box(on: size) {
                words.append(
                    Piece(
                        id: "\(id)w\(w)", text: text, glued: glued && !words.isEmpty, outline: outline, box: box))
                tally.take(text)
            } else {
                tally.leave(.outside)
            }
        }
        guard !words.isEmpty, let box = line.outline.box(on: size) else { return nil }
        self.id = id
        self.line = line
        self.words = words
        self.box = box
        let d = line.outline.axis.direction
        quarters = abs(d.x) >= abs(d.y) ? (d.x >= 0 ? 0 : 2) : (d.y < 0 ? 1 : 3)
    }

    /// Whether the outline is an upright rectangle, which its box says as well.
    var isUpright: Bool {
        let points = line.outline.points
        let (low, high) = line.outline.bounds
        return points.count == 4
            && points.allSatisfy { ($0.x == low.x || $0.x == high.x) && ($0.y == low.y || $0.y == high.y) }
    }
}
