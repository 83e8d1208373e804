internal import Foxing

/// What a caller says of a step of its own.
struct OwnStepDeclaration: Sendable {
    let name: String
    let summary: String
    /// Whether the step wants three channels of every page.
    let wantsColor: Bool
    let parameters: [OwnParameter]

    /// Reads the text of `foxing_step_add`.
    init(_ text: String) throws(Fault) {
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONReader.read(text)
        } catch {
            throw .argument("the declaration is no JSON: \(error.message) (byte \(error.offset))")
        }
        try Self.expectMembers(value, ["name", "summary", "color", "parameters"], of: "the declaration")
        name = try Self.name(value["name"], "the step")
        if Pipeline.operations[name] != nil || Self.combinators.contains(name) {
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
    }

    private static let combinators = ["one-of", "some-of", "shuffle", "sequence", "repeat"]

    var manual: Manual {
        Manual(
            name, family: .handling, on: [.page, .ink, .paper], gives: wantsColor ? .color : .grayPlus, summary,
            cost: (1000, 1000))
    }

    static func expectMembers(_ value: JSONValue, _ known: [String], of whole: String) throws(Fault) {
        guard let members = value.members else { throw .argument("\(whole) is not a JSON object") }
        for member in members where !known.contains(member.name) {
            throw .argument("\(whole) has no member '\(member.name)'", help: "the members are \(known)")
        }
    }

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
    private let kind: Kind
    private let text: String
    private let help: String
    private let bounds: ClosedRange<Double>
    private let choices: [String]

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
        self.kind = kind
        self.text = text
        help = value["help"]?.text ?? ""
        choices = (value["choices"]?.elements ?? []).compactMap(\.text)
        if kind == .choice, choices.isEmpty { throw .argument("the choices of '\(name)' are not a list of texts") }
        bounds = try Self.bounds(value, kind, name)
    }

    private static func bounds(_ value: JSONValue, _ kind: Kind, _ name: String) throws(Fault) -> ClosedRange<Double> {
        let usual: ClosedRange<Double> =
            switch kind {
            case .share: 0...1
            case .angle: -360...360
            case .length: 0...1000
            default: -1e9...1e9
            }
        let (low, high) = (value["minimum"]?.double ?? usual.lowerBound, value["maximum"]?.double ?? usual.upperBound)
        guard low.isFinite, high.isFinite, low <= high, abs(low) <= 1e9, abs(high) <= 1e9 else {
            throw .argument("'\(name)' runs from \(low) to \(high): that is no range")
        }
        if kind == .share, low < 0 || high > 1 { throw .argument("the share '\(name)' lies outside 0 to 1") }
        return low...high
    }

    /// Declares and draws it.
    func declare(in p: inout Parameters) {
        switch kind {
        case .share: _ = p.share(name, text, in: bounds, help)
        case .number: _ = p.number(name, text, in: bounds, help)
        case .angle: _ = p.angle(name, text, in: bounds, help)
        case .length: _ = p.length(name, text, in: .mm(bounds), help)
        case .flag: _ = p.flag(name, text == "true", help)
        case .choice: _ = p.word(name, text, of: choices, help)
        case .text: _ = p.text(name, text, help)
        case .count:
            // The bounds are finite and below 1e9.
            let whole =
                Int(bounds.lowerBound.rounded(.up))...max(Int(bounds.upperBound), Int(bounds.lowerBound.rounded(.up)))
            _ = p.count(name, text, in: whole, help)
        }
    }
}
