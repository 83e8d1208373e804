extension Raster {
    /// The page's own border colour: per channel the median of the outermost `frame` pixels, ink left out. Pixels count
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
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: channels)
        withPlane { plane in
            func count(_ row: UnsafePointer<UInt8>, _ columns: Range<Int>) {
                for x in columns {
                    for c in 0..<plane.channels { counts[c][Int(row[x * plane.channels + c])] += 1 }
                }
            }
            for y in 0..<plane.height {
                let row = plane.row(y)
                if y < depth || y >= plane.height - depth || 2 * depth >= plane.width {
                    count(row, 0..<plane.width)
                } else {
                    count(row, 0..<depth)
                    count(row, (plane.width - depth)..<plane.width)
                }
            }
        }
        return counts
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
