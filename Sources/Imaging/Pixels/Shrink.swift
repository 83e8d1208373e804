extension Raster {
    /// The picture at a smaller size, in as many channels: each pixel is the mean of the area it covers, with shares of
    /// the pixels at its rim. In integers, rounded, the same on every machine. A side that would grow stays.
    public func shrunk(to target: Size) -> Raster {
        let (w, h) = (min(target.width, width), min(target.height, height))
        guard w != width || h != height else { return self }
        var out = Raster(uninitialized: kind == .color ? .color : .gray, width: w, height: h)
        let columns = Shares(from: width, to: w)
        let rows = Shares(from: height, to: h)
        withPlane { source in
            out.withMutablePlane { result in
                // Rows first: their sums stay below 255 × 2¹², and those times column shares below 2³².
                var sums = [UInt32](repeating: 0, count: source.rowCount)
                for y in 0..<h {
                    for i in sums.indices { sums[i] = 0 }
                    for (row, share) in rows[y] {
                        let samples = source.row(row)
                        for i in 0..<sums.count { sums[i] &+= UInt32(samples[i]) &* share }
                    }
                    average(sums, columns, into: result.row(y), width: w)
                }
            }
        }
        return out
    }

    private func average(_ sums: [UInt32], _ columns: Shares, into target: UnsafeMutablePointer<UInt8>, width: Int) {
        let channels = self.channels
        for x in 0..<width {
            for channel in 0..<channels {
                var total: UInt64 = 0
                for (column, share) in columns[x] { total += UInt64(sums[column * channels + channel]) * UInt64(share) }
                target[x * channels + channel] = UInt8((total + Shares.half) >> Shares.bits)
            }
        }
    }
}

/// Which pixels of a side each pixel of a shorter side covers, and with what share; the shares of one add up to 4096.
private struct Shares {
    /// Two shares of 12 bits are multiplied.
    static let bits: UInt64 = 24
    static let half: UInt64 = 1 << 23

    private let lists: [[(Int, UInt32)]]

    subscript(index: Int) -> [(Int, UInt32)] { lists[index] }

    init(from long: Int, to short: Int) {
        lists = (0..<short).map { index in
            // In units of 1/short pixels of the long side, so that all bounds are whole.
            let (low, high) = (index * long, (index + 1) * long)
            // Of the running sum's rounding, so that the shares add up and tiny ones are not lost together.
            func sum(upTo end: Int) -> Int { ((min(high, end) - low) * 4096 + long / 2) / long }
            return (low / short...(high - 1) / short).map { pixel in
                (pixel, UInt32(sum(upTo: (pixel + 1) * short) - sum(upTo: max(low, pixel * short))))
            }
        }
    }
}
