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
        ], options: [.trust, .outline, textEquiv, textIndex, dataType],
        source: "Transkribus, eScriptorium, OCR-D, Aletheia",
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

    private static let textEquiv = KeyDeclaration.words(
        "text-equiv", ["index", "conf"],
        "which of several texts of a piece is read: that of the lowest index (index), or of the highest confidence (conf)"
    )
    private static let textIndex = KeyDeclaration.count(
        "text-index", 0...1_000_000,
        "the index of the text that is read where a piece has it; left out, 'text-equiv' says which", example: "1")
    private static let dataType = KeyDeclaration.text(
        "data-type", "the dataType of the text that is read where a piece has one of it", example: "other")

    /// Which of several texts of a piece is read.
    fileprivate struct Choice {
        let byConfidence: Bool
        let index: Int?
        let dataType: String?
    }

    private let choice: Choice

    init(_ options: FormatOptions) {
        choice = Choice(
            byConfidence: options.word(Self.textEquiv) == "conf",
            index: options.number(Self.textIndex).map { Int($0) }, dataType: options.word(Self.dataType))
    }

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
        let list = PageList(pages.map { PageList.Entry(picture: $0["imageFilename"]) })
        guard let index = try list.index(for: page, in: source.name) else { return nil }
        let chosen = pages[index]
        var draft = TruthDraft()
        draft.setSize(try source.side("imageWidth", of: chosen), try source.side("imageHeight", of: chosen))
        draft.unused[.pages] += list.unused(by: page)
        var reader = PageXMLReader(source: source, order: PageXMLOrder(of: chosen), choice: choice, draft: draft)
        try reader.take(regionsOf: chosen, PageXMLInherited().with(chosen, source), inTable: false)
        return reader.draft
    }
}

/// What a page hands down to its regions and these to their lines.
private struct PageXMLInherited {
    /// By how many degrees the text is turned counterclockwise.
    var angle = 0.0
    var language: String?
    var readingDirection: String?

    func with(_ element: MarkupElement, _ source: TruthText) throws(TruthProblem) -> PageXMLInherited {
        // Both say by how much a piece has to be turned clockwise: to stand upright, and then to be read.
        let own = try source.number("orientation", of: element)
        let reading = try source.number("readingOrientation", of: element)
        return PageXMLInherited(
            angle: own == nil && reading == nil ? angle : (own ?? 0) + (reading ?? 0),
            language: LanguageTag.read(element["primaryLanguage"]) ?? language,
            readingDirection: element["readingDirection"] ?? readingDirection)
    }
}

/// Walks the regions of a page in reading order.
private struct PageXMLReader {
    let source: TruthText
    let order: PageXMLOrder
    let choice: PageXMLTruth.Choice
    var draft: TruthDraft

    mutating func take(
        regionsOf parent: MarkupElement, _ inherited: PageXMLInherited, inTable: Bool
    ) throws(TruthProblem) {
        for element in order.sorted(parent.children.filter(\.isRegion)) {
            let inTable = inTable || element.name == "TableRegion" || element.name == "TableCell"
            let own = try inherited.with(element, source)
            let place = draft.regions.count
            try take(element, own, inTable)
            try take(regionsOf: element, own, inTable: inTable)
            try takeText(of: element, own, inTable, from: place)
        }
    }

    private mutating func take(
        _ element: MarkupElement, _ inherited: PageXMLInherited, _ inTable: Bool
    ) throws(TruthProblem) {
        let points = try points(of: element)
        var lines: [TextLine] = []
        for line in PageXMLOrder.byCustom(element.all("TextLine")) { lines.append(try self.line(line, inherited)) }
        let hasRegions = element.children.contains(where: \.isRegion)
        if lines.isEmpty, hasRegions || points.isEmpty || element.name == "TableCell" { return }
        draft.regions.append(region(element, lines, points, inherited, inTable))
    }

    private func region(
        _ element: MarkupElement, _ lines: [TextLine], _ points: [Point], _ inherited: PageXMLInherited,
        _ inTable: Bool
    ) -> Region {
        let kind: Region.Kind =
            switch element.name {
            case _ where inTable: .table
            case "TextRegion": .text
            case "ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion": .figure
            default: .other
            }
        let outline = Outline(points, along: Point.direction(textAngle: inherited.angle))
        return Region(id: element["id"] ?? "", kind: kind, outline: outline, lines: lines)
    }

    /// The text of a region as a whole, held against that of its lines and of the regions in it, which are those entered
    /// from `place` on.
    private mutating func takeText(
        of element: MarkupElement, _ inherited: PageXMLInherited, _ inTable: Bool, from place: Int
    ) throws(TruthProblem) {
        guard let text = text(of: element)?.text, text.contains(where: { !$0.isWhitespace }) else { return }
        let rows = RegionText.unplaced(text.unicodeScalars)
        let entered = draft.regions.indices.dropFirst(place)
        let lines = entered.flatMap { draft.regions[$0].lines }
        let hasText = lines.contains { !$0.text.isEmpty || !$0.words.isEmpty }
        let isOwn = entered.count == 1 && draft.regions[place].id == (element["id"] ?? "")
        if rows.count == 1, !hasText, entered.count < 2 {
            // A region of one line is that line.
            let points = try points(of: element)
            if entered.isEmpty { draft.regions.append(region(element, [], points, inherited, inTable)) }
            if lines.count == 1 {
                draft.regions[place].lines[0].text = text
            } else if lines.isEmpty {
                let outline = draft.regions[place].outline
                draft.regions[place].lines = [
                    TextLine(id: "", outline: outline, text: text, language: inherited.language)
                ]
            } else {
                draft.regions[place].lines += rows
            }
        } else if isOwn {
            if !draft.regions[place].take(text) { draft.disagreeingRegions += 1 }
        } else if let all = RegionText.lines(lines, in: text) {
            let missing = all.filter { !$0.isPlaced && !lines.contains($0) }
            if missing.isEmpty { return }
            draft.regions.insert(
                region(element, missing, try points(of: element), inherited, inTable), at: place)
        } else {
            draft.disagreeingRegions += 1
        }
    }

    private mutating func line(
        _ element: MarkupElement, _ inherited: PageXMLInherited
    ) throws(TruthProblem) -> TextLine {
        let own = try inherited.with(element, source)
        var baseline: [Point]?
        if let found = element.first("Baseline") { baseline = try points(in: found) }
        let points = try points(of: element)
        let written = text(of: element)?.text ?? ""
        let saysNothing = own.readingDirection == nil && own.angle == 0
        let isVertical =
            saysNothing
            ? VerticalWriting.isLikely(baseline, written) : Self.isVertical(points, baseline, own.readingDirection)
        var direction = Point.direction(textAngle: own.angle)
        if isVertical {
            direction = Point(1, 0)
        } else if let first = baseline?.first, let last = baseline?.last, first != last {
            direction = (last - first) * (1 / last.distance(to: first))
        } else if own.readingDirection == "bottom-to-top", own.angle == 0 {
            direction = Point(0, -1)
        }
        var words: [Word] = []
        for word in element.all("Word") { words.append(try self.word(word, direction, own.language)) }
        return TextLine(
            id: element["id"] ?? "", outline: Outline(points, along: direction), baseline: baseline,
            text: written, language: own.language, words: words, isVertical: isVertical)
    }

    /// Whether a line is written from top to bottom: as the file says, unless its place says that it is not.
    private static func isVertical(_ points: [Point], _ baseline: [Point]?, _ readingDirection: String?) -> Bool {
        guard readingDirection == "top-to-bottom" else { return false }
        let way = baseline.flatMap { line in line.first.flatMap { first in line.last.map { $0 - first } } }
        if let way, way != Point(0, 0) { return way.y > abs(way.x) }
        guard !points.isEmpty else { return true }
        let (low, high) = Outline(points).bounds
        return high.y - low.y >= high.x - low.x
    }

    private mutating func word(
        _ element: MarkupElement, _ direction: Point, _ language: String?
    ) throws(TruthProblem) -> Word {
        let own = text(of: element)
        let confidence = try own.flatMap(\.element).flatMap { equiv throws(TruthProblem) in
            try source.number("conf", of: equiv)
        }
        let glyphs = element.all("Glyph")
        draft.unused[.glyphs] += glyphs.count
        let text = own?.text ?? glyphs.compactMap { self.text(of: $0)?.text }.joined()
        return Word(
            id: element["id"] ?? "", outline: Outline(try points(of: element), along: direction), text: text,
            language: LanguageTag.read(element["language"]) ?? language,
            confidence: confidence.map { min(100, max(0, $0 * 100)) })
    }

    /// The text equivalent that the pipeline chooses, else that of lowest index, else the first; nil when there is none. The
    /// others are counted.
    private mutating func text(of element: MarkupElement) -> (text: String, element: MarkupElement?)? {
        let all = element.all("TextEquiv")
        var fitting = all.filter { choice.dataType == nil || $0["dataType"] == choice.dataType }
        if fitting.isEmpty { fitting = all }
        let ranked = fitting.enumerated().map { place, equiv in
            (rank: rank(of: equiv), place: place, equiv: equiv)
        }
        guard let best = ranked.min(by: { ($0.rank, $0.place) < ($1.rank, $1.place) })?.equiv else { return nil }
        if all.count > 1 { draft.unused[.alternatives] += all.count - 1 }
        return ((best.first("Unicode") ?? best.first("PlainText"))?.text ?? "", best)
    }

    /// The lower, the sooner a text is read.
    private func rank(of equiv: MarkupElement) -> Double {
        let index = equiv["index"].flatMap { Int($0) }
        if let wanted = choice.index, index == wanted { return -2 }
        let confidence = choice.byConfidence ? equiv["conf"].flatMap { TruthNumber.read($0) } : nil
        return confidence.map { -1 - min(max($0, 0), 1) } ?? index.map(Double.init) ?? .infinity
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

extension MarkupElement {
    /// Whether it is a block of a page, or one within a block.
    fileprivate var isRegion: Bool { name.hasSuffix("Region") || name == "TableCell" }
}
