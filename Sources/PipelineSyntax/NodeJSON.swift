internal import Diagnostics
public import JSON

extension Node {
    /// The node under YAML's core schema, keys in their order. JSON has no infinities and no not-a-number: they become
    /// the strings ".inf", "-.inf" and ".nan".
    public var json: JSONValue {
        switch content {
        case .scalar(let scalar): scalar.json
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let entries): .object(entries.map { JSONValue.Member($0.key, $0.value.json) })
        }
    }
}

extension Scalar {
    /// The scalar under YAML's core schema.
    public var json: JSONValue {
        switch coreValue {
        case .null: .null
        case .bool(let flag): .flag(flag)
        case .int(let digits): Int(digits).map(JSONValue.integer) ?? .literal(digits)
        case .string(let text): .string(text)
        case .float(let number):
            if number.isNaN {
                ".nan"
            } else if number.isInfinite {
                number < 0 ? "-.inf" : ".inf"
            } else {
                // With its point, so that 5.0 stays what it is.
                .literal("\(number)")
            }
        }
    }
}
