public import JSON
public import OperationKit

/// All that is declared of the formats of ground truth and of training sets, for people and for programs.
public struct FormatManual: Sendable {
    private let formats: FormatCatalog

    /// The manual of these formats.
    public init(_ formats: FormatCatalog) {
        self.formats = formats
    }

    /// Of the formats of one name, of truth, of sets or of both; nil where there are none.
    public init?(_ formats: FormatCatalog, only name: String) {
        self.formats = FormatCatalog(
            truth: formats.truth(named: name).map { [$0] } ?? [], sets: formats.set(named: name).map { [$0] } ?? [])
        if self.formats.truth.isEmpty, self.formats.sets.isEmpty { return nil }
    }

    /// Some lines for each format, wrapped to the width.
    public func list(width: Int = 100) -> String {
        let truth = formats.truth.flatMap { format in rows(format.name, format.summary, facts(of: format)) }
        let sets = formats.sets.flatMap { format in rows(format.name, format.summary, facts(of: format)) }
        let names = (formats.truth.map(\.name) + formats.sets.map(\.name)).map(\.count).max() ?? 0
        func lines(_ rows: [[String]]) -> [String] {
            // One column width for both lists, so that the eye can run down the page.
            let padded = rows.map { [$0[0] + String(repeating: " ", count: names - $0[0].count), $0[1]] }
            return TextTable(padded).lines(indentation: 2, width: width)
        }
        let text =
            ["ground truth in:  input: {truth: NAME}"] + lines(truth)
            + ["", "training sets out:  dataset: {unit: UNIT, format: NAME}"] + lines(sets)
            + ["", "'foxing formats NAME' shows one with its options and an example."]
        return text.joined(separator: "\n") + "\n"
    }

    /// The whole manual of each format.
    public func text(width: Int = 100) -> String {
        let truth = formats.truth.map { format in
            page(
                format.name, "ground truth in", format.summary, facts(of: format), format.options, format.example, width
            )
        }
        let sets = formats.sets.map { format in
            page(
                format.name, "training sets out", format.summary, facts(of: format), format.options, format.example,
                width, layout: format.layout)
        }
        return (truth + sets).joined(separator: "\n")
    }

    private func rows(_ name: String, _ summary: String, _ facts: [[String]]) -> [[String]] {
        [[name, summary]] + facts.map { ["", "\($0[0]): \($0[1])"] }
    }

    func facts(of format: TruthFormatDeclaration) -> [[String]] {
        let places = format.places.map {
            $0.pattern.replacing("{stem}", with: "STEM") + ($0.isSure ? "" : ", if it fits")
        }
        let facts = [
            [
                "looked for",
                places.isEmpty
                    ? "any name with the pictures or in the folder above, told by its content"
                    : places.joined(separator: ", "),
            ],
            ["gives", format.gives], ["written by", format.source],
        ]
        return facts + common(format.options, format.aliases)
    }

    func facts(of format: SetFormatDeclaration) -> [[String]] {
        let contents =
            switch format.contents {
            case .crops: "pictures of single lines or words"
            case .pagesOrCrops: "pages where the unit is page, else pictures of single lines or words"
            case .pages: "pages with their labels"
            case .trees: "pages with all that is on them, whatever the unit"
            }
        var facts = [
            ["units", format.units.map(\.rawValue).joined(separator: ", ")], ["holds", contents],
            ["read by", format.reader],
        ]
        let loading = format.units.map(format.loading).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        facts += loading.map { ["loaded with", $0] }
        if format.contents == .crops || format.contents == .pagesOrCrops {
            let share = Int((format.straightened * 100).rounded())
            facts.append([
                "straightens",
                share == 0 ? "no line or word, unless told" : "\(share)% of lines and words, unless told",
            ])
        }
        if !format.pngUnits.isEmpty {
            let units = format.pngUnits == LabelUnit.allCases ? "" : " of unit " + format.pngUnits[0].rawValue
            facts.append(["needs", "PNG files for pages" + units])
        }
        return facts + common(format.options, format.aliases)
    }

    private func common(_ options: [KeyDeclaration], _ aliases: [String]) -> [[String]] {
        (options.isEmpty ? [] : [["options", options.map(\.name).joined(separator: ", ")]])
            + (aliases.isEmpty ? [] : [["also called", aliases.joined(separator: ", ")]])
    }

    private func page(
        _ name: String, _ what: String, _ summary: String, _ facts: [[String]], _ options: [KeyDeclaration],
        _ example: String, _ width: Int, layout: [(path: String, what: String)] = []
    ) -> String {
        var lines = ["\(name): \(what)", ""] + TextTable([[summary]]).lines(indentation: 2, width: width) + [""]
        lines += TextTable(facts).lines(indentation: 2, width: width)
        if !options.isEmpty {
            let rows =
                [["name", "takes", "default", ""]]
                + options.map {
                    [$0.name, KeyWords($0).takes, KeyWords($0).standard, $0.help]
                }
            lines += ["", "Options"] + TextTable(rows).lines(indentation: 2, width: width)
        }
        if !layout.isEmpty {
            lines += ["", "Files"] + TextTable(layout.map { [$0.path, $0.what] }).lines(indentation: 2, width: width)
        }
        lines += ["", "Example"] + example.split(separator: "\n").map { "  " + $0 }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension FormatManual {
    /// All that is declared, for programs.
    public var json: JSONValue {
        .object(
            ("truth", .array(formats.truth.map(Self.json))), ("sets", .array(formats.sets.map(Self.json))))
    }

    private static func json(_ format: TruthFormatDeclaration) -> JSONValue {
        let places = format.places.map { place in
            JSONValue.object(("pattern", .string(place.pattern)), ("sure", .flag(place.isSure)))
        }
        return .object(
            ("name", .string(format.name)), ("aliases", strings(format.aliases)), ("summary", .string(format.summary)),
            ("gives", .string(format.gives)), ("places", .array(places)),
            ("one_file_for_many", .flag(format.isFolderWide)), ("options", .array(format.options.map(json))),
            ("written_by", .string(format.source)), ("example", .string(format.example)))
    }

    private static func json(_ format: SetFormatDeclaration) -> JSONValue {
        let layout = format.layout.map { JSONValue.object(("path", .string($0.path)), ("is", .string($0.what))) }
        let loading = format.units.map { JSONValue.Member($0.rawValue, .string(format.loading($0))) }
        return .object(
            ("name", .string(format.name)), ("aliases", strings(format.aliases)), ("summary", .string(format.summary)),
            ("units", strings(format.units.map(\.rawValue))),
            ("holds_crops", strings(format.units.filter(format.holdsCrops).map(\.rawValue))),
            ("png_units", strings(format.pngUnits.map(\.rawValue))), ("options", .array(format.options.map(json))),
            ("read_by", .string(format.reader)), ("loading", .object(loading)), ("layout", .array(layout)),
            ("example", .string(format.example)))
    }

    private static func json(_ key: KeyDeclaration) -> JSONValue {
        let kind = key.kind.map { KindWords($0).members } ?? []
        return .object(
            [JSONValue.Member("name", .string(key.name))] + kind + [
                JSONValue.Member("default", .optional(key.defaultText)), JSONValue.Member("help", .string(key.help)),
                JSONValue.Member("example", .string(key.example)),
            ])
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
