extension Raster {
    /// How many samples there are of each level, over all channels.
    public func histogram() -> [Int] {
        // Four counters per level, so that equal neighbors do not wait for each other's increment.
        var counts = [UInt32](repeating: 0, count: 4 * 256)
        var total = [Int](repeating: 0, count: 256)
        withPlane { plane in
            counts.withUnsafeMutableBufferPointer { counts in
                let first = counts.baseAddress!
                let (second, third, fourth) = (first + 256, first + 512, first + 768)
                for y in 0..<plane.height {
                    let row = plane.row(y)
                    var x = 0
                    let raw = UnsafeRawPointer(row)
                    while x + 8 <= plane.rowCount {
                        // Bare paper is long runs of one level; they are counted eight at a time.
                        let eight = raw.loadUnaligned(fromByteOffset: x, as: UInt64.self)
                        if eight == UInt64(row[x]) &* 0x0101_0101_0101_0101 {
                            first[Int(row[x])] &+= 8
                        } else {
                            for i in Swift.stride(from: x, to: x + 8, by: 4) {
                                first[Int(row[i])] &+= 1
                                second[Int(row[i + 1])] &+= 1
                                third[Int(row[i + 2])] &+= 1
                                fourth[Int(row[i + 3])] &+= 1
                            }
                        }
                        x += 8
                    }
                    while x < plane.rowCount {
                        first[Int(row[x])] &+= 1
                        x += 1
                    }
                }
            }
        }
        for level in 0..<256 {
            for part in 0..<4 { total[level] += Int(counts[part * 256 + level]) }
        }
        return total
    }

    /// Whether only 0 and 255 occur; stops at the first other sample.
    public var isTwoLevel: Bool {
        if kind == .bilevel { return true }
        return withPlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                // A level other than 0 and 255 leaves a bit in one of the two terms; a row at a time lets it be wide.
                var other: UInt8 = 0
                for x in 0..<plane.rowCount { other |= row[x] ^ (row[x] > 127 ? 255 : 0) }
                if other != 0 { return false }
            }
            return true
        }
    }

    /// Whether all pixels are equal; stops at the first row that differs.
    public var isFlat: Bool {
        withPlane { plane in
            let first = plane.row(0)
            for x in plane.channels..<max(plane.channels, plane.rowCount) where first[x] != first[x - plane.channels] {
                return false
            }
            for y in 1..<max(1, plane.height) {
                let row = plane.row(y)
                var other: UInt8 = 0
                for x in 0..<plane.rowCount { other |= row[x] ^ first[x] }
                if other != 0 { return false }
            }
            return true
        }
    }
}
