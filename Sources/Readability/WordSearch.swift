import Imaging

/// Looks for the reference's words by place: words that overlap by half of the smaller one are joined into groups, and
/// a group is found when it reads the same without blanks. So a word that was split or joined counts as found.
struct WordSearch {
    var found = Ratio.zero
    var unread: [WordPlace] = []

    init(_ placed: PlacedReading) {
        let wanted = placed.lines.flatMap(\.words)
        let order = Self.readingOrder(placed)
        var groups = Groups(count: wanted.count + order.count)
        let boxes = order.map { Shape(placed.reading.words[$0].outline) }
        let bands = Bands(boxes)
        for (w, item) in wanted.enumerated() {
            let shape = Shape(item.word.outline)
            let area = shape.area
            for o in bands.indices(from: shape.low.y, to: shape.high.y) {
                let overlap = shape.area(within: boxes[o])
                if overlap > 0, overlap >= 0.5 * min(area, boxes[o].area) { groups.join(w, wanted.count + o) }
            }
        }
        var expected = [String](repeating: "", count: wanted.count + order.count)
        var read = expected
        for (w, item) in wanted.enumerated() { expected[groups.first(of: w)] += item.word.text }
        for (o, index) in order.enumerated() {
            read[groups.first(of: wanted.count + o)] += placed.reading.words[index].text
        }
        for (w, item) in wanted.enumerated() {
            let group = groups.first(of: w)
            if Self.isSame(expected[group], read[group]) {
                found.numerator += 1
            } else {
                unread.append(item.place)
            }
        }
        found.denominator = wanted.count
    }

    /// Indices of the words that were read: those on the lines, line by line along each, then the others.
    private static func readingOrder(_ placed: PlacedReading) -> [Int] {
        placed.lines.flatMap(\.read) + placed.outside
    }

    private static func isSame(_ a: String, _ b: String) -> Bool {
        func scalars(_ text: String) -> [Unicode.Scalar] {
            Normalization.normalized(text).unicodeScalars.filter { $0 != " " }
        }
        return scalars(a) == scalars(b)
    }
}

/// Disjoint sets of numbers, each known by its first one.
private struct Groups {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func first(of item: Int) -> Int {
        var root = item
        while parents[root] != root { root = parents[root] }
        var step = item
        while parents[step] != root { (parents[step], step) = (root, parents[step]) }
        return root
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (x, y) = (first(of: a), first(of: b))
        parents[max(x, y)] = min(x, y)
    }
}
