import Codecs
import Diagnostics
import Engine
import Imaging
import OperationKit
import PipelineSyntax
import Testing

@testable import Dataset

private struct Fade: PixelOperation {
    static let manual = Manual("fade", family: .photometric, on: [.page], "Adds to every sample.", cost: (1, 1))

    let amount: Int

    init(_ p: inout Parameters) { amount = p.count("amount", "1..60", in: 0...255, "how much") }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.apply([LookupTable { UInt8(min(255, Int($0) + amount)) }])
    }
}

@Suite("sets of a run")
struct SetsRunTests {
    private let scratch = Scratch()
    private let identity = RunRecord.Identity(version: "1", build: "", pipelineSHA256: "p", seed: 5, variants: 3)
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

    private func plan() throws -> Plan {
        let (tree, _) = Parser.parse(SourceText("seed: 5\nstages: {a: [fade]}\n" + Self.sections, name: "p.yaml"))
        let (plan, _) = Compiler(catalog: Catalog([Fade.self])).compile(try #require(tree), defaultName: "p")
        return try #require(plan)
    }

    private func run(
        into name: String, workers: Int, resume: Bool = false, stopAfter limit: Int = .max
    ) throws -> (TrainingRun.End, RunRecord) {
        let plan = try plan()
        let input = RunInput(["in/*.png"], from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits())
        var settings = TrainingRun.Settings()
        settings.workers = workers
        let members = input.entries.map { SplitAssignment.Member(id: $0.source.id, file: $0.source.file.name) }
        settings.sets = try TrainingSets(plan.datasets, outputs: ["image"], sources: members, folder: nil)
        let run = TrainingRun(
            Renderer(plan: plan, resampler: NoMaps()), input: input, variants: 3, truth: .automatic, judges: nil,
            settings: settings)
        return try scratch.carryOut(run, as: identity, into: name, resume: resume, stopAfter: limit)
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
        #expect(try run(into: "broken", workers: 2, resume: true).0 == .complete)
        #expect(one == files("broken/sets"))
        let words = record.json["sets"]?["lmdb-word"]
        #expect(words?["labels"]?.integer == 4 * 3 * 3)
        #expect(words?["left_out"]?["illegible"]?.integer == 4 * 3)
    }

    @Test("the manifest states the part of a source, and all its variants are in that part")
    func manifest() throws {
        _ = try run(into: "out", workers: 2)
        let rows = RowFile.rows(of: scratch.path + "/out/manifest.jsonl").compactMap(ManifestRow.init)
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

    @Test("what is exported from a finished run is what the run would have made")
    func export() throws {
        _ = try run(into: "out", workers: 2)
        let export = try SetExport(scratch.path + "/out")
        let outcome = try export.run(
            [try #require(try plan().datasets.first)], splitsAnew: false, folder: nil, into: scratch.path + "/sets",
            workers: 2, interruption: Interruption())
        #expect(outcome.failures.isEmpty)
        for (name, bytes) in files("sets") { #expect(files("out/sets")[name] == bytes, "\(name)") }
        #expect(files("sets").count > 40)
    }
}
