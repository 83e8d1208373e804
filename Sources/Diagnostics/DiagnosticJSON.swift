extension DiagnosticRenderer {
    /// The findings in file order as a JSON array, one object a line, keys always in the same order. `help` holds the
    /// short answer from behind the carets and the help line; what a finding has not is null. With `naming` each object
    /// begins with the `file` it is about.
    public func json(_ findings: [Diagnostic], naming: Bool = false) -> String {
        let objects = Self.sorted(findings).map { "  " + object($0, naming: naming) }
        return objects.isEmpty ? "[]\n" : "[\n\(objects.joined(separator: ",\n"))\n]\n"
    }

    private func object(_ finding: Diagnostic, naming: Bool) -> String {
        var members: [(String, String)] = []
        let source = finding.span.flatMap { self.source($0) }
        if naming { members.append(("file", source.map { quotedJSON($0.name) } ?? "null")) }
        members += [
            ("code", quotedJSON(finding.code.rawValue)),
            ("severity", quotedJSON(finding.severity.rawValue)),
            ("message", quotedJSON(finding.message)),
        ]
        if let span = finding.span, let source {
            let start = source.position(at: span.lower)
            let end = source.position(at: span.upper)
            members += [
                ("line", String(start.line)), ("column", String(start.column)),
                ("endLine", String(end.line)), ("endColumn", String(end.column)),
            ]
        } else {
            members += ["line", "column", "endLine", "endColumn"].map { ($0, "null") }
        }
        let advice = [finding.label, finding.help].compactMap(\.self)
        members.append(("help", advice.isEmpty ? "null" : quotedJSON(advice.joined(separator: "\n"))))
        return "{" + members.map { "\(quotedJSON($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
    }
}

/// A text as a JSON string: quotes, backslashes and control characters escaped, all else as it is.
public func quotedJSON(_ text: String) -> String {
    let hex = Array("0123456789abcdef".utf8)
    var out: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): out += Array("\\n".utf8)
        case UInt8(ascii: "\t"): out += Array("\\t".utf8)
        case UInt8(ascii: "\r"): out += Array("\\r".utf8)
        case 0..<0x20, 0x7F: out += Array("\\u00".utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        default: out.append(byte)
        }
    }
    out.append(UInt8(ascii: "\""))
    return String(decoding: out, as: UTF8.self)
}
