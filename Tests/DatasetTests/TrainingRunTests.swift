import Codecs
import Dataset
import Diagnostics
import Engine
import Imaging
import OperationKit
import PipelineSyntax
import Testing

/// Shifts every sample by a drawn amount.
private struct Shift: PixelOperation {
    static let manual = Manual("shift", family: .photometric, on: [.page], "Adds to every sample.", cost: (1, 1))

    let amount: Int

    init(_ p: inout Parameters) { amount = p.count("amount", "1..200", in: 0...255, "how much") }

    func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.apply([LookupTable { $0 &+ UInt8(amount) }])
    }
}

@Suite("A run from pages to a set")
struct TrainingRunTests {
    private let scratch = Scratch()
    private let identity = RunRecord.Identity(version: "1", build: "", pipelineSHA256: "p", seed: 5, variants: 4)

    init() throws {
        for index in 0..<5 {
            let samples = (0..<(20 * 30)).map { UInt8(truncatingIfNeeded: $0 * (index + 3)) }
            let page = Raster(.gray, width: 20, height: 30, samples: samples)
            scratch.put("in/p\(index).png", try PictureFormat.png.encode(page))
        }
        scratch.put("in/broken.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0])
        scratch.put("in/p1.gt.txt", "one\ntwo\n")
        scratch.put("in/p2.gt.txt", [0xFF, 0x41, 0x42])
    }

    private func renderer() throws -> Renderer {
        let (tree, _) = Parser.parse(SourceText("seed: 5\nstages: {a: [shift]}\n", name: "p.yaml"))
        let (plan, _) = Compiler(catalog: Catalog([Shift.self])).compile(try #require(tree), defaultName: "p")
        return Renderer(plan: try #require(plan), resampler: NoMaps())
    }

    /// Runs into a folder below the scratch folder; stops after so many rows.
    private func run(
        into name: String, workers: Int, resume: Bool = false, stopAfter limit: Int = .max
    ) throws -> (TrainingRun.End, RunRecord) {
        let input = RunInput(["in"], from: scratch.path, excluding: [], ids: .stem, limits: PictureLimits())
        var settings = TrainingRun.Settings()
        settings.workers = workers
        let run = TrainingRun(
            try renderer(), input: input, variants: 4, truth: .automatic, judges: nil, settings: settings)
        return try scratch.carryOut(run, as: identity, into: name, resume: resume, stopAfter: limit)
    }

    private func set(_ name: String) -> [String: [UInt8]] { scratch.contents(of: name) }

    @Test("one worker and four write the same bytes, and a bad page spoils no other")
    func workers() throws {
        let (end, record) = try run(into: "one", workers: 1)
        #expect(end == .complete)
        #expect(try run(into: "four", workers: 4).0 == .complete)
        #expect(set("one") == set("four"))
        #expect(set("one").keys.filter { $0.hasPrefix("images/") }.count == 16)
        #expect(record.json["counts"]?["kept"] == 16)
        let failures = RowFile.rows(of: scratch.path + "/one/failures.jsonl").compactMap(FailureRow.init)
        #expect(failures.map(\.source) == ["broken", "p2"])
        #expect(failures.map(\.code) == ["I14", "T20"])
    }

    @Test("files of the same bytes are all used, and each but the first is noted", arguments: [1, 4])
    func sameBytes(workers: Int) throws {
        scratch.put("in/p3-again.png", try #require(scratch.bytes("in/p3.png")))
        scratch.put("in/a.png", try #require(scratch.bytes("in/p3.png")))
        let (_, record) = try run(into: "out", workers: workers)
        #expect(record.json["counts"]?["sources"] == 8)
        #expect(record.json["warnings"]?["IW25"] == 2)
    }

    @Test("an interrupted run that is resumed, even twice, ends with the bytes of one that was not")
    func resumed() throws {
        _ = try run(into: "whole", workers: 2)
        #expect(try run(into: "parts", workers: 2, stopAfter: 1).0 == .interrupted)
        scratch.put("parts/images/p0_aug_0.png", [1, 2, 3])
        scratch.put("parts/images/p9_aug_0.png", [1, 2, 3])
        #expect(try run(into: "parts", workers: 1, resume: true, stopAfter: 2).0 == .interrupted)
        #expect(try run(into: "parts", workers: 3, resume: true).0 == .complete)
        #expect(set("parts") == set("whole"))
    }

    @Test("rows tell hashes that the files have")
    func hashes() throws {
        _ = try run(into: "out", workers: 2)
        let rows = RowFile.rows(of: scratch.path + "/out/manifest.jsonl").compactMap(ManifestRow.init)
        #expect(rows.count == 16)
        for row in rows {
            let image = try #require(row.image)
            let path = scratch.path + "/out/" + image.path
            #expect(WholeFile.digest(of: path) == image.sha256)
            #expect(PixelDigest.hex(of: try PictureFile(path: path).decode().raster) == image.pixels)
            #expect(row.sourceSHA256 == WholeFile.digest(of: scratch.path + "/in/" + row.file))
        }
    }
}
