import OperationKit
import PipelineSyntax

/// What a key of a section or an option of a format takes, in words.
struct KeyWords {
    private let key: KeyDeclaration

    init(_ key: KeyDeclaration) {
        self.key = key
    }

    /// Kind and range, such as `number 0..4 text heights` or `keep | skip`.
    var takes: String { words(key.form) + (key.unit.map { " \($0)" } ?? "") }

    /// The default, or that there has to be a value.
    var standard: String { key.isRequired ? "required" : key.defaultText ?? "–" }

    private func words(_ form: KeyForm) -> String {
        switch form {
        case .value(let kind):
            let words = KindWords(kind)
            return words.choices.isEmpty ? join(words.kind, words.range) : words.range
        case .range(let kind): return join("range within", KindWords(kind).range)
        case .list(let member): return self.words(member) + ", or a list"
        case .either(let forms): return forms.map(words).joined(separator: ", or ")
        case .section: return "mapping"
        case .named(let member, _): return "names to choose, each with " + words(member)
        case .stage: return "stage"
        case .output: return "output"
        case .steps: return "list of steps"
        case .chance: return "share 0..1"
        case .drawn: return "a number, share, length, flag or text, drawn as any parameter"
        case .only(let number): return String(number)
        }
    }

    private func join(_ kind: String, _ range: String) -> String { range.isEmpty ? kind : "\(kind) \(range)" }
}
