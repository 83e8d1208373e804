import Engine
public import JSON
public import OperationKit
import PipelineSyntax

/// The language as a JSON Schema (draft-07), for completion and validation in editors.
public struct PipelineSchema: Sendable {
    /// The name of the schema's file beside a pipeline.
    public static let fileName = "foxing.schema.json"
    /// The first line of a pipeline whose schema lies beside it.
    public static let comment = "# yaml-language-server: $schema=\(fileName)"
    /// What tells the schema from other files of its name.
    public static let title = "Foxing pipeline"

    private let catalog: Catalog
    private let formats: FormatCatalog

    /// The schema of pipelines that use the operations of a catalog, and these formats.
    public init(_ catalog: Catalog, _ formats: FormatCatalog) {
        self.catalog = catalog
        self.formats = formats
    }

    /// The whole schema.
    public var json: JSONValue {
        return .object(
            [
                JSONValue.Member("$schema", .string("http://json-schema.org/draft-07/schema#")),
                JSONValue.Member("title", .string(Self.title)),
                JSONValue.Member("description", .string("What happens to a page; see 'foxing check' for all rules.")),
            ] + members(of: SectionSchema(formats).pipeline) + [
                JSONValue.Member("definitions", .object(definitions))
            ])
    }

    private func members(of object: JSONValue) -> [JSONValue.Member] {
        if case .object(let members) = object { members } else { [] }
    }

    private var definitions: [JSONValue.Member] {
        let steps = JSONValue.object(
            ("type", .array([.string("array"), .string("null")])), ("items", .reference("step")))
        return [
            JSONValue.Member("chance", ValueSchema.chance),
            JSONValue.Member("steps", steps),
            JSONValue.Member("step", step),
        ] + LanguageKeys.combinators.map { JSONValue.Member($0, combinator($0)) }
            + catalog.entries.map { JSONValue.Member($0.manual.name, operation($0)) }
    }

    /// The bare name of an operation, or one key with its parameters.
    private var step: JSONValue {
        let names = catalog.entries.map(\.manual.name)
        let keys = (names + LanguageKeys.combinators).map { JSONValue.Member($0, .reference($0)) }
        return .object(
            (
                "anyOf",
                .array([
                    .object(("enum", .array(names.map(JSONValue.string)))),
                    .object(
                        ("type", .string("object")), ("minProperties", .integer(1)), ("maxProperties", .integer(1)),
                        ("properties", .object(keys)), ("additionalProperties", .flag(false))),
                ])
            ))
    }

    private func operation(_ entry: CatalogEntry) -> JSONValue {
        var keys = entry.parameters.map { parameter in
            JSONValue.Member(
                parameter.name,
                ValueSchema(kind: parameter.kind).json
                    .described("\(parameter.help) (default: \(parameter.defaultText))"))
        }
        let own = Set(entry.parameters.map(\.name))
        let common = [
            ("p", JSONValue.reference("chance")),
            ("severity", .object(("enum", .array((Severities.names + [Severities.ofBand]).map(JSONValue.string))))),
            ("weight", .object(("type", .string("number")), ("exclusiveMinimum", .integer(0)))),
        ]
        keys += common.filter { !own.contains($0.0) }.map { JSONValue.Member($0.0, $0.1) }
        var members = [
            JSONValue.Member("type", .string("object")), JSONValue.Member("properties", .object(keys)),
        ]
        let older = entry.parameters.compactMap { parameter in
            Spelling.british(parameter.name).map {
                JSONValue.Member("^\($0)$", ValueSchema(kind: parameter.kind).json)
            }
        }
        if !older.isEmpty { members.append(JSONValue.Member("patternProperties", .object(older))) }
        let parameters = JSONValue.object(members + [JSONValue.Member("additionalProperties", .flag(false))])
        let main = entry.parameters.first { $0.name == entry.manual.mainParameter }
        let short = main.map { [ValueSchema(kind: $0.kind).json] } ?? []
        let forms = [.object(("type", .string("null"))), parameters] + short
        return JSONValue.object(("anyOf", .array(forms))).described(entry.manual.summary)
    }

    private func combinator(_ name: String) -> JSONValue {
        let own = LanguageKeys.ownKeys(ofCombinator: name)
        let list = JSONValue.object(
            ("type", .string("array")), ("minItems", .integer(1)), ("items", .reference("step")))
        let keys =
            own.map { JSONValue.Member($0, ValueSchema(kind: .count(0...100)).json) } + [
                JSONValue.Member("steps", list),
                JSONValue.Member("p", .reference("chance")),
                JSONValue.Member("weight", .object(("type", .string("number")), ("exclusiveMinimum", .integer(0)))),
            ]
        let mapping = JSONValue.object(
            ("type", .string("object")), ("properties", .object(keys)), ("additionalProperties", .flag(false)),
            ("required", .array((own + ["steps"]).map(JSONValue.string))))
        return .object(("anyOf", .array(own.isEmpty ? [list, mapping] : [mapping])))
    }
}

extension JSONValue {
    static func reference(_ name: String) -> JSONValue { .object(("$ref", .string("#/definitions/\(name)"))) }

    func described(_ text: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object([Member("description", .string(text))] + members)
    }
}
