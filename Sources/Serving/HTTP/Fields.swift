internal import Foxing

/// The fields of one request, by name, with the place that each came from.
struct Fields: Sendable {
    private var values: [String: [String]] = [:]
    private var origins: [String: String] = [:]

    init() {}

    /// Takes fields from one place of a request: its query, or its body. A field that another place had already is refused.
    mutating func add(_ pairs: [(name: String, value: String)], from origin: String) throws(Problem) {
        for (name, value) in pairs {
            if let other = origins[name], other != origin {
                throw Problem(.field, "'\(name.shortened)' is given in \(other) and in \(origin)", at: name.shortened)
            }
            origins[name] = origin
            values[name, default: []].append(value)
        }
    }

    /// The members of a JSON object as fields.
    mutating func add(_ json: JSONValue) throws(Problem) {
        guard let members = json.members else { throw Problem(.form, "the body is no JSON object") }
        for member in members {
            var pairs: [(name: String, value: String)] = []
            for value in member.value.elements ?? [member.value] {
                guard let text = Self.text(value) else {
                    throw Problem.value(
                        member.name.shortened, "is an object or a list of lists, expected a text, a number or a flag")
                }
                if let text { pairs.append((member.name, text)) }
            }
            try add(pairs, from: "the body")
        }
    }

    /// nil for what is no field's value; a `null` is a field that is not given.
    private static func text(_ value: JSONValue) -> String?? {
        switch value {
        case .null: .some(nil)
        case .flag(let flag): flag ? "true" : "false"
        case .string(let text): text
        case .integer, .number, .literal: CanonicalJSON.text(value)
        case .array, .object: nil
        }
    }

    /// Holds the fields to what a request declares.
    func check(_ declared: [Field]) throws(Problem) {
        for name in values.keys.sorted() where !declared.contains(where: { $0.name == name }) {
            let near = nearestName(to: name, among: declared.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
            throw Problem(.field, "there is no field '\(name.shortened)' here\(near)", at: name.shortened)
        }
        for field in declared {
            guard let given = values[field.name], !given.isEmpty else {
                if field.isNeeded { throw Problem(.field, "'\(field.name)' is not given", at: field.name) }
                continue
            }
            if case .list = field.kind { continue }
            if given.count > 1 { throw Problem(.field, "'\(field.name)' is given twice", at: field.name) }
            if let fault = field.fault(of: given[0]) { throw Problem.value(field.name, fault) }
        }
    }

    /// A text; nil when it is not given.
    func text(_ name: String) -> String? { values[name]?.first }

    /// A text that must not be empty; nil when it is not given.
    func name(_ name: String) throws(Problem) -> String? {
        guard let text = text(name) else { return nil }
        if text.isEmpty { throw Problem.value(name, "is empty") }
        return text
    }

    /// All texts of a list.
    func list(_ name: String) -> [String] { values[name] ?? [] }

    /// A whole number, checked already.
    func whole(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

    /// A number, checked already.
    func number(_ name: String) -> Double? { text(name).flatMap { Double($0) } }

    /// A flag, checked already.
    func flag(_ name: String) -> Bool? { text(name).map { $0 == "true" } }

    /// The bits of a seed, checked already; those of a negative number as the command line takes them.
    func seed(_ name: String) -> UInt64? {
        text(name).flatMap { UInt64($0) ?? Int64($0).map { UInt64(bitPattern: $0) } }
    }

    /// Everything in a form of which equal requests have the same.
    var canonical: String {
        values.keys.sorted().map { name in
            "\(name)=" + (values[name] ?? []).map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
        }.joined(separator: "\n")
    }
}
