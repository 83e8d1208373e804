/// Ink without a gap in one row: columns `start ..< end`.
public struct InkRun: Hashable, Sendable {
    /// The first column.
    public var start: Int
    /// The column after the last.
    public var end: Int

    /// Columns `start ..< end`.
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }
}

/// An upright rectangle of whole pixels (or cells), `left ..< right` by `top ..< bottom`.
public struct InkBox: Hashable, Sendable {
    /// The first column.
    public var left: Int
    /// The first row.
    public var top: Int
    /// The column after the last.
    public var right: Int
    /// The row after the last.
    public var bottom: Int

    /// Columns `left ..< right`, rows `top ..< bottom`.
    public init(left: Int, top: Int, right: Int, bottom: Int) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    /// Columns.
    public var width: Int { right - left }
    /// Rows.
    public var height: Int { bottom - top }
}

/// Ink that hangs together, by rows and by the eight neighbors.
public struct InkComponent: Hashable, Sendable {
    /// The smallest box around it.
    public var box: InkBox
    /// Its pixels.
    public var area: Int
}

/// The runs of a row of ink, those closer than `gap` joined. `isInk` tells of each column.
public func inkRuns(count: Int, joining gap: Int = 0, _ isInk: (Int) -> Bool) -> [InkRun] {
    var runs: [InkRun] = []
    var x = 0
    while x < count {
        guard isInk(x) else {
            x += 1
            continue
        }
        let start = x
        while x < count, isInk(x) { x += 1 }
        if let last = runs.last, start - last.end <= gap {
            runs[runs.count - 1].end = x
        } else {
            runs.append(InkRun(start, x))
        }
    }
    return runs
}

/// What hangs together among the runs of consecutive rows, in the order in which components begin.
public func inkComponents(_ rows: [[InkRun]]) -> [InkComponent] { inkLabels(rows).components }

/// What hangs together among the runs of consecutive rows, in the order in which components begin, and the component of
/// each run. Two passes over the runs with a union by overlap; no contour is traced.
public func inkLabels(_ rows: [[InkRun]]) -> (components: [InkComponent], labels: [[Int]]) {
    var union = RunUnion()
    var labels: [[Int]] = []
    for (y, runs) in rows.enumerated() {
        labels.append(union.label(runs, below: y > 0 ? rows[y - 1] : [], labels.last ?? []))
    }
    var places = [Int](repeating: -1, count: union.count)
    var result: [InkComponent] = []
    for (y, runs) in rows.enumerated() {
        for (n, run) in runs.enumerated() {
            let top = union.root(labels[y][n])
            if places[top] < 0 {
                places[top] = result.count
                result.append(
                    InkComponent(box: InkBox(left: run.start, top: y, right: run.end, bottom: y + 1), area: 0))
            }
            let i = places[top]
            labels[y][n] = i
            result[i].area += run.end - run.start
            result[i].box.left = min(result[i].box.left, run.start)
            result[i].box.right = max(result[i].box.right, run.end)
            result[i].box.bottom = y + 1
        }
    }
    return (result, labels)
}

/// Which runs belong together, as a forest of labels.
private struct RunUnion {
    private var parents: [Int] = []

    var count: Int { parents.count }

    mutating func root(_ i: Int) -> Int {
        var i = i
        while parents[i] != i {
            parents[i] = parents[parents[i]]
            i = parents[i]
        }
        return i
    }

    /// Labels for the runs of a row, from those of the row above.
    mutating func label(_ runs: [InkRun], below earlier: [InkRun], _ known: [Int]) -> [Int] {
        var above = 0
        return runs.map { run in
            var label = -1
            while above < earlier.count, earlier[above].end < run.start { above += 1 }
            var i = above
            while i < earlier.count, earlier[i].start <= run.end {
                let other = root(known[i])
                if label < 0 {
                    label = other
                } else if other != root(label) {
                    // The older one stays, so that components come in the order of their first pixel.
                    let (old, young) = (min(other, root(label)), max(other, root(label)))
                    parents[young] = old
                    label = old
                }
                i += 1
            }
            if label < 0 {
                label = parents.count
                parents.append(label)
            }
            return label
        }
    }
}

extension Raster {
    /// The runs of ink of each row, those closer than `gap` joined; ink is what has at least `threshold` of it.
    public func inkRows(
        _ map: InkMap, threshold: UInt8 = InkMap.threshold, joining gap: Int = 0
    ) -> [[InkRun]] {
        withPlane { plane in
            var levels = [UInt8](repeating: 0, count: plane.width)
            return (0..<plane.height).map { y in
                levels.withUnsafeMutableBufferPointer { row in
                    map.fill(row.baseAddress!, y: y, of: plane)
                    return inkRuns(count: row.count, joining: gap) { row[$0] >= threshold }
                }
            }
        }
    }
}
