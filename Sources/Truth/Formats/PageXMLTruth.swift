import Imaging
import OperationKit

/// PAGE XML of any year from 2010 to 2024, known by local names.
struct PageXMLTruth: XMLTruth {
    static let declaration = TruthFormatDeclaration(
        "page", aliases: ["page-xml"], "PAGE XML of any year from 2010 to 2024.",
        gives: "words, lines, regions, baselines", .words,
        places: [
            TruthPlace("{stem}.page.xml"), TruthPlace("page/{stem}.xml"), TruthPlace("PAGE/{stem}.xml"),
            TruthPlace("{stem}.xml"),
        ], source: "Transkribus, eScriptorium, OCR-D, Aletheia",
        example: """
            <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
             <Page imageFilename="p.png" imageWidth="620" imageHeight="877">
              <TextRegion id="r0"><Coords points="60,40 300,40 300,70 60,70"/>
               <TextLine id="l0"><Coords points="60,40 300,40 300,70 60,70"/><Baseline points="60,63 300,63"/>
                <Word id="w0"><Coords points="60,40 150,40 150,70 60,70"/>
                 <TextEquiv><Unicode>Two</Unicode></TextEquiv></Word>
                <Word id="w1"><Coords points="170,40 300,40 300,70 170,70"/>
                 <TextEquiv><Unicode>words</Unicode></TextEquiv></Word>
                <TextEquiv><Unicode>Two words</Unicode></TextEquiv></TextLine></TextRegion>
             </Page>
            </PcGts>
            """)

    init(_ options: FormatOptions) {}
    let root = "PcGts"
    let skipped: Set<String> = [
        "Metadata", "AlternativeImage", "Border", "PrintSpace", "Labels", "UserDefined", "TextStyle", "Graphemes",
        "Layers", "Relations",
    ]

    func read(
        _ root: MarkupElement, of source: TruthText, for page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        let pages = root.all("Page")
        guard !pages.isEmpty else {
            throw source.problem(.truthOfOtherFormat, "there is no 'Page'", at: root.offset)
        }
        guard page.page <= pages.count else { return nil }
        let chosen = pages[page.page - 1]
        var draft = TruthDraft()
        if let width = try source.number("imageWidth", of: chosen),
            let height = try source.number("imageHeight", of: chosen)
        {
            draft.size = (width, height)
        }
        var reader = PageXMLReader(source: source, order: PageXMLOrder(of: chosen))
        try reader.take(regionsOf: chosen, language: LanguageTag.read(chosen["primaryLanguage"]), inTable: false)
        draft.regions = reader.regions
        return draft
    }
}

/// Walks the regions of a page in reading order.
private struct PageXMLReader {
    let source: TruthText
    let order: PageXMLOrder
    var regions: [Region] = []

    mutating func take(
        regionsOf parent: MarkupElement, language: String?, inTable: Bool
    ) throws(TruthProblem) {
        let found = parent.children.filter { $0.name.hasSuffix("Region") || $0.name == "TableCell" }
        for element in order.sorted(found) {
            let inTable = inTable || element.name == "TableRegion" || element.name == "TableCell"
            let language = LanguageTag.read(element["primaryLanguage"]) ?? language
            try take(element, language, inTable)
            try take(regionsOf: element, language: language, inTable: inTable)
        }
    }

    private mutating func take(_ element: MarkupElement, _ language: String?, _ inTable: Bool) throws(TruthProblem) {
        let angle = try source.number("orientation", of: element) ?? 0
        let points = try points(of: element)
        var lines: [TextLine] = []
        for line in PageXMLOrder.byCustom(element.all("TextLine")) {
            lines.append(try self.line(line, angle, language))
        }
        let outline = Outline(points, along: Point.direction(textAngle: angle))
        if lines.isEmpty, let text = Self.text(of: element)?.text, text.contains(where: { !$0.isWhitespace }) {
            lines = [Self.whole(text, outline)]
        }
        let hasRegions = element.children.contains { $0.name.hasSuffix("Region") || $0.name == "TableCell" }
        if lines.isEmpty, hasRegions || points.isEmpty || element.name == "TableCell" { return }
        let kind: Region.Kind =
            switch element.name {
            case _ where inTable: .table
            case "TextRegion": .text
            case "ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion": .figure
            default: .other
            }
        regions.append(Region(id: element["id"] ?? "", kind: kind, outline: outline, lines: lines))
    }

    /// A region whose lines are not known. Text of one line can be read from it, more cannot be put anywhere.
    private static func whole(_ text: String, _ outline: Outline) -> TextLine {
        let rows = text.split(separator: "\n").filter { $0.contains { !$0.isWhitespace } }
        return TextLine(id: "", outline: outline, text: text, illegible: rows.count > 1 ? .marked : nil)
    }

    private func line(
        _ element: MarkupElement, _ angle: Double, _ language: String?
    ) throws(TruthProblem) -> TextLine {
        let language = LanguageTag.read(element["primaryLanguage"]) ?? language
        var baseline: [Point]?
        if let found = element.first("Baseline") { baseline = try points(in: found) }
        var direction = Point.direction(textAngle: try source.number("orientation", of: element) ?? angle)
        if let first = baseline?.first, let last = baseline?.last, first != last {
            direction = (last - first) * (1 / last.distance(to: first))
        }
        var words: [Word] = []
        for word in element.all("Word") { words.append(try self.word(word, direction, language)) }
        return TextLine(
            id: element["id"] ?? "", outline: Outline(try points(of: element), along: direction), baseline: baseline,
            text: Self.text(of: element)?.text ?? "", language: language, words: words)
    }

    private func word(
        _ element: MarkupElement, _ direction: Point, _ language: String?
    ) throws(TruthProblem) -> Word {
        let own = Self.text(of: element)
        let confidence = try own.flatMap(\.element).flatMap { equiv throws(TruthProblem) in
            try source.number("conf", of: equiv)
        }
        let text = own?.text ?? element.all("Glyph").compactMap { Self.text(of: $0)?.text }.joined()
        return Word(
            id: element["id"] ?? "", outline: Outline(try points(of: element), along: direction), text: text,
            language: LanguageTag.read(element["language"]) ?? language,
            confidence: confidence.map { min(100, max(0, $0 * 100)) })
    }

    /// The text equivalent of lowest index, else the first; nil when there is none.
    private static func text(of element: MarkupElement) -> (text: String, element: MarkupElement?)? {
        let all = element.all("TextEquiv")
        let ranked = all.enumerated().map { place, equiv in
            (rank: equiv["index"].flatMap { Int($0) } ?? Int.max, place: place, equiv: equiv)
        }
        guard let best = ranked.min(by: { ($0.rank, $0.place) < ($1.rank, $1.place) })?.equiv else { return nil }
        return ((best.first("Unicode") ?? best.first("PlainText"))?.text ?? "", best)
    }

    private func points(of element: MarkupElement) throws(TruthProblem) -> [Point] {
        guard let coords = element.first("Coords") else { return [] }
        return try points(in: coords)
    }

    /// The points of an attribute or, in the edition of 2010, of elements.
    private func points(in element: MarkupElement) throws(TruthProblem) -> [Point] {
        if let points = try source.points("points", of: element) { return points }
        var points: [Point] = []
        for point in element.all("Point") {
            guard let x = try source.number("x", of: point), let y = try source.number("y", of: point) else {
                throw source.badNumber("", "x or y", point)
            }
            points.append(Point(x, y))
        }
        return points
    }
}
