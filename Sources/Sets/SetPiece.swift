import Engine
internal import Files
import Imaging
internal import JSON
internal import Jobs
import OperationKit

/// What one page, line or word adds to a set.
struct SetPiece: Sendable {
    /// A row of a list with a gap for the path of the picture.
    struct Row: Sendable {
        var before: [UInt8] = []
        var after: [UInt8]
    }

    /// A file beside the picture.
    struct Side: Sendable {
        /// Comes behind the name of the piece.
        var suffix: String
        var bytes: [UInt8]
    }

    /// The key, which is also the name of its files.
    var name: String
    var picture: SetPicture
    var rows: [Row] = []
    var sides: [Side] = []
}

/// A format of training sets. Making pieces may happen on any thread, writing them happens in order.
protocol SetFormat: Sendable {
    static var declaration: SetFormatDeclaration { get }
    /// The format as a plan wants it.
    static func make(_ plan: DatasetPlan) -> any SetFormat
    /// What a page adds; `crops` are its legible lines or words where the format holds those.
    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece]
    /// What writes the set.
    func open(_ folder: SetFolder) -> any SetBook
}

/// Writes a set piece by piece.
protocol SetBook: AnyObject {
    func add(_ piece: SetPiece, to split: Split) throws(JobProblem)
    /// Called once, after the last piece.
    func finish(_ tally: SetTally) throws(JobProblem)
}

/// A line or word cut out of a page.
struct SetCrop: Sendable {
    let name: String
    let index: Int
    let text: String
    let size: Size
    let png: [UInt8]

    func picture(hashed: Bool = false) -> SetPicture {
        SetPicture(content: .bytes(png), fileExtension: "png", sha256: hashed ? SHA256.hex(of: png) : nil)
    }
}

/// Why a label is not in a set.
enum LeftOut: String, Sendable, CaseIterable {
    case illegible, empty, low, narrow, long, blank, outside, vertical, unplaced
    /// The whole page.
    case noLabels = "no-labels"
    case noText = "no-text"
    case noLines = "no-lines"
    case noWords = "no-words"
    case illegibleLine = "illegible-line"
    case rightToLeft = "right-to-left"
}

/// A set in numbers, pooled by adding.
struct SetTally: Sendable {
    /// Pictures by part.
    var pieces = [0, 0, 0]
    /// Labels written.
    var labels = 0
    var leftOut: [LeftOut: Int] = [:]
    /// Code points of all labels.
    var characters: Set<UInt32> = []
    /// Of a label, in code points.
    var longest = 0
    /// Language tags of the truth.
    var languages: Set<String> = []
    /// Notes by code.
    var notes: [String: Int] = [:]

    mutating func leave(_ reason: LeftOut) { leftOut[reason, default: 0] += 1 }

    /// Counts a label that is written.
    mutating func take(_ text: String) {
        labels += 1
        var length = 0
        for scalar in text.unicodeScalars {
            length += 1
            characters.insert(scalar.value)
        }
        longest = max(longest, length)
    }

    mutating func add(_ other: SetTally) {
        for index in pieces.indices { pieces[index] += other.pieces[index] }
        labels += other.labels
        leftOut.merge(other.leftOut, uniquingKeysWith: +)
        characters.formUnion(other.characters)
        longest = max(longest, other.longest)
        languages.formUnion(other.languages)
        notes.merge(other.notes, uniquingKeysWith: +)
    }

    /// Why labels are not in the set.
    var reasons: [(reason: String, count: Int)] {
        LeftOut.allCases.map { ($0.rawValue, leftOut[$0, default: 0]) }.filter { $0.1 > 0 }
    }

    /// For `run.json`.
    var json: JSONValue {
        let splits = Split.allCases.filter { pieces[$0.index] > 0 }
        return .object(
            ("pictures", .object(splits.map { JSONValue.Member($0.rawValue, .integer(pieces[$0.index])) })),
            ("labels", .integer(labels)),
            ("left_out", .object(reasons.map { JSONValue.Member($0.reason, .integer($0.count)) })))
    }
}
