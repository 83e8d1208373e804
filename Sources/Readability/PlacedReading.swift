public import Imaging

/// Where a word stands in the labels of a page: region, line and word, each counted from 0.
public struct WordPlace: Hashable, Sendable {
    /// The number of its region on the page.
    public var region: Int
    /// The number of its line within the region.
    public var line: Int
    /// Its own number within the line.
    public var word: Int

    /// The word of that number on that line of that region.
    public init(region: Int, line: Int, word: Int) {
        self.region = region
        self.line = line
        self.word = word
    }
}

extension GroundTruth {
    /// The ids of the words at these places.
    public func ids(of places: [WordPlace]) -> Set<String> {
        Set(places.map { regions[$0.region].lines[$0.line].words[$0.word].id })
    }

    /// The labels with these words marked as unread, so that nothing is trained on them; what is illegible already
    /// keeps its reason.
    public func marking(unread places: [WordPlace]) -> GroundTruth {
        let ids = ids(of: places)
        return marking(.unread) { ids.contains($0.id) }
    }
}

/// The reference lines of a page and the words that were read on each.
struct PlacedReading {
    struct Line {
        var axis: Axis
        /// What should have been read, legible words only.
        var text: String
        /// Nothing of it may be judged.
        var isEmpty: Bool
        /// The legible words, in order.
        var words: [(place: WordPlace, word: Word)]
        /// Indices of the words that were read on it, in the order in which they are read.
        var read: [Int] = []
    }

    var lines: [Line] = []
    let reading: Reading
    /// Indices of words that were read beside all lines.
    var outside: [Int] = []

    /// Each word that was read goes to the line that holds its center, of several to the one whose axis is nearest;
    /// words whose center lies in an illegible piece take no part.
    init(_ reading: Reading, on labels: GroundTruth) {
        self.reading = reading
        var shapes: [Shape] = []
        var illegible: [Shape] = []
        for (r, region) in labels.regions.enumerated() {
            for (l, line) in region.lines.enumerated() {
                guard line.isPlaced else {
                    // Somewhere in its region something stands that may not be judged.
                    if !line.isLegible { illegible.append(Shape(region.outline)) }
                    continue
                }
                let parts = Self.parts(of: line)
                illegible += parts.illegible.map(Shape.init)
                let words = parts.legible.map { (WordPlace(region: r, line: l, word: $0), line.words[$0]) }
                lines.append(
                    Line(axis: Axis(line), text: parts.text, isEmpty: parts.isEmpty, words: words))
                shapes.append(Shape(line.outline))
            }
        }
        let bands = Bands(shapes)
        for (index, word) in reading.words.enumerated() {
            let center = word.outline.middle
            if illegible.contains(where: { $0.contains(center) }) { continue }
            let near = bands.indices(from: center.y, to: center.y)
            let holding = near.filter { !lines[$0].isEmpty && shapes[$0].contains(center) }
            let nearest = holding.min { lines[$0].axis.distance(to: center) < lines[$1].axis.distance(to: center) }
            if let nearest { lines[nearest].read.append(index) } else { outside.append(index) }
        }
        for line in lines.indices { lines[line].sortAlong(reading) }
    }

    /// What was read on a line, its words joined by blanks where Tesseract saw one.
    func text(readOn line: Line) -> String {
        var text = ""
        for (position, index) in line.read.enumerated() {
            let word = reading.words[index]
            let isGlued = word.glued && position > 0 && line.read[position - 1] == index - 1
            if position > 0, !isGlued { text += " " }
            text += word.text
        }
        return text
    }

    private struct Parts {
        var text: String
        var isEmpty: Bool
        var legible: [Int]
        var illegible: [Outline]
    }

    private static func parts(of line: TextLine) -> Parts {
        if line.words.isEmpty {
            let isLegible = line.illegible == nil
            return Parts(
                text: isLegible ? line.text : "", isEmpty: !isLegible, legible: [],
                illegible: isLegible ? [] : [line.outline])
        }
        let legible = line.words.indices.filter { line.words[$0].illegible == nil }
        let illegible = line.words.filter { $0.illegible != nil }.map(\.outline)
        if illegible.isEmpty { return Parts(text: line.text, isEmpty: false, legible: legible, illegible: []) }
        var text = ""
        for index in legible {
            let isGlued = line.words[index].glued && index > 0 && line.words[index - 1].illegible == nil
            text += (text.isEmpty || isGlued ? "" : " ") + line.words[index].text
        }
        return Parts(text: text, isEmpty: legible.isEmpty, legible: legible, illegible: illegible)
    }
}

extension PlacedReading.Line {
    fileprivate mutating func sortAlong(_ reading: Reading) {
        let places = read.map { axis.position(of: reading.words[$0].outline.middle) }
        // What Tesseract took for one line it has put in logical order, whatever the direction of the script.
        var runs: [(line: Int, first: Double, words: [Int])] = []
        for (index, place) in zip(read, places) {
            let line = reading.words[index].line
            if runs.last?.line == line {
                runs[runs.count - 1].first = min(runs[runs.count - 1].first, place)
                runs[runs.count - 1].words.append(index)
            } else {
                runs.append((line, place, [index]))
            }
        }
        if runs.count < 2 { return }
        runs.sort { ($0.first, $0.line) < ($1.first, $1.line) }
        if text.mainDirection == .rightToLeft { runs.reverse() }
        read = runs.flatMap(\.words)
    }
}
