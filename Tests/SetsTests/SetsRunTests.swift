import Codecs
import Diagnostics
import Engine
import Imaging
import JSON
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@testable import Sets

@Suite("sets of a run")
struct SetsRunTests {
    private let scratch = Scratch()
    private static let sections = """
        dataset:
          - {unit: word, format: [lmdb, coco, csv, huggingface, webdataset, paddleocr-rec], split: {train: 0.5, val: 0.5, exact: true}}
          - {unit: page, format: [page, hocr], split: {train: 0.5, test: 0.5, exact: true, clean: test}}
        """

    init() throws {
        let size = SetsPages.size
        let samples = (0..<(size.width * size.height)).map { UInt8(truncatingIfNeeded: $0 / 7 * 31) }
        let page = Raster(.gray, width: size.width, height: size.height, samples: samples)
        for name in ["a", "b", "c", "d"] {
            scratch.put("in/\(name).png", try PictureFormat.png.encode(page))
            scratch.put("in/\(name).foxing.json", LabelsFile.bytes(SetsPages.truth, image: "\(name).png", size: size))
        }
    }

    private var job: ToyJob {
        ToyJob {
            $0.pipeline = "seed: 5\nstages: {a: [shift]}\n" + Self.sections
            $0.formats = FormatCatalog(truth: TruthFormats.declarations, sets: SetFormats.declarations)
            $0.patterns = ["in/*.png"]
            $0.variants = 3
        }
    }

    private func run(
        into name: String, workers: Int, policy: FolderSink.Policy = .fresh, stopAfter limit: Int = .max
    ) throws -> (JobRun.End, RunRecord) {
        var job = job
        let members = job.pages(in: scratch).refs.map {
            SplitAssignment.Member(id: $0.source.id, file: $0.source.file.name)
        }
        let sets = try TrainingSets(job.plan.datasets, outputs: ["image"], sources: members, folder: nil)
        job.splits = sets.splits
        let result = try scratch.carryOut(
            job.job(in: scratch), into: name, followedBy: sets.follower(in: scratch.path + "/\(name)/sets"),
            Carrying { ($0.policy, $0.workers, $0.stop) = (policy, workers, limit) })
        return (result.end, result.record)
    }

    private func files(_ name: String) -> [String: [UInt8]] { scratch.contents(of: name) }

    @Test("sets are equal for any number of workers, and after an interruption")
    func workers() throws {
        let (end, record) = try run(into: "one", workers: 1)
        #expect(end == .complete)
        #expect(try run(into: "three", workers: 3).0 == .complete)
        let one = files("one/sets")
        #expect(Set(one.keys.map { $0.prefix { $0 != "/" } }).count == 8)
        #expect(one == files("three/sets"))
        #expect(try run(into: "broken", workers: 1, stopAfter: 2).0 == .interrupted)
        #expect(files("broken/sets").isEmpty)
        #expect(try run(into: "broken", workers: 2, policy: .resume).0 == .complete)
        #expect(one == files("broken/sets"))
        let words = record.json["sets"]?["lmdb-word"]
        #expect(words?["labels"]?.integer == 4 * 3 * 3)
        #expect(words?["left_out"]?["illegible"]?.integer == 4 * 3)
    }

    @Test("the manifest states the part of a source, and all its variants are in that part")
    func manifest() throws {
        _ = try run(into: "out", workers: 2)
        let rows = try scratch.text("out/manifest.jsonl").split(separator: "\n").compactMap {
            ManifestRow(try JSONReader.read(Array($0.utf8)))
        }
        #expect(rows.count == 12)
        for row in rows { #expect(row.split == rows.first { $0.source == row.source }?.split) }
        #expect(rows.count { $0.split == "val" } == 6)
    }

    @Test("a part that wants clean pages gets each source once, undegraded")
    func clean() throws {
        _ = try run(into: "out", workers: 2)
        let test = files("out/sets/page-page/test")
        #expect(test.keys.filter { $0.hasSuffix("_clean.png") }.count == 2)
        #expect(test.count == 4)
    }

    @Test("a page that was changed since its run is not exported, and named; the others are")
    func changed() throws {
        _ = try run(into: "out", workers: 2)
        let name = try #require(files("out").keys.filter { $0.hasSuffix(".png") && !$0.contains("sets/") }.min())
        let bytes = try #require(scratch.bytes("out/\(name)"))
        scratch.put("out/\(name)", bytes + [0])
        let plan = try #require(job.plan.datasets.last)
        let outcome = try SetExport(scratch.path + "/out").run(
            [plan], splitsAnew: false, folder: nil, into: scratch.path + "/sets", workers: 2,
            interruption: Interruption())
        #expect(outcome.failures.count == 1 && outcome.failures[0].message.contains("is not as the run wrote it"))
        #expect(outcome.failures[0].message.contains(name))
        #expect(files("sets").keys.contains { $0.hasSuffix(".hocr") })
    }

    @Test("what is exported from a finished run is what the run would have made")
    func export() throws {
        _ = try run(into: "out", workers: 2)
        let export = try SetExport(scratch.path + "/out")
        let outcome = try export.run(
            [try #require(job.plan.datasets.first)], splitsAnew: false, folder: nil, into: scratch.path + "/sets",
            workers: 2, interruption: Interruption())
        #expect(outcome.failures.isEmpty)
        for (name, bytes) in files("sets") { #expect(files("out/sets")[name] == bytes, "\(name)") }
        #expect(files("sets").count > 40)
    }
}
