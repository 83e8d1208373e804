internal import Dispatch
internal import Synchronization

/// A value that one thread makes and others wait for.
final class Awaited<Value: Sendable>: Sendable {
    private let state = Mutex<(value: Value?, waiting: Int)>((nil, 0))
    private let arrival = DispatchSemaphore(value: 0)

    /// Hands the value to all who wait and will ask; called once.
    func fulfil(_ value: Value) {
        let waiting = state.withLock { s -> Int in
            s.value = value
            return s.waiting
        }
        for _ in 0..<waiting { arrival.signal() }
    }

    /// The value, as soon as it is there.
    func wait() -> Value {
        while true {
            let value = state.withLock { s -> Value? in
                if s.value == nil { s.waiting += 1 }
                return s.value
            }
            if let value { return value }
            arrival.wait()
        }
    }
}
