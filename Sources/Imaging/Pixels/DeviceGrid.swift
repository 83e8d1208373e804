/// The dots of a device laid over a picture: a print head, a fax, a coarse sensor. Cells may be larger or smaller than
/// pixels; the last column and row may hang over the edge.
public struct DeviceGrid: Sendable {
    /// Dots per row, at least 1.
    public let columns: Int
    /// Rows of dots, at least 1.
    public let rows: Int
    /// How large a cell is, in pixels.
    public let cell: (x: Double, y: Double)

    private let size: Size
    private let across: [Share]
    private let down: [Share]

    /// The pixels that one cell covers, and the share (256ths) of each; the shares add up to 256.
    private struct Share: Sendable {
        let first: Int
        let weights: [UInt32]
    }

    /// A grid with cells of that size in pixels; finer ones than half a pixel become as large as that.
    public init(over size: Size, cell: (x: Double, y: Double)) {
        let cell = (x: max(0.5, cell.x), y: max(0.5, cell.y))
        self.cell = cell
        self.size = size
        columns = max(1, Int((Double(size.width) / cell.x).rounded(.up)))
        rows = max(1, Int((Double(size.height) / cell.y).rounded(.up)))
        across = DeviceGrid.shares(columns, of: size.width, cell: cell.x)
        down = DeviceGrid.shares(rows, of: size.height, cell: cell.y)
    }

    /// The pixel rows from which row `row` of dots is made.
    public func pixelRows(of row: Int) -> Range<Int> { down[row].first..<down[row].first + down[row].weights.count }

    /// The column of dots that each pixel of a row lies in.
    public func columnOfPixels() -> [Int] {
        (0..<size.width).map { min(columns - 1, Int((Double($0) + 0.5) / cell.x)) }
    }

    /// The row of dots that pixel row `y` lies in.
    public func row(ofPixel y: Int) -> Int { min(rows - 1, Int((Double(y) + 0.5) / cell.y)) }

    private static func shares(_ count: Int, of length: Int, cell: Double) -> [Share] {
        (0..<count).map { i in
            let low = min(Double(i) * cell, Double(length) - 0.25)
            let high = min(max(low + 0.25, Double(i + 1) * cell), Double(length))
            let first = Int(low)
            let last = max(first, Int(high.rounded(.up)) - 1)
            // Of the running sum's rounding, so that the shares add up.
            func sum(upTo place: Double) -> UInt32 {
                UInt32(((min(max(place, low), high) - low) / (high - low) * 256).rounded())
            }
            return Share(
                first: first, weights: (first...last).map { sum(upTo: Double($0 + 1)) - sum(upTo: Double($0)) })
        }
    }

    /// Means over the cells of a field of one byte per pixel that is made row by row. Rows of dots must be asked for in
    /// order; each pixel row is made once.
    public struct Averages {
        private let grid: DeviceGrid
        /// Sums over the columns of a cell, times 256, of the pixel rows in work, and whether they hold anything.
        private var lines: [(y: Int, sums: [UInt32], isBlank: Bool)]
        private var pixels: [UInt8]

        public init(_ grid: DeviceGrid) {
            self.grid = grid
            lines = []
            pixels = [UInt8](repeating: 0, count: grid.size.width)
        }

        /// Writes the means of row `row`; `fill` writes pixel row y of the field. False when all are 0.
        public mutating func fill(
            _ cells: inout [UInt8], row: Int, from fill: (UnsafeMutablePointer<UInt8>, Int) -> Void
        ) -> Bool {
            let share = grid.down[row]
            let wanted = grid.pixelRows(of: row)
            lines.removeAll { !wanted.contains($0.y) }
            for y in wanted where !lines.contains(where: { $0.y == y }) { lines.append(line(y, fill)) }
            if lines.allSatisfy(\.isBlank) {
                for i in cells.indices { cells[i] = 0 }
                return false
            }
            var total = [UInt32](repeating: 32768, count: grid.columns)
            for line in lines where !line.isBlank {
                let weight = share.weights[line.y - share.first]
                for i in total.indices { total[i] &+= line.sums[i] &* weight }
            }
            for i in cells.indices { cells[i] = UInt8(truncatingIfNeeded: total[i] &>> 16) }
            return true
        }

        private mutating func line(
            _ y: Int, _ fill: (UnsafeMutablePointer<UInt8>, Int) -> Void
        ) -> (y: Int, sums: [UInt32], isBlank: Bool) {
            var sums = [UInt32](repeating: 0, count: grid.columns)
            let isBlank = pixels.withUnsafeMutableBufferPointer { pixels -> Bool in
                fill(pixels.baseAddress!, y)
                var any: UInt8 = 0
                for sample in pixels { any |= sample }
                if any == 0 { return true }
                for i in sums.indices {
                    let share = grid.across[i]
                    var sum: UInt32 = 0
                    for (k, weight) in share.weights.enumerated() { sum &+= UInt32(pixels[share.first &+ k]) &* weight }
                    sums[i] = sum
                }
                return false
            }
            return (y, sums, isBlank)
        }
    }
}
