/// Nodes in rows over a page, at which a smooth field is wanted; the field itself is taken at fewer of them and joined by
/// cubics (Catmull and Rom 1974), which leave no edges to be seen.
public struct NodeGrid: Sendable {
    /// Nodes in a row, and rows.
    public let columns: Int
    public let rows: Int
    /// Pixels from one node to the next.
    public let spacing: Int

    /// Nodes that cover a page of `size` pixels; node 0 lies in the middle of the first pixel.
    public init(_ size: Size, spacing: Int) {
        self.spacing = spacing
        columns = (size.width - 1) / spacing + 2
        rows = (size.height - 1) / spacing + 2
    }

    /// How many nodes apart a field whose shapes are `cell` pixels wide may be taken: 1, 2 or 4.
    public func stride(forCell cell: Double) -> Int {
        [4, 2].first { Double(5 * $0 * spacing) <= cell } ?? 1
    }

    /// The places, in pixels, at which a field that is taken every `stride` nodes is needed: with a stride of 1 the nodes,
    /// else every so many-th of them and those around the page that cubics need.
    public func places(every stride: Int) -> [Point] {
        let (across, down) = (extent(columns, stride), extent(rows, stride))
        let first = stride == 1 ? 0 : -stride
        return (0..<across * down).map { i in
            Point(
                Double((first + i % across * stride) * spacing) + 0.5,
                Double((first + i / across * stride) * spacing) + 0.5)
        }
    }

    /// The values at all nodes, from those at `places(every: stride)`.
    public func spread(_ values: [Double], every stride: Int) -> [Double] {
        if stride == 1 { return values }
        let across = extent(columns, stride)
        let weights = (0..<stride).map { cubicWeights(Double($0) / Double(stride)) }
        var lines = [Double](repeating: 0, count: extent(rows, stride) * columns)
        var result = [Double](repeating: 0, count: rows * columns)
        values.withUnsafeBufferPointer { values in
            lines.withUnsafeMutableBufferPointer { lines in
                for line in 0..<lines.count / columns {
                    let (from, to) = (values.baseAddress! + line * across, lines.baseAddress! + line * columns)
                    for column in 0..<columns {
                        let (w, from) = (weights[column % stride], from + column / stride)
                        to[column] = w[0] * from[0] + w[1] * from[1] + w[2] * from[2] + w[3] * from[3]
                    }
                }
                result.withUnsafeMutableBufferPointer { result in
                    for row in 0..<rows {
                        let w = weights[row % stride]
                        let from = lines.baseAddress! + row / stride * columns
                        let to = result.baseAddress! + row * columns
                        for x in 0..<columns {
                            to[x] =
                                w[0] * from[x] + w[1] * from[columns + x] + w[2] * from[2 * columns + x]
                                + w[3] * from[3 * columns + x]
                        }
                    }
                }
            }
        }
        return result
    }

    /// How many places a stride needs for `count` nodes.
    private func extent(_ count: Int, _ stride: Int) -> Int { stride == 1 ? count : (count - 1) / stride + 4 }
}

/// The weights of four neighbors, for a place a share `t` of the way from the second to the third.
private func cubicWeights(_ t: Double) -> SIMD4<Double> {
    let (square, cube) = (t * t, t * t * t)
    return SIMD4(
        -0.5 * t + square - 0.5 * cube, 1 - 2.5 * square + 1.5 * cube, 0.5 * t + 2 * square - 1.5 * cube,
        -0.5 * square + 0.5 * cube)
}
