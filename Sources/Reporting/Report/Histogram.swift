internal import Jobs

/// How many variants lie in each of equal ranges of a measure, by what became of them.
struct Histogram {
    /// The ends of the ranges, one more than there are ranges.
    let edges: [Double]
    /// By range: kept, flagged, dropped.
    private(set) var counts: [[Int]]

    /// Of values from 0 on. Ranges are as wide as is round, from `finest` on; what is above `most` counts to the last.
    init(_ values: [(value: Double, status: ManifestRow.Status)], finest: Double, most: Double) {
        let top = min(most, max(values.map(\.value).max() ?? 0, finest * 8))
        let width = [1, 2, 4, 10, 20, 50].map { finest * $0 }.first { top / $0 <= 25 } ?? most / 20
        let count = max(1, Int((top / width - 1e-9).rounded(.up)))
        edges = (0...count).map { Double($0) * width }
        counts = Array(repeating: [0, 0, 0], count: count)
        for (value, status) in values {
            let place = min(count - 1, max(0, Int(value / width + 1e-9)))
            counts[place][Self.part(of: status)] += 1
        }
    }

    private static func part(of status: ManifestRow.Status) -> Int {
        switch status {
        case .kept: 0
        case .flagged: 1
        case .dropped: 2
        }
    }
}

/// The middle and the ends of many numbers.
struct Quantiles {
    private let sorted: [Double]

    init(_ values: [Double]) {
        sorted = values.sorted()
    }

    var isEmpty: Bool { sorted.isEmpty }

    /// The value below which that share of all lies; 0 without values.
    subscript(share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}
