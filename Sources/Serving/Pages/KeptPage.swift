internal import Files
internal import Foundation
internal import Foxing
internal import Synchronization

/// A page in memory, decoded, with the files of its truth, and with what was last made of it.
final class KeptPage: Sendable {
    let id: String
    let picture: PictureInMemory
    /// The name that its chance follows from, unless a request says another.
    let name: String
    /// Where its truth lies; a folder that is not there when none came with it.
    var folder: String { scratch?.path ?? ScratchFolder.none }
    /// In pixels per inch, in place of what a pipeline says for pages that do not say their own.
    let dpi: Double?
    /// Of the picture and its truth.
    let digest: String
    /// About how many bytes it takes.
    let bytes: Int

    private let scratch: ScratchFolder?
    private let cleaned = Mutex<Recent<Page>>(Recent(most: 4))
    private let prepared = Mutex<Recent<Renderer.Prepared>>(Recent(most: 2))
    private let producers = Mutex<Recent<Producer>>(Recent(most: 2))

    /// Takes a page; one that is to be kept is decoded already.
    init(id: String, _ picture: PictureInMemory, scratch: ScratchFolder?, dpi: Double?, digest: String) {
        self.id = id
        self.picture = picture
        self.scratch = scratch
        self.dpi = dpi
        self.digest = digest
        name = picture.refs[0].source.id
        bytes = (picture.refs[0].size.map { $0.width * $0.height * 3 } ?? 0) + 4096
    }

    /// The page with its truth as variants of a pipeline start from it. Called on a worker's thread.
    func clean(for ready: ReadyPipeline, _ tools: Tools) throws -> Page {
        if let known = cleaned.withLock({ $0[ready.cleanKey] }) { return known }
        let job = try ready.job(of: self, named: name, variants: 1, judged: false)
        let page = try tools.withBench(for: ready.readingKey) { bench in try job.producer().page(of: 0, on: &bench) }
        cleaned.withLock { $0[ready.cleanKey] = page }
        return page
    }

    /// What all variants of a pipeline share. Called on a worker's thread.
    func prepare(for ready: ReadyPipeline, _ tools: Tools) throws -> Renderer.Prepared {
        if let known = prepared.withLock({ $0[ready.digest] }) { return known }
        let made = try ready.pipeline.renderer.prepare(try clean(for: ready, tools))
        prepared.withLock { $0[ready.digest] = made }
        return made
    }

    /// What makes variants as a run does. Called on a worker's thread.
    func producer(for ready: ReadyPipeline, named name: String, variants: Int) throws -> Producer {
        let key = "\(ready.digest) \(ready.readingKey) \(variants) \(name)"
        if let known = producers.withLock({ $0[key] }) { return known }
        let made = try ready.job(of: self, named: name, variants: variants, judged: true).producer()
        return producers.withLock { producers in
            if let other = producers[key] { return other }
            producers[key] = made
            return made
        }
    }
}

/// A few values by their keys; of those that were not used of late the oldest goes.
struct Recent<Value> {
    private let most: Int
    private var entries: [(key: String, value: Value)] = []

    init(most: Int) {
        self.most = most
    }

    subscript(key: String) -> Value? {
        mutating get {
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.value
        }
        set {
            entries.removeAll { $0.key == key }
            if let newValue { entries.append((key, newValue)) }
            if entries.count > most { entries.removeFirst() }
        }
    }
}

/// A folder for the files of truth that came with a page. Goes with the last one who holds it.
final class ScratchFolder: Sendable {
    /// The path of no folder.
    static let none = "/nonexistent/foxing"
    private static let count = Atomic<Int>(0)

    let path: String

    /// Makes an empty folder that only this user can look into. Throws where that cannot be done.
    init() throws {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        path = RelativePath.join(
            FileManager.default.temporaryDirectory.path,
            "foxing-serve-\(ProcessInfo.processInfo.processIdentifier)-\(number)")
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file of a safe name.
    func write(_ bytes: [UInt8], named name: String) throws {
        try AtomicFile.write(bytes, to: RelativePath.join(path, name))
    }
}
