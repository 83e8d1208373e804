import Imaging

/// Which letters of a transcript stand where on a page, by what was read there.
struct TranscriptMatch {
    /// Where a letter of the transcript was read.
    struct Place {
        /// An index into the segments.
        let segment: Int
        let letter: Int
        let isEqual: Bool
    }

    /// What is surely no chance likeness: eight letters, or more with errors.
    private static let sureScore = 16

    let segments: [ReadSegment]
    /// By letter of the transcript; nil where nothing was found.
    private(set) var places: [Place?]

    private let wanted: [UInt32]
    private let read: [[UInt32]]
    private var taken: [Bool]

    /// Matches the letters of a transcript, without blanks, with segments in reading order.
    init(_ letters: [Character], _ segments: [ReadSegment]) {
        self.segments = segments
        var numbers: [Character: UInt32] = [:]
        func number(_ letter: Character) -> UInt32 {
            let next = UInt32(numbers.count)
            let known = numbers[letter] ?? next
            if known == next { numbers[letter] = next }
            return known
        }
        wanted = letters.map(number)
        read = segments.map { $0.letters.map { number($0.text) } }
        taken = [Bool](repeating: false, count: letters.count)
        places = [Place?](repeating: nil, count: letters.count)
        matchRests(matchSure())
    }

    /// What is left of a segment.
    private struct Rest {
        let segment: Int
        let range: Range<Int>
    }

    /// Places what can stand in one place only, the longest first, wherever it is: paragraphs may have another order on the
    /// page than in the transcript. Gives what is left.
    private mutating func matchSure() -> [Rest] {
        var queue = segments.indices.sorted { (-read[$0].count, $0) < (-read[$1].count, $1) }
            .map { Rest(segment: $0, range: read[$0].indices) }
        var rests: [Rest] = []
        var next = 0
        while next < queue.count {
            let rest = queue[next]
            next += 1
            guard !rest.range.isEmpty else { continue }
            let around = neighbors(of: rest)
            let found = LocalAlignment(
                read[rest.segment][rest.range], in: wanted, wanted.indices, taken: taken,
                expected: around.before ?? around.after.map { $0 - rest.range.count })
            guard let found, found.score >= Self.sureScore else {
                rests.append(rest)
                continue
            }
            queue += take(found, of: rest)
        }
        return rests.sorted { ($0.segment, $0.range.lowerBound) < ($1.segment, $1.range.lowerBound) }
    }

    /// Places short pieces, such as the cells of a table, between what stands before and after them.
    private mutating func matchRests(_ rests: [Rest]) {
        var stack = Array(rests.reversed())
        while let rest = stack.popLast() {
            guard !rest.range.isEmpty else { continue }
            let around = neighbors(of: rest)
            let from = around.before ?? 0
            var to = around.after ?? wanted.count
            if from > to { to = min(wanted.count, from + rest.range.count + 8) }
            let found = LocalAlignment(
                read[rest.segment][rest.range], in: wanted, from..<to, taken: taken, expected: from)
            if let found { stack += take(found, of: rest).reversed() }
        }
    }

    /// Enters what was found, and gives what it leaves of the segment on both sides.
    private mutating func take(_ found: LocalAlignment, of rest: Rest) -> [Rest] {
        guard let first = found.pairs.first, let last = found.pairs.last else { return [] }
        for pair in found.pairs {
            places[pair.wanted] = Place(segment: rest.segment, letter: pair.read, isEqual: pair.isEqual)
        }
        for place in first.wanted...last.wanted { taken[place] = true }
        return [
            Rest(segment: rest.segment, range: rest.range.lowerBound..<first.read),
            Rest(segment: rest.segment, range: (last.read + 1)..<rest.range.upperBound),
        ]
    }

    /// In the transcript, the place after what was read last before a rest, and that of what was read next after it.
    private func neighbors(of rest: Rest) -> (before: Int?, after: Int?) {
        var before: (key: (Int, Int), place: Int)?
        var after: (key: (Int, Int), place: Int)?
        let own = (rest.segment, rest.range.lowerBound)
        for (index, place) in places.enumerated() {
            guard let place else { continue }
            let key = (place.segment, place.letter)
            if key < own {
                if before.map({ $0.key < key }) ?? true { before = (key, index + 1) }
            } else if after.map({ key < $0.key }) ?? true {
                after = (key, index)
            }
        }
        return (before?.place, after?.place)
    }
}
