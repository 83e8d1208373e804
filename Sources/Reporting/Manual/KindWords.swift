internal import JSON
import PipelineSyntax

/// What a parameter takes, in words for people and in members for programs.
struct KindWords {
    /// One word: `number`, `count`, `share`, `angle`, `length`, …
    let kind: String
    /// `mm`, `pt`, `degrees`, or nil.
    let unit: String?
    /// The smallest and largest value.
    let bounds: (low: Double, high: Double)?
    /// The words or numbers to choose from.
    let choices: [String]
    /// Whether `none` may stand in its place.
    let isOptional: Bool

    init(_ kind: ValueKind) {
        if case .optional(let inner) = kind {
            let words = KindWords(inner)
            self.init(words.kind, unit: words.unit, words.bounds, words.choices, isOptional: true)
            return
        }
        switch kind {
        case .number(let range): self.init("number", (range.lowerBound, range.upperBound))
        case .count(let range): self.init("count", (Double(range.lowerBound), Double(range.upperBound)))
        case .share(let range): self.init("share", (range.lowerBound, range.upperBound))
        case .angle(let range): self.init("angle", unit: "degrees", (range.lowerBound, range.upperBound))
        case .length(let range, let unit):
            self.init("length", unit: unit.rawValue, (range.lowerBound, range.upperBound))
        case .color: self.init("color")
        case .choice(let words): self.init("choice", nil, words)
        case .size(let sizes): self.init("size", nil, sizes.map(String.init))
        case .flag: self.init("flag", nil, ["true", "false"])
        case .text: self.init("text")
        case .path: self.init("path")
        case .numbers(let count): self.init("\(count) numbers")
        case .optional: self.init("value")
        }
    }

    private init(
        _ kind: String, unit: String? = nil, _ bounds: (Double, Double)? = nil, _ choices: [String] = [],
        isOptional: Bool = false
    ) {
        self.kind = kind
        self.unit = unit
        self.bounds = bounds
        self.choices = choices
        self.isOptional = isOptional
    }

    /// All that may be written, such as `0..1mm` or `median | bilateral`.
    var range: String {
        let none = isOptional ? " or none" : ""
        if !choices.isEmpty { return shownChoices.joined(separator: " | ") + none }
        guard let bounds else { return isOptional ? "or none" : "" }
        let suffix = unit.map { $0 == "degrees" ? "°" : $0 } ?? ""
        return Self.number(bounds.low) + ".." + Self.number(bounds.high) + suffix + none
    }

    /// The choices, with a gap in a long row of evenly spaced numbers.
    private var shownChoices: [String] {
        let numbers = choices.compactMap { Int($0) }
        guard numbers.count == choices.count, numbers.count > 5 else { return choices }
        let isEven = zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == numbers[1] - numbers[0] }
        return isEven ? [choices[0], choices[1], "…", choices[choices.count - 1]] : choices
    }

    /// The members of a parameter in JSON.
    var members: [JSONValue.Member] {
        [
            JSONValue.Member("kind", .string(kind)), JSONValue.Member("unit", .optional(unit)),
            JSONValue.Member("minimum", bounds.map { .number($0.low) } ?? .null),
            JSONValue.Member("maximum", bounds.map { .number($0.high) } ?? .null),
            JSONValue.Member("choices", choices.isEmpty ? .null : .array(choices.map(JSONValue.string))),
            JSONValue.Member("optional", .flag(isOptional)),
        ]
    }

    static func number(_ value: Double) -> String { CanonicalJSON.text(.number(value)) }
}
