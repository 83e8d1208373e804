/// The rules of tables and forms: straight lines of ink, long and thin.
public struct Rules: Sendable {
    /// Which way rules run.
    public enum Direction: Sendable { case across, down }

    /// 255 where a pixel belongs to a rule alone.
    public let plain: Raster
    /// 255 where a pixel belongs to a rule and to what crosses it.
    public let crossed: Raster
    /// Whether there is any.
    public let isEmpty: Bool

    /// Looks in a picture of ink (gray, 255 = full) for rules at least `length` long and at most `width` thick, in
    /// pixels. A rule may rise by a pixel in each `length`.
    public init(in ink: Raster, _ direction: Direction, length: Double, width: Double) {
        precondition(ink.channels == 1, "ink has one channel")
        var search = RuleSearch(direction == .across ? ink : ink.turned(), length: length, width: width)
        search.run()
        isEmpty = search.isEmpty
        plain = direction == .across ? search.plain : search.plain.turned()
        crossed = direction == .across ? search.crossed : search.crossed.turned()
    }
}

/// The search for level rules.
private struct RuleSearch {
    let ink: Raster
    let least: Int
    let most: Int
    var plain: Raster
    var crossed: Raster
    var isEmpty = true

    init(_ ink: Raster, length: Double, width: Double) {
        self.ink = ink
        least = max(3, Int(length.rounded()))
        most = max(1, Int(width.rounded(.up)))
        plain = Raster(.gray, width: ink.width, height: ink.height, filledWith: 0)
        crossed = plain
    }

    mutating func run() {
        let source = ink
        source.withPlane { plane in
            // A row counts with those above and below it, so that a step of a sloping rule does not end it.
            var near = [Bool](repeating: false, count: plane.width)
            for y in 0..<plane.height {
                let here = plane.row(y)
                let (above, below) = (plane.row(max(0, y - 1)), plane.row(min(plane.height - 1, y + 1)))
                for x in 0..<plane.width {
                    near[x] = max(here[x], max(above[x], below[x])) >= InkMap.threshold
                }
                for run in inkRuns(count: plane.width, { near[$0] }) where run.end - run.start >= least {
                    note(run, y, plane)
                }
            }
        }
    }

    /// Marks the pixels of a run when most of them have paper close above and below.
    private mutating func note(_ run: InkRun, _ y: Int, _ plane: Plane) {
        let row = plane.row(y)
        var inked: [(x: Int, thin: Bool)] = []
        for x in run.start..<run.end where row[x] >= InkMap.threshold {
            inked.append((x, thickness(x, y, plane) <= most))
        }
        let thin = inked.reduce(0) { $0 + ($1.thin ? 1 : 0) }
        guard thin * 10 >= inked.count * 6, !inked.isEmpty else { return }
        // What sticks out of a rule is not the rule.
        let isCore = inked.count * 3 >= run.end - run.start
        isEmpty = false
        plain.withMutablePlane { plain in
            for place in inked where place.thin { plain.row(y)[place.x] = 255 }
        }
        guard isCore else { return }
        crossed.withMutablePlane { crossed in
            for place in inked where !place.thin { crossed.row(y)[place.x] = 255 }
        }
    }

    /// How many pixels of ink lie above one another here, as far as it matters.
    private func thickness(_ x: Int, _ y: Int, _ plane: Plane) -> Int {
        var count = 1
        var row = y - 1
        while row >= 0, count <= most, plane.row(row)[x] >= InkMap.threshold {
            count += 1
            row -= 1
        }
        row = y + 1
        while row < plane.height, count <= most, plane.row(row)[x] >= InkMap.threshold {
            count += 1
            row += 1
        }
        return count
    }
}

extension Raster {
    /// Rows become columns.
    fileprivate func turned() -> Raster {
        var result = Raster(uninitialized: kind, width: height, height: width)
        withPlane { from in
            result.withMutablePlane { to in from.turn(to: to, fromRight: false, fromBottom: false) }
        }
        return result
    }
}
