/// The part of a set that a source belongs to.
public enum Split: String, Sendable, CaseIterable {
    /// What a model learns from.
    case train
    /// What its training is watched with.
    case val
    /// What it is judged with at the end.
    case test

    /// 0, 1 or 2.
    package var index: Int {
        switch self {
        case .train: 0
        case .val: 1
        case .test: 2
        }
    }
}
