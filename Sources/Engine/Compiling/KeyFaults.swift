import Diagnostics
import PipelineSyntax

/// What may be wrong with a name before anything is to be said about its meaning.
enum KeyFaults {
    /// So many findings of one compiler get a suggestion; looking for near names takes its time.
    static let mostSuggestions = 100

    /// A key without its colon, one with a foreign character, or half a number behind a comma; nil for other keys.
    static func finding(for index: Int, of entries: [Node.Entry]) -> Diagnostic? {
        newName(index, of: entries) ?? lookalikeFinding(in: entries[index].key, at: entries[index].keySpan)
    }

    /// The same for a key that gives a new name, which may be of any script.
    static func newName(_ index: Int, of entries: [Node.Entry]) -> Diagnostic? {
        let entry = entries[index]
        if let finding = splitNumber(index, entries) { return finding }
        return entry.value.isNull ? missingSpaceAfterColon(entry.key, at: entry.keySpan) : nil
    }

    /// A word that should be a name, such as a step's.
    static func finding(for word: String, at span: Span) -> Diagnostic? {
        missingSpaceAfterColon(word, at: span) ?? lookalikeFinding(in: word, at: span)
    }

    /// Asks for the name that was most likely meant; nil when none is near, or when there are `found` findings already
    /// and they are many.
    static func suggestion(for given: String, among names: [String], after found: Int) -> String? {
        guard found < mostSuggestions else { return nil }
        let begun = names.first { $0.count > 3 && (given.hasPrefix($0 + "_") || given.hasPrefix($0 + "-")) }
        return (nearestName(to: given, among: names) ?? begun).map { question(given, $0) }
    }

    /// A letter of another script is named, as it may look the same.
    static func question(_ given: String, _ meant: String) -> String {
        let question = "did you mean '\(meant)'?"
        guard meant.allSatisfy(\.isASCII), let foreign = given.unicodeScalars.first(where: { !$0.isASCII }) else {
            return question
        }
        let digits = String(foreign.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(question) '\(foreign)' is U+\(padded), of another alphabet"
    }

    /// `{p: 0,5}`: YAML reads a key `5` without value behind the comma.
    private static func splitNumber(_ index: Int, _ entries: [Node.Entry]) -> Diagnostic? {
        let entry = entries[index]
        guard index > 0, entry.value.isNull, isNumber(entry.key[...]) else { return nil }
        let before = entries[index - 1]
        guard let first = before.value.word, isNumber(first[...]) else { return nil }
        let isWhole = first.allSatisfy { $0.isNumber || $0 == "-" } && entry.key.allSatisfy(\.isNumber)
        let isAscending = (Double(first) ?? 0) < (Double(entry.key) ?? 0)
        let decimal = isWhole && (!isAscending || first.count == 1) ? "\(before.key): \(first).\(entry.key)" : nil
        let range = isAscending && first != "0" ? "\(before.key): \(first)..\(entry.key)" : nil
        let label =
            switch (decimal, range) {
            case (let decimal?, let range?): "write '\(decimal)', or for a range '\(range)'"
            case (let written?, nil), (nil, let written?): "write '\(written)'"
            case (nil, nil): "one number is expected"
            }
        return Diagnostic(
            .badNumber, "a comma ends the value \(first) of '\(before.key)'",
            at: before.value.span.union(entry.keySpan),
            label: label, help: "decimals have a point, and a range has two: 0.5 and 30..80")
    }

    private static func isNumber(_ text: Substring) -> Bool {
        guard text.contains(where: { $0.isASCII && $0.isNumber }) else { return false }
        return text.allSatisfy { ($0.isASCII && $0.isNumber) || ".-+".contains($0) }
    }
}
