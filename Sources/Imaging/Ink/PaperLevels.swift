/// How light the bare paper is at each place of a printed page: the 85th percentile of each 3 mm block and channel,
/// smoothed by a 3 × 3 median and spread between the blocks' middles by straight lines.
public struct PaperLevels: Sendable {
    /// The level when it is the same all over the page, per channel.
    public let even: [UInt8]?

    private let channels: Int
    private let columns: Int
    private let rows: Int
    /// Level × 256, block after block, channels of a block side by side.
    private let levels: [Int32]
    /// For each pixel of a row, and of a column, the block before it and the way (0…256) to the next.
    private let across: [Place]
    private let down: [Place]

    private struct Place: Sendable {
        var block: Int32
        var next: Int32
        var weight: Int32
    }

    /// An even sheet of that level.
    public init(even level: UInt8, channels: Int) {
        even = [UInt8](repeating: level, count: channels)
        self.channels = channels
        (columns, rows, levels, across, down) = (1, 1, [], [], [])
    }

    /// Measures a page.
    public init(of pixels: Raster, dpi: Double) {
        let block = max(4, Int(Resolution.pixels(mm: 3, dpi: dpi).rounded()))
        channels = pixels.channels
        columns = (pixels.width + block - 1) / block
        rows = (pixels.height + block - 1) / block
        let measured = PaperLevels.measure(pixels, block: block, columns: columns, rows: rows)
        let smooth = PaperLevels.median(measured, columns: columns, rows: rows, channels: channels)
        let first = Array(smooth.prefix(channels))
        let isEven = smooth.indices.allSatisfy { smooth[$0] == first[$0 % pixels.channels] }
        even = isEven ? first : nil
        levels = isEven ? [] : smooth.map { Int32($0) * 256 }
        across = isEven ? [] : PaperLevels.places(pixels.width, block: block, count: columns)
        down = isEven ? [] : PaperLevels.places(pixels.height, block: block, count: rows)
    }

    /// Writes the levels of row `y`, channels side by side.
    public func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int, width: Int) {
        if let even {
            if even.allSatisfy({ $0 == even[0] }) {
                row.update(repeating: even[0], count: width * channels)
                return
            }
            for x in 0..<width {
                for c in 0..<channels { row[x &* channels &+ c] = even[c] }
            }
            return
        }
        let place = down[y]
        let count = columns * channels
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { line in
            for i in 0..<count {
                let a = levels[Int(place.block) * count + i]
                let b = levels[Int(place.next) * count + i]
                line[i] = a + ((b - a) * place.weight) >> 8
            }
            across.withUnsafeBufferPointer { across in
                for x in 0..<width {
                    let place = across[x]
                    for c in 0..<channels {
                        let a = line[Int(place.block) &* channels &+ c]
                        let b = line[Int(place.next) &* channels &+ c]
                        let level: Int32 = (a &* 256 &+ (b &- a) &* place.weight &+ 32768) &>> 16
                        row[x &* channels &+ c] = UInt8(truncatingIfNeeded: level)
                    }
                }
            }
        }
    }

    private static func places(_ length: Int, block: Int, count: Int) -> [Place] {
        (0..<length).map { x in
            // In units of 1/256 block from the middle of the first.
            let q = max(0, ((2 * x + 1 - block) * 128) / block)
            let before = min(q >> 8, count - 1)
            return Place(block: Int32(before), next: Int32(min(before + 1, count - 1)), weight: Int32(q & 255))
        }
    }

    /// Some forty samples tell a block's percentile well enough.
    private static func measure(_ pixels: Raster, block: Int, columns: Int, rows: Int) -> [UInt8] {
        let channels = pixels.channels
        let step = max(1, block / 6)
        var result = [UInt8](repeating: 0, count: columns * rows * channels)
        var counts = [UInt16](repeating: 0, count: 256 * channels)
        pixels.withPlane { plane in
            counts.withUnsafeMutableBufferPointer { counts in
                for i in 0..<columns * rows {
                    let (left, top) = (i % columns * block, i / columns * block)
                    counts.update(repeating: 0)
                    var total = 0
                    for y in stride(
                        from: min(top + step / 2, plane.height - 1), to: min(top + block, plane.height), by: step)
                    {
                        let row = plane.row(y)
                        for x in stride(
                            from: min(left + step / 2, plane.width - 1), to: min(left + block, plane.width), by: step)
                        {
                            for c in 0..<channels { counts[c &* 256 &+ Int(row[x &* channels &+ c])] &+= 1 }
                            total &+= 1
                        }
                    }
                    for c in 0..<channels {
                        // From the top down, until 15 % lie above.
                        var level = 255
                        var above = Int(counts[c * 256 + 255])
                        while level > 0, above * 100 <= total * 15 {
                            level -= 1
                            above += Int(counts[c * 256 + level])
                        }
                        result[i * channels + c] = UInt8(level)
                    }
                }
            }
        }
        return result
    }

    private static func median(_ levels: [UInt8], columns: Int, rows: Int, channels: Int) -> [UInt8] {
        var result = levels
        if levels.indices.allSatisfy({ levels[$0] == levels[$0 % channels] }) { return result }
        var window: [UInt8] = []
        for row in 0..<rows {
            for column in 0..<columns {
                for c in 0..<channels {
                    window.removeAll(keepingCapacity: true)
                    for y in max(0, row - 1)...min(rows - 1, row + 1) {
                        for x in max(0, column - 1)...min(columns - 1, column + 1) {
                            window.append(levels[(y * columns + x) * channels + c])
                        }
                    }
                    if window.contains(where: { $0 != window[0] }) { window.sort() }
                    result[(row * columns + column) * channels + c] = window[window.count / 2]
                }
            }
        }
        return result
    }
}
