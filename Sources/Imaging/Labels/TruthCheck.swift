/// Brings what a reader found into the form of the model, piece by piece, and counts what it changed.
struct TruthCheck {
    let size: Size
    let keepsGlue: Bool
    var text: CleanText
    var report = TruthReport()

    init(size: Size, keepsGlue: Bool, keepsForm: Bool) {
        self.size = size
        self.keepsGlue = keepsGlue
        text = CleanText(composes: !keepsForm)
    }

    mutating func region(_ raw: Region, _ r: Int) -> Region? {
        var region = raw
        if region.id.isEmpty { region.id = "r\(r)" }
        region.lines = raw.lines.enumerated().compactMap { line($0.element, "r\(r)l\($0.offset)") }
        if region.lines.isEmpty, !raw.lines.isEmpty { return nil }
        let own = raw.outline.sound() ?? Outline(enclosing: region.lines.map(\.outline))
        if own == nil, region.lines.isEmpty { return nil }
        // Of text whose place is not known at all, so much is known: it stands on the page.
        let page = Outline(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        region.outline = own ?? page
        return region
    }

    private mutating func line(_ raw: TextLine, _ id: String) -> TextLine? {
        var line = raw
        if line.id.isEmpty { line.id = id }
        line.text = text.line(raw.text.unicodeScalars)
        line.words = words(of: raw, line.id)
        if raw.illegible == .marked {
            for w in line.words.indices where line.words[w].isLegible { line.words[w].illegible = .marked }
        }
        let around = Outline(enclosing: line.words.map(\.outline))
        settleWords(of: &line, around)
        guard let outline = sound(raw.outline) ?? around else { return unplaced(line) }
        report.pieces += max(line.words.count, 1)
        line.outline = outline
        line.baseline = raw.baseline.flatMap { $0.count > 1 ? $0 : nil }
        let count = line.words.count
        line.words.removeAll { $0.outline.share(within: size) == 0 }
        report.outside += count - line.words.count
        if line.words.isEmpty {
            if count > 0 { return nil }
            if line.text.isEmpty, line.isLegible { line.illegible = .marked }
            guard outline.share(within: size) > 0 else {
                report.outside += 1
                return nil
            }
        }
        line.settle()
        return line
    }

    /// A line as a part of the page's text only; nil, and counted, where it has none.
    private mutating func unplaced(_ raw: TextLine) -> TextLine? {
        guard !raw.text.isEmpty else {
            report.lostLines += 1
            return nil
        }
        var line = raw
        (line.outline, line.baseline, line.words, line.share) = (.missing, nil, [], 1)
        return line
    }

    /// With sound outlines; those of words whose place is of no use have no points.
    private mutating func words(of raw: TextLine, _ id: String) -> [Word] {
        var words: [Word] = []
        for (w, rawWord) in raw.words.enumerated() {
            var word = rawWord
            if word.id.isEmpty { word.id = "\(id)w\(w)" }
            word.text = text.word(rawWord.text, endsLine: w == raw.words.count - 1)
            word.outline = sound(rawWord.outline) ?? .missing
            if word.text.isEmpty, !word.isPlaced { continue }
            if word.text.isEmpty, word.isLegible { word.illegible = .marked }
            words.append(word)
        }
        if let first = words.indices.first { words[first].glued = false }
        return words
    }

    /// A sound outline, counted when it was none; nil when nothing is left of it.
    private mutating func sound(_ outline: Outline) -> Outline? {
        if outline.points.isEmpty { return nil }
        let result = outline.sound()
        if outline.area < 1 || Polygon.crossesItself(outline.points) { report.degenerate += 1 }
        if result == nil { report.lostOutlines += 1 }
        return result
    }

    // MARK: Words against their line

    /// Holds the words of a line against its text. Text that they do not make up wins over them; so does a line with a word
    /// that holds a blank, since no text is cut up by guessing, or that has no place.
    private mutating func settleWords(of line: inout TextLine, _ around: Outline?) {
        guard !line.words.isEmpty else { return }
        if line.text.isEmpty {
            if !keepsGlue { line.glueByScript() }
            guard line.words.contains(where: { !$0.isPlaced || $0.text.contains(" ") }) else { return }
            line.text = TextLine.text(of: line.words)
            leaveWords(of: &line, line.words.first { !$0.isLegible }?.illegible)
            return
        }
        let spoken = line.words.filter { !$0.text.isEmpty }
        let axis = (line.outline.sound() ?? around).map { line.axis(of: $0) }
        let isUsable = spoken.allSatisfy { $0.isPlaced && !$0.text.contains(" ") }
        guard isUsable, let words = spoken.making(line.text, along: axis) else {
            leaveWords(of: &line, spoken.first { !$0.isLegible }?.illegible)
            return
        }
        if words == spoken {
            let (first, last) = (line.words.firstIndex { !$0.text.isEmpty }, line.words.lastIndex { !$0.text.isEmpty })
            // The line's text is whole, so what cannot be read stands beside it and not within.
            let ends = line.words[..<(first ?? 0)] + line.words[((last ?? -1) + 1)...]
            report.lostWords += line.words.count - spoken.count - ends.count
            line.words = line.words[..<(first ?? 0)] + words + line.words[((last ?? -1) + 1)...]
        } else {
            report.reordered += 1
            report.lostWords += line.words.count - words.count
            line.words = words
        }
        if !keepsGlue { line.glueByText() }
    }

    private mutating func leaveWords(of line: inout TextLine, _ reason: Illegibility?) {
        if line.isLegible { line.illegible = reason }
        let joined = line.words.map(\.text).joined(separator: " ")
        if line.words.contains(where: { !$0.isPlaced }) {
            report.placelessWords += 1
            report.lostWords += line.words.count
        } else if line.words.count > 1 || joined != line.text {
            report.disagreements += 1
            report.lostWords += line.words.count
        }
        // One word that is the whole line says what the line says.
        line.words = []
    }
}

extension Word {
    var isPlaced: Bool { !outline.points.isEmpty }
}

extension [Word] {
    /// The words in the order in which they make up a text, whatever its blanks and but for a hyphen at its end: as they
    /// stand, or along their line, either way round. nil when they do not.
    fileprivate func making(_ text: String, along axis: TextAxis?) -> [Word]? {
        let written = text.filter { $0 != " " }
        func agrees(_ words: [Word]) -> Bool {
            let joined = words.map(\.text).joined()
            return written == joined || written + "-" == joined || written == joined + "-"
        }
        if agrees(self) { return self }
        guard let axis else { return nil }
        let placed = enumerated().map { index, word in
            let extent = axis.extent(of: word.outline.points)
            return (middle: extent.lowerBound + extent.upperBound, index: index, word: word)
        }
        let along = placed.sorted { ($0.middle, $0.index) < ($1.middle, $1.index) }.map(\.word)
        return [along, along.reversed()].first(where: agrees)
    }
}

extension TextLine {
    /// Marks words as glued where neither script on both sides has blanks.
    fileprivate mutating func glueByScript() {
        for w in words.indices.dropFirst() {
            words[w].glued = isWrittenTogether(words[w - 1].text, words[w].text)
        }
    }

    /// Marks words as glued where the line's text, which they make up, shows no blank.
    fileprivate mutating func glueByText() {
        // By graphemes, which are as many whatever form they are in.
        var rest = text[...]
        for w in words.indices {
            let isApart = rest.first == " "
            if isApart { rest.removeFirst() }
            words[w].glued = w > 0 && !isApart && !words[w].text.isEmpty
            rest = rest.dropFirst(words[w].text.count)
        }
    }
}
