/// Where a page bears no ink, in cells of a millimeter.
public struct BlankPlaces: Sendable {
    private let cell: Int
    private let columns: Int
    private let rows: Int
    private let size: Size
    /// Cells with ink above and to the left of each corner of the grid.
    private let sums: [Int32]

    /// Looks for ink; `least` of it (0…255) in any pixel makes a cell inked.
    public init(of pixels: Raster, map: InkMap, dpi: Double, least: UInt8 = 32) {
        let cell = max(2, Int(Resolution.pixels(mm: 1, dpi: dpi).rounded()))
        (self.cell, size) = (cell, pixels.size)
        let (columns, rows) = ((pixels.width + cell - 1) / cell, (pixels.height + cell - 1) / cell)
        (self.columns, self.rows) = (columns, rows)
        var inked = [Bool](repeating: false, count: columns * rows)
        pixels.withPlane { plane in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width) { ink in
                let ink = ink.baseAddress!
                for y in 0..<plane.height {
                    map.fill(ink, y: y, of: plane)
                    for column in 0..<columns {
                        var most: UInt8 = 0
                        for x in column * cell..<min(plane.width, (column + 1) * cell) { most = max(most, ink[x]) }
                        if most >= least { inked[y / cell * columns + column] = true }
                    }
                }
            }
        }
        var sums = [Int32](repeating: 0, count: (columns + 1) * (rows + 1))
        for row in 0..<rows {
            for column in 0..<columns {
                let at = (row + 1) * (columns + 1) + column + 1
                let own: Int32 = inked[row * columns + column] ? 1 : 0
                sums[at] = own + sums[at - 1] + sums[at - columns - 1] - sums[at - columns - 2]
            }
        }
        self.sums = sums
    }

    /// Where a box of that many pixels can lie, within `area` when given, without touching ink: one such place at random,
    /// or the nearest to a point. Nil when there is none.
    public func box(
        width: Double, height: Double, within area: InkBox? = nil, nearest: Point? = nil, _ random: RandomStream
    ) -> InkBox? {
        let need = (x: cells(width), y: cells(height))
        let area = area ?? InkBox(left: 0, top: 0, right: size.width, bottom: size.height)
        let (first, last) = ((area.left + cell - 1) / cell, area.right / cell - need.x)
        let (top, bottom) = ((area.top + cell - 1) / cell, area.bottom / cell - need.y)
        guard first <= last, top <= bottom, first >= 0, top >= 0 else { return nil }
        var free: [(column: Int, row: Int)] = []
        for row in top...bottom {
            for column in first...last where isFree(column, row, need.x, need.y) { free.append((column, row)) }
        }
        guard !free.isEmpty else { return nil }
        var chosen = free[random.integer(0...free.count - 1)]
        if let nearest {
            func distance(_ place: (column: Int, row: Int)) -> Double {
                let middle = Point(
                    (Double(place.column) + Double(need.x) / 2) * Double(cell),
                    (Double(place.row) + Double(need.y) / 2) * Double(cell))
                return middle.distance(to: nearest)
            }
            chosen = free.min { distance($0) < distance($1) } ?? chosen
        }
        let (left, upper) = (chosen.column * cell, chosen.row * cell)
        return InkBox(left: left, top: upper, right: left + need.x * cell, bottom: upper + need.y * cell)
    }

    /// Whether no ink lies in a box of pixels, as far as it is on the page.
    public func isBlank(_ box: InkBox) -> Bool {
        let (left, top) = (max(0, box.left) / cell, max(0, box.top) / cell)
        let right = min(columns, (box.right + cell - 1) / cell)
        let bottom = min(rows, (box.bottom + cell - 1) / cell)
        guard left < right, top < bottom else { return true }
        return isFree(left, top, right - left, bottom - top)
    }

    private func cells(_ length: Double) -> Int { max(1, Int((length / Double(cell)).rounded(.up))) }

    private func isFree(_ column: Int, _ row: Int, _ width: Int, _ height: Int) -> Bool {
        let (above, below) = (row * (columns + 1), (row + height) * (columns + 1))
        return sums[below + column + width] - sums[below + column] - sums[above + column + width]
            + sums[above + column] == 0
    }
}
