import Engine
internal import JSON
import PipelineSyntax

/// The sections of a pipeline file. The keys are the language's own; a key without a row here may hold anything.
struct SectionSchema {
    var pipeline: JSONValue {
        mapping(
            LanguageKeys.sections,
            [
                "pipeline": ValueSchema(kind: .text).json.described("a name; by default the file's"),
                "version": .object(("enum", .array([.integer(1), .string("1")]))).described("the language's version"),
                "seed": integer(-9_007_199_254_740_992, 9_007_199_254_740_992)
                    .described("all chance follows from it; --seed overrides"),
                "variants": integer(1, 10_000_000).described("per page; --variants overrides"),
                "input": input,
                "stages": stages,
                "outputs": outputs,
                "readability": readability,
                "dataset": .object(
                    ("anyOf", .array([dataset, .object(("type", .string("array")), ("items", dataset))]))),
            ])
    }

    var stage: JSONValue {
        let names = listOrOne(.object(("type", .array([.string("string"), .string("integer")]))))
        let long = mapping(
            LanguageKeys.stage,
            [
                "from": names.described("a stage above, page, blank, or a list of them"),
                "merge": words(Merge.allCases.map(\.rawValue)),
                "p": .reference("chance"),
                "steps": .reference("steps"),
            ])
        return .object(("anyOf", .array([.reference("steps"), long])))
    }

    private var stages: JSONValue {
        .object(
            ("description", .string("names of stages and their steps, in order")), ("type", .string("object")),
            ("minProperties", .integer(1)),
            ("propertyNames", .object(("not", words(LanguageKeys.reservedStages)))),
            ("additionalProperties", .reference("stage")))
    }

    private var input: JSONValue {
        mapping(
            LanguageKeys.input,
            [
                "images": listOrOne(.object(("type", .string("string")))).described("patterns; --input overrides"),
                "dpi": ValueSchema(kind: .number(30...2400)).json,
                "ids": words(["stem", "file"]),
                "truth": .object(
                    (
                        "anyOf",
                        .array([.object(("type", .string("string"))), mapping(LanguageKeys.truth, [:])])
                    )),
                "edge": mapping(LanguageKeys.edge, ["share": ValueSchema(kind: .share(0...1)).json]),
            ])
    }

    private var outputs: JSONValue {
        let long = mapping(
            LanguageKeys.output,
            [
                "from": .object(("type", .array([.string("string"), .string("integer")]))),
                "format": words(OutputPlan.Format.allCases.map(\.rawValue)), "quality": integer(1, 100),
            ])
        let short = JSONValue.object(("type", .array([.string("string"), .string("integer")])))
        return .object(
            ("description", .string("names of outputs and their stages; the first is the training image")),
            ("type", .string("object")), ("minProperties", .integer(1)),
            ("additionalProperties", .object(("anyOf", .array([short, long])))))
    }

    private var dataset: JSONValue {
        let formats = listOrOne(words(DatasetPlan.Format.allCases.map(\.rawValue)))
        return mapping(
            LanguageKeys.dataset,
            [
                "unit": words(DatasetPlan.Unit.allCases.map(\.rawValue)), "format": formats,
                "split": mapping(LanguageKeys.split, [:]),
            ])
    }

    private var readability: JSONValue {
        let keep = mapping(
            LanguageKeys.keep,
            Dictionary(
                uniqueKeysWithValues: LanguageKeys.keep.map { key in
                    let kind: ValueKind =
                        switch key {
                        case "words": .share(0...1)
                        case "confidence": .number(0...100)
                        default: .number(0...1000)
                        }
                    return (key, ValueSchema(kind: kind).json)
                }))
        let otherwise = mapping(
            LanguageKeys.otherwise,
            ["retry": integer(1, 100), "then": words(ReadabilityPlan.Otherwise.allCases.map(\.rawValue))])
        let verdicts = words(ReadabilityPlan.Otherwise.allCases.map(\.rawValue) + ["retry"])
        let check = mapping(
            LanguageKeys.readability,
            [
                "languages": listOrOne(.object(("type", .string("string")))).described("Tesseract's names"),
                "keep": keep,
                "otherwise": .object(("anyOf", .array([verdicts, otherwise]))),
                "sample": mapping(LanguageKeys.sample, ["pages": ValueSchema(kind: .share(0...1)).json]),
                "unmeasured": words(ReadabilityPlan.Unmeasured.allCases.map(\.rawValue)),
                "item-timeout": ValueSchema(kind: .number(1...86_400)).json,
            ])
        return .object(("anyOf", .array([.object(("type", .string("null"))), check])))
    }

    private func mapping(_ keys: [String], _ rows: [String: JSONValue]) -> JSONValue {
        let properties = keys.map { JSONValue.Member($0, rows[$0] ?? .object([])) }
        return .object(
            ("type", .string("object")), ("properties", .object(properties)), ("additionalProperties", .flag(false)))
    }

    private func listOrOne(_ member: JSONValue) -> JSONValue {
        let list = JSONValue.object(("type", .string("array")), ("minItems", .integer(1)), ("items", member))
        return .object(("anyOf", .array([member, list])))
    }

    private func words(_ words: [String]) -> JSONValue { .object(("enum", .array(words.map(JSONValue.string)))) }

    private func integer(_ low: Int, _ high: Int) -> JSONValue {
        .object(("type", .string("integer")), ("minimum", .integer(low)), ("maximum", .integer(high)))
    }
}
