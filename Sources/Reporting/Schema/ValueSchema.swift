internal import JSON
import OperationKit
import PipelineSyntax

/// What a parameter takes, as a JSON Schema (draft-07). It accepts all that the checker accepts, and refuses what can be
/// told from the shape alone.
struct ValueSchema {
    let kind: ValueKind

    var json: JSONValue {
        switch kind {
        case .number(let bounds), .angle(let bounds): anyOf(number(bounds), text(Pattern.distribution("")))
        case .share(let bounds): anyOf(number(bounds), text(Pattern.distribution("%?")))
        case .count(let bounds):
            anyOf(
                .object(
                    ("type", .string("integer")), ("minimum", .integer(bounds.lowerBound)),
                    ("maximum", .integer(bounds.upperBound))),
                text(Pattern.distribution("")))
        case .length: text("(?=.*[0-9](mm|pt|px))" + Pattern.distribution("(mm|pt|px)?"))
        case .color:
            anyOf(
                .object(("type", .string("integer")), ("minimum", .integer(0)), ("maximum", .integer(255))),
                words(colorNames),
                text(Pattern.choice(Pattern.inAnyCase(colorNames) + "|#([0-9A-Fa-f]{3}){1,2}|[0-9.]+")))
        case .choice(let words):
            anyOf(self.words(words), text(Pattern.choice(Pattern.oneOf(words + words.compactMap(Spelling.british)))))
        case .size(let sizes):
            anyOf(
                .object(("enum", .array(sizes.map(JSONValue.integer)))),
                text(Pattern.choice("[0-9]+(x[0-9]+)?( *\\.\\. *[0-9]+(x[0-9]+)?)?")))
        case .flag: anyOf(.object(("type", .string("boolean"))), text(Pattern.choice("[Tt]rue|TRUE|[Ff]alse|FALSE")))
        case .text, .path:
            .object(
                ("type", .array(["string", "number", "boolean"].map(JSONValue.string))), ("minLength", .integer(1)))
        case .numbers(let count):
            .object(
                ("type", .string("array")), ("items", .object(("type", .string("number")))),
                ("minItems", .integer(count)), ("maxItems", .integer(count)))
        case .optional(let kind): anyOf(.object(("const", .string("none"))), ValueSchema(kind: kind).json)
        }
    }

    /// The `p` of a step or stage, which is not itself drawn.
    static let chance = JSONValue.object(
        (
            "anyOf",
            .array([
                .object(("type", .string("number")), ("minimum", .integer(0)), ("maximum", .integer(1))),
                .object(("type", .string("string")), ("pattern", .string("^\\+?[0-9]*\\.?[0-9]*%?$"))),
            ])
        ))

    private func anyOf(_ members: JSONValue...) -> JSONValue { .object(("anyOf", .array(members))) }

    private func number(_ bounds: ClosedRange<Double>) -> JSONValue {
        .object(
            ("type", .string("number")), ("minimum", .number(bounds.lowerBound)),
            ("maximum", .number(bounds.upperBound)))
    }

    private func words(_ words: [String]) -> JSONValue { .object(("enum", .array(words.map(JSONValue.string)))) }

    private func text(_ pattern: String) -> JSONValue {
        .object(("type", .string("string")), ("pattern", .string("^\(pattern)$")))
    }
}

/// Regular expressions for the spellings of distributions.
private enum Pattern {
    private static let number = "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?"

    /// A choice of numbers and ranges, each number followed by `unit`.
    static func distribution(_ unit: String) -> String {
        let fixed = number + unit
        let log = "([Ll]og(-?uniform)? *\\(?)?"
        return choice("\(log) *\(fixed)( *\\.\\. *\(fixed)| *(\\+-|±) *\(fixed))?\\)?|none")
    }

    /// Members between `|`, each with a weight if need be.
    static func choice(_ member: String) -> String {
        let weighted = "\\s*(\(member))(\\s*\\*\\s*\(number))?\\s*"
        return "\(weighted)(\\|\(weighted))*"
    }

    static func inAnyCase(_ words: [String]) -> String {
        words.map { word in
            word.map { $0.isLetter ? "[\($0)\($0.uppercased())]" : "\($0)" }.joined()
        }.joined(separator: "|")
    }

    static func oneOf(_ words: [String]) -> String {
        words.map { word in
            word.map { ".+*?()[]{}|^$\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        }.joined(separator: "|")
    }
}
