import Engine
internal import JSON
import OperationKit
import PipelineSyntax

/// The sections of a pipeline file as JSON Schema, as their declarations say.
struct SectionSchema {
    private let sections: Sections

    init(_ formats: FormatCatalog) {
        sections = Sections(formats)
    }

    var pipeline: JSONValue { mapping(sections.pipeline) }

    /// A step that a program carries out.
    var command: JSONValue { mapping(Sections.command).described(Sections.command.summary) }

    /// Where a section stands alone it may be empty.
    private func mapping(_ section: SectionDeclaration, orNull: Bool = false) -> JSONValue {
        let type = JSONValue.string("object")
        var members = [
            JSONValue.Member("type", orNull ? .array([type, .string("null")]) : type),
            JSONValue.Member(
                "properties", .object(section.keys.map { JSONValue.Member($0.name, described($0)) })),
        ]
        let older = section.keys.flatMap { key in key.aliases.map { JSONValue.Member("^\($0)$", described(key)) } }
        if !older.isEmpty { members.append(JSONValue.Member("patternProperties", .object(older))) }
        members.append(JSONValue.Member("additionalProperties", .flag(false)))
        let required = section.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members.append(JSONValue.Member("required", .array(required))) }
        return .object(members)
    }

    /// A key with its help, as an editor shows it.
    private func described(_ key: KeyDeclaration) -> JSONValue {
        let unit = key.unit.map { ", in \($0)" } ?? ""
        let standard = key.defaultText.map { " (default: \($0))" } ?? ""
        if case .section(let section) = key.form { return mapping(section, orNull: true).described(key.help) }
        return form(key.form, key).described(key.help + unit + standard)
    }

    private func form(_ form: KeyForm, _ key: KeyDeclaration) -> JSONValue {
        switch form {
        case .value(let kind): value(kind, key)
        case .range(let kind): ValueSchema(kind: kind).json
        case .list(let member): listOrOne(self.form(member, key))
        case .either(let forms): anyOf(forms.map { self.form($0, key) })
        case .section(let section): mapping(section)
        case .named(let member, let reserved): named(self.form(member, key), reserved)
        case .stage: .object(("type", .array([.string("string"), .string("integer")])))
        case .output: .object(("type", .string("string")))
        case .steps: .reference("steps")
        case .chance: .reference("chance")
        case .drawn: .object(("type", .array(["string", "number", "boolean"].map(JSONValue.string))))
        case .only(let number): words([.integer(number), .string(String(number))])
        }
    }

    /// Words are offered one by one; older spellings of them are taken and not offered.
    private func value(_ kind: ValueKind, _ key: KeyDeclaration) -> JSONValue {
        switch kind {
        case .choice(let all):
            let offered = words(all.map(JSONValue.string))
            let older = key.olderWords.keys.sorted().joined(separator: "|")
            return older.isEmpty
                ? offered
                : anyOf([offered, .object(("type", .string("string")), ("pattern", .string("^(\(older))$")))])
        case .count(let bounds):
            return .object(
                ("type", .string("integer")), ("minimum", .integer(bounds.lowerBound)),
                ("maximum", .integer(bounds.upperBound)))
        default: return ValueSchema(kind: kind).json
        }
    }

    private func named(_ member: JSONValue, _ reserved: [String]) -> JSONValue {
        var members = [
            JSONValue.Member("type", .string("object")), JSONValue.Member("minProperties", .integer(1)),
        ]
        if !reserved.isEmpty {
            let names = JSONValue.object(("not", words(reserved.map(JSONValue.string))))
            members.append(JSONValue.Member("propertyNames", names))
        }
        return .object(members + [JSONValue.Member("additionalProperties", member)])
    }

    private func listOrOne(_ member: JSONValue) -> JSONValue {
        let list = JSONValue.object(("type", .string("array")), ("minItems", .integer(1)), ("items", member))
        return anyOf([member, list])
    }

    private func anyOf(_ members: [JSONValue]) -> JSONValue { .object(("anyOf", .array(members))) }

    private func words(_ words: [JSONValue]) -> JSONValue { .object(("enum", .array(words))) }
}
