internal import Dispatch
internal import Foxing
internal import Glibc
internal import Synchronization

/// Lets one thread through at a time. Unlike a `Mutex` it does not note whose it is, so that a forked process, whose thread
/// has another number, can open what its parent closed. Only for what is done in a moment.
final class Gate: Sendable {
    private let isClosed = Atomic<Bool>(false)

    func close() {
        while isClosed.exchange(true, ordering: .acquiring) { sched_yield() }
    }

    func open() {
        isClosed.store(false, ordering: .releasing)
    }
}

/// The thread with which a forked process began.
///
/// Swift's `Mutex` knows a thread by the number that it had when it first used one, and the thread that comes through a
/// fork has a new number: as soon as another thread waits for it, the process ends. So it locks nothing itself.
enum Survivor {
    private static let thread = Atomic<UInt>(0)

    /// Called in the new process.
    static func note() { thread.store(UInt(pthread_self()), ordering: .relaxed) }

    fileprivate static var isThis: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }
}

/// Does work that takes locks: on the calling thread, or for one that came through a fork on a thread that did not.
func apart<T: Sendable>(_ work: @escaping @Sendable () throws -> T) throws -> T {
    guard Survivor.isThis else { return try work() }
    let place = Outcome<T>()
    let isDone = DispatchSemaphore(value: 0)
    let isStarted = WorkerThread.start {
        let made = Result { try work() }
        place.value.withLock { $0 = made }
        isDone.signal()
    }
    guard isStarted else { return try work() }
    isDone.wait()
    guard let made = place.value.withLock({ $0 }) else { return try work() }
    return try made.get()
}

/// What came of work on another thread.
private final class Outcome<T: Sendable>: Sendable {
    let value = Mutex<Result<T, any Error>?>(nil)
}
