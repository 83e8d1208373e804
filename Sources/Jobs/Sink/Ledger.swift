internal import Files
internal import Glibc
internal import JSON

/// The list of what a folder holds: `ledger.jsonl`. A first line tells of the job, each further one of a variant. It only
/// grows while a run goes on, so that whatever ends the run leaves all lines but the last whole; at the end it is written
/// anew in the order of the manifest. It is what a resumed run believes, and all that Foxing ever deletes stands in it.
struct Ledger: ~Copyable {
    static let name = RunFile.ledger
    /// Of the layout of its lines.
    static let version = 1

    /// Where a line stands.
    private struct Place {
        let offset: Int
        let count: Int
    }

    let path: String
    private(set) var head: LedgerHead
    private var file: DiskFile
    private var end = 0
    private var places: [LedgerEntry.Key: Place] = [:]
    /// Files of lines that later ones took the place of, with the digests that they had.
    private var replaced: [String: String] = [:]

    private init(path: String, head: LedgerHead, file: consuming DiskFile) {
        self.path = path
        self.head = head
        self.file = file
    }

    /// Takes up the ledger in a folder, or begins one. With another head than before, or `anew`, all that it lists is to
    /// be replaced. Before anything is written, `judge` gets the head that it had, nil when there is none.
    static func open(
        in folder: String, _ head: LedgerHead, anew: Bool = false,
        judge: (LedgerHead?) throws(JobProblem) -> Void = { _ in }
    ) throws(JobProblem) -> Ledger {
        let path = RelativePath.join(folder, Self.name)
        let isKnown = FileTree.kind(of: path) != nil
        if !isKnown { try judge(nil) }
        var ledger = Ledger(path: path, head: head, file: try opened(path))
        do {
            if isKnown { try ledger.read() }
        } catch {
            throw error.whileWriting(path)
        }
        if isKnown { try judge(ledger.lastHead) }
        do {
            // A line that was cut off must not stand in front of the next one.
            try ledger.file.truncate(to: ledger.end)
            try ledger.file.seek(to: ledger.end)
        } catch {
            throw error.whileWriting(path)
        }
        if anew || ledger.lastHead != head { try ledger.begin(head) }
        return ledger
    }

    private static func opened(_ path: String) throws(JobProblem) -> DiskFile {
        do {
            return try DiskFile(path, O_RDWR | O_CREAT)
        } catch {
            throw error.whileWriting(path)
        }
    }

    private var lastHead: LedgerHead?

    private mutating func begin(_ head: LedgerHead) throws(JobProblem) {
        setAside()
        lastHead = head
        try write(head.json)
    }

    /// Reads whole lines; one that was cut off by the end of its process does not count, and what follows it neither.
    private mutating func read() throws(SystemProblem) {
        let bytes = try WholeFile.read(path)
        var start = 0
        while let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            guard let json = try? JSONReader.read(Array(bytes[start..<newline])) else { return }
            if let head = LedgerHead(json) {
                setAside()
                lastHead = head
            } else if let entry = LedgerEntry(json), lastHead != nil {
                take(entry, Place(offset: start, count: newline - start))
            }
            start = newline + 1
            end = start
        }
    }

    /// All that is listed is to be replaced.
    private mutating func setAside() {
        for place in places.values {
            for file in entry(at: place)?.files ?? [] { replaced[file.path] = file.sha256 }
        }
        places = [:]
    }

    /// Enters a line in the index; what an earlier one of its key lists is replaced.
    private mutating func take(_ entry: LedgerEntry, _ place: Place) {
        if let before = places[entry.key], let old = self.entry(at: before) {
            for file in old.files { replaced[file.path] = file.sha256 }
        }
        for file in entry.files { replaced[file.path] = nil }
        if entry.variant != nil { places[LedgerEntry.Key(source: entry.source.id, variant: nil)] = nil }
        places[entry.key] = place
    }

    /// Appends a line; it is out of this process when the call returns.
    mutating func append(_ entry: LedgerEntry) throws(JobProblem) {
        let offset = end
        try write(entry.json)
        take(entry, Place(offset: offset, count: end - offset - 1))
    }

    private mutating func write(_ json: JSONValue) throws(JobProblem) {
        let line = CanonicalJSON.bytes(json) + [UInt8(ascii: "\n")]
        do {
            try file.write(line)
        } catch {
            // Half a line must not stand in front of the next one.
            try? file.truncate(to: end)
            throw error.whileWriting(path)
        }
        end += line.count
    }

    /// The entry of a variant.
    borrowing func entry(_ key: LedgerEntry.Key) -> LedgerEntry? { places[key].flatMap { entry(at: $0) } }

    /// Whether there is an entry, without reading it.
    borrowing func holds(_ key: LedgerEntry.Key) -> Bool { places[key] != nil }

    private borrowing func entry(at place: Place) -> LedgerEntry? {
        guard let bytes = try? file.read(place.count, at: place.offset), let json = try? JSONReader.read(bytes) else {
            return nil
        }
        return LedgerEntry(json)
    }

    /// All entries in the order of the manifest; `body` gets one after the other.
    borrowing func forEach(_ body: (LedgerEntry) throws(JobProblem) -> Void) throws(JobProblem) {
        var sorted: [(order: SourceOrder, variant: Int, place: Place)] = []
        for (_, place) in places {
            guard let entry = entry(at: place) else { continue }
            sorted.append((SourceOrder(entry.source), entry.variant ?? -1, place))
        }
        sorted.sort { a, b in a.order == b.order ? a.variant < b.variant : a.order < b.order }
        for line in sorted {
            if let entry = entry(at: line.place) { try body(entry) }
        }
    }

    /// How many variants it lists.
    var count: Int { places.count }

    /// Files that no line lists any more, with the digests that they had.
    var leftovers: [String: String] { replaced }

    /// Writes the ledger anew, in order and without what was replaced.
    mutating func compact() throws(JobProblem) {
        var lines: [UInt8] = CanonicalJSON.bytes(head.json) + [UInt8(ascii: "\n")]
        let next = try GrowingFile(AtomicFile.temporaryPath(for: path))
        try next.append(lines)
        var offset = lines.count
        var index: [LedgerEntry.Key: Place] = [:]
        try forEach { (entry) throws(JobProblem) in
            lines = CanonicalJSON.bytes(entry.json) + [UInt8(ascii: "\n")]
            try next.append(lines)
            index[entry.key] = Place(offset: offset, count: lines.count - 1)
            offset += lines.count
        }
        try next.finish(as: path)
        file = try Self.opened(path)
        do {
            try file.seek(to: offset)
        } catch {
            throw error.whileWriting(path)
        }
        places = index
        end = offset
        replaced = [:]
    }
}

/// The first line of a ledger: whose results a folder holds.
struct LedgerHead: Sendable, Equatable {
    let identity: JobIdentity
    let shard: Shard?

    init(_ identity: JobIdentity, shard: Shard?) {
        self.identity = identity
        self.shard = shard
    }

    var json: JSONValue {
        .object(
            ("ledger", .integer(Ledger.version)), ("job", identity.json), ("shard", .optional(shard?.text)))
    }

    init?(_ json: JSONValue) {
        guard let version = json["ledger"]?.integer, version == Ledger.version,
            let identity = json["job"].flatMap(JobIdentity.init)
        else { return nil }
        self.init(identity, shard: json["shard"]?.text.flatMap(Shard.init))
    }

    /// Of the folder of a run; nil where there is none.
    static func read(in folder: String) -> LedgerHead? {
        guard let bytes = try? WholeFile.read(RelativePath.join(folder, Ledger.name)) else { return nil }
        var last: LedgerHead?
        // Only an overwritten run that was interrupted has more than one; the last counts.
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: "{\"ledger\":".utf8) {
            if let head = (try? JSONReader.read(Array(line))).flatMap(LedgerHead.init) { last = head }
        }
        return last
    }
}
