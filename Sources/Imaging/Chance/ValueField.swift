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
