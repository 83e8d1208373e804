internal import Diagnostics
public import Engine
internal import PipelineSyntax

/// Training sets asked for outside a pipeline file, in the words of its section `dataset`.
public struct SetRequest: Sendable {
    /// What was asked for; nil when a finding is an error.
    public let plans: [DatasetPlan]?
    /// All that is wrong with it, rendered; empty when nothing is.
    public let report: String

    /// Reads keys and values as they would stand in a pipeline. `outputs` are names and file endings of a run's pictures.
    public init(_ members: [(key: String, value: String)], outputs: [(name: String, fileExtension: String)]) {
        let text = members.map { "\($0.key): \($0.value)\n" }.joined()
        let source = SourceText(text, name: "options")
        let (tree, problems) = Parser.parse(source)
        var findings = problems
        var plans: [DatasetPlan]?
        if let node = tree, !findings.contains(where: { $0.severity == .error }) {
            let compiled = DatasetPlan.read(node, outputs: outputs, formats: Pipeline.formats)
            findings += compiled.findings
            if !findings.contains(where: { $0.severity == .error }) { plans = compiled.plans }
        }
        self.plans = plans
        report =
            findings.isEmpty
            ? "" : DiagnosticRenderer(sources: [source], color: false).text(findings)
    }
}
