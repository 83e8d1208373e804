public import Imaging
public import OperationKit

/// Ink and paper brought to given levels.
public struct ContrastStretch: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "contrast-stretch", family: .photometric, on: [.page],
        peers: [
            "AutoContrast", "HistogramMatching", "PixelDistributionAdaptation", "levels", "normalise", "tone-match",
        ],
        "Ink and paper brought to given levels: full contrast, or that of a faint scan.", main: "paper-level",
        severities: Severities(
            mild: ["ink-level": "30", "paper-level": "235"], medium: ["ink-level": "70", "paper-level": "200"],
            strong: ["ink-level": "110", "paper-level": "170"]),
        promises: [.grayEqualsColor(), .monotone("ink-level", values: ["20", "60", "100", "140", "180"])],
        cost: (6, 3))

    public static let usesChance = false

    let ink: Double
    let paper: Double
    let clip: Double
    let perChannel: Bool

    public init(_ p: inout Parameters) {
        ink = p.number("ink-level", "0", in: 0...255, "where the darkest level goes")
        paper = p.number("paper-level", "255", in: 0...255, "where the lightest level goes")
        clip = p.share("clip", "0.005", in: 0...0.45, "share of the page at each end that may go beyond")
        perChannel = p.flag("per-channel", false, "each color by itself, which also takes a tint away")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if perChannel, pixels.kind == .color {
            let histograms = pixels.histograms()
            pixels.lookUp(histograms.map(table))
        } else {
            pixels.lookUp([table(pixels.histogram())])
        }
    }

    private func table(_ counts: [Int]) -> LookupTable {
        let total = counts.reduce(0, +)
        func level(_ levels: [Int]) -> Int {
            var rest = Double(total) * clip
            for level in levels {
                rest -= Double(counts[level])
                if rest < 0 { return level }
            }
            return levels.last ?? 0
        }
        let (low, high) = (level(Array(0...255)), level(Array((0...255).reversed())))
        guard low < high, Double(low) != ink || Double(high) != paper else { return .identity }
        return LookupTable { sample in
            let way = Double(Int(sample) - low) / Double(high - low)
            return UInt8(min(255, max(0, (ink + (paper - ink) * way).rounded())))
        }
    }
}

extension Raster {
    /// How many samples there are of each level, channel by channel.
    func histograms() -> [[Int]] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: channels)
        withPlane { plane in
            for y in 0..<plane.height {
                let row = plane.row(y)
                for c in 0..<channels {
                    for x in 0..<plane.width { counts[c][Int(row[x * channels + c])] += 1 }
                }
            }
        }
        return counts
    }
}
