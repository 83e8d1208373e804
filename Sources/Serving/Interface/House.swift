internal import Foxing
internal import Synchronization

/// All that requests share: the queue, what is kept for the next request, and what the server allows.
final class House: Sendable {
    let options: ServerOptions
    let limits: PictureLimits
    let root: RootFolder?
    let metrics = Metrics()
    let connections = Connections()
    let queue: WorkQueue
    let pages: PageShelf
    let pipelines: PipelineShelf
    let doorkeeper: Doorkeeper
    let runs: RunOffice?
    /// What a person is told, and nobody else.
    let tell: @Sendable (String) -> Void

    private let counts = Counts()

    /// What changes while requests come and go. A class of its own: an optimizing build of Swift 6.3 fails on atomics in a class
    /// whose initializer throws.
    private final class Counts: Sendable {
        let isStopping = Atomic<Bool>(false)
        let presences = Atomic<Int>(0)
        let bodyBytes = Atomic<Int>(0)
    }

    init(_ options: ServerOptions, tell: @escaping @Sendable (String) -> Void) throws {
        self.options = options
        self.tell = tell
        limits = PictureLimits(maxPixels: options.maxPixels)
        let root = try options.root.map { try RootFolder($0) }
        let pipelines = PipelineShelf(root: root, tessdata: options.tessdata)
        runs = try root.map { try RunOffice($0, options, pipelines, tell) }
        queue = WorkQueue(workers: options.workers, room: options.queue, metrics: metrics)
        pages = PageShelf(limit: options.pageMemory)
        doorkeeper = Doorkeeper(names: options.names, token: options.token)
        self.root = root
        self.pipelines = pipelines
    }

    /// Whether new requests are refused.
    var isAboutToStop: Bool { counts.isStopping.load(ordering: .acquiring) }

    /// Refuses requests from now on; those that are in stay.
    func stop() { counts.isStopping.store(true, ordering: .releasing) }

    /// How many requests are being answered.
    var present: Int { counts.presences.load(ordering: .acquiring) }

    /// A request that is being answered, counted as long as somebody holds this.
    final class Presence: Sendable {
        private let house: House

        init(_ house: House) {
            self.house = house
            house.counts.presences.add(1, ordering: .acquiringAndReleasing)
        }

        deinit { house.counts.presences.subtract(1, ordering: .acquiringAndReleasing) }
    }

    /// Memory for a body that comes in, given back with the last one who holds it.
    final class BodyMemory: Sendable {
        private let house: House
        private let bytes: Int

        /// Throws `busy` where bodies take all the memory that they may.
        init(_ house: House, bytes: Int) throws(Problem) {
            self.house = house
            let total = house.counts.bodyBytes.add(bytes, ordering: .acquiringAndReleasing).newValue
            if total > house.options.allBodies {
                house.counts.bodyBytes.subtract(bytes, ordering: .acquiringAndReleasing)
                self.bytes = 0
                throw Problem.busy("too many large requests are on their way", retryAfter: 1)
            }
            self.bytes = bytes
        }

        deinit { house.counts.bodyBytes.subtract(bytes, ordering: .acquiringAndReleasing) }
    }
}
