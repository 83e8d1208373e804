/// Smooth noise at any place: random values −1…1 on the nodes of a lattice and soft slopes between them (value noise
/// with a quintic fade, Perlin 2002). For coarse grids; `LatticeNoise` fills rows of pixels.
public struct ValueField: Sendable {
    private let stream: RandomStream
    private let cell: Double

    /// Noise with cells of `cell` pixels.
    public init(_ stream: RandomStream, cell: Double) {
        self.stream = stream
        self.cell = max(cell, 1e-3)
    }

    /// The value at a place, −1…1.
    public func value(at p: Point) -> Double {
        let (x, u) = ValueField.split(p.x / cell)
        let (y, v) = ValueField.split(p.y / cell)
        let upper = node(x, y) + (node(x + 1, y) - node(x, y)) * u
        let lower = node(x, y + 1) + (node(x + 1, y + 1) - node(x, y + 1)) * u
        return upper + (lower - upper) * v
    }

    /// The values at the nodes of a grid, row after row: the first at (0.5, 0.5), each `step` pixels from the next.
    public func values(columns: Int, rows: Int, step: Double) -> [Double] {
        let places = (0..<columns).map { ValueField.split((Double($0) * step + 0.5) / cell) }
        let nodes = (places.last?.node ?? 0) + 2
        // A row of the lattice is drawn once for all rows of the grid that lie beside it.
        func line(_ y: Int) -> [Double] {
            let values = (0..<nodes).map { node($0, y) }
            return places.map { values[$0.node] + (values[$0.node + 1] - values[$0.node]) * $0.fade }
        }
        var result: [Double] = []
        result.reserveCapacity(columns * rows)
        var (upper, lower): ([Double], [Double]) = ([], [])
        var current = Int.min
        for row in 0..<rows {
            let (y, v) = ValueField.split((Double(row) * step + 0.5) / cell)
            if y != current {
                upper = y == current &+ 1 ? lower : line(y)
                lower = line(y + 1)
                current = y
            }
            for i in 0..<columns { result.append(upper[i] + (lower[i] - upper[i]) * v) }
        }
        return result
    }

    /// The value at a place of a line, −1…1.
    public func value(at x: Double) -> Double {
        let (i, u) = ValueField.split(x / cell)
        return node(i, 0) + (node(i + 1, 0) - node(i, 0)) * u
    }

    private func node(_ x: Int, _ y: Int) -> Double {
        stream.unit(x &+ y &* 0x1_0000_0001) * 2 - 1
    }

    private static func split(_ place: Double) -> (node: Int, fade: Double) {
        let bounded = min(max(place, -1e9), 1e9)
        let node = bounded.rounded(.down)
        let t = bounded - node
        return (Int(node), t * t * t * (t * (t * 6 - 15) + 10))
    }
}
