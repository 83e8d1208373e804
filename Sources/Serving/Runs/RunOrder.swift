internal import Foxing

/// A run as it was asked for; all that is needed to go on with it after a restart.
struct RunOrder: Sendable {
    let id: String
    /// The text of the pipeline.
    let text: String
    /// The folder that its names start from, below the root; nil for one that came as a text.
    let folder: String?
    let changes: [String]
    let seed: UInt64?
    /// Patterns below the root; none for the pipeline's own.
    let inputs: [String]
    /// A folder below the root.
    let output: String
    let variants: Int?
    let limit: Int?
    let dpi: Double?
    let policy: Policy
    let workers: Int?
    let maxFailures: Int?
    /// Seconds since 1970.
    let created: Double

    /// What is done with what is in the folder.
    enum Policy: String, Sendable, CaseIterable {
        case fresh, resume, overwrite

        var sink: FolderSink.Policy {
            switch self {
            case .fresh: .fresh
            case .resume: .resume
            case .overwrite: .overwrite
            }
        }
    }

    /// As it is kept.
    var json: JSONValue {
        .object(
            ("id", .string(id)), ("text", .string(text)), ("folder", .optional(folder)),
            ("set", .array(changes.map(JSONValue.string))), ("seed", .optional(seed.map(String.init))),
            ("inputs", .array(inputs.map(JSONValue.string))), ("output", .string(output)),
            ("variants", variants.map(JSONValue.integer) ?? .null), ("limit", limit.map(JSONValue.integer) ?? .null),
            ("dpi", dpi.map(JSONValue.number) ?? .null), ("policy", .string(policy.rawValue)),
            ("workers", workers.map(JSONValue.integer) ?? .null),
            ("max_failures", maxFailures.map(JSONValue.integer) ?? .null), ("created", .number(created)))
    }

    /// What was kept; nil when that is none.
    init?(_ json: JSONValue) {
        guard let id = json["id"]?.text, let text = json["text"]?.text, let output = json["output"]?.text,
            let policy = json["policy"]?.text.flatMap(Policy.init), let created = json["created"]?.double
        else { return nil }
        self.init(
            id: id, text: text, folder: json["folder"]?.text,
            changes: json["set"]?.elements?.compactMap(\.text) ?? [], seed: json["seed"]?.text.flatMap { UInt64($0) },
            inputs: json["inputs"]?.elements?.compactMap(\.text) ?? [], output: output,
            variants: json["variants"]?.integer, limit: json["limit"]?.integer, dpi: json["dpi"]?.double,
            policy: policy,
            workers: json["workers"]?.integer, maxFailures: json["max_failures"]?.integer, created: created)
    }

    init(
        id: String, text: String, folder: String?, changes: [String], seed: UInt64?, inputs: [String], output: String,
        variants: Int?, limit: Int?, dpi: Double?, policy: Policy, workers: Int?, maxFailures: Int?, created: Double
    ) {
        self.id = id
        self.text = text
        self.folder = folder
        self.changes = changes
        self.seed = seed
        self.inputs = inputs
        self.output = output
        self.variants = variants
        self.limit = limit
        self.dpi = dpi
        self.policy = policy
        self.workers = workers
        self.maxFailures = maxFailures
        self.created = created
    }
}
