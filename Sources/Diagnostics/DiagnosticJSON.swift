extension DiagnosticRenderer {
    /// The findings in file order as a JSON array, one object a line, keys always in the same order. `help` holds the
    /// short answer from behind the carets and the help line; what a finding has not is null. With `naming` each object
    /// begins with the `file` it is about.
    public func json(_ findings: [Diagnostic], naming: Bool = false) -> String {
        Self.json(rows: jsonRows(findings, naming: naming))
    }

    /// The objects of that array, one a finding.
    public func jsonRows(_ findings: [Diagnostic], naming: Bool) -> [String] {
        Self.sorted(findings).map { object($0, naming: naming) }
    }

    /// An array of such objects, one a line.
    public static func json(rows: [String]) -> String {
        rows.isEmpty ? "[]\n" : "[\n\(rows.map { "  " + $0 }.joined(separator: ",\n"))\n]\n"
    }

    /// A finding about something that has no text to show, such as a picture: the keys of the others, without a place,
    /// and behind them the `page`.
    public static func jsonRow(
        _ severity: Severity, _ code: String, _ message: String, file: String?, page: Int?, help: String?
    ) -> String {
        let members =
            [("file", quotedOrNull(file))] + what(severity, code, message) + nowhere
            + [("help", quotedOrNull(help)), ("page", page.map(String.init) ?? "null")]
        return object(members)
    }

    private func object(_ finding: Diagnostic, naming: Bool) -> String {
        let source = finding.span.flatMap { self.source($0) }
        var members = naming ? [("file", Self.quotedOrNull(source?.name))] : []
        members += Self.what(finding.severity, finding.code.rawValue, finding.message)
        if let span = finding.span, let source {
            let start = source.position(at: span.lower)
            let end = source.position(at: span.upper)
            members += [
                ("line", String(start.line)), ("column", String(start.column)),
                ("endLine", String(end.line)), ("endColumn", String(end.column)),
            ]
        } else {
            members += Self.nowhere
        }
        let advice = [finding.label, finding.help].compactMap(\.self)
        members.append(("help", Self.quotedOrNull(advice.isEmpty ? nil : advice.joined(separator: "\n"))))
        return Self.object(members)
    }

    private static let nowhere = ["line", "column", "endLine", "endColumn"].map { ($0, "null") }

    private static func what(_ severity: Severity, _ code: String, _ message: String) -> [(String, String)] {
        [("code", quotedJSON(code)), ("severity", quotedJSON(severity.rawValue)), ("message", quotedJSON(message))]
    }

    private static func quotedOrNull(_ text: String?) -> String { text.map { quotedJSON($0) } ?? "null" }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(quotedJSON($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
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
