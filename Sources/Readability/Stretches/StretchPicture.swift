public import Imaging

/// A stretch as it is shown to a recognizer: upright, straight, and with the wide gaps of tables and receipts narrowed, as a
/// model takes as long for blank paper as for letters.
public struct StretchPicture: Sendable {
    /// The picture.
    public let raster: Raster
    /// Its size with the gaps as they are on the page, which labels and readings are held against.
    public let size: Size
    /// How much smaller than on the page it is, 1 or less.
    public let scale: Double
    /// The columns that were taken out, in ascending order, counted with the gaps as they are.
    let removed: [Range<Int>]

    /// The widest gap between two words that stays, in heights of the text: wide enough for a blank to be seen, and for
    /// what stands beside a word to be read along.
    static let widestGap = 0.8

    init(_ raster: Raster, scale: Double, removed: [Range<Int>]) {
        self.raster = raster.without(columns: removed)
        self.size = raster.size
        self.scale = scale
        self.removed = removed
    }

    /// The middles of gaps, as far as they are too wide. `words` are extents along the text in any order, `thickness` is
    /// its height, all in pixels of the picture, which is `width` wide.
    static func excess(between words: [ClosedRange<Double>], thickness: Double, width: Int) -> [Range<Int>] {
        let margin = widestGap * thickness / 2
        var removed: [Range<Int>] = []
        let words = words.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        guard var end = words.first?.upperBound else { return [] }
        for word in words.dropFirst() {
            let low = Int(max(0, min(Double(width), (end + margin).rounded(.up))))
            let high = Int(max(0, min(Double(width), (word.lowerBound - margin).rounded(.down))))
            if high > low { removed.append(low..<high) }
            end = max(end, word.upperBound)
        }
        return removed
    }

    /// The reading with its words where they stand with the gaps as they are.
    public func inPlace(_ reading: Reading) -> Reading {
        guard !removed.isEmpty else { return reading }
        var reading = reading
        for index in reading.words.indices {
            let (low, high) = reading.words[index].outline.bounds
            let (left, right) = (column(low.x, isEnd: false), column(high.x, isEnd: true))
            reading.words[index].outline = Outline(x: left, y: low.y, width: right - left, height: high.y - low.y)
        }
        return reading
    }

    /// Where a column of the narrowed picture is with the gaps as they are; an end at a cut stays before it.
    private func column(_ narrowed: Double, isEnd: Bool) -> Double {
        var x = narrowed
        for range in removed {
            let cut = Double(range.lowerBound)
            if x < cut || (isEnd && x == cut) { break }
            x += Double(range.count)
        }
        return x
    }
}
