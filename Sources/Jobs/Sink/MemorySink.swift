internal import Synchronization

/// Keeps all that a job makes in memory: for tests, for servers and for programs that go on with it at once.
public final class MemorySink: Sink {
    private struct State {
        var files: [String: ProductFile] = [:]
        var entries: [LedgerEntry] = []
        var places: [LedgerEntry.Key: Int] = [:]
    }

    private let state = Mutex(State())

    /// An empty one.
    public init() {}

    /// What was made, in the order of the manifest.
    public var entries: [LedgerEntry] { state.withLock(\.entries) }

    /// The files of what was made, by their paths.
    public var files: [String: ProductFile] { state.withLock(\.files) }

    public func entry(_ key: LedgerEntry.Key) -> LedgerEntry? {
        state.withLock { state in state.places[key].map { state.entries[$0] } }
    }

    public func isWhole(_ entry: LedgerEntry) -> Bool {
        state.withLock { state in entry.files.allSatisfy { state.files[$0.path]?.sha256 == $0.sha256 } }
    }

    public func keep(_ product: Product) {
        guard product.row != nil else { return }
        state.withLock { state in
            for file in product.files { state.files[file.path] = file }
        }
    }

    public func enter(_ entry: LedgerEntry) {
        state.withLock { state in
            if let place = state.places[entry.key] {
                state.entries[place] = entry
            } else {
                state.places[entry.key] = state.entries.count
                state.entries.append(entry)
            }
        }
    }

    public func content(of path: String) -> PictureContent? {
        state.withLock { $0.files[path].map { .bytes($0.bytes) } }
    }
}
