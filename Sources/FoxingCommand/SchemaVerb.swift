import ArgumentParser
import Foxing

struct SchemaVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema (draft-07) of pipeline files, for editors.",
        discussion: """
            Editors with a YAML language server complete and check pipelines whose first line names the schema; \
            'foxing init' writes both. After an update of foxing, print it again.
            """)
    static let examples = [
        "foxing schema > \(PipelineSchema.fileName)",
        "first line of a pipeline:  \(PipelineSchema.comment)",
    ]

    func run() {
        print(CanonicalJSON.pretty(PipelineSchema(Pipeline.operations, Pipeline.formats).json), terminator: "")
    }
}
