import Diagnostics

extension Node {
    /// The node as JSON under the core schema, keys in their order, indented by two spaces. JSON has no infinities and
    /// no not-a-number: they become the strings ".inf", "-.inf" and ".nan".
    public var json: String {
        var out = ""
        write(to: &out, indent: 0)
        return out
    }

    private func write(to out: inout String, indent: Int) {
        switch content {
        case .scalar(let scalar): out += scalar.json
        case .sequence(let items):
            writeList(items, "[", "]", to: &out, indent: indent) { item, out in
                item.write(to: &out, indent: indent + 2)
            }
        case .mapping(let entries):
            writeList(entries, "{", "}", to: &out, indent: indent) { entry, out in
                out += quotedJSON(entry.key) + ": "
                entry.value.write(to: &out, indent: indent + 2)
            }
        }
    }

    private func writeList<Element>(
        _ elements: [Element], _ open: String, _ close: String, to out: inout String, indent: Int,
        _ write: (Element, inout String) -> Void
    ) {
        guard !elements.isEmpty else {
            out += open + close
            return
        }
        let pad = String(repeating: " ", count: indent)
        out += open
        for (index, element) in elements.enumerated() {
            out += (index == 0 ? "\n" : ",\n") + pad + "  "
            write(element, &out)
        }
        out += "\n" + pad + close
    }
}

extension Scalar {
    /// The scalar as JSON under the core schema.
    public var json: String {
        switch coreValue {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let digits): return digits
        case .string(let text): return quotedJSON(text)
        case .float(let number):
            if number.isNaN { return "\".nan\"" }
            if number.isInfinite { return number < 0 ? "\"-.inf\"" : "\".inf\"" }
            return "\(number)"
        }
    }
}
