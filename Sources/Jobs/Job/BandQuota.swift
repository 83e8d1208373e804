internal import Engine

/// Deals the bands of a quota to the variants of a page: each variant gets the band that lacks most among those up to it.
/// So a page has the shares as nearly as can be, however many variants are made of it, and none changes its band when more
/// are made.
struct BandQuota {
    private let bands: [(name: String, share: Double)]

    /// nil where no band has a share.
    init?(_ bands: [BandPlan]) {
        self.bands = bands.compactMap { band in band.share.map { (band.name, $0) } }.filter { $0.1 > 0 }
        if self.bands.isEmpty { return nil }
    }

    /// The band that variant `number` should fall in.
    func band(ofVariant number: Int) -> String {
        var dealt = [Int](repeating: 0, count: bands.count)
        var last = 0
        for count in 1...(number + 1) {
            let lacks = bands.indices.map { bands[$0].share * Double(count) - Double(dealt[$0]) }
            last = bands.indices.max { lacks[$0] < lacks[$1] } ?? 0
            dealt[last] += 1
        }
        return bands[last].name
    }
}
