/// A map that bends a page a little everywhere: how far the paper seen at each node of a grid was moved, and between
/// nodes by straight lines. It is drawn in the coordinates of the result, so that pulling pixels is a look-up.
public struct MeshMap: NonlinearMap {
    /// Pixels from one node to the next, the same as where pixels are pulled, so that labels and pixels agree.
    public static let cell = 8

    /// Nodes in a row, and rows of nodes; the first stands at (0.5, 0.5).
    public let columns: Int
    public let rows: Int
    /// Where the paper at each node came from, less where it is.
    public private(set) var shifts: [Point]

    /// A mesh over a page of that size; `shift` tells of a place of the result how far from there the paper was before.
    public init(_ size: Size, shift: (Point) -> Point) {
        let counts = MeshMap.nodes(on: size)
        (columns, rows) = counts
        let cell = Double(MeshMap.cell)
        var all: [Point] = []
        all.reserveCapacity(counts.columns * counts.rows)
        for row in 0..<counts.rows {
            for column in 0..<counts.columns {
                all.append(shift(Point(Double(column) * cell + 0.5, Double(row) * cell + 0.5)))
            }
        }
        shifts = all
    }

    /// A mesh of shifts that are there already, row after row, as many as `nodes(on:)` says.
    public init(_ size: Size, shifts: [Point]) {
        (columns, rows) = MeshMap.nodes(on: size)
        precondition(shifts.count == columns * rows, "a mesh needs a shift for each of its nodes")
        self.shifts = shifts
    }

    /// How many nodes a page of that size has.
    public static func nodes(on size: Size) -> (columns: Int, rows: Int) {
        (max(0, size.width - 1) / cell + 2, max(0, size.height - 1) / cell + 2)
    }

    /// The longest shift of all nodes.
    public var peak: Double {
        shifts.reduce(0) { max($0, $1.x * $1.x + $1.y * $1.y) }.squareRoot()
    }

    /// How fast shifts change at most, in pixels per pixel; below 1 the map can be turned round.
    public var steepest: Double {
        var most = 0.0
        let cell = Double(MeshMap.cell)
        for row in 0..<rows - 1 {
            for column in 0..<columns - 1 {
                let i = row * columns + column
                let (a, b, c, d) = (shifts[i], shifts[i + 1], shifts[i + columns], shifts[i + columns + 1])
                let across = max(MeshMap.square(b - a), MeshMap.square(d - c))
                let down = max(MeshMap.square(c - a), MeshMap.square(d - b))
                most = max(most, across + down)
            }
        }
        return most.squareRoot() / cell
    }

    private static func square(_ p: Point) -> Double { p.x * p.x + p.y * p.y }

    /// Changes every shift; `change` gets it and where its node stands.
    public mutating func adjust(_ change: (Point, Point) -> Point) {
        let cell = Double(MeshMap.cell)
        for i in shifts.indices {
            let place = Point(Double(i % columns) * cell + 0.5, Double(i / columns) * cell + 0.5)
            shifts[i] = change(shifts[i], place)
        }
    }

    /// All shifts times a factor.
    public mutating func scale(by factor: Double) {
        for i in shifts.indices { shifts[i] = shifts[i] * factor }
    }

    /// Flattens the whole until no shift changes faster than `limit` (below 1), so that paper never overlaps itself.
    public mutating func limitSlope(to limit: Double) {
        let steepest = steepest
        if steepest > limit { scale(by: limit / steepest) }
    }

    /// How far from a place of the result its paper was before; beyond the page as at its edge.
    public func shift(at p: Point) -> Point {
        shifts.withUnsafeBufferPointer { shift(at: p, $0) }
    }

    private func shift(at p: Point, _ nodes: UnsafeBufferPointer<Point>) -> Point {
        let cell = Double(MeshMap.cell)
        let x = min(max((p.x - 0.5) / cell, 0), Double(columns - 1))
        let y = min(max((p.y - 0.5) / cell, 0), Double(rows - 1))
        let (column, row) = (min(Int(x), columns - 2), min(Int(y), rows - 2))
        let (u, v) = (x - Double(column), y - Double(row))
        let i = row &* columns &+ column
        let (a, b, c, d) = (nodes[i], nodes[i &+ 1], nodes[i &+ columns], nodes[i &+ columns &+ 1])
        let (ax, bx) = (a.x + (b.x - a.x) * u, c.x + (d.x - c.x) * u)
        let (ay, by) = (a.y + (b.y - a.y) * u, c.y + (d.y - c.y) * u)
        return Point(ax + (bx - ax) * v, ay + (by - ay) * v)
    }

    public func inverse(_ p: Point) -> Point { p + shift(at: p) }

    public func pull(_ points: inout [Point]) {
        shifts.withUnsafeBufferPointer { nodes in
            for i in points.indices { points[i] = points[i] + shift(at: points[i], nodes) }
        }
    }

    public func forward(_ p: Point) -> Point {
        shifts.withUnsafeBufferPointer { forward(p, $0) }
    }

    /// All points take a step before any takes the next: a single point's steps wait for one another, those of many do
    /// not.
    public func push(_ points: inout [Point]) {
        let count = points.count
        shifts.withUnsafeBufferPointer { nodes in
            points.withUnsafeMutableBufferPointer { points in
                withUnsafeTemporaryAllocation(of: (index: Int, to: Point).self, capacity: count) { open in
                    for i in 0..<count { open[i] = (i, points[i]) }
                    var left = count
                    for round in 0..<MeshMap.mostSteps where left > 0 {
                        var kept = 0
                        for k in 0..<left {
                            let (i, p) = open[k]
                            let step = step(from: points[i], to: p, round, nodes)
                            points[i] = points[i] + step
                            open[kept] = (i, p)
                            kept += MeshMap.isLast(step) ? 0 : 1
                        }
                        left = kept
                    }
                }
            }
        }
    }

    private static let mostSteps = 60

    /// What a step of Newton's leaves open is far less than the step.
    private static func isLast(_ step: Point) -> Bool { square(step) < 1e-4 }

    private func forward(_ p: Point, _ nodes: UnsafeBufferPointer<Point>) -> Point {
        var result = p
        for round in 0..<MeshMap.mostSteps {
            let step = step(from: result, to: p, round, nodes)
            result = result + step
            if MeshMap.isLast(step) { break }
        }
        return result
    }

    /// A step towards the place whose source is `p`. Newton's steps end after two or three; should they go to and fro
    /// between two cells, plain repetition closes in, since shifts change slower than places.
    private func step(
        from place: Point, to p: Point, _ round: Int, _ nodes: UnsafeBufferPointer<Point>
    ) -> Point {
        let (shift, across, down) = slopes(at: place, nodes)
        let step = p - place - shift
        guard round < 6 else { return step }
        // The way there of a small step is that step times (1 + slopes).
        let (a, d) = (1 + across.x, 1 + down.y)
        let scale = 1 / (a * d - across.y * down.x)
        return Point((step.x * d - step.y * down.x) * scale, (step.y * a - step.x * across.y) * scale)
    }

    /// The shift at a place, and how much it changes per pixel to the right and down.
    private func slopes(
        at p: Point, _ nodes: UnsafeBufferPointer<Point>
    ) -> (shift: Point, across: Point, down: Point) {
        let perCell = 1 / Double(MeshMap.cell)
        let (left, top) = ((p.x - 0.5) * perCell, (p.y - 0.5) * perCell)
        let x = min(max(left, 0), Double(columns - 1))
        let y = min(max(top, 0), Double(rows - 1))
        let (column, row) = (min(Int(x), columns - 2), min(Int(y), rows - 2))
        let (u, v) = (x - Double(column), y - Double(row))
        let i = row &* columns &+ column
        let (a, b, c, d) = (nodes[i], nodes[i &+ 1], nodes[i &+ columns], nodes[i &+ columns &+ 1])
        let (upper, lower) = (a + (b - a) * u, c + (d - c) * u)
        // Beyond the page shifts stay as they are at its edge.
        let (wide, high) = (x == left ? perCell : 0, y == top ? perCell : 0)
        return (
            upper + (lower - upper) * v, ((b - a) * (1 - v) + (d - c) * v) * wide, (lower - upper) * high
        )
    }
}
