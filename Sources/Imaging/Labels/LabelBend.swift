/// Edges under a map that bends straight lines. Each is divided into as many pieces as it takes for the chords to stay
/// within a quarter of a pixel of the mapped edge: `tolerance` is allowed to the chords, and `slack` to the points that
/// are left out afterwards.
extension LabelPaths {
    private static let counts = [3, 5, 9, 17, 33]
    private static let tolerance = 0.15
    /// How far a point may lie beside the straight line between its neighbors to be left out.
    private static let slack = 0.1

    /// One or two edges that get the same number of points.
    private struct Task {
        var edges: [[Point]]
        /// The most points that an edge may get.
        var limit: Int
        /// The mapped edges, once found.
        var done: [[Point]] = []
    }

    /// Moves every point, and divides edges as needed.
    mutating func bend(by map: GeometricMap) {
        if let patchwork = map.patchwork {
            carry(by: patchwork)
            return
        }
        var tasks = self.tasks()
        var waiting = Array(tasks.indices)
        // First with the points there are, which loses nothing; then with more and more at equal shares of the length.
        for count in [nil] + LabelPaths.counts.map(Optional.some) {
            waiting = LabelPaths.attempt(&tasks, waiting, count, map)
            if waiting.isEmpty { break }
        }
        assemble(tasks)
    }

    /// Moves words as wholes, as far as their middles go, and all else point by point.
    private mutating func carry(by map: Patchwork) {
        var start = 0
        for run in runs {
            let end = start + run.count
            if run.isWord, run.count > 0 {
                let (low, high) = Outline(Array(points[start..<end])).bounds
                let middle = (low + high) * 0.5
                let shift = map.forward(middle) - middle
                for i in start..<end { points[i] = points[i] + shift }
            } else {
                for i in start..<end { points[i] = map.forward(points[i]) }
            }
            start = end
        }
    }

    private func tasks() -> [Task] {
        var tasks: [Task] = []
        var start = 0
        for run in runs {
            let part = Array(points[start..<start + run.count])
            start += run.count
            switch run.form {
            case .strip(let top): tasks.append(Task(edges: [Array(part[..<top]), part[top...].reversed()], limit: 33))
            case .open: tasks.append(Task(edges: [part], limit: 33))
            case .closed:
                for (i, a) in part.enumerated() {
                    tasks.append(Task(edges: [[a, part[(i + 1) % part.count]]], limit: 1 + 128 / part.count))
                }
            }
        }
        return tasks
    }

    /// Maps the edges of the waiting tasks and what lies between their points. Returns the tasks that need more points.
    private static func attempt(
        _ tasks: inout [Task], _ waiting: [Int], _ count: Int?, _ map: GeometricMap
    ) -> [Int] {
        var points: [Point] = []
        var grids: [Grid] = []
        for t in waiting {
            for edge in tasks[t].edges { grids.append(append(edge, count, to: &points)) }
        }
        map.push(&points)
        var rest: [Int] = []
        var (start, next) = (0, 0)
        for t in waiting {
            var edges: [[Point]] = []
            var fits = true
            for _ in tasks[t].edges {
                let grid = grids[next]
                let mapped = points[start...start + grid.chords * grid.parts]
                edges.append((0...grid.chords).map { points[start + $0 * grid.parts] })
                fits = fits && isStraight(mapped, parts: grid.parts)
                start = mapped.endIndex
                next += 1
            }
            let following = counts.first { $0 > (count ?? 2) } ?? .max
            if fits || following > tasks[t].limit { tasks[t].done = edges } else { rest.append(t) }
        }
        return rest
    }

    /// How an edge is looked at: so many chords, each in so many parts.
    private struct Grid {
        var chords: Int
        var parts: Int
    }

    /// The edge's own points, or so many at equal shares of its length, and others between them.
    private static func append(_ edge: [Point], _ count: Int?, to points: inout [Point]) -> Grid {
        guard let count else {
            let longest = Polyline.lengths(edge).max() ?? 0
            // Short waves must not hide between two looks.
            let parts = longest < 32 ? 4 : longest < 128 ? 8 : 16
            for (a, b) in zip(edge, edge.dropFirst()) {
                for part in 0..<parts { points.append(a + (b - a) * (Double(part) / Double(parts))) }
            }
            points.append(edge[edge.count - 1])
            return Grid(chords: edge.count - 1, parts: parts)
        }
        let steps = (count - 1) * 4
        points += Polyline.sampled(edge, at: (0...steps).lazy.map { Double($0) / Double(steps) })
        return Grid(chords: count - 1, parts: 4)
    }

    /// Whether the points within each chord lie near it, and its middle near the mapped middle.
    private static func isStraight(_ mapped: ArraySlice<Point>, parts: Int) -> Bool {
        for start in stride(from: mapped.startIndex, to: mapped.endIndex - 1, by: parts) {
            let (a, b) = (mapped[start], mapped[start + parts])
            if mapped[start + parts / 2].distance(to: (a + b) * 0.5) > 0.25 { return false }
            for i in 1..<parts where distance(mapped[start + i], a, b) > tolerance { return false }
        }
        return true
    }

    private static func distance(_ p: Point, _ a: Point, _ b: Point) -> Double {
        let length = a.distance(to: b)
        return length > 0 ? abs(Polygon.turn(a, b, p)) / length : p.distance(to: a)
    }

    // MARK: Putting together

    private mutating func assemble(_ tasks: [Task]) {
        points.removeAll(keepingCapacity: true)
        var next = 0
        for r in runs.indices {
            let outline: [Point]
            switch runs[r].form {
            case .strip:
                let edges = LabelPaths.thinned(tasks[next].done)
                outline = edges[0] + edges[1].reversed()
                runs[r].top = edges[0].count
                next += 1
            case .open:
                outline = LabelPaths.thinned(tasks[next].done)[0]
                next += 1
            case .closed:
                let sides = tasks[next..<next + runs[r].count].map { LabelPaths.thinned($0.done)[0] }
                outline = sides.flatMap { $0.dropLast() }
                next += runs[r].count
                if outline.count != runs[r].count { runs[r].top = nil }
            }
            points += outline
            runs[r].count = outline.count
        }
    }

    /// The edges without the points that lie on the straight line between those that stay, on all edges alike.
    private static func thinned(_ edges: [[Point]]) -> [[Point]] {
        let count = edges[0].count
        guard count > 2 else { return edges }
        var kept = [0]
        for i in 2..<count {
            let last = kept[kept.count - 1]
            let isNeeded = edges.contains { edge in
                (last + 1..<i).contains { distance(edge[$0], edge[last], edge[i]) >= slack }
            }
            if isNeeded { kept.append(i - 1) }
        }
        kept.append(count - 1)
        return edges.map { edge in kept.map { edge[$0] } }
    }
}
