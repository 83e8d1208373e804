import Engine
import Imaging

/// One page of a finished run as training sets see it.
struct SetPage: Sendable {
    let key: SetKey
    let source: String
    let variant: Int
    let split: Split
    let size: Size
    let truth: GroundTruth
    /// Pixels per inch as the source's file says them.
    let dpi: Double?
    /// Character errors and characters when the page was read back.
    let cer: (errors: Int, length: Int)?
    let picture: SetPicture
}

/// A picture that goes into a set.
struct SetPicture: Sendable {
    enum Content: Sendable {
        /// A file that is linked to, or copied.
        case file(String)
        case bytes([UInt8])
    }

    let content: Content
    let fileExtension: String
    /// Of the bytes; nil where nobody asks.
    let sha256: String?

    /// The bytes of the file.
    func bytes() throws(DatasetProblem) -> [UInt8] {
        switch content {
        case .bytes(let bytes): return bytes
        case .file(let path):
            do {
                return try WholeFile.read(path)
            } catch {
                throw DatasetProblem(.notWritable, "cannot read '\(path)' again: \(error.words)")
            }
        }
    }
}

/// A line or word as a label of a set.
struct SetLabel: Sendable {
    /// Its position in the page's own list, before anything was left out.
    let index: Int
    let outline: Outline
    let baseline: [Point]?
    let text: String
    let illegible: Illegibility?
    /// How much of its area is on the page.
    let share: Double

    var isLegible: Bool { illegible == nil }
}

extension GroundTruth {
    /// All lines or all words in reading order; nothing for pages.
    func labels(_ unit: DatasetPlan.Unit) -> [SetLabel] {
        switch unit {
        case .page: []
        case .line:
            lines.enumerated().map { index, line in
                SetLabel(
                    index: index, outline: line.outline, baseline: line.baseline, text: line.text,
                    illegible: line.illegible, share: line.stay)
            }
        case .word:
            lines.flatMap(\.words).enumerated().map { index, word in
                SetLabel(
                    index: index, outline: word.outline, baseline: nil, text: word.text, illegible: word.illegible,
                    share: word.share)
            }
        }
    }

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

extension TextLine {
    /// How much of it is on the page: its own share, or that of its words by area.
    fileprivate var stay: Double {
        guard !words.isEmpty else { return share }
        let areas = words.map(\.outline.area)
        let whole = areas.reduce(0, +)
        return whole > 0 ? zip(areas, words).reduce(0) { $0 + $1.0 * $1.1.share } / whole : 0
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
