public import PipelineSyntax

/// What stands behind a key of a section.
public indirect enum KeyForm: Sendable {
    /// One value, which is never drawn by chance.
    case value(ValueKind)
    /// A range such as `0..0.4`, ends included, or one value.
    case range(ValueKind)
    /// One of them, or a list.
    case list(KeyForm)
    /// Any of these.
    case either([KeyForm])
    /// A mapping of further keys.
    case section(SectionDeclaration)
    /// A mapping of names to choose, but for those that are reserved.
    case named(KeyForm, reserved: [String])
    /// The name of a stage.
    case stage
    /// The name of an output.
    case output
    /// The steps of a stage.
    case steps
    /// A chance that is not itself drawn.
    case chance
    /// A distribution of values, of whatever kind they look like.
    case drawn
    /// One whole number, and no other.
    case only(Int)
}

extension KeyForm {
    /// The kind of single values; of several the first.
    var kind: ValueKind? {
        switch self {
        case .value(let kind), .range(let kind), .list(.value(let kind)): kind
        case .either(let forms): forms.lazy.compactMap(\.kind).first
        default: nil
        }
    }
}

extension KeyForm {
    /// The mappings that may stand there.
    var sections: [SectionDeclaration] {
        switch self {
        case .section(let section): [section]
        case .list(let member), .named(let member, _): member.sections
        case .either(let forms): forms.flatMap(\.sections)
        default: []
        }
    }

    /// The kind of the values behind names to choose; nil for other forms.
    public var namedKind: ValueKind? { if case .named(let member, _) = self { member.kind } else { nil } }

    /// Whether a name to choose stands between the key and what is behind it.
    var isNamed: Bool { if case .named = self { true } else { false } }
}

/// What a section or a format says of one key.
public struct KeyDeclaration: Sendable {
    public let name: String
    public let form: KeyForm
    /// The value of a key that is left out, in the pipeline language; nil where leaving it out has a meaning of its own.
    public let defaultText: String?
    /// What numbers count: `px`, `seconds`, …
    public let unit: String?
    /// What it does, in words for users; also what leaving it out means where there is no default.
    public let help: String
    /// A value as a user may write it.
    public let example: String
    public let isRequired: Bool
    /// Other spellings of the key that are still read, and shown nowhere.
    public let aliases: [String]
    /// Other spellings of its words that are still read, and shown nowhere: older word → word.
    public let olderWords: [String: String]

    public init(
        _ name: String, _ form: KeyForm, default defaultText: String? = nil, unit: String? = nil, _ help: String,
        example: String? = nil, isRequired: Bool = false, aliases: [String] = [], olderWords: [String: String] = [:]
    ) {
        self.name = name
        self.form = form
        self.defaultText = defaultText
        self.unit = unit
        self.help = help
        self.example = example ?? defaultText ?? ""
        self.isRequired = isRequired
        self.aliases = aliases
        self.olderWords = olderWords
    }

    /// A key that takes one of a few words, the first of them by default.
    public static func words(
        _ name: String, _ words: [String], isOptional: Bool = false, _ help: String,
        olderWords: [String: String] = [:]
    ) -> KeyDeclaration {
        KeyDeclaration(
            name, .value(.choice(words)), default: isOptional ? nil : words.first, help, example: words.last,
            olderWords: olderWords)
    }

    /// A key that is `true` or `false`; false by default.
    public static func flag(_ name: String, _ help: String) -> KeyDeclaration {
        KeyDeclaration(name, .value(.flag), default: "false", help, example: "true")
    }

    /// A key that takes a whole number and has no default.
    public static func count(
        _ name: String, _ range: ClosedRange<Int>, _ help: String, example: String
    ) -> KeyDeclaration {
        KeyDeclaration(name, .value(.count(range)), help, example: example)
    }

    /// A key that takes any text.
    public static func text(_ name: String, _ help: String, example: String) -> KeyDeclaration {
        KeyDeclaration(name, .value(.text), help, example: example)
    }

    /// Whether this is its name, or another spelling of it.
    public func isCalled(_ key: String) -> Bool { name == key || aliases.contains(key) }

    /// The kind of its values, in the short form where it also takes a mapping; nil for mappings and names.
    public var kind: ValueKind? { form.kind }

    /// The default as a value; nil where there is none.
    public var defaultValue: Value? {
        guard let defaultText, let kind,
            case .fixed(let value)? = ParameterDeclaration(name: name, kind: kind, defaultText: "", help: "")
                .expression(defaultText)
        else { return nil }
        return value
    }
}

/// A section of a pipeline file, or a mapping in one.
public struct SectionDeclaration: Sendable {
    /// Its key, such as `readability`; for mappings with names of their own a word for them.
    public let name: String
    /// What messages call it, such as `'readability'`.
    public let owner: String
    /// In the order of the manual.
    public let keys: [KeyDeclaration]
    /// The section with its key as a user may write it.
    public let example: String
    /// What it is for, in one sentence.
    public let summary: String

    public init(_ name: String, owner: String? = nil, _ summary: String, example: String, _ keys: [KeyDeclaration]) {
        self.name = name
        self.owner = owner ?? "'\(name)'"
        self.summary = summary
        self.example = example
        self.keys = keys
    }

    /// The key of that name or spelling.
    public subscript(name: String) -> KeyDeclaration? { keys.first { $0.isCalled(name) } }

    /// The names of its keys.
    public var names: [String] { keys.map(\.name) }

    /// The section and all mappings in it, each with the path of its key, such as `readability.keep`.
    public func withInner(_ path: String) -> [(path: String, section: SectionDeclaration)] {
        [(path, self)]
            + keys.flatMap { key in
                let below = (path.isEmpty ? "" : path + ".") + key.name + (key.form.isNamed ? ".NAME" : "")
                return key.form.sections.flatMap { $0.withInner(below) }
            }
    }
}
