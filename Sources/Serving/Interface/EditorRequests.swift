internal import Foxing
internal import HTTPTypes

/// What an editor of pipelines asks.
enum EditorRequests {
    static let all = [
        Endpoint(.get, "/v1/operations", "All operations with their parameters") { call in
            try fixed(call) { CatalogList(Pipeline.operations).json }
        },
        Endpoint(
            .get, "/v1/operations/{name}", "One operation, also under another tool's name",
            fields: [Field("name", .text, "the operation", isNeeded: true)], problems: [.operation]
        ) { call in
            let name = call.argument("name")
            let catalog = Pipeline.operations
            guard let entry = catalog[name] ?? catalog.peers(of: name).lazy.compactMap({ catalog[$0] }).first else {
                let near = nearestName(to: name, among: Pipeline.operationNames).map { "; did you mean '\($0)'?" } ?? ""
                throw Problem(.operation, "there is no operation '\(name.shortened)'\(near)", at: "name")
            }
            return try fixed(call) { OperationManual(entry).json }
        },
        Endpoint(.get, "/v1/schema", "The JSON Schema of pipelines") { call in
            try fixed(call) { PipelineSchema(Pipeline.operations, Pipeline.formats).json }
        },
        Endpoint(.get, "/v1/formats", "The formats of truth and of training sets") { call in
            try fixed(call) { FormatManual(Pipeline.formats).json }
        },
        Endpoint(.get, "/v1/codes", "The codes of all findings") { call in
            try fixed(call) {
                .array(Codes.all.map { .object(("code", .string($0.code)), ("title", .string($0.title))) })
            }
        },
        Endpoint(
            .get, "/v1/codes/{code}", "What a code means and what to do",
            fields: [Field("code", .text, "such as E203", isNeeded: true)],
            problems: [.code]
        ) { call in
            let code = call.argument("code").uppercased()
            guard let known = Codes.all.first(where: { $0.code == code }) else {
                throw Problem(.code, "there is no code '\(code.shortened)'", at: "code")
            }
            return try fixed(call) {
                .object(
                    ("code", .string(known.code)), ("title", .string(known.title)),
                    ("explanation", .string(known.explanation)))
            }
        },
        Endpoint(
            .post, "/v1/check", "All that is wrong or pointless in a pipeline, and its graph", body: .pipeline,
            fields: CommonFields.pipeline, problems: [.preset]
        ) { call in
            let file = try call.house.pipelines.file(of: call.fields)
            return Answer(PipelineDescription(file, call.house.pipelines.rules).json)
        },
    ]

    /// An answer that follows from the program alone.
    private static func fixed(_ call: Call, _ json: () -> JSONValue) throws -> Answer {
        let tag = call.tag(
            call.arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&"))
        return call.unchanged(tag) ?? Answer(json()).tagged(tag)
    }
}
