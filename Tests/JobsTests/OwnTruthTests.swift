import Codecs
import Diagnostics
import Engine
import Imaging
import JSON
import Jobs
import OperationKit
import PipelineSyntax
import Synchronization
import TestSupport
import Testing
import Truth

/// Takes every page to say the same two words, one of them not surely.
private final class Reader: PageJudge {
    let pages: Pages

    init(_ pages: Pages) {
        self.pages = pages
    }

    func reference(for clean: Page) throws -> JudgeReference? { nil }

    func labels(of clean: Page, minConfidence: Double) throws -> GroundTruth {
        pages.count.withLock { $0 += 1 }
        let words = [("sure", 95.0, 2.0), ("unsure", 60, 12)].map { text, confidence, x in
            Word(
                id: "", outline: Outline(x: x, y: 2, width: 6, height: 4), text: text,
                illegible: confidence < minConfidence ? .marked : nil, confidence: confidence)
        }
        let line = TextLine(id: "", outline: Outline(x: 2, y: 2, width: 16, height: 4), text: "", words: words)
        let region = Region(id: "", outline: line.outline, lines: [line])
        return GroundTruth.checked([region], origin: "self", size: clean.pixels.size).truth
    }

    func reading(of clean: Page, saying text: String, attempt: Int) throws -> GroundTruth? { nil }

    func judge(
        _ result: StageResult, against reference: JudgeReference, _ chance: RandomStream
    ) throws -> Judged { .unmeasured("too late") }
}

/// How many pages were read.
private final class Pages: Sendable {
    let count = Mutex(0)
}

private struct Readers: JudgeMaker {
    let pages: Pages
    var readingIdentity = "reader 1"

    func makeJudge() throws -> any PageJudge { Reader(pages) }
}

@Suite("Pages that are their own truth")
struct OwnTruthTests {
    private let scratch = Scratch()
    private let pages = Pages()

    /// Runs with four variants of each page; `kept` is the folder where readings are kept.
    @discardableResult
    private func run(_ truth: TruthPlan, kept: String? = nil, reader: String = "reader 1") throws -> RunCounts {
        scratch.put("in/p.png", try PictureFormat.png.encode(Raster(.gray, width: 20, height: 30, filledWith: 255)))
        let job = ToyJob {
            $0.pipeline = "stages: {a: []}\n"
            $0.truth = TruthSource(truth)
            $0.judges = Readers(pages: pages, readingIdentity: reader)
            $0.readings = kept.map { ReadingStore(folder: scratch.path + "/" + $0) }
        }
        let carrying = Carrying { ($0.policy, $0.workers) = (.overwrite, 3) }
        return try scratch.carryOut(job.job(in: scratch), into: "out", carrying).record.counts
    }

    @Test("words that were read surely are legible, the others marked, and every file says 'self'")
    func reading() throws {
        #expect(try run(TruthPlan(name: "self")).failed == 0)
        let labels = try #require(scratch.files().first { $0.hasPrefix("out/labels/") }.flatMap { scratch.bytes($0) })
        let truth = try #require(LabelsFile.read(try JSONReader.read(labels))?.truth)
        #expect(truth.origin == "self" && truth.text == "sure")
        #expect(truth.lines[0].words.map(\.illegible) == [nil, .marked])
    }

    @Test("a page with too few words fails")
    func tooFew() throws {
        var plan = TruthPlan(name: "self")
        plan.minWords = 2
        #expect(try run(plan).failed == 1)
        #expect(scratch.text("out/failures.jsonl").contains("T50"))
    }

    @Test("a page is read once for all its variants")
    func once() throws {
        #expect(try run(TruthPlan(name: "self")).kept == 4)
        #expect(pages.count.withLock(\.self) == 1)
    }

    @Test("a reading is kept for other runs, which come to the same labels")
    func kept() throws {
        func labels() -> [[UInt8]?] { scratch.files().filter { $0.hasPrefix("out/labels/") }.map(scratch.bytes) }
        try run(TruthPlan(name: "self"), kept: "readings")
        let first = labels()
        try run(TruthPlan(name: "self"), kept: "readings")
        #expect(pages.count.withLock(\.self) == 1)
        #expect(labels() == first && first.count == 4)
        scratch.files().filter { $0.hasPrefix("readings/") }.forEach { scratch.put($0, "{") }
        try run(TruthPlan(name: "self"), kept: "readings")
        #expect(pages.count.withLock(\.self) == 2)
        #expect(labels() == first)
    }

    @Test("another page, another reader or another confidence is read anew")
    func anew() throws {
        var plan = TruthPlan(name: "self")
        try run(plan, kept: "readings")
        try run(plan, kept: "readings", reader: "reader 2")
        #expect(pages.count.withLock(\.self) == 2)
        plan.minConfidence = 50
        try run(plan, kept: "readings")
        #expect(pages.count.withLock(\.self) == 3)
        scratch.put("in/q.png", try PictureFormat.png.encode(Raster(.gray, width: 20, height: 30, filledWith: 9)))
        try run(plan, kept: "readings")
        #expect(pages.count.withLock(\.self) == 4)
    }
}
