internal import Imaging

extension GroundTruth {
    /// The labels as a file of them holds them: coordinates of three decimals. Sets made while a run goes on are so the
    /// same as those made from its files.
    func asStored() -> GroundTruth {
        var result = self
        for r in regions.indices {
            result.regions[r].outline.round()
            for l in regions[r].lines.indices {
                result.regions[r].lines[l].outline.round()
                if let baseline = regions[r].lines[l].baseline {
                    result.regions[r].lines[l].baseline = baseline.map(\.stored)
                }
                for w in regions[r].lines[l].words.indices { result.regions[r].lines[l].words[w].outline.round() }
            }
        }
        return result
    }
}

extension Outline {
    fileprivate mutating func round() {
        for i in points.indices { points[i] = points[i].stored }
    }
}

extension Point {
    fileprivate var stored: Point { Point((x * 1000).rounded() / 1000, (y * 1000).rounded() / 1000) }
}
