internal import Engine
internal import Files
internal import JSON
public import Jobs
public import Reporting

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
        try self.init(root, context: Context(plan: plan, workers: workers) { Codes.title(of: $0) })
    }

    /// What `--set` changed, as the record tells it.
    private static func overrides(in root: String) -> [String] {
        guard let bytes = try? WholeFile.read(RelativePath.join(root, RunRecord.fileName)),
            let told = (try? JSONReader.read(bytes))?["options"]?["set"]
        else { return [] }
        return (told.elements ?? [told]).compactMap(\.text)
    }
}
