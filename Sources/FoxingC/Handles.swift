internal import CFoxing
internal import Foxing
internal import Glibc
internal import Synchronization

/// What a handle stands for.
enum Item: Sendable {
    case pipeline(ReadyPipeline)
    case album(Album)
}

/// All that lives by a number: a number that was released, or never given, is known to be one.
final class Handles: Sendable {
    static let all = Handles()

    private struct State {
        var last: UInt64 = 0
        var items: [UInt64: Item] = [:]
        /// Pictures in the order of channels that callers see, by album and number; made when they are asked for.
        var lent: [UInt64: [Int: Raster]] = [:]
        /// What the variants of a page share, for the pipeline that was last used on it.
        var prepared: [UInt64: (pipeline: UInt64, page: Renderer.Prepared)] = [:]
        /// Steps of the caller, in the order in which they came.
        var steps: [CatalogEntry] = []
        /// Judges of the caller, by the names that pipelines call them.
        var judges: [String: OwnJudge] = [:]
    }

    /// Passed before `state`, so that no thread ever waits for that one.
    private let gate = Gate()
    private let state = Mutex(State())

    private init() {
        // Whoever forks holds the gate, so that no other thread is inside, and the child finds everything in order.
        pthread_atfork(
            { Handles.all.gate.close() }, { Handles.all.gate.open() },
            {
                Survivor.note()
                Handles.all.gate.open()
            })
    }

    private func inside<T: Sendable>(_ body: (inout State) -> T) -> T {
        gate.close()
        defer { gate.open() }
        return state.withLock { body(&$0) }
    }

    /// Takes something in and gives it its number.
    func add(_ item: Item) -> UInt64 {
        inside { state in
            state.last += 1
            state.items[state.last] = item
            return state.last
        }
    }

    /// Takes in a step of the caller; one of the same name is replaced in pipelines that are made from now on.
    func add(step: CatalogEntry) {
        inside { state in
            state.steps.removeAll { $0.manual.name == step.manual.name }
            state.steps.append(step)
        }
    }

    /// Takes in a judge of the caller; one of the same name is replaced in runs that begin from now on.
    func add(judge: OwnJudge, called name: String) {
        inside { $0.judges[name] = judge }
    }

    /// The caller's judges, by the names that pipelines call them.
    var judges: [String: OwnJudge] { inside { $0.judges } }

    /// What a pipeline may name: our operations, and the caller's own steps.
    var catalog: Catalog {
        let own = inside { $0.steps }
        return own.isEmpty ? Pipeline.operations : Pipeline.operations.adding(entries: own)
    }

    /// Lets something go; what it held is given back outside the gate.
    func release(_ handle: UInt64) throws(Fault) {
        if handle == 0 { return }
        let gone = inside { state -> (item: Item?, lent: [Int: Raster]?, prepared: [Renderer.Prepared]) in
            var prepared: [Renderer.Prepared] = []
            for (page, kept) in state.prepared where page == handle || kept.pipeline == handle {
                prepared.append(kept.page)
                state.prepared[page] = nil
            }
            return (state.items.removeValue(forKey: handle), state.lent.removeValue(forKey: handle), prepared)
        }
        if gone.item == nil { throw Self.unknown(handle, as: nil) }
    }

    /// The pipeline of a handle.
    func pipeline(_ handle: UInt64) throws(Fault) -> ReadyPipeline {
        guard case .pipeline(let pipeline) = try item(handle, as: "a pipeline") else {
            throw Self.unknown(handle, as: "a pipeline")
        }
        return pipeline
    }

    /// The pictures of a handle, of one of these kinds.
    func album(_ handle: UInt64, _ kinds: [Album.Kind], as words: String) throws(Fault) -> Album {
        guard case .album(let album) = try item(handle, as: words), kinds.contains(album.kind) else {
            throw Self.unknown(handle, as: words)
        }
        return album
    }

    /// What a handle stands for.
    func item(_ handle: UInt64, as words: String? = nil) throws(Fault) -> Item {
        guard let item = inside({ $0.items[handle] }) else { throw Self.unknown(handle, as: words) }
        return item
    }

    private static func unknown(_ handle: UInt64, as words: String?) -> Fault {
        let message =
            handle == 0
            ? "the handle is 0" + (words.map { ", expected \($0)" } ?? "")
            : words.map { "handle \(handle) is not that of \($0), or was released" }
                ?? "handle \(handle) was never given, or was released"
        return Fault(FOXING_WRONG_USE, "handle", message)
    }

    /// What variants of a page share, computed unless it was for the last one.
    func prepared(
        _ page: UInt64, _ clean: Page, _ pipeline: UInt64, _ renderer: Renderer
    ) throws -> Renderer.Prepared {
        if let kept = inside({ $0.prepared[page] }), kept.pipeline == pipeline { return kept.page }
        let made = try renderer.prepare(clean)
        inside { state in
            // One of both may have been released since.
            guard state.items[page] != nil, state.items[pipeline] != nil else { return }
            state.prepared[page] = (pipeline, made)
        }
        return made
    }

    /// A picture in the order of channels that callers see; the same memory until the handle is released.
    func lent(_ handle: UInt64, _ index: Int, of raster: Raster) throws(Fault) -> Raster {
        if let known = inside({ $0.lent[handle]?[index] }) { return known }
        let shown = raster.redFirst()
        let kept = inside { state -> Raster? in
            guard state.items[handle] != nil else { return nil }
            // Two threads may have come for it; both get the first one's.
            let first = state.lent[handle]?[index] ?? shown
            state.lent[handle, default: [:]][index] = first
            return first
        }
        guard let kept else { throw Self.unknown(handle, as: nil) }
        return kept
    }
}
