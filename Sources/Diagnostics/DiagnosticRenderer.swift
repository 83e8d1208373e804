/// Turns findings into text for people or JSON for editors; everything that Foxing says of a text goes through here.
public struct DiagnosticRenderer: Sendable {
    private let sources: [SourceText]
    private let paint: Paint

    /// `sources` are all the texts that findings may point into; `color` writes ANSI colors.
    public init(sources: [SourceText], color: Bool = false) {
        self.sources = sources
        paint = Paint(isOn: color)
    }

    /// The findings in the order of the texts, those about the whole run last.
    public static func sorted(_ findings: [Diagnostic]) -> [Diagnostic] {
        func key(_ found: (offset: Int, element: Diagnostic)) -> (Int, Int, Int, Int) {
            guard let span = found.element.span else { return (Int.max, 0, 0, found.offset) }
            return (span.source.index, span.lower, span.upper, found.offset)
        }
        return findings.enumerated().sorted { key($0) < key($1) }.map(\.element)
    }

    /// All findings in file order, an empty line between two, ending in a line break; empty without findings.
    public func text(_ findings: [Diagnostic]) -> String {
        Self.sorted(findings).map(text).joined(separator: "\n")
    }

    /// A finding about something that has no text to show, such as a picture; `place` names it.
    public func text(
        _ severity: Severity, _ code: String, _ message: String, at place: String?, help: String?
    ) -> String {
        var out = paint("\(severity.rawValue)[\(code)]", severity == .error ? .error : .warning)
        out += paint(": \(message.printable)", .strong) + "\n"
        if let place { out += paint("  --> ", .gutter) + place.printable + "\n" }
        if let help { out += paint("  = ", .gutter) + paint("help", .strong) + ": \(help.printable)\n" }
        return out
    }

    /// What was found, in words: `2 errors, 1 warning`; nil without findings.
    public static func summary(_ findings: [Diagnostic]) -> String? {
        let errors = findings.count { $0.severity == .error }
        let warnings = findings.count - errors
        let parts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    package func source(_ span: Span) -> SourceText? { sources.first { $0.id == span.source } }

    private func text(_ finding: Diagnostic) -> String {
        let style: Paint.Style = finding.severity == .error ? .error : .warning
        var out = paint("\(finding.severity.rawValue)[\(finding.code.rawValue)]", style)
        out += paint(": \(finding.message.printable)", .strong) + "\n"
        var gutter = 1
        if let span = finding.span, let source = source(span) {
            let snippets = Snippet.all(of: finding, at: span, in: source, lookup: self.source)
            gutter = snippets.map(\.gutter).max() ?? 1
            for (index, snippet) in snippets.enumerated() {
                out += snippet.text(arrow: index == 0 ? "-->" : ":::", gutter: gutter, paint: paint, severity: style)
            }
        }
        if let help = finding.help {
            let pad = String(repeating: " ", count: gutter + 1)
            out += paint("\(pad)= ", .gutter) + paint("help", .strong) + ": \(help.printable)\n"
        }
        return out
    }
}

/// ANSI colors, or none.
struct Paint: Sendable {
    enum Style: String {
        case error = "1;31"
        case warning = "1;33"
        case gutter = "1;34"
        case strong = "1"
    }

    let isOn: Bool

    func callAsFunction(_ text: String, _ style: Style) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
