internal import Synchronization

/// A wish to stop, from any thread.
public final class Interruption: Sendable {
    private let status = Atomic<Int32>(0)

    public init() {}

    /// Asks to stop after what is in flight; `status` is the exit status that it will have been for.
    public func request(_ status: Int32 = 130) { self.status.store(status, ordering: .relaxed) }

    /// Whether somebody asked.
    public var isRequested: Bool { status.load(ordering: .relaxed) != 0 }

    /// The exit status of the request, 0 without one.
    public var exitStatus: Int32 { status.load(ordering: .relaxed) }
}
