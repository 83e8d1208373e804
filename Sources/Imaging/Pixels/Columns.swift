extension Raster {
    /// The picture without these columns, which are given in ascending order and do not touch each other.
    public func without(columns removed: [Range<Int>]) -> Raster {
        guard !removed.isEmpty else { return self }
        var kept: [Range<Int>] = []
        var start = 0
        for range in removed {
            kept.append(start..<range.lowerBound)
            start = range.upperBound
        }
        kept.append(start..<width)
        var result = Raster(uninitialized: kind, width: kept.reduce(0) { $0 + $1.count }, height: height)
        let channels = self.channels
        withPlane { source in
            result.withMutablePlane { target in
                for y in 0..<height {
                    var to = target.row(y)
                    for range in kept {
                        to.update(from: source.row(y) + range.lowerBound * channels, count: range.count * channels)
                        to += range.count * channels
                    }
                }
            }
        }
        return result
    }
}
