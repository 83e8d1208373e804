internal import OperationKit

/// Deals the bands of a quota to the variants of a page: each variant gets the band that lacks most among those up to it.
/// So a page has the shares as nearly as can be, however many variants are made of it, and none changes its band when more
/// are made.
package struct BandQuota {
    private let bands: [(name: String, share: Double)]
    /// From the easiest band to the hardest.
    private let ranks: [String]

    /// nil where no band has a share.
    package init?(_ bands: [BandPlan]) {
        let wanted = bands.filter { ($0.share ?? 0) > 0 }
        self.bands = wanted.map { ($0.name, $0.share ?? 0) }
        ranks = wanted.sorted { $0.cer.lowerBound < $1.cer.lowerBound }.map(\.name)
        if wanted.isEmpty { return nil }
    }

    /// The band that variant `number` should fall in.
    package func band(ofVariant number: Int) -> String {
        var dealt = [Int](repeating: 0, count: bands.count)
        var last = 0
        for count in 1...(number + 1) {
            let lacks = bands.indices.map { bands[$0].share * Double(count) - Double(dealt[$0]) }
            last = bands.indices.max { lacks[$0] < lacks[$1] } ?? 0
            dealt[last] += 1
        }
        return bands[last].name
    }

    /// The severity that leads there: the easiest of several bands asks for mild steps, the hardest for strong ones.
    func severity(ofVariant number: Int) -> String {
        let names = Severities.names
        guard ranks.count > 1, let rank = ranks.firstIndex(of: band(ofVariant: number)) else { return names[1] }
        let place = Double(rank) * Double(names.count - 1) / Double(ranks.count - 1)
        return names[Int(place.rounded())]
    }
}
