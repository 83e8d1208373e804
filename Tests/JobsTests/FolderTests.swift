import Files
import Foundation
import JSON
import Jobs
import TestSupport
import Testing

@Suite("The folder of a run")
struct FolderTests {
    private let scratch = Scratch()
    private let identity = ToyJob().identity

    private var out: String { scratch.path + "/out" }

    init() throws {
        for index in 0..<2 { try scratch.putPage("in/p\(index).png", index) }
    }

    @discardableResult
    private func run(_ policy: FolderSink.Policy = .fresh, variants: Int = 2) throws -> Int {
        let job = ToyJob { $0.variants = variants }.job(in: scratch)
        return try scratch.carryOut(job, into: "out", Carrying { $0.policy = policy }).made
    }

    private func open(_ policy: FolderSink.Policy = .fresh, at path: String? = nil) throws -> FolderSink {
        try FolderSink(path ?? out, policy, for: identity, outputs: ["image"])
    }

    private var visible: [String] { scratch.files("out").filter { !$0.hasPrefix(".") } }

    @Test("an absent or empty folder will do, one with anything else will not")
    func foreign() throws {
        scratch.put("out/.DS_Store")
        try run()
        scratch.put("thesis/thesis.doc")
        for policy in [FolderSink.Policy.fresh, .resume] {
            let problem = #expect(throws: JobProblem.self) { _ = try open(policy, at: scratch.path + "/thesis") }
            #expect(problem?.code == .foreignOutput)
        }
        _ = try open(.overwrite, at: scratch.path + "/thesis")
        scratch.put("file")
        #expect(throws: JobProblem.self) { _ = try open(.overwrite, at: scratch.path + "/file") }
    }

    @Test("the folder is made with all above it")
    func made() throws {
        let sink = try open(at: scratch.path + "/x/y/z")
        try sink.write([1], to: "images/a/b.png")
        #expect(scratch.files("x").contains("y/z/images/a/b.png"))
    }

    @Test("a finished run is not written over by accident")
    func fresh() throws {
        try run()
        let before = scratch.contents(of: "out")
        #expect(throws: JobProblem.self) { try run() }
        #expect(scratch.contents(of: "out") == before)
    }

    @Test("overwriting replaces what the run before wrote, and touches no file of anybody else")
    func overwrite() throws {
        try run(variants: 3)
        for name in ["notes.txt", "images/mine.png", "images/mine_aug_0.png", "labels/mine_aug_1.json"] {
            scratch.put("out/" + name)
        }
        try run(.overwrite, variants: 1)
        #expect(
            visible == [
                "failures.jsonl", "images/mine.png", "images/mine_aug_0.png", "images/p0_aug_0.png",
                "images/p1_aug_0.png", "labels/mine_aug_1.json", "ledger.jsonl", "manifest.jsonl", "notes.txt",
            ])
    }

    @Test("a file of the run before that somebody changed stays")
    func changed() throws {
        try run(variants: 3)
        scratch.put("out/images/p0_aug_2.png", "mine now")
        try run(.overwrite, variants: 1)
        #expect(scratch.text("out/images/p0_aug_2.png") == "mine now")
        #expect(!scratch.holds("out/images/p1_aug_2.png"))
    }

    @Test("overwriting that is interrupted has removed nothing but summaries, and can be resumed")
    func interruptedOverwrite() throws {
        try run(variants: 3)
        let before = scratch.files("out").filter { $0.hasPrefix("images/") }
        let job = ToyJob { $0.variants = 2 }.job(in: scratch)
        _ = try scratch.carryOut(
            job, into: "out",
            Carrying {
                $0.policy = .overwrite
                $0.stop = 1
            })
        #expect(scratch.files("out").filter { $0.hasPrefix("images/") } == before)
        try run(.resume, variants: 2)
        #expect(scratch.files("out").filter { $0.hasPrefix("images/") }.count == 4)
    }

    @Test(
        "a ledger or manifest that names files outside the folder makes nothing go there",
        arguments: ["../victim/mine_aug_0.png", "/victim/mine_aug_0.png", "images/../../victim/mine_aug_0.png"])
    func outside(path: String) throws {
        scratch.put("victim/mine_aug_0.png", [1])
        try run()
        let digest = SHA256.hex(of: [1] as [UInt8])
        for name in ["manifest.jsonl", "ledger.jsonl"] {
            let text = scratch.text("out/" + name)
            let image = String(text.firstMatch(of: /images\/p0_aug_0.png/)!.output)
            let sha256 = String(text.firstMatch(of: /"sha256":"([0-9a-f]{64})"/)!.output.1)
            scratch.put("out/" + name, text.replacing(image, with: path).replacing(sha256, with: digest))
        }
        try run(.overwrite, variants: 1)
        try run(.resume, variants: 3)
        #expect(scratch.holds("victim/mine_aug_0.png"))
    }

    @Test("a link in the folder that leads elsewhere is not followed when files go")
    func links() throws {
        try run(variants: 3)
        let bytes = try #require(scratch.bytes("out/images/p0_aug_2.png"))
        scratch.put("elsewhere/p0_aug_2.png", bytes)
        try FileManager.default.removeItem(atPath: out + "/images")
        scratch.link("out/images", to: scratch.path + "/elsewhere")
        try run(.overwrite, variants: 1)
        #expect(scratch.bytes("elsewhere/p0_aug_2.png") == bytes)
    }

    @Test("a second writer is told who the first is, and kept out")
    func lock() throws {
        let first = try open()
        for policy in [FolderSink.Policy.fresh, .resume, .overwrite] {
            let problem = #expect(throws: JobProblem.self) { _ = try open(policy) }
            #expect(problem?.code == .folderInUse || policy == .fresh && problem?.code == .foreignOutput)
            if policy == .resume {
                #expect(problem?.message.contains("process \(ProcessInfo.processInfo.processIdentifier) on ") == true)
            }
        }
        withExtendedLifetime(first) {}
    }

    @Test("the lock goes with the one who held it")
    func unlocked() throws {
        do { _ = try open() }
        _ = try open(.resume)
    }

    @Test("what a killed process left half written goes when the folder is taken into use, other hidden files stay")
    func killed() throws {
        try run()
        scratch.put("out/images/.p0_aug_1.png.0123456789abcdef.tmp", [1, 2])
        scratch.put("out/.manifest.jsonl.0123456789abcdef.tmp", [1])
        scratch.put("out/images/.mine.123.tmp")
        try run(.resume)
        #expect(scratch.files("out").filter { $0.contains(".tmp") } == ["images/.mine.123.tmp"])
    }

    @Test("a line of the ledger that was cut off does not count, and is made again")
    func cutOff() throws {
        try run()
        let whole = scratch.contents(of: "out")
        let text = scratch.text("out/ledger.jsonl")
        for length in [text.utf8.count - 1, text.utf8.count - 30] {
            scratch.put("out/ledger.jsonl", Array(text.utf8.prefix(length)))
            #expect(try run(.resume) == 1)
            #expect(scratch.contents(of: "out") == whole)
        }
    }

    @Test("an option given twice is one member with both values in the record")
    func twice() throws {
        let given = ["a=1", "b=2", "c=3"].map { JSONValue.Member("set", .string($0)) }
        let request = RunRecord.Request(
            version: "1", build: "", pipelineSHA256: "p", seed: 0, variants: 1, options: given)
        let record = RunRecord(request: request, pipeline: "p", target: "t", start: 0)
        #expect(record.json["options"]?["set"] == ["a=1", "b=2", "c=3"])
    }
}
