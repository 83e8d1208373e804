/// What one step of a stage took. Geometric steps only say where pixels go: what it took to move them, once for a run of
/// such steps, stands under `resampling`, and the union of a stage's inputs under `merging`.
public struct StepTime: Sendable {
    /// The name under which pixels are moved.
    public static let resampling = "resampling"
    /// The name under which a stage's inputs become one.
    public static let merging = "merging"

    /// The stage's name.
    public let stage: String
    /// The operation's name, or one of the two above.
    public let step: String
    /// On the clock, as the page's thread saw it.
    public let seconds: Double

    /// A step's time.
    public init(stage: String, step: String, seconds: Double) {
        self.stage = stage
        self.step = step
        self.seconds = seconds
    }
}

/// What a stage did to one page, as it goes on.
struct StageLog {
    let stage: String
    var steps: [AppliedStep] = []
    private(set) var times: [StepTime] = []

    init(stage: String) {
        self.stage = stage
    }

    mutating func note(_ step: String, _ time: Duration) {
        if time > .zero { times.append(StepTime(stage: stage, step: step, seconds: time / .seconds(1))) }
    }
}
