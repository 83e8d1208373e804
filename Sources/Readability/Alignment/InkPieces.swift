import Imaging

/// What hangs together in the ink of a clean page, to find the words of a line by the gaps between them.
struct InkPieces {
    /// From left to right.
    private let boxes: [InkBox]

    /// The pieces of a page.
    init(of page: Raster, dpi: Double) {
        let map = InkMap(of: page, dpi: dpi, isLayer: false)
        let rows = page.withPlane { plane in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width) { ink in
                (0..<plane.height).map { y in
                    map.fill(ink.baseAddress!, y: y, of: plane)
                    return inkRuns(count: plane.width) { ink[$0] >= InkMap.threshold }
                }
            }
        }
        boxes = inkComponents(rows).map(\.box).sorted { ($0.left, $0.top) < ($1.left, $1.top) }
    }

    /// Where one word may end and the next begin, and how far that may be off, in pixels.
    struct Boundary {
        let place: Double
        let slack: Double
    }

    /// A line of print.
    struct Line {
        let top: Double
        let bottom: Double
        let left: Double
        let right: Double
        /// The usual height of its words.
        let height: Double
    }

    /// The boxes of the words on a line, one more than there are boundaries; nil when its ink has too few gaps. Of all ways
    /// to part the ink the one is taken whose gaps are wide and near to where they are expected.
    func words(on line: Line, _ boundaries: [Boundary]) -> [InkBox]? {
        let runs = runs(on: line)
        guard runs.count > boundaries.count else { return nil }
        let gaps = zip(runs, runs.dropFirst()).map { (from: Double($0.box.right), to: Double($1.box.left)) }
        let costs = boundaries.map { boundary in
            gaps.map { gap in
                let miss = max(0, abs((gap.from + gap.to) / 2 - boundary.place) - boundary.slack)
                return 2 * miss / line.height - 6 * min((gap.to - gap.from) / line.height, 0.6)
            }
        }
        let cuts = Self.cheapest(costs)
        var words: [InkBox] = []
        var start = 0
        for cut in cuts + [runs.count - 1] {
            words.append(runs[start...cut].map(\.box).reduce(runs[start].box, InkBox.enclosing))
            start = cut + 1
        }
        return words
    }

    /// Pieces that stand above one another are one.
    private func runs(on line: Line) -> [(box: InkBox, count: Int)] {
        let band = line.bottom - line.top
        var runs: [(box: InkBox, count: Int)] = []
        for box in boxes where isText(box, on: line, band) {
            if let last = runs.last, box.left < last.box.right {
                runs[runs.count - 1] = (InkBox.enclosing(last.box, box), last.count + 1)
            } else {
                runs.append((box, 1))
            }
        }
        return runs
    }

    private func isText(_ box: InkBox, on line: Line, _ band: Double) -> Bool {
        let (x, y) = (Double(box.left + box.right) / 2, Double(box.top + box.bottom) / 2)
        let (width, height) = (Double(box.width), Double(box.height))
        guard y >= line.top - 0.1 * band, y <= line.bottom + 0.1 * band, x >= line.left, x <= line.right else {
            return false
        }
        // Rules of tables and forms.
        let isRule = (width > 4 * band && height < 0.25 * band) || (height > 1.3 * band && width < 0.2 * band)
        return height <= 1.8 * band && !isRule
    }

    /// For each row of costs a column, ascending, so that the sum is least.
    private static func cheapest(_ costs: [[Double]]) -> [Int] {
        guard let first = costs.first else { return [] }
        let columns = first.count
        var sums = [first]
        var origins: [[Int]] = [[Int](repeating: -1, count: columns)]
        for row in costs.dropFirst() {
            var (sum, origin) = ([Double](repeating: .infinity, count: columns), [Int](repeating: -1, count: columns))
            var (best, place) = (Double.infinity, -1)
            for column in 1..<max(1, columns) {
                if sums[sums.count - 1][column - 1] < best {
                    (best, place) = (sums[sums.count - 1][column - 1], column - 1)
                }
                if place >= 0 { (sum[column], origin[column]) = (best + row[column], place) }
            }
            sums.append(sum)
            origins.append(origin)
        }
        var column = (0..<columns).min { sums[sums.count - 1][$0] < sums[sums.count - 1][$1] } ?? 0
        var cuts: [Int] = []
        for origin in origins.reversed() {
            cuts.append(column)
            column = max(0, origin[column])
        }
        return cuts.reversed()
    }
}

extension InkBox {
    fileprivate static func enclosing(_ a: InkBox, _ b: InkBox) -> InkBox {
        InkBox(
            left: min(a.left, b.left), top: min(a.top, b.top), right: max(a.right, b.right),
            bottom: max(a.bottom, b.bottom))
    }
}
