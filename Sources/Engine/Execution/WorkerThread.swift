internal import Glibc

/// Threads of the process itself. Those that Dispatch has parked stay behind when a process is forked, and the new one
/// would wait for them for ever.
public enum WorkerThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// As much as the first thread of a process usually has.
    private static let stackSize = 8 << 20

    /// Does `body` on a thread that ends with it; false when the system has no thread left, and nothing was done.
    public static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        let status = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { attributes in
            guard let settings = attributes.baseAddress else { return EAGAIN }
            pthread_attr_init(settings)
            defer { pthread_attr_destroy(settings) }
            pthread_attr_setdetachstate(settings, Int32(PTHREAD_CREATE_DETACHED))
            pthread_attr_setstacksize(settings, stackSize)
            return withoutSignals {
                var thread = pthread_t()
                return pthread_create(
                    &thread, settings,
                    { work in
                        if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
                        return nil
                    }, work.toOpaque())
            }
        }
        if status != 0 { work.release() }
        return status == 0
    }

    /// A new thread leaves signals to those that the program has for them, but for those of its own faults.
    private static func withoutSignals(_ body: () -> Int32) -> Int32 {
        var (blocked, before) = (sigset_t(), sigset_t())
        sigfillset(&blocked)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&blocked, fault) }
        pthread_sigmask(SIG_SETMASK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }
}
