import Dispatch
import Foxing
import HTTPTypes
import Synchronization
import Testing

@testable import Serving

/// What happened, in order.
private final class Diary: Sendable {
    let entries = Mutex<[String]>([])
}

@Suite("the queue of work", .timeLimit(.minutes(2))) struct WorkQueueTests {
    @Test("a request that finds no room is told when to come again, and has room once others leave")
    func full() async throws {
        let queue = WorkQueue(workers: 1, room: 1, metrics: Metrics())
        var tickets = [try queue.admit(Caller(nil), within: 60), try queue.admit(Caller(nil), within: 60)]
        #expect(queue.isFull)
        let problem = #expect(throws: Problem.self) { _ = try queue.admit(Caller(nil), within: 60) }
        #expect(problem?.kind == .busy)
        #expect(problem.flatMap { $0.headers[.retryAfter] }.flatMap { Int($0) } ?? 0 >= 1)
        tickets.removeLast()
        #expect(!queue.isFull)
        #expect(try await queue.run(tickets[0]) { _ in 7 }.value == 7)
        queue.close()
    }

    @Test("what nobody waits for any more is not begun")
    func gone() async throws {
        let queue = WorkQueue(workers: 1, room: 8, metrics: Metrics())
        let gate = DispatchSemaphore(value: 0)
        let begun = Atomic<Int>(0)
        let first = try queue.admit(Caller(nil), within: 60)
        async let blocking = queue.run(first) { _ in gate.wait() }
        while queue.load.working == 0 { try await Task.sleep(for: .milliseconds(2)) }
        let connection = Connection()
        let ticket = try queue.admit(Caller(connection), within: 60)
        let dropped = Task { try await queue.run(ticket) { _ in _ = begun.add(1, ordering: .relaxed) } }
        while queue.load.waiting == 0 { try await Task.sleep(for: .milliseconds(2)) }
        connection.close()
        await #expect(throws: Problem.self) { _ = try await dropped.value }
        gate.signal()
        _ = try await blocking
        #expect(begun.load(ordering: .relaxed) == 0)
        queue.close()
    }

    @Test("a request that waits longer than it may is given up while the worker is busy with another")
    func late() async throws {
        let queue = WorkQueue(workers: 1, room: 8, metrics: Metrics())
        let gate = DispatchSemaphore(value: 0)
        let first = try queue.admit(Caller(nil), within: 60)
        async let blocking = queue.run(first) { _ in gate.wait() }
        while queue.load.working == 0 { try await Task.sleep(for: .milliseconds(2)) }
        let ticket = try queue.admit(Caller(nil), within: 0.05)
        let problem = await #expect(throws: Problem.self) { _ = try await queue.run(ticket) { _ in 1 } }
        #expect(problem?.kind == .time)
        gate.signal()
        _ = try await blocking
        queue.close()
    }

    @Test("a rendering whose sender has gone ends at its next step")
    func letGo() async throws {
        let pipeline = try Pipeline(
            PipelineFile(text: "stages: {a: [repeat: {times: 100, steps: [repeat: {times: 100, steps: [invert]}]}]}\n"))
        let page = Page(pixels: Raster(.gray, width: 400, height: 400, filledWith: 200), dpi: 150)
        let queue = WorkQueue(workers: 1, room: 8, metrics: Metrics())
        let connection = Connection()
        let ticket = try queue.admit(Caller(connection), within: 600)
        let steps = Atomic<Int>(0)
        await #expect(throws: Problem.self) {
            _ = try await queue.run(ticket) { _ in
                connection.close()
                steps.add(1, ordering: .relaxed)
                _ = try pipeline.variants(of: page, count: 1)
                steps.add(1, ordering: .relaxed)
            }
        }
        #expect(steps.load(ordering: .relaxed) == 1)
        queue.close()
    }

    @Test("requests take turns, so that a large one does not hold up a small one")
    func turns() async throws {
        let queue = WorkQueue(workers: 1, room: 8, metrics: Metrics())
        let gate = DispatchSemaphore(value: 0)
        let order = Diary()
        let first = try queue.admit(Caller(nil), within: 60)
        async let blocking = queue.run(first) { _ in gate.wait() }
        while queue.load.working == 0 { try await Task.sleep(for: .milliseconds(2)) }
        let (large, small) = (try queue.admit(Caller(nil), within: 60), try queue.admit(Caller(nil), within: 60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<5 {
                group.addTask { _ = try await queue.run(large) { _ in order.entries.withLock { $0.append("large") } } }
                while queue.load.waiting <= number { try await Task.sleep(for: .milliseconds(2)) }
            }
            group.addTask { _ = try await queue.run(small) { _ in order.entries.withLock { $0.append("small") } } }
            while queue.load.waiting < 6 { try await Task.sleep(for: .milliseconds(2)) }
            gate.signal()
            try await group.waitForAll()
        }
        _ = try await blocking
        #expect(order.entries.withLock { $0 } == ["large", "small", "large", "large", "large", "large"])
        queue.close()
    }

    @Test("work that throws throws to the one who asked, and the next is done")
    func failing() async throws {
        let queue = WorkQueue(workers: 1, room: 8, metrics: Metrics())
        let ticket = try queue.admit(Caller(nil), within: 60)
        await #expect(throws: Problem.self) { _ = try await queue.run(ticket) { _ in throw Problem(.picture, "no") } }
        #expect(try await queue.run(ticket) { _ in 1 }.value == 1)
        queue.close()
        let problem = await #expect(throws: Problem.self) { _ = try await queue.run(ticket) { _ in 1 } }
        #expect(problem?.kind == .stopping)
    }
}
