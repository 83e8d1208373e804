import Imaging

/// A page of hOCR as its elements say.
struct HOCRPage {
    let number: Int?
    /// The name of its picture.
    let picture: String?
    private(set) var draft = TruthDraft()
    private var isInRegion = false
    /// Text that stands in no line, a row for each block.
    private var looseText = ""
    /// The lines in which some words stand without a blank before them, by region and line, and how their text then reads.
    private var joined: [(region: Int, line: Int, text: String)] = []
    private var hasBlanks = false

    init(_ title: HOCRTitle) {
        number = title.number("ppageno").flatMap { Int(exactly: $0) }
        picture = title.text("image")
        // Tesseract gives left, top, width and height of what it read, which is the page only when it starts at 0, 0.
        let box = title.box
        if box == nil || box?.low == Point(0, 0) { draft.setSize(box?.high.x, box?.high.y) }
    }

    mutating func count(_ kind: UnusedTruth.Kind) { draft.unused[kind] += 1 }

    // MARK: Pieces

    mutating func open(_ region: Region) {
        flush()
        draft.regions.append(region)
        isInRegion = true
    }

    mutating func closeRegion() {
        flush()
        isInRegion = false
    }

    /// Takes in characters that stand in no line.
    mutating func take(_ text: String) {
        looseText += String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 }))
    }

    /// A block begins or ends.
    mutating func breakText() {
        if !looseText.isEmpty, looseText.last != "\n" { looseText += "\n" }
    }

    /// Enters a line that is complete, into a region of its own kind where it stands in none. `blanks` says before which of
    /// its words a blank stands.
    mutating func add(_ line: TextLine, blanks: [Bool]) {
        flush()
        enter([line])
        guard line.text.isEmpty, blanks.count == line.words.count else { return }
        hasBlanks = hasBlanks || blanks.dropFirst().contains(true)
        guard blanks.dropFirst().contains(false) else { return }
        let text = zip(line.words, blanks).reduce("") { $0 + ($1.1 && !$0.isEmpty ? " " : "") + $1.0.text }
        joined.append((draft.regions.count - 1, draft.regions[draft.regions.count - 1].lines.count - 1, text))
    }

    mutating func close() {
        closeRegion()
        // Where a writer puts no blanks at all, their lack says nothing.
        guard hasBlanks else { return }
        for (region, line, text) in joined { draft.regions[region].lines[line].text = text }
    }

    private mutating func flush() {
        let rows = RegionText.unplaced(looseText.unicodeScalars)
        looseText = ""
        if !rows.isEmpty { enter(rows) }
    }

    private mutating func enter(_ lines: [TextLine]) {
        if !isInRegion {
            // Lines side by side that stand in no region share one.
            draft.regions.append(Region(id: "", outline: .missing, lines: []))
            isInRegion = true
        }
        draft.regions[draft.regions.count - 1].lines += lines
    }
}
