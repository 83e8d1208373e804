public import Engine
internal import Files
public import JSON
internal import Synchronization

/// Seconds of the workers by kind of work, to be pooled by adding; several workers pass several seconds in one of the clock.
public struct WorkTimes: Sendable, Equatable {
    /// What workers do.
    public enum Kind: String, Sendable, CaseIterable {
        /// Pages are read and decoded, and their truth is found; with a check that needs it the clean page is read.
        case loading
        /// Stages are carried out.
        case rendering
        /// Variants are read back.
        case reading
        /// Pictures and labels are brought into the form of their files.
        case packing
        /// Files are written.
        case writing
        /// What training sets take of a variant is cut and packed.
        case sets
    }

    private var byKind: [Kind: Double] = [:]
    private var byStep: [String: [String: Double]] = [:]

    /// No time has passed.
    public init() {}

    /// What `json` says; what it lacks took no time.
    public init(_ json: JSONValue) {
        for kind in Kind.allCases { byKind[kind] = json[kind.rawValue]?.double }
        for stage in json["stages"]?.members ?? [] {
            for step in stage.value.members ?? [] { byStep[stage.name, default: [:]][step.name] = step.value.double }
        }
    }

    /// What one kind of work took.
    public subscript(kind: Kind) -> Double { byKind[kind] ?? 0 }

    /// What rendering took by stage and step, in the order of the names.
    public var steps: [StepTime] {
        byStep.keys.sorted { $0.precedesInBytes($1) }.flatMap { stage in
            let steps = byStep[stage] ?? [:]
            return steps.keys.sorted { $0.precedesInBytes($1) }.map { step in
                StepTime(stage: stage, step: step, seconds: steps[step] ?? 0)
            }
        }
    }

    /// Whether no time has passed.
    public var isEmpty: Bool { byKind.isEmpty && byStep.isEmpty }

    /// Adds time.
    public mutating func add(_ seconds: Double, of kind: Kind) { byKind[kind, default: 0] += seconds }

    /// Adds the time of steps.
    public mutating func add(_ steps: [StepTime]) {
        for step in steps { byStep[step.stage, default: [:]][step.step, default: 0] += step.seconds }
    }

    /// Adds what others took.
    public mutating func add(_ other: WorkTimes) {
        for (kind, seconds) in other.byKind { add(seconds, of: kind) }
        add(other.steps)
    }

    /// What `body` returns, and its time added.
    mutating func measure<Value, Fault: Error>(
        _ kind: Kind, _ body: () throws(Fault) -> Value
    ) throws(Fault) -> Value {
        let start = ContinuousClock.now
        defer { add(start.duration(to: .now) / .seconds(1), of: kind) }
        return try body()
    }

    /// As it stands in `run.json`: each kind with its seconds, and under `stages` each step.
    public var json: JSONValue {
        if isEmpty { return .object([JSONValue.Member]()) }
        let kinds = Kind.allCases.map { JSONValue.Member($0.rawValue, .decimal(self[$0], digits: 3)) }
        let stages = byStep.keys.sorted { $0.precedesInBytes($1) }.map { stage in
            let steps = steps.filter { $0.stage == stage }
            return JSONValue.Member(
                stage, .object(steps.map { JSONValue.Member($0.step, .decimal($0.seconds, digits: 3)) }))
        }
        return .object(kinds + [JSONValue.Member("stages", .object(stages))])
    }
}

/// Adds up what several threads took.
final class WorkMeter: Sendable {
    private let sum = Mutex(WorkTimes())

    var times: WorkTimes { sum.withLock { $0 } }

    func add(_ times: WorkTimes) { sum.withLock { $0.add(times) } }
}
