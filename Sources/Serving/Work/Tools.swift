internal import Foxing

/// What one worker keeps between pieces of work: readers, whose models take a while to load. Used on its thread only.
final class Tools {
    /// As many as a worker may be asked for in turn without loading models anew.
    private static let most = 4

    private var benches: [(key: String, bench: Bench)] = []
    private var readers: [(key: String, reader: PageReader)] = []

    /// Lends the bench of a pipeline, made when it is first asked for.
    func withBench<Value>(for key: String, _ body: (inout Bench) throws -> Value) rethrows -> Value {
        let index = benches.firstIndex { $0.key == key }
        var bench = index.map { benches.remove(at: $0).bench } ?? Bench()
        defer {
            benches.append((key, bench))
            if benches.count > Self.most { benches.removeFirst() }
        }
        return try body(&bench)
    }

    /// A reader of these languages and this layout, made when it is first asked for.
    func reader(languages: [String], layout: Int, tessdata: String?) throws -> PageReader {
        let key = languages.joined(separator: "+") + " \(layout)"
        if let known = readers.first(where: { $0.key == key }) { return known.reader }
        let reader = try PageReader(languages: languages, layout: layout, tessdata: tessdata)
        readers.append((key, reader))
        if readers.count > Self.most { readers.removeFirst() }
        return reader
    }
}
