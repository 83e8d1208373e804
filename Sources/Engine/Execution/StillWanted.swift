internal import Glibc
internal import Synchronization

/// Lets go of a rendering that nobody waits for any more: a step may take a moment, a pipeline of many a long time.
public enum StillWanted {
    private static let questions = Mutex<[pthread_t: @Sendable () -> Bool]>([:])
    private static let count = Atomic<Int>(0)

    /// Does `body`; a rendering on this thread asks `isWanted` before each step, and throws `NotWanted` where it is not.
    public static func asking<Value>(
        _ isWanted: @escaping @Sendable () -> Bool, _ body: () throws -> Value
    ) rethrows -> Value {
        let thread = pthread_self()
        questions.withLock { $0[thread] = isWanted }
        count.add(1, ordering: .relaxed)
        defer {
            count.subtract(1, ordering: .relaxed)
            questions.withLock { _ = $0.removeValue(forKey: thread) }
        }
        return try body()
    }

    /// Throws where nobody waits for what this thread renders.
    static func check() throws {
        // Runs ask nobody.
        guard count.load(ordering: .relaxed) > 0 else { return }
        let question = questions.withLock { $0[pthread_self()] }
        if question?() == false { throw NotWanted() }
    }
}

/// A rendering was let go of.
public struct NotWanted: Error {}
