internal import Codecs
internal import Diagnostics
internal import Engine
internal import Files
internal import JSON
public import Jobs
public import Reporting
internal import Truth

extension RunReport {
    /// Looks at the run in the folder `root`, finished or not, on so many threads, with all that this library knows of its
    /// pipeline and of codes. Throws D20 when there is none.
    ///
    ///     try RunReport(of: "out").write(to: "out/report.html")
    public init(of root: String, workers: Int = Machine.cores) throws(JobProblem) {
        let path = RelativePath.join(root, RunRecord.pipelineFileName)
        // Nothing of this machine is asked: the run may have been made on another.
        let overrides = Self.overrides(in: root)
        let plan = try? PipelineFile(path: path, overrides: overrides, surroundings: Surroundings()).plan
        try self.init(root, context: Context(plan: plan, workers: workers) { CodeTitles.title(of: $0) })
    }

    /// What `--set` changed, as the record tells it.
    private static func overrides(in root: String) -> [String] {
        guard let bytes = try? WholeFile.read(RelativePath.join(root, RunRecord.fileName)),
            let told = (try? JSONReader.read(bytes))?["options"]?["set"]
        else { return [] }
        return (told.elements ?? [told]).compactMap(\.text)
    }
}

/// Every code of a finding, wherever it is declared.
public enum CodeTitles {
    /// Every code with its title and explanation: of pipelines, of pictures, of truth, of runs and training sets.
    public static let all: [(code: String, title: String, explanation: String)] =
        Code.allCases.map { ($0.rawValue, $0.entry.title, $0.explanation) }
        + PictureCode.allCases.map { ($0.rawValue, $0.title, $0.explanation) }
        + TruthCode.allCases.map { ($0.rawValue, $0.title, $0.explanation) }
        + JobCode.allCases.map { ($0.rawValue, $0.title, $0.explanation) }

    /// A few words for a code; nil for one that is not known.
    public static func title(of code: String) -> String? { titles[code] }

    private static let titles = Dictionary(all.map { ($0.code, $0.title) }) { first, _ in first }
}
