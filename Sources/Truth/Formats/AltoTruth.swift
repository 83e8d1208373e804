import Imaging
import OperationKit

/// ALTO of versions 1 to 4, known by local names whatever the namespace.
struct AltoTruth: XMLTruth {
    static let declaration = TruthFormatDeclaration(
        "alto", "ALTO of versions 1 to 4.", gives: "words, lines, regions, baselines", .words,
        places: [
            TruthPlace("{stem}.alto.xml"), TruthPlace("alto/{stem}.xml"), TruthPlace("ALTO/{stem}.xml"),
            TruthPlace("{stem}.xml"),
        ], options: [.trust, .outline], source: "libraries' digital collections, ABBYY, Tesseract, kraken",
        example: """
            <alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">
             <Description><MeasurementUnit>pixel</MeasurementUnit></Description>
             <Layout><Page WIDTH="620" HEIGHT="877"><PrintSpace><TextBlock HPOS="60" VPOS="40" WIDTH="240" HEIGHT="30">
              <TextLine HPOS="60" VPOS="40" WIDTH="240" HEIGHT="30">
               <String CONTENT="Two" HPOS="60" VPOS="40" WIDTH="90" HEIGHT="30"/><SP/>
               <String CONTENT="words" HPOS="170" VPOS="40" WIDTH="130" HEIGHT="30"/></TextLine>
             </TextBlock></PrintSpace></Page></Layout>
            </alto>
            """)

    init(_ options: FormatOptions) {}
    let root = "alto"
    let skipped: Set<String> = [
        "Styles", "Tags", "Glyph", "ALTERNATIVE", "OCRProcessing", "Processing",
    ]

    func read(
        _ root: MarkupElement, of source: TruthText, for page: PictureInfo
    ) throws(TruthProblem) -> TruthDraft? {
        let pages = root.first("Layout")?.all("Page") ?? []
        guard !pages.isEmpty else {
            throw source.problem(.truthOfOtherFormat, "there is no 'Page'", at: root.offset)
        }
        let picture = root.descendant("fileName")?.text
        let list = PageList(pages.map { _ in PageList.Entry(picture: pages.count == 1 ? picture : nil) })
        guard let index = try list.index(for: page, in: source.name) else { return nil }
        let chosen = pages[index]
        var draft = TruthDraft()
        draft.unused[.pages] += list.unused(by: page)
        draft.unused[.glyphs] += chosen.skipped("Glyph")
        draft.unused[.alternatives] += chosen.skipped("ALTERNATIVE")
        let unit = root.first("Description")?.first("MeasurementUnit")?.text
        let units = try AltoUnits(unit, of: chosen, source, page, &draft)
        // Where a writer puts no blanks at all, their lack says nothing.
        var reader = AltoReader(
            source: source, units: units, hasBlanks: chosen.descendant("SP") != nil,
            order: AltoOrder(of: root, page: chosen))
        try reader.take(blocksOf: chosen, AltoInherited(), inTable: false)
        draft.regions = reader.regions
        return draft
    }
}

/// What blocks hand down to lines and lines to words.
private struct AltoInherited {
    var angle = 0.0
    var language: String?

    func with(_ element: MarkupElement, _ source: TruthText) throws(TruthProblem) -> AltoInherited {
        AltoInherited(
            angle: try source.number("ROTATION", of: element) ?? angle,
            language: LanguageTag.read(element["LANG"] ?? element["language"]) ?? language)
    }

    var direction: Point { Point.direction(textAngle: angle) }
}

/// Walks the blocks of a page.
private struct AltoReader {
    let source: TruthText
    let units: AltoUnits
    let hasBlanks: Bool
    let order: AltoOrder
    var regions: [Region] = []

    mutating func take(
        blocksOf parent: MarkupElement, _ inherited: AltoInherited, inTable: Bool
    ) throws(TruthProblem) {
        for element in order.sorted(parent.children) {
            let own = try inherited.with(element, source)
            switch element.name {
            case "TextBlock": try take(element, own, inTable ? .table : .text)
            case "Illustration": try take(element, own, .figure)
            case "GraphicalElement": try take(element, own, .other)
            default:
                let isTable = element["TYPE"]?.lowercased() == "table"
                try take(blocksOf: element, own, inTable: inTable || isTable)
            }
        }
    }

    private mutating func take(
        _ element: MarkupElement, _ inherited: AltoInherited, _ kind: Region.Kind
    ) throws(TruthProblem) {
        var lines: [TextLine] = []
        for line in order.sorted(element.all("TextLine")) { lines.append(try self.line(line, inherited)) }
        let outline = try outline(of: element, inherited)
        if lines.isEmpty, outline.points.isEmpty { return }
        regions.append(Region(id: element["ID"] ?? "", kind: kind, outline: outline, lines: lines))
    }

    private func line(_ element: MarkupElement, _ inherited: AltoInherited) throws(TruthProblem) -> TextLine {
        let inherited = try inherited.with(element, source)
        let baseline = try baseline(of: element)
        var words: [Word] = []
        var blanks: Set<Int> = []
        for child in element.children {
            if child.name == "SP" { blanks.insert(words.count) }
            if child.name == "String" { words.append(try word(child, inherited)) }
            if child.name == "HYP", !words.isEmpty { try append(child, to: &words[words.count - 1], inherited) }
        }
        // eScriptorium writes a line as one string.
        if words.count == 1, words[0].text.trimmed.contains(where: \.isWhitespace) {
            let isVertical = inherited.angle == 0 && VerticalWriting.isLikely(baseline, words[0].text)
            return TextLine(
                id: element["ID"] ?? "", outline: try outline(of: element, inherited), baseline: baseline,
                text: words[0].text, language: words[0].language, isVertical: isVertical)
        }
        let isVertical = inherited.angle == 0 && VerticalWriting.isLikely(baseline, words.map(\.text).joined())
        return TextLine(
            id: element["ID"] ?? "", outline: try outline(of: element, inherited), baseline: baseline,
            text: hasBlanks ? Self.joined(words, blanks) : "", language: inherited.language, words: words,
            isVertical: isVertical)
    }

    /// The text of words of which some stand together; empty where none does, or a word has none.
    private static func joined(_ words: [Word], _ blanks: Set<Int>) -> String {
        let isJoined = words.indices.dropFirst().contains { !blanks.contains($0) }
        guard isJoined, words.allSatisfy({ !$0.text.isEmpty }) else { return "" }
        return words.indices.map { ($0 > 0 && blanks.contains($0) ? " " : "") + words[$0].text }.joined()
    }

    /// `CONTENT` as it is printed: `SUBS_CONTENT` is the whole of a word that was divided, which stands nowhere.
    private func word(_ element: MarkupElement, _ inherited: AltoInherited) throws(TruthProblem) -> Word {
        let inherited = try inherited.with(element, source)
        let confidence = try source.number("WC", of: element)
        return Word(
            id: element["ID"] ?? "", outline: try outline(of: element, inherited), text: element["CONTENT"] ?? "",
            language: inherited.language, confidence: confidence.map { min(100, max(0, $0 * 100)) })
    }

    /// Puts the hyphen at the end of a line to its word.
    private func append(
        _ hyphen: MarkupElement, to word: inout Word, _ inherited: AltoInherited
    ) throws(TruthProblem) {
        let mark = (hyphen["CONTENT"] ?? "-").replacing("\u{AD}", with: "-")
        word.text = word.text.replacing("\u{AD}", with: "-")
        if !word.text.hasSuffix(mark) { word.text += mark }
        let box = try outline(of: hyphen, inherited)
        guard !box.points.isEmpty, !word.outline.points.isEmpty, let all = Outline(enclosing: [word.outline, box])
        else {
            return
        }
        word.outline = Outline(all.points, along: inherited.direction)
    }

    /// `Shape/Polygon`, else the box; no points where neither is given.
    private func outline(of element: MarkupElement, _ inherited: AltoInherited) throws(TruthProblem) -> Outline {
        if let polygon = element.first("Shape")?.first("Polygon"),
            let points = try source.points("POINTS", of: polygon), points.count > 2
        {
            return Outline(points.map(units.pixels), along: inherited.direction)
        }
        guard let left = try source.number("HPOS", of: element), let top = try source.number("VPOS", of: element),
            let width = try source.number("WIDTH", of: element), let height = try source.number("HEIGHT", of: element)
        else { return .missing }
        let (low, high) = (units.pixels(Point(left, top)), units.pixels(Point(left + width, top + height)))
        return Outline(left: low.x, top: low.y, right: high.x, bottom: high.y, along: inherited.direction)
    }

    /// One number, the height on the page (before 4.2), or a list of points.
    private func baseline(of line: MarkupElement) throws(TruthProblem) -> [Point]? {
        guard let text = line["BASELINE"] else { return nil }
        guard let height = TruthNumber.read(text) else {
            return try source.points("BASELINE", of: line)?.map(units.pixels)
        }
        guard let left = try source.number("HPOS", of: line), let width = try source.number("WIDTH", of: line) else {
            return nil
        }
        return [units.pixels(Point(left, height)), units.pixels(Point(left + width, height))]
    }
}

/// What the numbers of an ALTO page are in pixels.
private struct AltoUnits {
    private let x: Double
    private let y: Double

    /// Also sets the size of the draft.
    init(
        _ unit: String?, of page: MarkupElement, _ source: TruthText, _ picture: PictureInfo, _ draft: inout TruthDraft
    ) throws(TruthProblem) {
        let name = (unit ?? "").filter { !$0.isWhitespace }.lowercased()
        var size: (width: Double, height: Double)?
        draft.setSize(try source.side("WIDTH", of: page), try source.side("HEIGHT", of: page))
        (size, draft.size) = (draft.size, nil)
        let perInch: Double
        switch name {
        case "mm10": perInch = 254
        case "inch1200": perInch = 1200
        default:
            if name != "pixel" {
                let said = name.isEmpty ? "has no MeasurementUnit" : "has the MeasurementUnit '\(name)'"
                draft.notes.append(
                    TruthProblem(.missingUnit, "'\(source.name)' \(said); its numbers are taken as pixels"))
            }
            draft.size = size
            (x, y) = (1, 1)
            return
        }
        // Its numbers are no pixels in any case.
        draft.lacksSize = false
        if let size {
            (x, y) = try Self.factors(size, source, page, picture, &draft)
        } else if let dpi = picture.dpi {
            (x, y) = (dpi / perInch, (picture.dpiDown ?? dpi) / perInch)
        } else {
            throw source.problem(
                .unknownUnits, "the unit is \(name), and neither page size nor resolution is known", at: page.offset)
        }
    }

    /// The picture's size over the page's; the picture may have been turned since.
    private static func factors(
        _ size: (width: Double, height: Double), _ source: TruthText, _ page: MarkupElement, _ picture: PictureInfo,
        _ draft: inout TruthDraft
    ) throws(TruthProblem) -> (Double, Double) {
        let upright = (width: Double(picture.size.width), height: Double(picture.size.height))
        var shapes = [upright]
        if picture.orientation >= 5 { shapes.append((upright.height, upright.width)) }
        for shape in shapes {
            let (x, y) = (shape.width / size.width, shape.height / size.height)
            guard abs(x / y - 1) <= 0.01 else { continue }
            draft.size = shape
            return (x, y)
        }
        throw source.problem(
            .truthOfOtherSize,
            "the page has not the shape of the picture's \(picture.size.width) × \(picture.size.height)",
            at: page.offset)
    }

    func pixels(_ p: Point) -> Point { Point(p.x * x, p.y * y) }
}
