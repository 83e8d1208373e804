import Imaging

/// Fills what lies outside a frame, a strip of cells at a time. Places are known at the corners of cells, the same nodes
/// between which pixels are pulled.
struct FrameEdge {
    /// Pixels of the result between two nodes.
    static let cell = 8

    /// Where a node lies; none for one that is well inside.
    private struct Sides: OptionSet {
        let rawValue: UInt8
        static let left = Sides(rawValue: 1), right = Sides(rawValue: 2)
        static let above = Sides(rawValue: 4), below = Sides(rawValue: 8)
        /// Less than half a pixel inside, or outside.
        static let rim = Sides(rawValue: 16)
    }

    private let frame: Passage.Frame
    private let samples: [UInt8]
    private let blank: FillRow
    private let isSharp: Bool
    private let columns: Int
    private var upper: [Point] = []
    private var lower: [Point] = []
    private var upperSides: [Sides] = []
    private var lowerSides: [Sides] = []

    /// The edge of a frame in a result of that width, to be filled with these samples.
    init(_ frame: Passage.Frame, width: Int, _ samples: [UInt8], isSharp: Bool) {
        (self.frame, self.samples, self.isSharp) = (frame, samples, isSharp)
        blank = FillRow(samples, width: FrameEdge.cell)
        columns = width / FrameEdge.cell + 2
        setLower(0)
    }

    /// Fills all of a result.
    mutating func fill(_ plane: MutablePlane) {
        for top in stride(from: 0, to: plane.height, by: FrameEdge.cell) { fill(plane, from: top) }
    }

    /// Fills the rows from `top` to the next nodes; strips are done in order.
    private mutating func fill(_ plane: MutablePlane, from top: Int) {
        (upper, upperSides) = (lower, lowerSides)
        setLower(top + FrameEdge.cell)
        let rows = min(FrameEdge.cell, plane.height - top)
        for column in 0..<columns - 1 where column * FrameEdge.cell < plane.width {
            let (a, b) = (upperSides[column], upperSides[column + 1])
            let (c, d) = (lowerSides[column], lowerSides[column + 1])
            let any = a.union(b).union(c).union(d)
            if any.isEmpty { continue }
            let left = column * FrameEdge.cell
            let count = min(FrameEdge.cell, plane.width - left)
            let all = a.intersection(b).intersection(c).intersection(d).subtracting(.rim)
            for y in 0..<rows {
                let row = plane.row(top + y) + left * plane.channels
                if all.isEmpty { mix(row, count, column, y) } else { blank.fill(row, 0..<count) }
            }
        }
    }

    private mutating func setLower(_ y: Int) {
        lower = (0..<columns).map { Point(Double($0 * FrameEdge.cell) + 0.5, Double(y) + 0.5) }
        frame.rest.pull(&lower)
        let (width, height) = (Double(frame.size.width), Double(frame.size.height))
        lowerSides = lower.map { p in
            if p.x >= 0.5, p.y >= 0.5, p.x <= width - 0.5, p.y <= height - 0.5 { return [] }
            var sides: Sides = .rim
            if p.x <= -0.5 { sides.insert(.left) }
            if p.x >= width + 0.5 { sides.insert(.right) }
            if p.y <= -0.5 { sides.insert(.above) }
            if p.y >= height + 0.5 { sides.insert(.below) }
            return sides
        }
    }

    /// One row of a cell that the edge runs through.
    private func mix(_ row: UnsafeMutablePointer<UInt8>, _ count: Int, _ column: Int, _ y: Int) {
        let (width, height) = (Double(frame.size.width), Double(frame.size.height))
        let down = Double(y) / Double(FrameEdge.cell)
        let start = upper[column] + (lower[column] - upper[column]) * down
        let end = upper[column + 1] + (lower[column + 1] - upper[column + 1]) * down
        let step = (end - start) * (1 / Double(FrameEdge.cell))
        for x in 0..<count {
            let p = start + step * Double(x)
            let depth = (across: min(p.x, width - p.x) + 0.5, down: min(p.y, height - p.y) + 0.5)
            var share = min(max(depth.across, 0), 1) * min(max(depth.down, 0), 1)
            if isSharp { share = share < 0.5 ? 0 : 1 }
            let inside = Int((share * 256).rounded())
            if inside == 256 { continue }
            for c in samples.indices {
                let i = x * samples.count + c
                row[i] = UInt8((Int(row[i]) * inside + Int(samples[c]) * (256 - inside) + 128) >> 8)
            }
        }
    }
}
