/// The part of a text that is most like part of another one: Smith and Waterman, "Identification of common molecular
/// subsequences" (1981), over numbers for graphemes.
struct LocalAlignment {
    /// A grapheme of each text that stand for each other.
    struct Pair {
        let read: Int
        let wanted: Int
        let isEqual: Bool
    }

    /// A match gives so many points, anything else costs so many: a tenth of the letters may be wrong and a neighbor that
    /// happens to share some is not taken up.
    private static let (match, miss): (Int32, Int32) = (2, 3)

    /// Points of the best part.
    let score: Int
    /// Ascending.
    let pairs: [Pair]

    /// Looks for `read` within `window` of `wanted`, outside what is `taken`. Of equally good places the one nearest to
    /// `expected` is chosen. nil when nothing is alike.
    init?(
        _ read: ArraySlice<UInt32>, in wanted: [UInt32], _ window: Range<Int>, taken: [Bool], expected: Int?
    ) {
        let (rows, columns) = (read.count + 1, window.count + 1)
        guard rows > 1, columns > 1 else { return nil }
        var points = [Int32](repeating: 0, count: rows * columns)
        var best = (score: Int32(0), row: 0, column: 0, distance: Int.max)
        for row in 1..<rows {
            let letter = read[read.startIndex + row - 1]
            let (above, here) = ((row - 1) * columns, row * columns)
            for column in 1..<columns {
                let place = window.lowerBound + column - 1
                if taken[place] { continue }
                let diagonal = points[above + column - 1] + (wanted[place] == letter ? Self.match : -Self.miss)
                let value = max(0, diagonal, points[above + column] - Self.miss, points[here + column - 1] - Self.miss)
                points[here + column] = value
                guard value > 0, value >= best.score else { continue }
                let distance = expected.map { abs(window.lowerBound + column - row - $0) } ?? Int.max
                if value > best.score || distance < best.distance { best = (value, row, column, distance) }
            }
        }
        guard best.score > 0 else { return nil }
        score = Int(best.score)
        var pairs: [Pair] = []
        var (row, column) = (best.row, best.column)
        while row > 0, column > 0, points[row * columns + column] > 0 {
            let value = points[row * columns + column]
            let place = window.lowerBound + column - 1
            let isEqual = wanted[place] == read[read.startIndex + row - 1]
            if value == points[(row - 1) * columns + column - 1] + (isEqual ? Self.match : -Self.miss) {
                pairs.append(Pair(read: read.startIndex + row - 1, wanted: place, isEqual: isEqual))
                (row, column) = (row - 1, column - 1)
            } else if value == points[(row - 1) * columns + column] - Self.miss {
                row -= 1
            } else {
                column -= 1
            }
        }
        self.pairs = pairs.reversed()
    }
}
