internal import Files
import Foundation
public import JSON

/// What ran, on what and how long: `run.json`, the only file that differs between two equal runs. Written when a run
/// starts, so that it can be resumed, and again when it ends.
public struct RunRecord: Sendable {
    /// What was asked for.
    public struct Request: Sendable, Equatable {
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
        /// The part of the pages; nil for all.
        public var shard: Shard?

        /// What was asked for; options of one name are put together.
        public init(
            version: String, build: String, pipelineSHA256: String, seed: UInt64, variants: Int,
            options: [JSONValue.Member] = [], shard: Shard? = nil
        ) {
            self.shard = shard
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

    /// What was asked for.
    public var request: Request
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
    /// What each set holds, and what it leaves out.
    public private(set) var summaries: [FollowerSummary] = []
    /// Seconds since 1970.
    public var start: Double
    /// Seconds since 1970; nil while it runs and after a stop.
    public var end: Double?
    /// What the workers spent their time on, in this run and not in those that it resumes.
    public var times = WorkTimes()

    /// A record of a run that starts now.
    public init(request: Request, pipeline: String, target: String, start: Double) {
        self.request = request
        self.pipeline = pipeline
        self.target = target
        self.start = start
    }

    /// Enters what training sets hold.
    mutating func add(_ summaries: [FollowerSummary]) {
        sets = summaries.map { JSONValue.Member($0.name, $0.json) }
        self.summaries = summaries
        for summary in summaries {
            for (code, times) in summary.notes { counts.addNote(code, times: times) }
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
                    ("name", "foxing"), ("version", .string(request.version)), ("build", .string(request.build)),
                    ("target", .string(target)))
            ),
            ("pipeline", .object(("name", .string(pipeline)), ("sha256", .string(request.pipelineSHA256)))),
            // As text, since readers of JSON lose digits of large numbers.
            ("seed", .string(String(request.seed))), ("variants", .integer(request.variants)),
            ("options", .object(request.options)), ("shard", .optional(request.shard?.text)), ("counts", counts.json),
            ("aligned", counts.aligned ?? .null), ("bands", counts.byBand ?? .null),
            ("sets", .object(sets)), ("metrics", counts.metrics), ("warnings", counts.notes),
            ("libraries", .object(libraries)),
            ("models", .object(models)), ("machine", .object(machine)), ("start", .string(Self.timestamp(start))),
            ("end", .optional(end.map(Self.timestamp))), ("seconds", times.json))
    }

    /// In the form `2026-03-01T12:00:00Z`.
    private static func timestamp(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds.rounded()).formatted(.iso8601)
    }
}
