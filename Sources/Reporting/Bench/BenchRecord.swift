public import JSON
public import Jobs

/// What a pipeline was found to take with several numbers of workers, or another program in several ways of working.
public struct BenchRecord: Sendable {
    /// One way of working, timed.
    public struct Run: Sendable {
        /// Such as `2 workers`.
        public let label: String
        /// Threads or processes at a time.
        public let workers: Int
        /// How many were made.
        public let variants: Int
        /// On the clock.
        public let seconds: Double
        /// Seconds of processors, all threads together; nil when nobody looked.
        public let processor: Double?
        /// The most that was resident at a time, in bytes; nil when nobody looked.
        public let memory: Int?
        /// What the workers spent their time on.
        public let times: WorkTimes

        /// A way of working and what it took.
        public init(
            label: String, workers: Int, variants: Int, seconds: Double, processor: Double? = nil, memory: Int? = nil,
            times: WorkTimes = WorkTimes()
        ) {
            self.label = label
            self.workers = workers
            self.variants = variants
            self.seconds = seconds
            self.processor = processor
            self.memory = memory
            self.times = times
        }

        /// Variants a second.
        public var rate: Double { seconds > 0 ? Double(variants) / seconds : 0 }
    }

    /// What was timed, such as `foxing 0.1.0`.
    public let name: String
    /// The pipeline's name.
    public let pipeline: String
    /// How many pages the variants were made of.
    public let pages: Int
    /// Cores, memory and kernel.
    public let machine: [JSONValue.Member]
    /// In the order in which they ran.
    public let runs: [Run]

    /// Figures of one program.
    public init(name: String, pipeline: String, pages: Int, machine: [JSONValue.Member], runs: [Run]) {
        self.name = name
        self.pipeline = pipeline
        self.pages = pages
        self.machine = machine
        self.runs = runs
    }

    // MARK: What follows

    /// The run that made most in a second.
    public var fastest: Run? { runs.max { $0.rate < $1.rate } }

    /// The fewest workers that come within 3 % of the fastest: more only cost memory.
    public var best: Run? {
        guard let most = fastest?.rate else { return nil }
        return runs.filter { $0.rate >= 0.97 * most }.min { $0.workers < $1.workers }
    }

    /// How much of what its workers could do at the pace of the first run a run does, 1 at best.
    func efficiency(of run: Run) -> Double? {
        guard let first = runs.first, first.rate > 0, first.workers > 0 else { return nil }
        return run.rate / Double(run.workers) / (first.rate / Double(first.workers))
    }

    // MARK: Files

    /// As it stands in a file.
    public var json: JSONValue {
        .object(
            ("foxing-bench", .integer(1)), ("name", .string(name)), ("pipeline", .string(pipeline)),
            ("pages", .integer(pages)), ("machine", .object(machine)), ("runs", .array(runs.map(\.json))))
    }

    /// The text of a file.
    public var file: String { CanonicalJSON.tree(json) + "\n" }

    /// Reads what a file holds; nil when it is none of a bench.
    public init?(bytes: [UInt8]) {
        guard let json = try? JSONReader.read(bytes), json["foxing-bench"]?.integer == 1, let name = json["name"]?.text,
            let runs = json["runs"]?.elements?.compactMap(Run.init), !runs.isEmpty
        else { return nil }
        self.init(
            name: name, pipeline: json["pipeline"]?.text ?? "", pages: json["pages"]?.integer ?? 0,
            machine: json["machine"]?.members ?? [], runs: runs)
    }
}

extension BenchRecord.Run {
    fileprivate var json: JSONValue {
        .object(
            ("label", .string(label)), ("workers", .integer(workers)), ("variants", .integer(variants)),
            ("seconds", .decimal(seconds, digits: 3)), ("rate", .decimal(rate, digits: 3)),
            ("processor", processor.map { .decimal($0, digits: 3) } ?? .null),
            ("memory", memory.map(JSONValue.integer) ?? .null), ("times", times.json))
    }

    fileprivate init?(_ json: JSONValue) {
        guard let label = json["label"]?.text, let workers = json["workers"]?.integer,
            let variants = json["variants"]?.integer, let seconds = json["seconds"]?.double, seconds > 0
        else { return nil }
        self.init(
            label: label, workers: workers, variants: variants, seconds: seconds, processor: json["processor"]?.double,
            memory: json["memory"]?.integer, times: json["times"].map(WorkTimes.init) ?? WorkTimes())
    }
}
