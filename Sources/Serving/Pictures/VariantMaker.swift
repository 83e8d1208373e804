internal import Foxing
internal import Synchronization

/// Has the variants of one request made by the workers.
struct VariantMaker: Sendable {
    let house: House
    let ticket: WorkQueue.Ticket
    /// Holds the files of truth that the variants are made with.
    let page: KeptPage
    let producer: Producer
    /// Names the bench whose reader fits the pipeline.
    let readingKey: String

    /// Variants in order; some are made ahead of the one that is asked for.
    func products(_ numbers: Range<Int>) -> ProductLine { ProductLine(self, numbers) }

    fileprivate func make(_ number: Int) async throws -> Product {
        let done = try await house.queue.run(ticket) { tools in
            do {
                return try tools.withBench(for: readingKey) { bench in
                    try producer.produce(JobTask(source: 0, variant: number), on: &bench)
                }
            } catch let failure as SourceFailure {
                throw Problem(failure)
            }
        }
        house.metrics.made(1, failures: done.value.row == nil ? 1 : 0)
        return done.value
    }
}

/// The variants of one request, one after another. Used by one task at a time.
final class ProductLine: Sendable {
    private struct State {
        var waiting: [Task<Product, any Error>] = []
        var next: Int
    }

    private let maker: VariantMaker
    private let end: Int
    private let state: Mutex<State>

    fileprivate init(_ maker: VariantMaker, _ numbers: Range<Int>) {
        self.maker = maker
        end = numbers.upperBound
        state = Mutex(State(next: numbers.lowerBound))
    }

    deinit {
        for task in state.withLock({ $0.waiting }) { task.cancel() }
    }

    /// The next variant; nil behind the last.
    func next() async throws -> Product? {
        let task = state.withLock { s -> Task<Product, any Error>? in
            // Enough that every worker has something to do, few enough that a slow reader does not fill the memory.
            while s.next < end, s.waiting.count < maker.house.options.workers + 1 {
                let (maker, number) = (maker, s.next)
                s.waiting.append(Task { try await maker.make(number) })
                s.next += 1
            }
            return s.waiting.isEmpty ? nil : s.waiting.removeFirst()
        }
        return try await task?.value
    }
}
