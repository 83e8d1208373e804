import Imaging

/// Puts pages of hOCR together out of elements and text.
struct HOCRBuilder {
    private enum Role {
        case page, region, line, word
        /// A word without a place, which is no more than characters of its line.
        case phrase
        /// A character of a word, mostly with its box.
        case character
        /// Other readings of a character, or what holds them.
        case choice
        case none
    }

    /// An element that is open.
    private struct Open {
        let tag: String
        let role: Role
        let language: String?
        let direction: Point
    }

    /// What a word is put together from: its own characters, or else those that stand in elements of their own.
    private struct Letters {
        var own = ""
        var single = ""

        var text: String { own.contains { !$0.isWhitespace } ? own : single }
    }

    private static let lineClasses: Set<Substring> = [
        "ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat",
    ]
    private static let blocks: Set<String> = [
        "p", "div", "br", "li", "ul", "ol", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section",
        "article", "blockquote",
    ]
    /// Nobody nests deeper; what does is taken as if it stood further up.
    private static let depthLimit = 256

    private(set) var pages: [HOCRPage] = []
    private let source: TruthText
    private var open: [Open] = []
    private var line: TextLine?
    private var word: Word?
    private var letters: Letters?
    /// All characters of the open line, and whether some stand outside its words.
    private var lineText = ""
    private var hasLooseText = false
    /// Before which words of the open line a blank stands.
    private var blanks: [Bool] = []
    private var isAfterBlank = false
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

    private var isOnPage: Bool { open.contains { $0.role == .page } }

    private mutating func take(_ text: String) {
        if open.contains(where: { $0.role == .choice }) {
            if text.contains(where: { !$0.isWhitespace }), isOnPage { pages[pages.count - 1].count(.alternatives) }
        } else if letters != nil {
            if open.last?.role == .character {
                // Blanks are the writer's indentation.
                letters?.single += text.filter { !$0.isWhitespace }
            } else {
                letters?.own += text
            }
        } else if line != nil {
            addToLine(text)
        } else if isOnPage {
            pages[pages.count - 1].take(text)
        }
    }

    private mutating func addToLine(_ text: String) {
        lineText += text
        if text.contains(where: { !$0.isWhitespace }) { hasLooseText = true }
        isAfterBlank = isAfterBlank || text.contains(where: \.isWhitespace)
    }

    // MARK: Elements

    private mutating func start(
        _ name: String, _ attributes: [String: String], _ isEmpty: Bool, _ offset: Int
    ) throws(TruthProblem) {
        if name == "br", line != nil { take(" ") }
        let title = HOCRTitle(attributes["title"] ?? "")
        let role = role(attributes["class"], title)
        closeUnclosed(before: role, name)
        if Self.blocks.contains(name), isOnPage { pages[pages.count - 1].breakText() }
        // Tesseract writes `en` at the top of every file, so only what stands on the page counts.
        let own = role == .page || isOnPage ? LanguageTag.read(attributes["lang"] ?? attributes["xml:lang"]) : nil
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
        if classes.contains("ocrx_word") || classes.contains("ocr_word") {
            return title.points == nil ? .phrase : .word
        }
        // What has a list of confidences is one of several readings, whatever its class is called.
        if letters != nil, title.has("x_confs"), !title.has("x_bboxes") { return .choice }
        guard classes.contains("ocrx_cinfo") || classes.contains("ocr_cinfo") else { return .none }
        return open.contains { $0.role == .character || $0.role == .choice } ? .choice : .character
    }

    /// Ends what cannot hold an element of that role: its own end tag was left out.
    private mutating func closeUnclosed(before role: Role, _ name: String) {
        let ending: [Role] =
            switch role {
            case .page: [.page, .region, .line, .word, .phrase]
            case .region: [.line, .word, .phrase]
            case .line: [.line, .word, .phrase]
            case .word, .phrase: [.word, .phrase]
            case .character, .choice, .none: []
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
        guard let last = open.popLast() else { return }
        end(last.role)
        if Self.blocks.contains(last.tag), isOnPage { pages[pages.count - 1].breakText() }
    }

    // MARK: Pieces

    private mutating func begin(
        _ role: Role, _ id: String, _ title: HOCRTitle, _ language: String?, _ direction: Point, _ offset: Int
    ) throws(TruthProblem) {
        try checkNumbers(title, offset)
        let outline = title.points.map { Outline($0, along: direction) } ?? .missing
        switch role {
        case .page: pages.append(HOCRPage(title))
        case .region: pages[pages.count - 1].open(Region(id: id, outline: outline, lines: []))
        case .line:
            line = TextLine(
                id: id, outline: outline, baseline: direction == Point(1, 0) ? title.baseline : nil, text: "",
                language: language)
            (lineText, hasLooseText, blanks, isAfterBlank) = ("", false, [], true)
        case .word:
            wordCount += 1
            if wordCount > TruthFile.wordLimit {
                throw source.problem(.truthTooLarge, "there are more than \(TruthFile.wordLimit) words", at: offset)
            }
            word = Word(
                id: id, outline: outline, text: "", language: language,
                confidence: title.number("x_wconf").map { min(100, max(0, $0)) })
            letters = Letters()
        case .phrase: letters = Letters()
        case .character: if title.has("x_bboxes") { pages[pages.count - 1].count(.glyphs) }
        case .choice, .none: break
        }
    }

    private mutating func end(_ role: Role) {
        switch role {
        case .page: pages[pages.count - 1].close()
        case .region: pages[pages.count - 1].closeRegion()
        case .line:
            if var line, !line.words.isEmpty || hasLooseText {
                // Blanks between words are the writer's indentation, not the text's.
                if line.words.isEmpty || hasLooseText { line.text = lineText }
                pages[pages.count - 1].add(line, blanks: blanks)
            }
            line = nil
        case .word: endWord()
        case .phrase:
            guard let text = letters?.text else { return }
            letters = nil
            if line != nil { addToLine(text) } else if !pages.isEmpty { pages[pages.count - 1].take(text) }
        case .character, .choice, .none: break
        }
    }

    private mutating func endWord() {
        guard var ended = word else { return }
        ended.text = letters?.text ?? ""
        (word, letters) = (nil, nil)
        // Tesseract takes pictures and rules for blank words.
        guard ended.text.contains(where: { !$0.isWhitespace }) else { return }
        if line != nil {
            line?.words.append(ended)
            lineText += ended.text
            blanks.append(isAfterBlank)
            isAfterBlank = ended.text.last?.isWhitespace ?? false
        } else {
            let own = TextLine(id: "", outline: .missing, text: "", language: ended.language, words: [ended])
            pages[pages.count - 1].add(own, blanks: [true])
        }
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
