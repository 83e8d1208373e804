import Codecs
import Files
import JSON
import Jobs
import TestSupport
import Testing

@Suite("A run from pages to a set")
struct JobRunTests {
    private let scratch = Scratch()

    init() throws {
        for index in 0..<5 { try scratch.putPage("in/p\(index).png", index) }
        scratch.put("in/broken.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0])
        scratch.put("in/p1.gt.txt", "one\ntwo\n")
        scratch.put("in/p2.gt.txt", [0xFF, 0x41, 0x42])
    }

    private func run(into name: String, _ change: (inout Carrying) -> Void = { _ in }) throws -> (JobRun.End, RunRecord)
    {
        let result = try scratch.carryOut(ToyJob().job(in: scratch), into: name, Carrying(change))
        return (result.end, result.record)
    }

    private func set(_ name: String) -> [String: [UInt8]] { scratch.contents(of: name) }

    private func rows(_ name: String) -> [ManifestRow] {
        scratch.jsonRows(name + "/manifest.jsonl").compactMap(ManifestRow.init)
    }

    @Test("one worker and four write the same bytes, and a bad page spoils no other")
    func workers() throws {
        let (end, record) = try run(into: "one")
        #expect(end == .complete)
        #expect(try run(into: "four") { $0.workers = 4 }.0 == .complete)
        #expect(set("one") == set("four"))
        #expect(set("one").keys.filter { $0.hasPrefix("images/") }.count == 16)
        #expect(record.json["counts"]?["kept"] == 16)
        let failures = scratch.jsonRows("one/failures.jsonl").compactMap(FailureRow.init)
        #expect(failures.map(\.source) == ["broken", "p2"])
        #expect(failures.map(\.code) == ["I14", "T20"])
    }

    @Test("what is made in memory is what is written to a folder")
    func memory() throws {
        _ = try run(into: "out")
        let sink = MemorySink()
        let job = ToyJob().job(in: scratch)
        var record = RunRecord(
            request: RunRecord.Request(version: "1", build: "", pipelineSHA256: "p", seed: 5, variants: 4),
            pipeline: "p",
            target: "t", start: 0)
        #expect(try JobRun(job).run(into: sink, record: &record) == .complete)
        for (path, file) in sink.files { #expect(set("out")[path] == file.bytes, "\(path)") }
        #expect(sink.entries.compactMap(\.row) == rows("out"))
    }

    @Test("a task comes out the same by itself, on any producer, in any order")
    func single() throws {
        _ = try run(into: "out")
        let job = ToyJob().job(in: scratch)
        for source in job.pages.refs.indices.reversed() where job.pages.refs[source].source.id != "broken" {
            let producer = job.producer()
            var bench = Bench()
            guard let product = try? producer.produce(JobTask(source: source, variant: 2), on: &bench) else { continue }
            #expect(rows("out").contains { $0 == product.row })
            for file in product.files { #expect(set("out")[file.path] == file.bytes) }
        }
    }

    @Test("files of the same bytes are all used, and each but the first is noted", arguments: [1, 4])
    func sameBytes(workers: Int) throws {
        scratch.put("in/p3-again.png", try #require(scratch.bytes("in/p3.png")))
        scratch.put("in/a.png", try #require(scratch.bytes("in/p3.png")))
        let (_, record) = try run(into: "out") { $0.workers = workers }
        #expect(record.json["counts"]?["sources"] == 8)
        #expect(record.json["warnings"]?["IW25"] == 2)
    }

    @Test("rows tell hashes that the files have")
    func hashes() throws {
        _ = try run(into: "out") { $0.workers = 2 }
        #expect(rows("out").count == 16)
        for row in rows("out") {
            let image = try #require(row.image)
            let path = scratch.path + "/out/" + image.path
            #expect(WholeFile.digest(of: path) == image.sha256)
            #expect(PixelDigest.hex(of: try PictureFile(path: path).decode().raster) == image.pixels)
            #expect(row.sourceSHA256 == WholeFile.digest(of: scratch.path + "/in/" + row.file))
        }
    }

    @Test("the ledger lists every file of the folder with its digest, labels included")
    func ledger() throws {
        _ = try run(into: "out")
        let entries = scratch.jsonRows("out/ledger.jsonl").compactMap(LedgerEntry.init)
        let listed = entries.flatMap(\.files)
        let there = scratch.files("out").filter { $0.contains("/") }
        #expect(listed.map(\.path).sorted() == there)
        for file in listed { #expect(WholeFile.digest(of: scratch.path + "/out/" + file.path) == file.sha256) }
    }
}

extension Scratch {
    /// The rows of a file of JSON rows.
    func jsonRows(_ name: String) -> [JSONValue] {
        text(name).split(separator: "\n").compactMap { try? JSONReader.read(Array($0.utf8)) }
    }
}
