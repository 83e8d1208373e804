public import JSON

/// One thing that went wrong: a row of `failures.jsonl`.
public struct FailureRow: Sendable, Equatable {
    /// What was done about it.
    public enum Action: String, Sendable {
        case skipped, retried
    }

    /// The source's id.
    public var source: String
    /// The input file's path from the base folder.
    public var file: String
    /// From 1.
    public var page: Int
    /// nil when the whole page failed.
    public var variant: Int?
    /// nil when it failed outside the graph.
    public var stage: String?
    /// Such as `I14`.
    public var code: String
    /// What went wrong, one sentence.
    public var message: String
    /// What was done about it.
    public var action: Action

    /// A row with all its columns.
    public init(
        source: String, file: String, page: Int, variant: Int? = nil, stage: String? = nil, code: String,
        message: String, action: Action = .skipped
    ) {
        self.source = source
        self.file = file
        self.page = page
        self.variant = variant
        self.stage = stage
        self.code = code
        self.message = message
        self.action = action
    }

    /// The row in the order of keys that files have.
    public var json: JSONValue {
        .object(
            ("source", .string(source)), ("file", .string(file)), ("page", .integer(page)),
            ("variant", variant.map(JSONValue.integer) ?? .null), ("stage", .optional(stage)),
            ("code", .string(code)), ("message", .string(message)), ("action", .string(action.rawValue)))
    }

    /// The line of the file, with its end.
    package var line: [UInt8] { CanonicalJSON.bytes(json) + [UInt8(ascii: "\n")] }

    /// The row that a line holds; nil when something is missing or of another kind.
    public init?(_ json: JSONValue) {
        guard let source = json["source"]?.text, let file = json["file"]?.text, let page = json["page"]?.integer,
            let code = json["code"]?.text, let message = json["message"]?.text,
            let action = json["action"]?.text.flatMap(Action.init(rawValue:))
        else { return nil }
        self.init(
            source: source, file: file, page: page, variant: json["variant"]?.integer, stage: json["stage"]?.text,
            code: code, message: message, action: action)
    }
}
