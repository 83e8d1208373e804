extension Raster {
    /// The page's own border color: per channel the median of the outermost `frame` pixels, ink left out. Pixels count
    /// as ink when they are more than 96 of 255 darker than the paper, which is the 85th percentile of the frame.
    /// White on bilevel pages.
    public func borderColor(frame: Double) -> Color {
        if kind == .bilevel { return .white }
        let depth = max(1, min(Int(frame.rounded()), min(width, height)))
        let histograms = frameHistograms(depth: depth)
        let levels = histograms.map(paperMedian)
        if channels == 1 { return Color(gray: levels[0]) }
        return Color(red: levels[2], green: levels[1], blue: levels[0])
    }

    private func frameHistograms(depth: Int) -> [[Int]] {
        // Neighbors are mostly of one level, and an addition to a count waits for the one before; so that they take
        // turns, there are four counts of each level.
        let (sets, each) = (4, 256 * channels)
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: sets * each) { counts in
            counts.initialize(repeating: 0)
            withPlane { plane in
                func count(_ columns: Range<Int>, _ row: UnsafePointer<UInt8>) {
                    for x in columns {
                        let levels = counts.baseAddress! + (x & (sets - 1)) * each
                        for c in 0..<plane.channels { levels[256 * c + Int(row[x * plane.channels + c])] &+= 1 }
                    }
                }
                for y in 0..<plane.height {
                    let row = plane.row(y)
                    if y < depth || y >= plane.height - depth || 2 * depth >= plane.width {
                        count(0..<plane.width, row)
                    } else {
                        count(0..<depth, row)
                        count((plane.width - depth)..<plane.width, row)
                    }
                }
            }
            return (0..<channels).map { c in
                (0..<256).map { level in (0..<sets).reduce(0) { $0 + Int(counts[$1 * each + 256 * c + level]) } }
            }
        }
    }

    private func paperMedian(_ histogram: [Int]) -> UInt8 {
        let total = histogram.reduce(0, +)
        func quantile(of count: Int, from first: Int, _ share: Double) -> Int {
            var rest = Int(Double(count) * share)
            for level in first..<256 {
                rest -= histogram[level]
                if rest < 0 { return level }
            }
            return 255
        }
        let paper = quantile(of: total, from: 0, 0.85)
        let darkest = max(0, paper - 96 * (paper + 1) / 255)
        let kept = histogram[darkest...].reduce(0, +)
        return UInt8(quantile(of: kept, from: darkest, 0.5))
    }
}
