import Engine
internal import Jobs
import OperationKit

/// The `README.md` of a set.
enum SetReadme {
    /// Where a format leaves what must stand at the top.
    static let head = ".head.tmp"

    static func text(_ name: String, unit: LabelUnit, loading: String, _ tally: SetTally) -> String {
        let counts = Split.allCases.filter { tally.pieces[$0.index] > 0 }
            .map { "| \($0.rawValue) | \(tally.pieces[$0.index]) |\n" }.joined()
        let reasons = LeftOut.allCases.filter { tally.leftOut[$0, default: 0] > 0 }
            .map { "| \($0.rawValue) | \(tally.leftOut[$0, default: 0]) |\n" }.joined()
        var text = "# \(name)\n\nDegraded document pages with their text, one label a \(unit.rawValue), "
        text += "\(SetFolder.mark).\n\n"
        text += "| part | pictures |\n| --- | --- |\n" + counts
        text += "\nLabels: \(tally.labels). Longest: \(tally.longest) characters.\n\n"
        text += "Loaded with:\n\n    \(loading)\n"
        if !reasons.isEmpty { text += "\n| left out | count |\n| --- | --- |\n" + reasons }
        let characters = String(
            String.UnicodeScalarView(
                tally.characters.sorted().filter { $0 > 0x20 }.compactMap(Unicode.Scalar.init)))
        if !characters.isEmpty { text += "\nCharacters used:\n\n    \(characters)\n" }
        return text
    }
}
