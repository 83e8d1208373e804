/// Where lines of text are on a page, found from the ink alone.
public struct TextLines: Sendable {
    /// The lines' boxes in pixels, from the top down.
    public let boxes: [InkBox]
    /// The words of each line, from left to right.
    public let words: [[InkBox]]

    /// Looks for lines: ink in cells of half a millimeter is joined over gaps of 2.5 mm along the rows; of the pieces that
    /// hang together, those in the commonest band of heights (± 40 %) are lines. Words are joined over 0.8 mm.
    public init(of pixels: Raster, map: InkMap, dpi: Double) {
        let cell = max(1, Int(Resolution.pixels(mm: 0.5, dpi: dpi).rounded()))
        let columns = (pixels.width + cell - 1) / cell
        let cells = TextLines.cells(of: pixels, map: map, cell: cell, columns: columns)
        let lineGap = max(1, Int(Resolution.pixels(mm: 2.5, dpi: dpi)) / cell)
        let rows = cells.map { row in inkRuns(count: columns, joining: lineGap) { row[$0] } }
        let pieces = inkComponents(rows).map(\.box)
        let mm = Resolution.pixels(mm: 1, dpi: dpi) / Double(cell)
        let lines = TextLines.likeText(pieces, mm: mm)
        let wordGap = max(1, Int(Resolution.pixels(mm: 0.8, dpi: dpi)) / cell)
        func pixelBox(_ box: InkBox) -> InkBox {
            InkBox(
                left: box.left * cell, top: box.top * cell, right: min(pixels.width, box.right * cell),
                bottom: min(pixels.height, box.bottom * cell))
        }
        boxes = lines.map(pixelBox)
        words = lines.map { line in
            let runs = inkRuns(count: line.width, joining: wordGap) { x in
                (line.top..<line.bottom).contains { cells[$0][line.left + x] }
            }
            return runs.map { run in
                pixelBox(
                    InkBox(
                        left: line.left + run.start, top: line.top, right: line.left + run.end, bottom: line.bottom))
            }
        }
    }

    /// Which cells hold ink. One row of pixels per cell is enough: upright strokes cross it.
    private static func cells(of pixels: Raster, map: InkMap, cell: Int, columns: Int) -> [[Bool]] {
        pixels.withPlane { plane in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: plane.width) { ink in
                let ink = ink.baseAddress!
                return stride(from: 0, to: plane.height, by: cell).map { top in
                    map.fill(ink, y: min(top + cell / 2, plane.height - 1), of: plane)
                    // Each pixel up to the most of those that begin with it and make a cell.
                    for _ in 1..<cell {
                        for x in 0..<plane.width - 1 { ink[x] = max(ink[x], ink[x &+ 1]) }
                    }
                    return [Bool](unsafeUninitializedCapacity: columns) { row, count in
                        for column in 0..<columns { row[column] = ink[column &* cell] >= InkMap.threshold }
                        count = columns
                    }
                }
            }
        }
    }

    /// The pieces in the band of heights that holds the most width. Text is between 1 and 15 mm high and longer than high.
    private static func likeText(_ pieces: [InkBox], mm: Double) -> [InkBox] {
        let candidates = pieces.filter { box in
            Double(box.height) >= max(1, mm) && Double(box.height) <= 15 * mm && box.width >= 2 * box.height
        }
        func isClose(_ a: Int, _ b: Int) -> Bool { abs(a - b) * 5 <= b * 2 }
        let heights = Set(candidates.map(\.height)).sorted()
        let weighed = heights.map { height in
            (height, candidates.reduce(0) { $0 + (isClose($1.height, height) ? $1.width : 0) })
        }
        guard let best = weighed.max(by: { $0.1 < $1.1 })?.0 else { return [] }
        return candidates.filter { isClose($0.height, best) }.sorted { ($0.top, $0.left) < ($1.top, $1.left) }
    }
}
