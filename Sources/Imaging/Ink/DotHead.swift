internal import CKernels

/// A head that prints a picture anew as rows of round dots: what was ink is taken off and struck again, dot by dot, on a
/// grid of its own.
public struct DotHead: Sendable {
    /// Where the dots stand.
    public let grid: DeviceGrid
    private let stamps: DotStamps
    private let color: Color
    /// Dots are struck so many pixels off their place, from row to row.
    private let map: InkMap

    /// A head over the ink of a picture: one dot per cell of `cell` pixels, `diameter` pixels wide, in one color.
    public init(_ map: InkMap, over size: Size, cell: (x: Double, y: Double), diameter: Double, color: Color) {
        grid = DeviceGrid(over: size, cell: cell)
        // A dot smaller than a pixel would leave gaps that no head leaves.
        stamps = DotStamps(diameter: max(diameter, 1.05 * max(grid.cell.x, grid.cell.y)))
        self.color = color
        self.map = map
    }

    /// Prints. `strengths` gets the mean ink (0…255) of each cell of a row and leaves there how strong its dot is.
    /// A row without ink is never asked for.
    public func print(on pixels: inout Raster, _ strengths: (inout [UInt8], _ row: Int) -> Void) {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let (width, height) = (pixels.width, pixels.height)
        let ink = color.samples(for: pixels.kind)
        let lacks = (0..<width * ink.count).map { 255 - ink[$0 % ink.count] }
        pixels.withMutablePlane { plane in
            var averages = DeviceGrid.Averages(grid)
            var cells = [UInt8](repeating: 0, count: grid.columns)
            var ring = CoverageRing(width: width, span: stamps.side + Int(grid.cell.y.rounded(.up)) + 2)
            var done = 0
            for row in 0..<grid.rows {
                if averages.fill(&cells, row: row, from: { map.fill($0, y: $1, of: plane.reading) }) {
                    strengths(&cells, row)
                    strike(cells, row: row, into: &ring)
                }
                // Rows that no later dot reaches; and those must have been read.
                let reach = (Double(row + 1) + 0.5) * grid.cell.y - Double(stamps.side) / 2 - 1
                let ready = row == grid.rows - 1 ? height : min(grid.pixelRows(of: row).upperBound - 1, Int(reach))
                while done < min(ready, height) {
                    finish(done, ring.take(done), lacks, plane)
                    done += 1
                }
            }
        }
    }

    private func strike(_ cells: [UInt8], row: Int, into ring: inout CoverageRing) {
        let y = (Double(row) + 0.5) * grid.cell.y
        for column in cells.indices where cells[column] > 0 {
            let strength = cells[column]
            let x = (Double(column) + 0.5) * grid.cell.x
            // A weak strike leaves a smaller dot.
            let size = min(DotStamps.sizes - 1, Int(strength) * DotStamps.sizes / 230)
            stamps.at(x, y, size: size) { left, top, shape in
                ring.add(shape, side: stamps.side, left: left, top: top, strength: strength)
            }
        }
    }

    /// Takes the old ink off row `y` and lays on the new.
    private func finish(_ y: Int, _ coverage: [UInt8]?, _ lacks: [UInt8], _ plane: MutablePlane) {
        let row = plane.row(y)
        let all = [UInt8](repeating: 255, count: plane.width)
        map.lighten(row, y: y, of: plane.reading, lost: all)
        guard let coverage else { return }
        if plane.channels == 1 {
            crows_stain(row, coverage, lacks, Int64(plane.width))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * plane.width) { wide in
            crows_triple(coverage, wide.baseAddress, Int64(plane.width))
            crows_stain(row, wide.baseAddress, lacks, Int64(3 * plane.width))
        }
    }
}

/// Some rows of coverage, taken from the top while more is added below.
private struct CoverageRing {
    private let width: Int
    private let span: Int
    private var samples: [UInt8]
    private var isUsed: [Bool]

    init(width: Int, span: Int) {
        self.width = width
        self.span = span
        samples = [UInt8](repeating: 0, count: width * span)
        isUsed = [Bool](repeating: false, count: span)
    }

    /// Adds a square of coverage; where dots overlap, what the first left open is covered by the second.
    mutating func add(_ shape: [UInt8], side: Int, left: Int, top: Int, strength: UInt8) {
        let columns = max(0, -left)..<max(max(0, -left), min(side, width - left))
        for i in max(0, -top)..<max(side, max(0, -top)) {
            let slot = (top + i) % span
            isUsed[slot] = true
            for k in columns {
                let place = slot * width + left + k
                let open = 255 &- samples[place]
                samples[place] &+= Blend.product(open, Blend.product(shape[i * side + k], strength))
            }
        }
    }

    /// Row `y`, which is then free for another; nil when nothing was added.
    mutating func take(_ y: Int) -> [UInt8]? {
        let slot = y % span
        guard isUsed[slot] else { return nil }
        let row = slot * width..<(slot + 1) * width
        let taken = Array(samples[row])
        for i in row { samples[i] = 0 }
        isUsed[slot] = false
        return taken
    }
}
