internal import Diagnostics
internal import Foundation
public import JSON
internal import PipelineSyntax

extension PipelineFile {
    /// The tree of a file as JSON, and what is wrong with its text. With an error there is no JSON.
    public static func tree(path: String, color: Bool = false) throws -> (json: String?, report: String) {
        guard let data = FileManager.default.contents(atPath: path) else { throw UnreadableFile(path: path) }
        let source = SourceText(bytes: [UInt8](data), name: path)
        let (tree, findings) = Parser.parse(source)
        let report = DiagnosticRenderer(sources: [source], color: color).text(findings)
        let isWrong = findings.contains { $0.severity == .error }
        return (isWrong ? nil : CanonicalJSON.tree(tree?.json ?? .null), report)
    }

    /// The findings as objects, keys always in the same order.
    public var findingObjects: [JSONValue] {
        DiagnosticRenderer(sources: sources).objects(findings, naming: false)
    }

    /// The findings of files that were read with different first sources, as one JSON list.
    public static func json(of files: [PipelineFile]) -> String {
        DiagnosticRenderer(sources: files.flatMap(\.sources))
            .json(files.flatMap(\.findings), naming: files.count > 1)
    }

    /// The same with what is to be said of the pages that they name; each finding begins with the file it is about.
    public static func json(of files: [PipelineFile], and inputs: [InputCheck]) -> String {
        let own = DiagnosticRenderer(sources: files.flatMap(\.sources)).objects(
            files.flatMap(\.findings), naming: true)
        return CanonicalJSON.rows(own + inputs.flatMap(\.findings).map(\.json))
    }
}
