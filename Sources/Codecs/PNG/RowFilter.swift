import Imaging

/// The row filters of PNG that are worth their time in scans, by their numbers in the file.
enum RowFilter: UInt8, CaseIterable {
    /// Difference to the pixel before.
    case sub = 1
    /// Difference to the pixel above.
    case up = 2
    /// Difference to the mean of both.
    case average = 3

    /// Writes row `y` filtered, `plane.rowCount` bytes in the raster's order of channels.
    func apply(_ plane: Plane, _ y: Int, to out: UnsafeMutableRawPointer) {
        let row = plane.row(y)
        let filtered = out.assumingMemoryBound(to: UInt8.self)
        let (count, distance) = (plane.rowCount, plane.channels)
        let above = y > 0 ? plane.row(y - 1) : nil
        switch (self, above) {
        case (.sub, _): Self.sub(row, count, distance, filtered)
        case (.up, let above?):
            for i in 0..<count { filtered[i] = row[i] &- above[i] }
        case (.up, nil): filtered.update(from: row, count: count)
        case (.average, let above?): Self.average(row, above, count, distance, filtered)
        case (.average, nil):
            for i in 0..<min(distance, count) { filtered[i] = row[i] }
            for i in distance..<max(distance, count) { filtered[i] = row[i] &- row[i &- distance] >> 1 }
        }
    }

    private static func sub(
        _ row: UnsafePointer<UInt8>, _ count: Int, _ distance: Int, _ out: UnsafeMutablePointer<UInt8>
    ) {
        for i in 0..<min(distance, count) { out[i] = row[i] }
        for i in distance..<max(distance, count) { out[i] = row[i] &- row[i &- distance] }
    }

    private static func average(
        _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ count: Int, _ distance: Int,
        _ out: UnsafeMutablePointer<UInt8>
    ) {
        for i in 0..<min(distance, count) { out[i] = row[i] &- above[i] >> 1 }
        for i in distance..<max(distance, count) {
            let (a, b) = (row[i &- distance], above[i])
            // The mean without the ninth bit.
            out[i] = row[i] &- ((a & b) &+ ((a ^ b) >> 1))
        }
    }

    /// The filter that leaves least to pack, judged by the entropy of some rows; the same choice on every machine.
    static func best(for plane: Plane) -> RowFilter {
        let samples = min(plane.height, 24)
        return withUnsafeTemporaryAllocation(byteCount: plane.rowCount + 64, alignment: 64) { buffer in
            var best = (filter: RowFilter.sub, cost: Double.infinity)
            for filter in RowFilter.allCases {
                var histogram = Histogram()
                for i in 0..<samples {
                    filter.apply(plane, (2 * i + 1) * plane.height / (2 * samples), to: buffer.baseAddress!)
                    histogram.withLanes { lanes in
                        for at in stride(from: 0, through: plane.rowCount - 8, by: 8) {
                            let word = buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                            // Runs of zeros cost next to nothing.
                            if word != 0 { lanes.add(word) }
                        }
                    }
                }
                let cost = entropy(histogram.sums)
                if cost < best.cost { best = (filter, cost) }
            }
            return best.filter
        }
    }

    /// The bits, times a constant, that a perfect code would need.
    private static func entropy(_ counts: [UInt32]) -> Double {
        let total = Double(counts.reduce(0, +))
        var sum = 0.0
        for count in counts where count > 0 { sum += Double(count) * (naturalLog(total) - naturalLog(Double(count))) }
        return sum
    }
}
