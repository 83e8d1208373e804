import Synchronization
import Testing

@testable import Engine

struct OrderedPoolTests {
    @Test("results arrive in order however long each takes", arguments: [1, 2, 4, 9])
    func order(workers: Int) {
        var arrived: [Int] = []
        let delivered = OrderedPool(workers: workers).run(
            count: 60, cost: { _ in 1 }, start: { 0 },
            work: { job, _ in
                // Every seventh job is slow, so that later ones are ready before it.
                var sum = job
                for i in 0..<(job % 7 == 0 ? 200_000 : 10) { sum = sum &* 31 &+ i }
                return (job, sum)
            },
            deliver: { index, output in
                arrived.append(output.0)
                return index == output.0
            })
        #expect(arrived == Array(0..<60))
        #expect(delivered == 60)
    }

    @Test("no jobs means no results")
    func nothing() {
        let delivered = OrderedPool(workers: 3).run(
            count: 0, cost: { _ in 1 }, start: { 0 }, work: { job, _ in job }, deliver: { _, _ in true })
        #expect(delivered == 0)
    }

    @Test("a worker keeps its own state from job to job")
    func state() {
        var last = 0
        OrderedPool(workers: 1).run(
            count: 10, cost: { _ in 1 }, start: { 0 },
            work: { _, seen in
                seen += 1
                return seen
            },
            deliver: { _, seen in
                last = seen
                return true
            })
        #expect(last == 10)
    }

    @Test("what is in flight never costs more than the budget, unless one job alone does")
    func budget() {
        let inFlight = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        var delivered = 0
        OrderedPool(workers: 4, budget: 10).run(
            count: 40, cost: { $0 == 20 ? 50 : 4 }, start: { 0 },
            work: { job, _ in
                let price = job == 20 ? 50 : 4
                let now = inFlight.add(price, ordering: .relaxed).newValue
                if job != 20 { most.max(now, ordering: .relaxed) }
                var sum = 0
                for i in 0..<20_000 { sum = sum &* 31 &+ i }
                inFlight.subtract(price, ordering: .relaxed)
                return sum
            },
            deliver: { _, _ in
                delivered += 1
                return true
            })
        #expect(delivered == 40)
        #expect(most.load(ordering: .relaxed) <= 10)
    }

    @Test("after a stop the jobs that had started are still delivered, in order, and no others start")
    func stop() {
        var arrived: [Int] = []
        OrderedPool(workers: 2).run(
            count: 1000, cost: { _ in 1 }, start: { 0 }, work: { job, _ in job },
            deliver: { _, job in
                arrived.append(job)
                return job < 5
            })
        #expect(arrived == Array(0..<arrived.count))
        #expect(arrived.count >= 6)
        #expect(arrived.count < 1000)
    }

    @Test("an interruption ends the run after what is in flight")
    func interruption() {
        let interruption = Interruption()
        var arrived: [Int] = []
        OrderedPool(workers: 2).run(
            count: 1000, interruption: interruption, cost: { _ in 1 }, start: { 0 }, work: { job, _ in job },
            deliver: { _, job in
                arrived.append(job)
                if job == 3 { interruption.request() }
                return true
            })
        #expect(arrived == Array(0..<arrived.count))
        #expect(arrived.count < 1000)
    }
}
