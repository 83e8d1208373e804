import Foundation

/// What ran, on what and how long: `run.json`, the only file that differs between two equal runs. Written when a run
/// starts, so that it can be resumed, and again when it ends.
public struct RunRecord: Sendable {
    /// All that the results of a run hang on beside its input. Rows of a run with another identity are not taken over.
    public struct Identity: Sendable, Equatable {
        /// Of the program.
        public var version: String
        /// The commit or other mark of the build.
        public var build: String
        /// Of the pipeline file's bytes.
        public var pipelineSHA256: String
        /// The key of all chance.
        public var seed: UInt64
        /// Per source.
        public var variants: Int
        /// The options that change results, such as overrides; those given several times hold a list.
        public private(set) var options: [JSONValue.Member]

        /// An identity; options of one name are put together.
        public init(
            version: String, build: String, pipelineSHA256: String, seed: UInt64, variants: Int,
            options: [JSONValue.Member] = []
        ) {
            self.version = version
            self.build = build
            self.pipelineSHA256 = pipelineSHA256
            self.seed = seed
            self.variants = variants
            self.options = options.reduce(into: []) { grouped, option in
                guard let index = grouped.firstIndex(where: { $0.name == option.name }) else {
                    return grouped.append(option)
                }
                let earlier = grouped[index].value
                grouped[index] = JSONValue.Member(
                    option.name, .array((earlier.elements ?? [earlier]) + [option.value]))
            }
        }
    }

    /// What makes the run comparable with others.
    public var identity: Identity
    /// The pipeline's name.
    public var pipeline: String
    /// Of the build, such as `x86_64-unknown-linux-gnu`.
    public var target: String
    /// What came of it so far.
    public var counts = RunCounts()
    /// Library and version.
    public var libraries: [JSONValue.Member] = []
    /// Language and the SHA-256 of its model.
    public var models: [JSONValue.Member] = []
    /// Cores, memory, kernel, workers.
    public var machine: [JSONValue.Member] = []
    /// Pictures, labels and what was left out, by set.
    public private(set) var sets: [JSONValue.Member] = []
    /// Sets without a single label, with why labels were left out and how often.
    public private(set) var emptySets: [(name: String, reasons: [(reason: String, count: Int)])] = []
    /// Seconds since 1970.
    public var start: Double
    /// Seconds since 1970; nil while it runs and after a stop.
    public var end: Double?
    /// Seconds spent, by kind of work.
    public var seconds: [JSONValue.Member] = []

    /// A record of a run that starts now.
    public init(identity: Identity, pipeline: String, target: String, start: Double) {
        self.identity = identity
        self.pipeline = pipeline
        self.target = target
        self.start = start
    }

    /// Enters what training sets hold.
    mutating func add(_ sets: [(name: String, tally: SetTally)]) {
        self.sets = sets.map { JSONValue.Member($0.name, $0.tally.json) }
        emptySets = sets.filter { $0.tally.labels == 0 }.map { ($0.name, $0.tally.reasons) }
        for (_, tally) in sets {
            for code in tally.notes.keys { counts.addNote(code, times: tally.notes[code, default: 0]) }
        }
    }

    /// The name of the record's file.
    public static let fileName = RunFile.record
    /// The name of the copy of the pipeline file.
    public static let pipelineFileName = RunFile.pipeline

    /// The bytes of the file.
    public var bytes: [UInt8] { Array(CanonicalJSON.pretty(json).utf8) }

    /// The record as it stands in the file.
    public var json: JSONValue {
        .object(
            (
                "tool",
                .object(
                    ("name", "foxing"), ("version", .string(identity.version)), ("build", .string(identity.build)),
                    ("target", .string(target)))
            ),
            ("pipeline", .object(("name", .string(pipeline)), ("sha256", .string(identity.pipelineSHA256)))),
            // As text, since readers of JSON lose digits of large numbers.
            ("seed", .string(String(identity.seed))), ("variants", .integer(identity.variants)),
            ("options", .object(identity.options)), ("shard", .null), ("counts", counts.json),
            ("sets", .object(sets)), ("metrics", counts.metrics), ("warnings", counts.notes),
            ("libraries", .object(libraries)),
            ("models", .object(models)), ("machine", .object(machine)), ("start", .string(Self.timestamp(start))),
            ("end", .optional(end.map(Self.timestamp))), ("seconds", .object(seconds)))
    }

    /// In the form `2026-03-01T12:00:00Z`.
    private static func timestamp(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds.rounded()).formatted(.iso8601)
    }
}

extension RunRecord.Identity {
    /// The identity that a `run.json` tells; nil when it is none of ours.
    init?(_ json: JSONValue) {
        guard let tool = json["tool"], tool["name"] == "foxing", let version = tool["version"]?.text,
            let build = tool["build"]?.text, let sha256 = json["pipeline"]?["sha256"]?.text,
            let seed = json["seed"]?.text.flatMap({ UInt64($0) }), let variants = json["variants"]?.integer,
            let options = json["options"]?.members
        else { return nil }
        self.init(
            version: version, build: build, pipelineSHA256: sha256, seed: seed, variants: variants, options: options)
    }

    /// In which regard the other differs, for a message; nil when it does not.
    func difference(from other: Self) -> String? {
        if pipelineSHA256 != other.pipelineSHA256 { return "another pipeline" }
        if seed != other.seed { return "seed \(other.seed)" }
        if variants != other.variants { return "\(other.variants) variants a page" }
        if sorted(options) != sorted(other.options) { return "other options" }
        if version != other.version || build != other.build { return "version \(other.version) (\(other.build))" }
        return nil
    }

    private func sorted(_ options: [JSONValue.Member]) -> [JSONValue.Member] {
        options.sorted { $0.name.precedesInBytes($1.name) }
    }
}
