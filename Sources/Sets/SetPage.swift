import Engine
internal import Files
import Imaging
internal import Jobs
import OperationKit

/// One page of a finished run as training sets see it.
struct SetPage: Sendable {
    let key: SetKey
    /// What all chance of the page comes from.
    let seed: String
    let source: String
    let variant: Int
    let split: Split
    let size: Size
    let truth: GroundTruth
    /// Pixels per inch of the picture; nil when assumed.
    let dpi: PictureResolution?
    /// Character errors and characters when the page was read back.
    let cer: (errors: Int, length: Int)?
    let picture: SetPicture
}

/// A picture that goes into a set.
struct SetPicture: Sendable {
    /// A file is linked to, or copied.
    let content: PictureContent
    let fileExtension: String
    /// Of the bytes; nil where nobody asks.
    let sha256: String?

    init(content: PictureContent, fileExtension: String, sha256: String?) {
        self.content = content
        self.fileExtension = fileExtension
        self.sha256 = sha256
    }

    /// What was made of a page.
    init(_ made: MadePicture) {
        self.init(content: made.content, fileExtension: made.fileExtension, sha256: made.sha256)
    }

    /// The bytes of the file.
    func bytes() throws(JobProblem) -> [UInt8] {
        switch content {
        case .bytes(let bytes): return bytes
        case .file(let path):
            do {
                return try WholeFile.read(path)
            } catch {
                throw JobProblem(.notWritable, "cannot read '\(path)' again: \(error.words)")
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
    /// Whether the truth says that it is written from top to bottom.
    var isVertical = false

    var isLegible: Bool { illegible == nil }
}

extension GroundTruth {
    /// The same, with a count of the text that has no place and so is no label.
    func labels(_ unit: LabelUnit, _ tally: inout SetTally) -> [SetLabel] {
        for _ in 0..<unplaced { tally.leave(.unplaced) }
        return labels(unit)
    }

    /// All lines or all words that have a place, in reading order; nothing for pages.
    func labels(_ unit: LabelUnit) -> [SetLabel] {
        switch unit {
        case .page: []
        case .line:
            lines.enumerated().filter(\.element.isPlaced).map { index, line in
                SetLabel(
                    index: index, outline: line.outline, baseline: line.baseline, text: line.text,
                    illegible: line.illegible, share: line.stay, isVertical: line.isVertical)
            }
        case .word:
            lines.flatMap(\.words).enumerated().map { index, word in
                SetLabel(
                    index: index, outline: word.outline, baseline: nil, text: word.text, illegible: word.illegible,
                    share: word.share)
            }
        }
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
