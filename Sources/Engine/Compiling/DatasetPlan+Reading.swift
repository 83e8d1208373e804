public import Diagnostics
public import OperationKit
public import PipelineSyntax

extension DatasetPlan {
    /// Reads a section `dataset` that stands by itself, for a run whose outputs have these names and file endings, with
    /// these formats.
    public static func read(
        _ node: Node, outputs: [(name: String, fileExtension: String)], formats: FormatCatalog
    ) -> (plans: [DatasetPlan], findings: [Diagnostic]) {
        let plans = outputs.map { output -> OutputPlan in
            let format: OutputPlan.Format =
                switch output.fileExtension {
                case "jpg": .jpeg
                case "webp": .webp
                case "tif": .tiff
                default: .png
                }
            return OutputPlan(name: output.name, stage: 0, format: format, quality: 90)
        }
        var compiler = DatasetCompiler(outputs: plans, formats: formats, surroundings: Surroundings())
        return (compiler.datasets(node), compiler.findings)
    }
}
