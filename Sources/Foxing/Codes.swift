internal import Codecs
internal import Diagnostics
internal import Jobs
internal import Truth

/// The codes of everything that Foxing finds, in one list.
public enum Codes {
    /// Every code with its title and what it means: those of pipelines, of pictures, of truth, and of runs and training sets.
    public static let all: [(code: String, title: String, explanation: String)] =
        Code.allCases.map { ($0.rawValue, $0.entry.title, $0.explanation) }
        + PictureCode.allCases.map { ($0.rawValue, $0.title, $0.explanation) }
        + TruthCode.allCases.map { ($0.rawValue, $0.title, $0.explanation) }
        + JobCode.allCases.map { ($0.rawValue, $0.title, $0.explanation) }

    /// A few words for a code; nil for one that is not known.
    public static func title(of code: String) -> String? { titles[code] }

    private static let titles = Dictionary(all.map { ($0.code, $0.title) }) { first, _ in first }
}
