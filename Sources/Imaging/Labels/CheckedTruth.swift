/// What a reader of ground truth found, counted where a rule of labels changed it.
public struct TruthReport: Hashable, Sendable {
    /// Words, or lines where there are none, before anything was left out.
    public var pieces = 0
    /// Control characters and byte order marks left out.
    public var controlCharacters = 0
    /// Outlines that crossed themselves or had next to no area: replaced by their hull, or left out.
    public var degenerate = 0
    /// Lines whose text and words did not agree, so that the words were left out.
    public var disagreements = 0
    /// Pieces that lay wholly outside the page and were left out.
    public var outside = 0
}

extension GroundTruth {
    /// Labels out of what a reader found, after every rule of the model: cleaned text in NFC, glued words, sound
    /// clockwise outlines, ids, the edge of a page of that size, line and page text. Regions, lines and words come in
    /// reading order. A line's `text` is the truth's own, empty when it gives none; then it is made from the words.
    /// Words keep the `glued` that they come with only where `keepsGlue` is set.
    public static func checked(
        _ regions: [Region], origin: String, size: Size, _ limits: EdgeLimits = .standard, keepsGlue: Bool = false
    ) -> (truth: GroundTruth, report: TruthReport) {
        var check = TruthCheck(size: size, keepsGlue: keepsGlue)
        let sound = regions.enumerated().compactMap { check.region($0.element, $0.offset) }
        check.report.controlCharacters = check.text.removed
        let lines = sound.flatMap(\.lines)
        let hasWords = lines.contains { !$0.words.isEmpty }
        // A page of which it is known that nothing stands on it is not an unknown one.
        var truth = GroundTruth(
            text: "", level: hasWords ? .word : lines.isEmpty ? .page : .line, origin: origin, regions: sound)
        truth.isMirrored = lines.contains { line in
            line.illegible == .mirrored || line.words.contains { $0.illegible == .mirrored }
        }
        truth.cutAtEdge(of: size, limits)
        // What was never on the page has not left it.
        check.report.outside += truth.gone
        truth.gone = 0
        truth.remakePageText()
        return (truth, check.report)
    }
}

private struct TruthCheck {
    let size: Size
    let keepsGlue: Bool
    var text = CleanText()
    var report = TruthReport()

    init(size: Size, keepsGlue: Bool) {
        self.size = size
        self.keepsGlue = keepsGlue
    }

    mutating func region(_ raw: Region, _ r: Int) -> Region? {
        var region = raw
        if region.id.isEmpty { region.id = "r\(r)" }
        region.lines = raw.lines.enumerated().compactMap { line($0.element, "r\(r)l\($0.offset)") }
        if region.lines.isEmpty, !raw.lines.isEmpty { return nil }
        guard let outline = raw.outline.sound() ?? Outline(enclosing: region.lines.map(\.outline)) else { return nil }
        region.outline = outline
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
        settleAgreement(of: &line)
        report.pieces += max(line.words.count, 1)
        let all = line.words
        line.words.removeAll { $0.outline.share(within: size) == 0 }
        report.outside += all.count - line.words.count
        if line.words.isEmpty, !all.isEmpty { return nil }
        guard let outline = sound(raw.outline) ?? Outline(enclosing: line.words.map(\.outline)) else { return nil }
        line.outline = outline
        line.baseline = raw.baseline.flatMap { $0.count > 1 ? $0 : nil }
        if line.words.isEmpty {
            if line.text.isEmpty, line.isLegible { line.illegible = .marked }
            guard outline.share(within: size) > 0 else {
                report.outside += 1
                return nil
            }
        }
        line.settle()
        return line
    }

    private mutating func words(of raw: TextLine, _ id: String) -> [Word] {
        var words: [Word] = []
        for (w, rawWord) in raw.words.enumerated() {
            var word = rawWord
            if word.id.isEmpty { word.id = "\(id)w\(w)" }
            word.text = text.word(rawWord.text, endsLine: w == raw.words.count - 1)
            guard let outline = sound(rawWord.outline) else { continue }
            word.outline = outline
            if word.text.isEmpty, word.isLegible { word.illegible = .marked }
            words.append(word)
        }
        if let first = words.indices.first { words[first].glued = false }
        return words
    }

    /// A sound outline, counted when it was none; nil when nothing is left of it.
    private mutating func sound(_ outline: Outline) -> Outline? {
        let result = outline.sound()
        if outline.area < 1 || Polygon.crossesItself(outline.points) { report.degenerate += 1 }
        return result
    }

    /// Finds where the line's text shows no blank between two words. Text that the words do not make up wins over them,
    /// but for a hyphen at its end; so does a line with a word that holds a blank, since no text is cut up by guessing.
    private mutating func settleAgreement(of line: inout TextLine) {
        guard !line.words.isEmpty else { return }
        let joined = line.words.map(\.text).joined()
        let written = line.text.filter { $0 != " " }
        let hasBlank = joined.contains(" ")
        let agrees = written == joined || written + "-" == joined || written == joined + "-"
        if hasBlank || !(agrees || line.text.isEmpty) {
            if line.text.isEmpty { line.text = TextLine.text(of: line.words) }
            if let reason = line.words.first(where: { !$0.isLegible })?.illegible, line.isLegible {
                line.illegible = reason
            }
            report.disagreements += 1
            line.words = []
            return
        }
        guard !keepsGlue else { return }
        guard !line.text.isEmpty else {
            for w in line.words.indices.dropFirst() {
                line.words[w].glued = isWrittenTogether(line.words[w - 1].text, line.words[w].text)
            }
            return
        }
        var rest = line.text.unicodeScalars[...]
        for w in line.words.indices {
            let isApart = rest.first == " "
            if isApart { rest.removeFirst() }
            line.words[w].glued = w > 0 && !isApart
            rest = rest.dropFirst(line.words[w].text.unicodeScalars.count)
        }
    }
}

extension Outline {
    /// The same outline as the model wants it: clockwise, simple, at most 128 points. One that crosses itself or has less
    /// than 1 px² becomes its convex hull. nil when there is still no area.
    public func sound() -> Outline? {
        var points = self.points.reduce(into: [Point]()) { if $0.last != $1 { $0.append($1) } }
        while points.count > 1, points.last == points.first { points.removeLast() }
        guard points.count > 2, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
        var top = points.count == self.points.count ? self.top : nil
        if abs(Polygon.signedArea(points)) < 1 || Polygon.crossesItself(points) {
            points = Polygon.rotated(Polygon.hull(points), toStartNear: points[0])
            top = nil
            guard points.count > 2, abs(Polygon.signedArea(points)) >= 1 else { return nil }
        }
        if Polygon.signedArea(points) < 0 {
            points = [points[0]] + points[1...].reversed()
            top = nil
        }
        if points.count > 128 {
            points = Polygon.thinned(points, to: 128)
            top = nil
        }
        if points.count == 4 { top = 2 }
        return Outline(points, top: top)
    }
}

extension Polygon {
    /// The polygon without the corners that matter least, each by the area that goes with it (Visvalingam and Whyatt,
    /// 1993); the first corner stays.
    static func thinned(_ points: [Point], to count: Int) -> [Point] {
        var rest = points
        while rest.count > count {
            func weight(_ i: Int) -> Double { abs(turn(rest[i - 1], rest[i], rest[(i + 1) % rest.count])) }
            guard let least = (1..<rest.count).min(by: { weight($0) < weight($1) }) else { break }
            rest.remove(at: least)
        }
        return rest
    }
}
