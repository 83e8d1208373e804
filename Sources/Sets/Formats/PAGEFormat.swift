import Engine
import Imaging
internal import Jobs
import OperationKit

/// Pages as PAGE XML of 2019. What cannot be read keeps its outline and has empty text.
struct PAGEFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "page", aliases: ["page-xml"], "Pages as PAGE XML of 2019; what cannot be read has empty text.",
        units: [.page, .line, .word], .trees, reader: "kraken, Transkribus, eScriptorium, OCR-D",
        loading: "ocrd_models.ocrd_page.parse(\"train/KEY.xml\")",
        layout: [("train/KEY.png", "a page"), ("train/KEY.xml", "what stands on it; val and test likewise")],
        example: """
            <Word id="r0l0w0"><Coords points="60,40 150,40 150,70 60,70"/>
             <TextEquiv><Unicode>Two</Unicode></TextEquiv></Word>
            """)

    static func make(_ plan: DatasetPlan) -> any SetFormat { PAGEFormat() }

    private static let head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
        xsi:schemaLocation="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15 \
        http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15/pagecontent.xsd">
         <Metadata>
          <Creator>foxing</Creator>
          <Created>1970-01-01T00:00:00Z</Created>
          <LastChange>1970-01-01T00:00:00Z</LastChange>
         </Metadata>

        """

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        let regions = page.truth.regions.enumerated().compactMap { r, region in
            PAGERegion(region, id: "r\(r)", on: page.size, &tally)
        }
        var text = ByteText()
        text.add(Self.head)
        text.add(" <Page imageFilename=\"")
        text.add(xml: "\(page.key.text).\(page.picture.fileExtension)")
        text.add("\" imageWidth=\"\(page.size.width)\" imageHeight=\"\(page.size.height)\">\n")
        if !regions.isEmpty {
            text.add("  <ReadingOrder>\n   <OrderedGroup id=\"order\">\n")
            for (index, region) in regions.enumerated() {
                text.add("    <RegionRefIndexed index=\"\(index)\" regionRef=\"\(region.id)\"/>\n")
            }
            text.add("   </OrderedGroup>\n  </ReadingOrder>\n")
        }
        for region in regions { region.add(to: &text) }
        text.add(" </Page>\n</PcGts>\n")
        let side = SetPiece.Side(suffix: ".xml", bytes: text.bytes)
        return [SetPiece(name: page.key.text, picture: page.picture, sides: [side])]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        SidesBook(folder, SidesBook.Layout(pictures: \.rawValue, sides: \.rawValue))
    }
}

/// A region with outlines in whole pixels, each within the one above it.
private struct PAGERegion {
    struct Line {
        let id: String
        let outline: [PixelPoint]
        let baseline: [PixelPoint]?
        let words: [Word]
        let text: String
        /// `readingDirection` where the outline does not tell it.
        let direction: String?
    }

    struct Word {
        let id: String
        let outline: [PixelPoint]
        let text: String
    }

    let id: String
    let outline: [PixelPoint]
    let lines: [Line]
    /// Where text stands in it whose place is not known, all that can be read of it, by rows.
    let text: String?

    /// nil when none of it is on the page.
    init?(_ region: Region, id: String, on size: Size, _ tally: inout SetTally) {
        let lines = region.lines.enumerated().compactMap { l, line in
            line.isPlaced ? Self.line(line, id: "\(id)l\(l)", on: size, &tally) : nil
        }
        let unplaced = region.lines.filter { !$0.isPlaced && !$0.legibleText.isEmpty }
        for line in unplaced { tally.take(line.text) }
        let rows = region.lines.map(\.legibleText).filter { !$0.isEmpty }
        text = unplaced.isEmpty ? nil : rows.joined(separator: "\n")
        guard let own = region.outline.pixelPolygon(on: size) ?? lines.first?.outline else { return nil }
        self.id = id
        self.lines = lines
        outline = Self.grown(own, toHold: lines.map(\.outline))
    }

    private static func line(_ line: TextLine, id: String, on size: Size, _ tally: inout SetTally) -> Line? {
        let words = line.words.enumerated().compactMap { w, word -> Word? in
            guard let outline = word.outline.pixelPolygon(on: size) else {
                tally.leave(.outside)
                return nil
            }
            return Word(id: "\(id)w\(w)", outline: grown(outline, toHold: []), text: word.isLegible ? word.text : "")
        }
        guard let own = line.outline.pixelPolygon(on: size) ?? words.first?.outline else {
            tally.leave(.outside)
            return nil
        }
        // Readers pass over lines that have none.
        let points = line.baseline ?? line.assumedBaseline
        let baseline = points.map { Outline.pixel($0, size) }.withoutRepeats
        let text = line.isLegible ? line.text : ""
        if text.isEmpty { tally.labels += 1 } else { tally.take(text) }
        return Line(
            id: id, outline: grown(own, toHold: words.map(\.outline)),
            baseline: baseline.count > 1 ? baseline : nil, words: words, text: text, direction: line.writtenDirection)
    }

    /// The outline, or the hull of it and its children where it does not hold them or crosses itself.
    private static func grown(_ outline: [PixelPoint], toHold children: [[PixelPoint]]) -> [PixelPoint] {
        let all = children.flatMap { $0 }
        let isSound = !PixelPolygon.isUnsound(outline)
        if isSound, all.isEmpty { return outline }
        if isSound, PixelPolygon.isConvex(outline), all.allSatisfy({ PixelPolygon.convex(outline, holds: $0) }) {
            return outline
        }
        let hull = PixelPolygon.hull(outline + all)
        let first = outline[0]
        func distance(_ p: PixelPoint) -> Int { (p.x - first.x) * (p.x - first.x) + (p.y - first.y) * (p.y - first.y) }
        let start = hull.indices.min { distance(hull[$0]) < distance(hull[$1]) } ?? 0
        return Array(hull[start...] + hull[..<start])
    }

    func add(to text: inout ByteText) {
        text.add("  <TextRegion id=\"\(id)\">\n")
        Self.add(outline, indent: "   ", to: &text)
        for line in lines {
            let direction = line.direction.map { " readingDirection=\"\($0)\"" } ?? ""
            text.add("   <TextLine id=\"\(line.id)\"\(direction)>\n")
            Self.add(line.outline, indent: "    ", to: &text)
            if let baseline = line.baseline {
                text.add("    <Baseline points=\"")
                Self.add(baseline, to: &text)
                text.add("\"/>\n")
            }
            for word in line.words {
                text.add("    <Word id=\"\(word.id)\">\n")
                Self.add(word.outline, indent: "     ", to: &text)
                Self.add(word.text, indent: "     ", to: &text)
                text.add("    </Word>\n")
            }
            Self.add(line.text, indent: "    ", to: &text)
            text.add("   </TextLine>\n")
        }
        if let rows = self.text { Self.add(rows, indent: "   ", to: &text) }
        text.add("  </TextRegion>\n")
    }

    private static func add(_ outline: [PixelPoint], indent: String, to text: inout ByteText) {
        text.add(indent + "<Coords points=\"")
        add(outline, to: &text)
        text.add("\"/>\n")
    }

    private static func add(_ points: [PixelPoint], to text: inout ByteText) {
        text.joined(points, by: " ") { text, p in
            text.add(p.x)
            text.add(",")
            text.add(p.y)
        }
    }

    private static func add(_ content: String, indent: String, to text: inout ByteText) {
        text.add(indent + "<TextEquiv><Unicode>")
        text.add(xml: content)
        text.add("</Unicode></TextEquiv>\n")
    }
}

extension TextLine {
    /// How a line that runs down the page is written: from top to bottom, or turned with its characters.
    fileprivate var writtenDirection: String? {
        if isVertical { return "top-to-bottom" }
        guard !runsDown, !outline.points.isEmpty else { return nil }
        let way = outline.axis.direction
        return way.y > abs(way.x) ? "left-to-right" : nil
    }
}

extension [PixelPoint] {
    fileprivate var withoutRepeats: [PixelPoint] {
        reduce(into: []) { kept, p in
            if kept.last != p { kept.append(p) }
        }
    }
}
