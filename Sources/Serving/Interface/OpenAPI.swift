internal import Foxing
internal import HTTPTypes

/// All requests in the form of OpenAPI 3.1, from their declarations.
struct OpenAPI {
    private let endpoints: [Endpoint]

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
    }

    var json: JSONValue {
        var paths: [JSONValue.Member] = []
        var templates: [String] = []
        for endpoint in endpoints where !templates.contains(endpoint.template) { templates.append(endpoint.template) }
        for template in templates where template != "/{path...}" {
            let own = endpoints.filter { $0.template == template }
            paths.append(
                JSONValue.Member(
                    template.replacing("...}", with: "}"),
                    .object(own.map { JSONValue.Member($0.method.rawValue.lowercased(), operation($0)) })))
        }
        return .object(
            ("openapi", "3.1.0"),
            (
                "info",
                .object(
                    ("title", "Foxing"), ("version", .string(foxingVersion)),
                    ("description", "Clean pages in, degraded variants with labels out."))
            ), ("paths", .object(paths)),
            (
                "components",
                .object(
                    ("schemas", .object(("Problem", Self.problem))),
                    (
                        "securitySchemes",
                        .object(("token", .object(("type", "http"), ("scheme", "bearer"))))
                    ))
            ))
    }

    private func operation(_ endpoint: Endpoint) -> JSONValue {
        let inPath = Set(endpoint.placeholders)
        let parameters = endpoint.fields.filter { inPath.contains($0.name) || takesQuery(endpoint) }.map { field in
            JSONValue.object(
                ("name", .string(field.name)), ("in", inPath.contains(field.name) ? "path" : "query"),
                // In a request with a body it may stand there as well.
                ("required", .flag(inPath.contains(field.name) || (field.isNeeded && isBodiless(endpoint)))),
                ("description", .string(field.help)), ("schema", schema(field)))
        }
        var members = [
            JSONValue.Member("summary", .string(endpoint.summary)), JSONValue.Member("parameters", .array(parameters)),
        ]
        if let body = body(endpoint) { members.append(JSONValue.Member("requestBody", body)) }
        members.append(JSONValue.Member("responses", .object(responses(endpoint))))
        if !endpoint.isPublic { members.append(JSONValue.Member("security", [["token": []], [:]])) }
        return .object(members)
    }

    private func isBodiless(_ endpoint: Endpoint) -> Bool { if case .none = endpoint.body { true } else { false } }

    /// Whether fields are told as those of the query; where a body takes them, that is where they are told.
    private func takesQuery(_ endpoint: Endpoint) -> Bool { isBodiless(endpoint) }

    private func schema(_ field: Field) -> JSONValue {
        var members: [JSONValue.Member]
        switch field.kind {
        case .text: members = [JSONValue.Member("type", "string")]
        case .list:
            members = [
                JSONValue.Member("type", "array"), JSONValue.Member("items", .object(("type", "string"))),
            ]
        case .whole(let range):
            members = [
                JSONValue.Member("type", "integer"), JSONValue.Member("minimum", .integer(range.lowerBound)),
                JSONValue.Member("maximum", .integer(range.upperBound)),
            ]
        case .number(let range):
            members = [
                JSONValue.Member("type", "number"), JSONValue.Member("minimum", .number(range.lowerBound)),
                JSONValue.Member("maximum", .number(range.upperBound)),
            ]
        case .flag: members = [JSONValue.Member("type", "boolean")]
        case .choice(let words):
            members = [
                JSONValue.Member("type", "string"), JSONValue.Member("enum", .array(words.map(JSONValue.string))),
            ]
        case .seed: members = [JSONValue.Member("type", "string"), JSONValue.Member("pattern", "^[0-9]{1,19}$")]
        }
        if let fallback = field.fallback, case .choice = field.kind {
            members.append(JSONValue.Member("default", .string(fallback)))
        }
        return .object(members)
    }

    private func body(_ endpoint: Endpoint) -> JSONValue? {
        if isBodiless(endpoint) { return nil }
        let inPath = Set(endpoint.placeholders)
        let fields = endpoint.fields.filter { !inPath.contains($0.name) }
        let properties = fields.map { JSONValue.Member($0.name, schema($0)) }
        let needed = fields.filter(\.isNeeded).map { JSONValue.string($0.name) }
        func object(_ more: [JSONValue.Member] = []) -> JSONValue {
            .object(
                (
                    "schema",
                    .object(
                        ("type", "object"), ("properties", .object(properties + more)), ("required", .array(needed)),
                        ("additionalProperties", false))
                ))
        }
        var content = [JSONValue.Member("application/json", object())]
        let binary: JSONValue = .object(("type", "string"), ("format", "binary"))
        switch endpoint.body {
        case .none, .fields: break
        case .pipeline:
            content.append(JSONValue.Member("text/yaml", .object(("schema", .object(("type", "string"))))))
        case .page:
            let files = [
                JSONValue.Member("image", binary),
                JSONValue.Member("truth", .object(("type", "array"), ("items", binary))),
            ]
            content.append(JSONValue.Member("multipart/form-data", object(files)))
            content.append(JSONValue.Member("application/octet-stream", .object(("schema", binary))))
        }
        return .object(("required", .flag(!needed.isEmpty)), ("content", .object(content)))
    }

    private func responses(_ endpoint: Endpoint) -> [JSONValue.Member] {
        var responses = endpoint.statuses.map { status -> JSONValue.Member in
            let types = endpoint.types.map { type in
                // What is no JSON has no schema: clients would take bytes for text.
                JSONValue.Member(
                    String(type.prefix { $0 != ";" }),
                    type.hasSuffix("json")
                        ? .object(("schema", true)) : .object(("schema", .object(("type", "string")))))
            }
            let text = JSONValue.Member("description", .string(status == 202 ? "accepted" : "done"))
            let isEmpty = status == 204 || types.isEmpty
            return JSONValue.Member(
                String(status), .object(isEmpty ? [text] : [text, JSONValue.Member("content", .object(types))]))
        }
        responses.append(JSONValue.Member("304", .object(("description", "nothing has changed"))))
        let common: [Problem.Kind] = [
            .form, .field, .token, .host, .path, .method, .accept, .slow, .size, .type, .busy, .fault, .stopping,
        ]
        let kinds = Set(common + endpoint.problems)
        let statuses = Set(kinds.map(\.status)).sorted()
        let problem: JSONValue = .object(
            (
                "application/problem+json",
                .object(("schema", .object(("$ref", "#/components/schemas/Problem"))))
            ))
        responses += statuses.map { status in
            let titles = Problem.Kind.allCases.filter { kinds.contains($0) && $0.status == status }.map(\.title)
            return JSONValue.Member(
                String(status),
                .object(("description", .string(titles.joined(separator: "; "))), ("content", problem)))
        }
        return responses
    }

    private static let problem: JSONValue = .object(
        ("type", "object"),
        (
            "properties",
            .object(
                ("type", .object(("type", "string"))), ("title", .object(("type", "string"))),
                ("status", .object(("type", "integer"))),
                (
                    "code",
                    .object(
                        ("type", "string"), ("enum", .array(Problem.Kind.allCases.map { .string($0.rawValue) })))
                ), ("detail", .object(("type", "string"))),
                ("place", .object(("type", ["string", "null"]))),
                ("findings", .object(("type", "array"))), ("finding", .object(("type", "string"))))
        ), ("required", ["type", "title", "status", "code", "detail", "place"]))
}
