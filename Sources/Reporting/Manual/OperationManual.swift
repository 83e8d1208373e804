public import JSON
public import OperationKit

/// All that the catalogue says of one operation, for people and for programs.
public struct OperationManual: Sendable {
    private let entry: CatalogEntry
    private var manual: Manual { entry.manual }

    /// The manual of an operation.
    public init(_ entry: CatalogEntry) {
        self.entry = entry
    }

    /// The page of the manual in plain text, wrapped to the width.
    public func text(width: Int = 100) -> String {
        var lines = [manual.name, ""] + Self.indented(TextTable.wrap(manual.summary, to: width - 2)) + [""]
        lines += TextTable(facts).lines(indentation: 2, width: width)
        lines += ["", "Parameters"] + TextTable(parameterRows).lines(indentation: 2, width: width)
        if !severityRows.isEmpty {
            lines += ["", "Severities"] + TextTable(severityRows).lines(indentation: 2, width: width)
        }
        if !manual.promises.isEmpty {
            let rows = manual.promises.map { ["-", $0.words] }
            lines += ["", "Promises"] + TextTable(rows).lines(indentation: 2, width: width)
        }
        lines += ["", "Example"] + Self.indented(example)
        return lines.joined(separator: "\n") + "\n"
    }

    private var facts: [[String]] {
        var rows = [
            ["family", manual.family.rawValue], ["works on", manual.layers.map(\.words).joined(separator: ", ")],
            ["takes", manual.takes.words], ["gives", manual.gives.words],
        ]
        if entry.movesPoints { rows.append(["labels", "move with the pixels"]) }
        if !manual.peers.isEmpty { rows.append(["known as", manual.peers.joined(separator: ", ")]) }
        let cost = (KindWords.number(manual.cost.color), KindWords.number(manual.cost.gray))
        rows.append(["cost", "at most the time of copying a color page \(cost.0) times, a gray one \(cost.1) times"])
        if let destructive = manual.destructive { rows.append(["beware", destructive]) }
        return rows
    }

    private var parameterRows: [[String]] {
        var rows = [["name", "kind", "default", "range", ""]] + entry.parameters.map(row)
        if !severityRows.isEmpty {
            rows.append(["severity", "choice", "", Severities.names.joined(separator: " | "), "one of the sets below"])
        }
        return rows + [["p", "share", "1", "0..1", "the chance that the step runs"]]
    }

    private func row(_ parameter: ParameterDeclaration) -> [String] {
        let words = KindWords(parameter.kind)
        var help = parameter.help
        if parameter.name == manual.mainParameter { help += "; '\(manual.name): …' sets it" }
        // A long list would push the explanations off the page.
        let isLong = words.range.count > 32
        if isLong { help += "; one of \(words.range)" }
        let standard = parameter.defaultText.count > 36 ? "…" : parameter.defaultText
        if standard == "…" { help += "; by default \(parameter.defaultText)" }
        return [parameter.name, words.kind, standard, isLong ? "…" : words.range, help]
    }

    private var severityRows: [[String]] {
        let order = entry.parameters.map(\.name)
        let rows = Severities.names.map { name in
            [name, PlainSettings.text(manual.severities[name] ?? [:], order: order)]
        }
        return rows.allSatisfy { $0[1].isEmpty } ? [] : rows.map { [$0[0], $0[1].isEmpty ? "the defaults" : $0[1]] }
    }

    /// A pipeline with nothing but this operation, that runs as it stands.
    private var example: [String] {
        let settings = entry.parameters.prefix(2).filter { $0.defaultText != "none" }
        let given = (settings.map { "\($0.name): \(Self.inFlow($0.defaultText))" } + ["p: 0.5"]).joined(separator: ", ")
        let step = "- \(manual.name): {\(given)}"
        switch manual.layers.first ?? .page {
        case .ink: return ["stages:", "  ink:", "    \(step)"]
        case .page: return ["stages:", "  post:", "    \(step)"]
        case .paper:
            return ["stages:", "  paper:", "    from: blank", "    steps:", "      \(step)"]
                + ["  print:", "    from: [page, paper]", "    merge: multiply"]
        }
    }

    /// A default as it may stand between braces.
    private static func inFlow(_ text: String) -> String {
        guard let first = text.first, first != "\"" else { return text }
        let isRisky = "&*!|>'%@`#?-".contains(first) || text.contains { ",[]{}#:".contains($0) }
        return isRisky && Double(text) == nil ? "\"\(text)\"" : text
    }

    private static func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

    /// The same for programs.
    public var json: JSONValue {
        .object(
            ("name", .string(manual.name)), ("family", .string(manual.family.rawValue)),
            ("summary", .string(manual.summary)), ("layers", Self.strings(manual.layers.map(\.rawValue))),
            ("takes", .string(manual.takes.rawValue)), ("gives", .string(manual.gives.rawValue)),
            ("movesLabels", .flag(entry.movesPoints)), ("peers", Self.strings(manual.peers)),
            ("mainParameter", .optional(manual.mainParameter)), ("parameters", .array(entry.parameters.map(Self.json))),
            ("severities", .object(Severities.names.map { JSONValue.Member($0, severity($0)) })),
            ("promises", Self.strings(manual.promises.map(\.words))),
            ("cost", .object(("color", .number(manual.cost.color)), ("gray", .number(manual.cost.gray)))),
            ("destructive", .optional(manual.destructive)))
    }

    private static func json(_ parameter: ParameterDeclaration) -> JSONValue {
        .object(
            [JSONValue.Member("name", .string(parameter.name))] + KindWords(parameter.kind).members + [
                JSONValue.Member("default", .string(parameter.defaultText)),
                JSONValue.Member("help", .string(parameter.help)),
            ])
    }

    private func severity(_ name: String) -> JSONValue {
        let given = manual.severities[name] ?? [:]
        return .object(
            entry.parameters.compactMap { parameter in
                given[parameter.name].map { JSONValue.Member(parameter.name, .string($0)) }
            })
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}

extension Layer {
    fileprivate var words: String {
        switch self {
        case .ink: "ink before it is printed"
        case .paper: "paper without print"
        case .page: "printed pages"
        }
    }
}

extension Takes {
    fileprivate var words: String {
        switch self {
        case .any: "color, gray or bilevel"
        case .gray: "gray or bilevel"
        case .bilevel: "bilevel only"
        }
    }
}

extension Gives {
    fileprivate var words: String {
        switch self {
        case .same: "what it took"
        case .grayPlus: "gray for bilevel, else what it took"
        case .gray: "gray"
        case .bilevel: "bilevel"
        case .color: "color"
        }
    }
}
