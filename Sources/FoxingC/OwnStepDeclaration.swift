internal import Foxing
internal import PipelineSyntax

/// What a caller says of a step of its own.
struct OwnStepDeclaration: Sendable {
    let name: String
    let summary: String
    /// Whether the step wants three channels of every page.
    let wantsColor: Bool
    let parameters: [OwnParameter]
    /// What tells it from another state of the step.
    let identity: String

    /// Reads the text of `foxing_step_add`.
    init(_ text: String) throws(Fault) {
        let value = try Self.object(text)
        try Self.expectMembers(value, ["name", "summary", "color", "parameters", "identity"], of: "the declaration")
        name = try Self.name(value["name"], "the step")
        if Pipeline.operations[name] != nil || LanguageKeys.steps.contains(name) {
            throw .argument("there is a step '\(name)' already", help: "give it another name")
        }
        summary = value["summary"]?.text ?? "A step of the calling program."
        wantsColor = value["color"]?.flag ?? false
        var parameters: [OwnParameter] = []
        for member in value["parameters"]?.elements ?? [] {
            let parameter = try OwnParameter(member)
            if parameters.contains(where: { $0.name == parameter.name }) {
                throw .argument("there are two parameters '\(parameter.name)'")
            }
            parameters.append(parameter)
        }
        self.parameters = parameters
        // What is drawn follows from the declaration as well.
        identity = CanonicalJSON.text(value)
    }

    var manual: Manual {
        Manual(
            name, family: .handling, on: [.page, .ink, .paper], gives: wantsColor ? .color : .grayPlus, summary,
            cost: (1000, 1000))
    }

    /// Refuses what is no object, or has other members.
    static func expectMembers(_ value: JSONValue, _ known: [String], of whole: String) throws(Fault) {
        guard let members = value.members else { throw .argument("\(whole) is not a JSON object") }
        for member in members where !known.contains(member.name) {
            throw .argument("\(whole) has no member '\(member.name)'", help: "the members are \(known)")
        }
    }

    /// Reads what a caller says of something of its own.
    static func object(_ text: String) throws(Fault) -> JSONValue {
        do throws(JSONProblem) {
            return try JSONReader.read(text)
        } catch {
            throw .argument("the declaration is no JSON: \(error.message) (byte \(error.offset))")
        }
    }

    /// A name as the language has them.
    static func name(_ value: JSONValue?, _ of: String) throws(Fault) -> String {
        guard let name = value?.text, let first = name.first, name.count <= 60, first.isLowercase, first.isASCII,
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        else {
            throw .argument("the name of \(of) is not one: expected lower case letters, digits and hyphens")
        }
        return name
    }
}

/// A parameter of a caller's step.
struct OwnParameter: Sendable {
    enum Kind: String, CaseIterable { case share, number, count, angle, length, flag, choice, text }

    let name: String
    private let kind: ValueKind
    private let text: String
    private let help: String

    init(_ value: JSONValue) throws(Fault) {
        try OwnStepDeclaration.expectMembers(
            value, ["name", "kind", "default", "minimum", "maximum", "choices", "help"], of: "a parameter")
        name = try OwnStepDeclaration.name(value["name"], "a parameter")
        if ["p", "weight", "severity"].contains(name) {
            throw .argument("'\(name)' is a parameter of every step", help: "give it another name")
        }
        guard let kind = value["kind"]?.text.flatMap(Kind.init(rawValue:)) else {
            throw .argument("the kind of '\(name)' is none of \(Kind.allCases.map(\.rawValue))")
        }
        guard let text = value["default"]?.text, !text.isEmpty else {
            throw .argument("the default of '\(name)' is not a text", help: "write it as in a pipeline: \"0.1..0.3\"")
        }
        self.text = text
        help = value["help"]?.text ?? ""
        self.kind = try Self.kind(kind, value, name)
    }

    private static func kind(_ kind: Kind, _ value: JSONValue, _ name: String) throws(Fault) -> ValueKind {
        switch kind {
        case .share: return .share(try bounds(value, name, within: 0...1))
        case .number: return .number(try bounds(value, name, within: -1e9...1e9))
        case .angle: return .angle(try bounds(value, name, within: -360...360))
        case .length: return .length(try bounds(value, name, within: 0...1000), .mm)
        case .flag: return .flag
        case .text: return .text
        case .count:
            let bounds = try bounds(value, name, within: -1e9...1e9)
            let (low, high) = (Int(bounds.lowerBound.rounded(.up)), Int(bounds.upperBound.rounded(.down)))
            guard low <= high else { throw .argument("no whole number lies in the range of '\(name)'") }
            return .count(low...high)
        case .choice:
            let given = value["choices"]?.elements ?? []
            let choices = given.compactMap(\.text)
            guard !choices.isEmpty, choices.count == given.count else {
                throw .argument("the choices of '\(name)' are not a list of texts")
            }
            return .choice(choices)
        }
    }

    private static func bounds(
        _ value: JSONValue, _ name: String, within most: ClosedRange<Double>
    ) throws(Fault) -> ClosedRange<Double> {
        let (low, high) = (value["minimum"]?.double ?? most.lowerBound, value["maximum"]?.double ?? most.upperBound)
        guard low <= high, most.contains(low), most.contains(high) else {
            throw .argument(
                "'\(name)' runs from \(low) to \(high): expected a range within \(most.lowerBound) to \(most.upperBound)"
            )
        }
        return low...high
    }

    /// Declares and draws it.
    func declare(in p: inout Parameters) { p.value(name, kind, text, help) }
}
