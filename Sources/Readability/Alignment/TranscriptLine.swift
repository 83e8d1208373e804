import Imaging

/// A line of a transcript, and where it was found.
struct TranscriptLine {
    /// One word, and which letters of the transcript it is.
    struct Piece {
        let text: String
        let letters: Range<Int>
    }

    let words: [Piece]

    /// All letters of the line.
    var letters: Range<Int> { (words.first?.letters.lowerBound ?? 0)..<(words.last?.letters.upperBound ?? 0) }

    /// Least share of the letters that must have been read as they are, for the place to be sure.
    static let leastAgreement = 0.7
    /// How many letters at either end are looked at; one of them must have been read as it is.
    private static let end = 3

    /// Runs of words, each on one line of print: most lines are one such run, a paragraph written without line breaks many.
    /// A word that stands on two of them ends both.
    func runs(_ match: TranscriptMatch) -> [TranscriptLine] {
        var bands: [ReadSegment] = []
        let homes = words.map { word -> Int? in
            var counts: [Int: Int] = [:]
            for letter in word.letters {
                guard let place = match.places[letter] else { continue }
                let segment = match.segments[place.segment]
                let band = bands.firstIndex { $0.isBeside(segment) } ?? bands.count
                if band == bands.count { bands.append(segment) }
                counts[band, default: 0] += 1
            }
            return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        }
        let known = homes.compactMap(\.self)
        let weights = known.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        guard let main = weights.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }), known.count > main.value else {
            return [self]
        }
        // A few words found elsewhere by chance make no line of their own.
        guard main.value * 10 < 8 * words.count else { return [self] }
        var runs: [[Piece]] = []
        var last: Int?
        for (word, home) in zip(words, homes) {
            if runs.isEmpty || (home != nil && last != nil && home != last) { runs.append([]) }
            runs[runs.count - 1].append(word)
            last = home ?? last
        }
        return runs.map { TranscriptLine(words: $0) }
    }

    /// The line with the boxes of its words; nil when it was not surely found.
    func label(_ match: TranscriptMatch, _ ink: InkPieces) -> TextLine? {
        let found = letters.filter { match.places[$0] != nil }
        guard let main = mainSegment(found, match) else { return nil }
        let here = found.filter { letter in
            match.places[letter].map { match.segments[$0.segment].isBeside(match.segments[main]) } ?? false
        }
        func agrees(_ letter: Int) -> Bool { match.places[letter]?.isEqual == true && here.contains(letter) }
        let equal = here.count(where: agrees)
        guard Double(equal) >= Self.leastAgreement * Double(letters.count),
            letters.prefix(Self.end).contains(where: agrees), letters.suffix(Self.end).contains(where: agrees)
        else { return nil }
        let frame = Frame(self, here, match)
        guard let boxes = ink.words(on: frame.line, frame.boundaries), boxes.count == words.count else { return nil }
        let labels = zip(words, boxes).map { word, box in
            Word(id: "", outline: Outline(box), text: word.text)
        }
        guard let outline = Outline(enclosing: labels.map(\.outline)) else { return nil }
        return TextLine(id: "", outline: outline, text: words.map(\.text).joined(separator: " "), words: labels)
    }

    /// Where an unsure line seems to be; nil when nothing tells.
    func place(_ match: TranscriptMatch) -> Outline? {
        let found = letters.filter { match.places[$0] != nil }
        guard let main = mainSegment(found, match), found.count * 3 >= letters.count else { return nil }
        let segment = match.segments[main]
        let own = found.compactMap { match.places[$0] }.filter { $0.segment == main }.map { segment.letters[$0.letter] }
        guard let left = own.map(\.left).min(), let right = own.map(\.right).max() else { return nil }
        return Outline(
            x: left, y: segment.top, width: max(1, right - left), height: max(1, segment.bottom - segment.top))
    }

    private func mainSegment(_ found: [Int], _ match: TranscriptMatch) -> Int? {
        let counts = found.reduce(into: [Int: Int]()) { counts, letter in
            if let place = match.places[letter] { counts[place.segment, default: 0] += 1 }
        }
        return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
    }
}

/// Where on the page a line of a transcript must lie, and where its words may be parted.
private struct Frame {
    let line: InkPieces.Line
    let boundaries: [InkPieces.Boundary]

    /// `here` are the letters found on that line of print, ascending and not empty.
    init(_ transcript: TranscriptLine, _ here: [Int], _ match: TranscriptMatch) {
        func letter(_ index: Int) -> ReadSegment.Letter {
            let place = match.places[index]!
            return match.segments[place.segment].letters[place.letter]
        }
        let used = Set(here.compactMap { match.places[$0]?.segment })
        let segments = used.sorted().map { match.segments[$0] }
        let (first, last) = (letter(here[0]), letter(here[here.count - 1]))
        let width = (last.right - first.left) / Double(max(1, here[here.count - 1] - here[0] + 1))
        let top = segments.map(\.top).min() ?? 0
        let bottom = segments.map(\.bottom).max() ?? 0
        let letters = transcript.letters
        let (before, after) = (here[0] - letters.lowerBound, letters.upperBound - 1 - here[here.count - 1])
        var left = first.left - (Double(before) + 0.8) * width - 0.2 * (bottom - top)
        var right = last.right + (Double(after) + 0.8) * width + 0.2 * (bottom - top)
        // Not into what belongs to another line of the transcript.
        for (index, place) in match.places.enumerated() where !letters.contains(index) {
            guard let place, used.contains(place.segment) else { continue }
            let other = match.segments[place.segment].letters[place.letter]
            if other.right <= first.left + 2 { left = max(left, (other.right + first.left) / 2) }
            if other.left >= last.right - 2 { right = min(right, (other.left + last.right) / 2) }
        }
        line = InkPieces.Line(
            top: top, bottom: bottom, left: left, right: right, height: segments.map(\.height).max() ?? 1)
        boundaries = transcript.words.dropLast().map { word in
            let end = word.letters.upperBound
            let before = here.last { $0 < end }
            let after = here.first { $0 >= end }
            switch (before, after) {
            case (let before?, let after?):
                let (a, b) = (letter(before).right, letter(after).left)
                return InkPieces.Boundary(place: (a + b) / 2, slack: max(abs(b - a) / 2, width))
            case (let before?, nil):
                return InkPieces.Boundary(
                    place: letter(before).right + Double(end - 1 - before) * width, slack: 1.5 * width)
            case (nil, let after?):
                return InkPieces.Boundary(place: letter(after).left - Double(after - end) * width, slack: 1.5 * width)
            case (nil, nil): return InkPieces.Boundary(place: left, slack: 0)
            }
        }
    }
}

extension Outline {
    /// Around ink, with the pixel of half tones that surrounds every letter.
    fileprivate init(_ box: InkBox) {
        self.init(
            x: Double(box.left) - 1, y: Double(box.top) - 1, width: Double(box.width) + 2,
            height: Double(box.height) + 2)
    }
}
