import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages as ALTO 4.4. Text that cannot be read is not written: a line must have content, and empty content counts as text.
struct ALTOFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "alto", "Pages as ALTO 4.4, with all that can be read on them.", units: [.page, .line, .word], .trees,
        reader: "library software, alto-tools, kraken", loading: "alto-tools -t train/KEY.xml",
        layout: [("train/KEY.png", "a page"), ("train/KEY.xml", "what stands on it; val and test likewise")],
        example: "<String ID=\"r0l0w0\" CONTENT=\"Two\" HPOS=\"60\" VPOS=\"40\" WIDTH=\"90\" HEIGHT=\"30\"/>")

    static func make(_ plan: DatasetPlan) -> any SetFormat { ALTOFormat() }

    private static let head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# \
        http://www.loc.gov/standards/alto/v4/alto-4-4.xsd" SCHEMAVERSION="4.4">
         <Description>
          <MeasurementUnit>pixel</MeasurementUnit>
          <sourceImageInformation>
           <fileName>
        """

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var text = ByteText()
        text.add(Self.head)
        text.add(xml: "\(page.key.text).\(page.picture.fileExtension)")
        text.add("</fileName>\n  </sourceImageInformation>\n </Description>\n <Layout>\n")
        let size = "WIDTH=\"\(page.size.width)\" HEIGHT=\"\(page.size.height)\""
        text.add("  <Page ID=\"page_1\" PHYSICAL_IMG_NR=\"1\" \(size)>\n")
        text.add("   <PrintSpace HPOS=\"0\" VPOS=\"0\" \(size)>\n")
        for (r, region) in page.truth.regions.enumerated() { add(region, r, page.size, to: &text, &tally) }
        text.add("   </PrintSpace>\n  </Page>\n </Layout>\n</alto>\n")
        let side = SetPiece.Side(suffix: ".xml", bytes: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    private func add(_ region: Region, _ r: Int, _ size: Size, to text: inout ByteText, _ tally: inout SetTally) {
        let lines = region.lines.enumerated().compactMap { l, line in
            TreeLine(line, id: "r\(r)l\(l)", on: size, &tally)
        }
        guard !lines.isEmpty, let box = region.outline.box(on: size) else { return }
        text.add("    <TextBlock ID=\"r\(r)\"")
        add(box, to: &text)
        text.add(">\n")
        add(region.outline, size, indent: "     ", to: &text)
        for line in lines { add(line, size, to: &text) }
        text.add("    </TextBlock>\n")
    }

    private func add(_ line: TreeLine, _ size: Size, to text: inout ByteText) {
        text.add("     <TextLine ID=\"\(line.id)\"")
        add(line.box, to: &text)
        text.add(" BASELINE=\"")
        text.joined(line.line.baseline ?? line.line.assumedBaseline, by: " ") { text, p in
            text.add(decimal: min(max(p.x, 0), Double(size.width)))
            text.add(",")
            text.add(decimal: min(max(p.y, 0), Double(size.height)))
        }
        text.add("\">\n")
        add(line.line.outline, size, indent: "      ", to: &text)
        for (w, word) in line.words.enumerated() {
            if w > 0, !word.glued { text.add("      <SP/>\n") }
            text.add("      <String ID=\"\(word.id)\" CONTENT=\"")
            text.add(xml: word.text)
            text.add("\"")
            add(word.box, to: &text)
            text.add(">\n")
            add(word.outline, size, indent: "       ", to: &text)
            text.add("      </String>\n")
        }
        text.add("     </TextLine>\n")
    }

    private func add(_ box: PixelBox, to text: inout ByteText) {
        text.add(" HPOS=\"\(box.left)\" VPOS=\"\(box.top)\" WIDTH=\"\(box.width)\" HEIGHT=\"\(box.height)\"")
    }

    private func add(_ outline: Outline, _ size: Size, indent: String, to text: inout ByteText) {
        guard let polygon = outline.polygon(on: size) else { return }
        text.add(indent + "<Shape><Polygon POINTS=\"")
        text.joined(polygon, by: " ") { text, p in
            text.add(decimal: p.x)
            text.add(",")
            text.add(decimal: p.y)
        }
        text.add("\"/></Shape>\n")
    }

    func open(_ folder: SetFolder) -> any SetBook {
        SidesBook(folder, SidesBook.Layout(pictures: \.rawValue, sides: \.rawValue))
    }
}

extension TextLine {
    /// Where its letters may stand when the truth says nothing; down the middle of a column.
    var assumedBaseline: [Point] {
        guard runsDown else { return outline.assumedBaseline }
        let axis = self.axis
        return [axis.start, axis.end]
    }
}

extension Outline {
    /// Where letters without descenders may stand when the truth says nothing: a fifth of the height above the lower edge.
    var assumedBaseline: [Point] {
        let strip = isStrip ? self : Outline(fourCorners, top: 2)
        let (upper, lower) = (strip.upperEdge ?? [], strip.lowerEdge ?? [])
        return zip(upper, lower).map { $1 + ($0 - $1) * 0.2 }
    }
}
