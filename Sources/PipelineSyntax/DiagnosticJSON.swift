public import Diagnostics
public import JSON

extension DiagnosticRenderer {
    /// The findings in file order as a JSON array, one object a line, keys always in the same order. `help` holds the
    /// short answer from behind the carets and the help line; what a finding has not is null. With `naming` each object
    /// begins with the `file` it is about.
    public func json(_ findings: [Diagnostic], naming: Bool = false) -> String {
        CanonicalJSON.rows(objects(findings, naming: naming))
    }

    /// The objects of that array, one a finding.
    public func objects(_ findings: [Diagnostic], naming: Bool) -> [JSONValue] {
        Self.sorted(findings).map { object($0, naming: naming) }
    }

    /// A finding about something that has no text to show, such as a picture: the keys of the others, without a place,
    /// and behind them the `page`.
    public static func object(
        _ severity: Severity, _ code: String, _ message: String, file: String?, page: Int?, help: String?
    ) -> JSONValue {
        .object(
            [JSONValue.Member("file", .optional(file))] + what(severity, code, message) + nowhere
                + [
                    JSONValue.Member("help", .optional(help)),
                    JSONValue.Member("page", page.map(JSONValue.integer) ?? .null),
                ])
    }

    private func object(_ finding: Diagnostic, naming: Bool) -> JSONValue {
        let source = finding.span.flatMap { self.source($0) }
        var members = naming ? [JSONValue.Member("file", .optional(source?.name))] : []
        members += Self.what(finding.severity, finding.code.rawValue, finding.message)
        if let span = finding.span, let source {
            let start = source.position(at: span.lower)
            let end = source.position(at: span.upper)
            members += [
                JSONValue.Member("line", .integer(start.line)), JSONValue.Member("column", .integer(start.column)),
                JSONValue.Member("endLine", .integer(end.line)), JSONValue.Member("endColumn", .integer(end.column)),
            ]
        } else {
            members += Self.nowhere
        }
        let advice = [finding.label, finding.help].compactMap(\.self)
        members.append(JSONValue.Member("help", .optional(advice.isEmpty ? nil : advice.joined(separator: "\n"))))
        return .object(members)
    }

    private static let nowhere = ["line", "column", "endLine", "endColumn"].map { JSONValue.Member($0, .null) }

    private static func what(_ severity: Severity, _ code: String, _ message: String) -> [JSONValue.Member] {
        [
            JSONValue.Member("code", .string(code)), JSONValue.Member("severity", .string(severity.rawValue)),
            JSONValue.Member("message", .string(message)),
        ]
    }
}
