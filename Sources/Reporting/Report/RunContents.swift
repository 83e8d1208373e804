internal import Engine
internal import Files
internal import JSON
internal import Jobs

/// What a run left in its folder, as far as a report needs it.
struct RunContents: Sendable {
    /// As it was given.
    let root: String
    /// In the order of the manifest.
    private(set) var rows: [ManifestRow] = []
    private(set) var failures: [FailureRow] = []
    /// `run.json`; null when it cannot be read.
    private(set) var record: JSONValue = .null
    /// `pipeline.yaml`; nil when it cannot be read.
    private(set) var pipeline: [UInt8]?
    /// Whether the run came to its end; else the rows are those of the ledger.
    private(set) var isComplete = true
    /// Lines of the manifest that are none.
    private(set) var strangeLines = 0
    /// Of the manifest, or of the ledger of an unfinished run.
    private(set) var sha256 = ""
    /// What the run's results depend on, by name.
    private(set) var identity: [JSONValue.Member] = []

    /// Reads the folder `root`, on so many threads; throws D20 when no run is there.
    init(_ root: String, workers: Int) throws(JobProblem) {
        self.root = root
        record = (try? JSONReader.read(bytes(of: RunFile.record) ?? [])) ?? .null
        pipeline = bytes(of: RunFile.pipeline)
        identity = job()
        if let manifest = bytes(of: RunFile.manifest) {
            sha256 = SHA256.hex(of: manifest)
            let read = Self.lines(of: manifest, workers) { ManifestRow($0)?.withoutText }
            let failed = Self.lines(of: bytes(of: RunFile.failures) ?? [], workers) { FailureRow($0) }
            rows = read.compactMap(\.self)
            failures = failed.compactMap(\.self)
            strangeLines = read.count - rows.count + failed.count - failures.count
        } else if let ledger = bytes(of: RunFile.ledger) {
            isComplete = false
            sha256 = SHA256.hex(of: ledger)
            take(Self.lines(of: ledger, workers) { LedgerLine($0) })
        } else {
            throw JobProblem(
                .foreignOutput,
                FileTree.kind(of: root) == nil ? "there is no folder '\(root)'" : "'\(root)' holds no run",
                help: "name the output folder of  foxing run")
        }
    }

    private func bytes(of name: String) -> [UInt8]? { try? WholeFile.read(RelativePath.join(root, name)) }

    /// The first line of a ledger tells of the job; all others say again what the manifest says.
    private func job() -> [JSONValue.Member] {
        guard let file = try? DiskFile(RelativePath.join(root, RunFile.ledger), 0),
            let head = try? file.read(1 << 20, at: 0)
        else { return [] }
        return (try? JSONReader.read(Array(head.prefix { $0 != UInt8(ascii: "\n") })))?["job"]?.members ?? []
    }

    private enum LedgerLine: Sendable {
        case head
        case entry(LedgerEntry)

        init?(_ json: JSONValue) {
            if json["ledger"] != nil {
                self = .head
            } else if let entry = LedgerEntry(json) {
                self = .entry(entry)
            } else {
                return nil
            }
        }
    }

    /// Of two lines for one variant the later counts; a line that tells of a job sets all before it aside. The last line may
    /// be cut off.
    private mutating func take(_ lines: [LedgerLine?]) {
        var entries: [LedgerEntry] = []
        var places: [LedgerEntry.Key: Int] = [:]
        for line in lines {
            switch line {
            case nil: continue
            case .head: (entries, places) = ([], [:])
            case .entry(let entry):
                if let place = places[entry.key] {
                    entries[place] = entry
                } else {
                    places[entry.key] = entries.count
                    entries.append(entry)
                }
            }
        }
        rows = entries.compactMap(\.row).map(\.withoutText)
        failures = entries.flatMap(\.failures)
    }

    /// What `make` makes of each line, in order; the lines are read on several threads in pieces.
    private static func lines<Row: Sendable>(
        of bytes: [UInt8], _ workers: Int, _ make: @escaping @Sendable (JSONValue) -> Row?
    ) -> [Row?] {
        let pieces = pieces(of: bytes)
        var all: [Row?] = []
        OrderedPool(workers: workers).run(
            count: pieces.count, cost: { _ in 1 }, start: { () },
            work: { index, _ in
                var rows: [Row?] = []
                var start = pieces[index].lowerBound
                while start < pieces[index].upperBound {
                    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                    if end > start { rows.append((try? JSONReader.read(Array(bytes[start..<end]))).flatMap(make)) }
                    start = end + 1
                }
                return rows
            },
            deliver: { _, rows in
                all += rows
                return true
            })
        return all
    }

    /// Ranges of about half a megabyte that end with a line.
    private static func pieces(of bytes: [UInt8]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let goal = min(bytes.count, start + 1 << 19)
            let end = bytes[goal...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            pieces.append(start..<end)
            start = end
        }
        return pieces
    }
}

extension ManifestRow {
    /// Without what was read, which no report shows and which is most of a row.
    fileprivate var withoutText: ManifestRow {
        var row = self
        row.readability?.text = ""
        return row
    }
}
