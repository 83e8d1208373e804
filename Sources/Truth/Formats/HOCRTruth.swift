import Imaging
import OperationKit

/// hOCR: HTML whose classes say what a piece is and whose titles say where.
struct HOCRTruth: TruthFormat {
    static let declaration = TruthFormatDeclaration(
        "hocr", "hOCR: HTML whose classes say what a piece is and whose titles say where.",
        gives: "words, lines, regions, baselines", .words,
        places: [TruthPlace("{stem}.hocr"), TruthPlace("{stem}.hocr.html")],
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
        let source = try file.markup()
        var builder = HOCRBuilder(source)
        try builder.run()
        guard !builder.pages.isEmpty else {
            throw source.problem(.truthOfOtherFormat, "there is no element of class 'ocr_page'", at: 0)
        }
        let pages = builder.pages
        if page.page > 1, pages.count == 1 { return nil }
        let numbered = pages.count > 1 ? pages.first { $0.number == Double(page.page - 1) } : nil
        guard let chosen = numbered ?? (page.page <= pages.count ? pages[page.page - 1] : nil) else { return nil }
        return TruthDraft(size: chosen.size, regions: chosen.regions)
    }
}

/// A page as its elements say.
private struct HOCRPage {
    var number: Double?
    var size: (width: Double, height: Double)?
    var regions: [Region] = []
}

/// Puts pages together out of elements and text.
private struct HOCRBuilder {
    private enum Role { case page, region, line, word, none }

    /// An element that is open.
    private struct Open {
        let tag: String
        let role: Role
        let language: String?
        let direction: Point
    }

    private static let lineClasses: Set<Substring> = [
        "ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat",
    ]
    /// Nobody nests deeper; what does is taken as if it stood further up.
    private static let depthLimit = 256

    private(set) var pages: [HOCRPage] = []
    private let source: TruthText
    private var open: [Open] = []
    private var isInRegion = false
    private var line: TextLine?
    private var word: Word?
    /// All characters of the open line, and whether some stand outside its words.
    private var lineText = ""
    private var hasLooseText = false
    private var wordCount = 0

    init(_ source: TruthText) {
        self.source = source
    }

    mutating func run() throws(TruthProblem) {
        var reader = HTMLReader(source)
        while let event = reader.next() {
            switch event {
            case .start(let name, let attributes, let isEmpty, let offset):
                try start(name, attributes, isEmpty, offset)
            case .end(let name): close(name)
            case .text(let text): take(text)
            }
        }
        while !open.isEmpty { pop() }
    }

    private mutating func take(_ text: String) {
        if word != nil { word?.text += text }
        guard line != nil else { return }
        lineText += text
        if word == nil, text.contains(where: { !$0.isWhitespace }) { hasLooseText = true }
    }

    // MARK: Elements

    private mutating func start(
        _ name: String, _ attributes: [String: String], _ isEmpty: Bool, _ offset: Int
    ) throws(TruthProblem) {
        if name == "br" { take(" ") }
        let title = HOCRTitle(attributes["title"] ?? "")
        let role = role(attributes["class"], title)
        closeUnclosed(before: role, name)
        // Tesseract writes `en` at the top of every file, so only what stands on the page counts.
        let isOnPage = role == .page || open.contains { $0.role == .page }
        let own = isOnPage ? LanguageTag.read(attributes["lang"] ?? attributes["xml:lang"]) : nil
        let language = own ?? open.last?.language
        let direction = title.number("textangle").map(Point.direction) ?? open.last?.direction ?? Point(1, 0)
        try begin(role, attributes["id"] ?? "", title, language, direction, offset)
        if isEmpty {
            end(role)
        } else if open.count < Self.depthLimit {
            open.append(Open(tag: name, role: role, language: language, direction: direction))
        }
    }

    private func role(_ classes: String?, _ title: HOCRTitle) -> Role {
        let classes = (classes ?? "").split { $0.isWhitespace }
        if classes.contains("ocr_page") { return .page }
        guard !pages.isEmpty else { return .none }
        if classes.contains("ocr_carea") { return .region }
        if classes.contains(where: Self.lineClasses.contains) { return .line }
        // A word without a place is no more than characters of its line.
        let isWord = classes.contains("ocrx_word") || classes.contains("ocr_word")
        return isWord && title.points != nil ? .word : .none
    }

    /// Ends what cannot hold an element of that role: its own end tag was left out.
    private mutating func closeUnclosed(before role: Role, _ name: String) {
        let ending: [Role] =
            switch role {
            case .page: [.page, .region, .line, .word]
            case .region: [.line, .word]
            case .line: [.line, .word]
            case .word: [.word]
            case .none: []
            }
        if let index = open.firstIndex(where: { ending.contains($0.role) }) {
            while open.count > index { pop() }
        } else if name == "p", open.last?.tag == "p" {
            pop()
        }
    }

    private mutating func close(_ name: String) {
        guard let index = open.lastIndex(where: { $0.tag == name }) else { return }
        while open.count > index { pop() }
    }

    private mutating func pop() {
        if let role = open.popLast()?.role { end(role) }
    }

    // MARK: Pieces

    private mutating func begin(
        _ role: Role, _ id: String, _ title: HOCRTitle, _ language: String?, _ direction: Point, _ offset: Int
    ) throws(TruthProblem) {
        try checkNumbers(title, offset)
        let outline = title.points.map { Outline($0, along: direction) } ?? .missing
        switch role {
        case .page: pages.append(HOCRPage(number: title.number("ppageno"), size: size(title)))
        case .region:
            pages[pages.count - 1].regions.append(Region(id: id, outline: outline, lines: []))
            isInRegion = true
        case .line:
            line = TextLine(
                id: id, outline: outline, baseline: direction == Point(1, 0) ? title.baseline : nil, text: "",
                language: language)
            (lineText, hasLooseText) = ("", false)
        case .word:
            wordCount += 1
            if wordCount > TruthFile.wordLimit {
                throw source.problem(.truthTooLarge, "there are more than \(TruthFile.wordLimit) words", at: offset)
            }
            word = Word(
                id: id, outline: outline, text: "", language: language,
                confidence: title.number("x_wconf").map { min(100, max(0, $0)) })
        case .none: break
        }
    }

    private mutating func end(_ role: Role) {
        switch role {
        case .page, .region: isInRegion = false
        case .line:
            if let line, !line.words.isEmpty || hasLooseText { add(line) }
            line = nil
        case .word:
            guard let ended = word else { return }
            word = nil
            // Tesseract takes pictures and rules for blank words.
            guard ended.text.contains(where: { !$0.isWhitespace }) else { return }
            if line != nil {
                line?.words.append(ended)
            } else {
                lineText = ""
                add(TextLine(id: "", outline: .missing, text: "", language: ended.language, words: [ended]))
            }
        case .none: break
        }
    }

    /// Enters a line that is complete, into a region of its own kind where it stands in none.
    private mutating func add(_ ended: TextLine) {
        var line = ended
        // Blanks between words are the writer's indentation, not the text's.
        if line.words.isEmpty || hasLooseText { line.text = lineText }
        hasLooseText = false
        let page = pages.count - 1
        if !isInRegion {
            // Lines side by side that stand in no region share one.
            pages[page].regions.append(Region(id: "", outline: .missing, lines: []))
            isInRegion = true
        }
        pages[page].regions[pages[page].regions.count - 1].lines.append(line)
    }

    /// Tesseract gives left, top, width and height of what it read, which is the page only when it starts at 0, 0.
    private func size(_ title: HOCRTitle) -> (width: Double, height: Double)? {
        guard let box = title.box, box.low == Point(0, 0) else { return nil }
        return (box.high.x, box.high.y)
    }

    private func checkNumbers(_ title: HOCRTitle, _ offset: Int) throws(TruthProblem) {
        for name in ["bbox", "poly", "baseline", "textangle", "x_wconf"] where title.has(name) {
            guard title.numbers(name) == nil else { continue }
            throw source.problem(
                .truthNumber, "'\(name)' is followed by something that is no number", at: offset,
                help: "numbers have a decimal point and lie within ±10,000,000")
        }
    }
}
