import Dataset
import Foundation
import Testing

@Suite("Writing a set")
struct WritingTests {
    private let scratch = Scratch()
    private let identity = RunRecord.Identity(
        version: "1.0", build: "abc", pipelineSHA256: SHA256.hex(of: "p"), seed: 7, variants: 2)

    private var out: String { scratch.path + "/out" }

    private func record(_ identity: RunRecord.Identity? = nil) -> RunRecord {
        RunRecord(identity: identity ?? self.identity, pipeline: "p", target: "t", start: 0)
    }

    private func open(_ policy: OutputFolder.Policy = .fresh) throws -> OutputFolder {
        try OutputFolder.open(out, policy, for: identity, outputs: ["image"])
    }

    /// Leaves a run of such rows in the folder, finished or interrupted.
    private func leave(_ rows: Int, finished: Bool, in folder: OutputFolder) throws {
        try folder.write(Array(CanonicalJSON.pretty(record().json).utf8), to: "run.json")
        let manifest = try RowFile(folder.path("manifest.jsonl"))
        for variant in 0..<rows { try manifest.append(try row(folder, variant, bytes: [UInt8(variant)]).json) }
        if finished { try manifest.finish() }
    }

    private func row(_ folder: OutputFolder, _ variant: Int, bytes: [UInt8]) throws -> ManifestRow {
        let path = "images/a_aug_\(variant).png"
        try folder.write(bytes, to: path)
        let picture = ManifestRow.Picture(
            path: path, width: 1, height: 1, sha256: SHA256.hex(of: bytes), pixels: "00")
        return ManifestRow(
            id: "a_aug_\(variant)", source: "a", file: "a.png", page: 1, sourceSHA256: "5a", variant: variant,
            seed: ManifestRow.seed(7, source: "a", variant: variant, attempt: 0), image: picture, channels: 1, depth: 8,
            dpi: nil, truth: .init(origin: "none", level: "none"), applied: [])
    }

    @Test("a file is whole under its name and leaves no temporary one")
    func atomic() throws {
        try AtomicFile.write([1, 2, 3], to: scratch.path + "/f.png")
        try AtomicFile.write([4], to: scratch.path + "/f.png", flush: .now)
        #expect(scratch.files == ["f.png"])
        #expect(scratch.bytes("f.png") == [4])
    }

    @Test("a name as long as the file system takes can still be written")
    func longName() throws {
        let name = String(repeating: "x", count: 255)
        try AtomicFile.write([1], to: scratch.path + "/" + name)
        #expect(scratch.files == [name])
    }

    @Test("a place that cannot be written to is told and left clean")
    func unwritable() throws {
        scratch.put("folder/inside")
        for path in [scratch.path + "/absent/f.png", scratch.path + "/folder"] {
            let problem = #expect(throws: DatasetProblem.self) { try AtomicFile.write([1], to: path) }
            #expect(problem?.code == .notWritable)
        }
        #expect(scratch.files == ["folder/inside"])
    }

    @Test("a full disk is told as such", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func full() throws {
        scratch.link("rows.partial", to: "/dev/full")
        let rows = try RowFile(scratch.path + "/rows")
        let problem = #expect(throws: DatasetProblem.self) { try rows.append([1]) }
        #expect(problem?.code == .diskFull)
    }

    @Test("rows get their final name only when all are there")
    func rows() throws {
        let path = scratch.path + "/rows.jsonl"
        let rows = try RowFile(path)
        try rows.append(["a": 1])
        try rows.append(["a": 2])
        #expect(scratch.files == ["rows.jsonl.partial"])
        #expect(scratch.text("rows.jsonl.partial") == "{\"a\":1}\n{\"a\":2}\n")
        try rows.finish()
        #expect(scratch.files == ["rows.jsonl"])
        #expect(RowFile.rows(of: path) == [["a": 1], ["a": 2]])
    }

    @Test("a row that was cut off does not count, and being interrupted twice loses none")
    func cutOff() throws {
        let path = scratch.path + "/rows"
        scratch.put("rows.partial", "{\"a\":1}\n{\"a\":2}\n{\"a\":")
        #expect(RowFile.rows(of: path) == [["a": 1], ["a": 2]])
        _ = try RowFile(path)
        #expect(RowFile.rows(of: path) == [["a": 1], ["a": 2]])
        try RowFile(path).append(["a": 3])
        #expect(RowFile.rows(of: path) == [["a": 3], ["a": 1], ["a": 2]])
        try RowFile(path).finish()
        #expect(scratch.files == ["rows"])
    }

    @Test("an absent or empty folder will do, one with anything else will not")
    func foreign() throws {
        try OutputFolder.check(out, .fresh, for: identity)
        scratch.put("out/.DS_Store")
        try OutputFolder.check(out, .fresh, for: identity)
        scratch.put("out/thesis.doc")
        for policy in [OutputFolder.Policy.fresh, .resume] {
            let problem = #expect(throws: DatasetProblem.self) {
                try OutputFolder.check(out, policy, for: identity)
            }
            #expect(problem?.code == .foreignOutput)
        }
        try OutputFolder.check(out, .overwrite, for: identity)
        scratch.put("file")
        #expect(throws: DatasetProblem.self) {
            try OutputFolder.check(scratch.path + "/file", .overwrite, for: identity)
        }
    }

    @Test("a check makes nothing, and the folder is made with all above it")
    func made() throws {
        let deep = scratch.path + "/x/y/z"
        try OutputFolder.check(deep, .fresh, for: identity)
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/x"))
        let folder = try OutputFolder.open(deep, .fresh, for: identity, outputs: [])
        try folder.write([1], to: "images/a/b.png")
        #expect(scratch.files == ["x/y/z/images/a/b.png"])
    }

    @Test("a finished run is not written over by accident, and is replaced when asked for")
    func overwrite() throws {
        try leave(2, finished: true, in: try open())
        scratch.put("out/notes.txt")
        scratch.put("out/images/mine.png")
        #expect(throws: DatasetProblem.self) { try open() }
        #expect(scratch.files.count == 6)
        _ = try open(.overwrite)
        #expect(scratch.files == ["out/images/mine.png", "out/notes.txt"])
    }

    @Test("a run of another pipeline, seed or version cannot be resumed")
    func otherRun() throws {
        try leave(0, finished: false, in: try open())
        var other = identity
        other.seed = 8
        let problem = #expect(throws: DatasetProblem.self) { try OutputFolder.check(out, .resume, for: other) }
        #expect(problem?.message.contains("seed 7") == true)
        other = identity
        other.pipelineSHA256 = "00"
        #expect(throws: DatasetProblem.self) { try OutputFolder.check(out, .resume, for: other) }
        let options = [JSONValue.Member("set", "a=1"), JSONValue.Member("set", "b=2")]
        other = RunRecord.Identity(
            version: "1.0", build: "abc", pipelineSHA256: SHA256.hex(of: "p"), seed: 7, variants: 2, options: options)
        #expect(throws: DatasetProblem.self) { try OutputFolder.check(out, .resume, for: other) }
        try OutputFolder.check(out, .resume, for: identity)
    }

    @Test("an option given twice is one member with both values, so that the record reads back")
    func twice() throws {
        let given = ["a=1", "b=2", "c=3"].map { JSONValue.Member("set", .string($0)) }
        let other = RunRecord.Identity(
            version: "1", build: "", pipelineSHA256: "p", seed: 0, variants: 1, options: given)
        let folder = try OutputFolder.open(out, .fresh, for: other, outputs: [])
        try folder.write(Array(CanonicalJSON.pretty(record(other).json).utf8), to: "run.json")
        #expect(try JSONReader.read(scratch.text("out/run.json") ?? "")["options"]?["set"] == ["a=1", "b=2", "c=3"])
        try OutputFolder.check(out, .resume, for: other)
    }

    @Test("a resumed run takes over rows whose files are whole, and no others")
    func resume() throws {
        try leave(4, finished: false, in: try open())
        scratch.put("out/images/a_aug_1.png", [77])
        try FileManager.default.removeItem(atPath: out + "/images/a_aug_2.png")
        scratch.put("out/images/.a_aug_9.png.123.tmp")
        let folder = try open(.resume)
        let resume = Resume(folder)
        let kept = (0..<5).filter {
            resume.row("a_aug_\($0)", sourceSHA256: "5a", path: "images/a_aug_\($0).png") != nil
        }
        #expect(kept == [0, 3])
        #expect(resume.row("a_aug_0", sourceSHA256: "5b", path: "images/a_aug_0.png") == nil)
        #expect(resume.row("a_aug_0", sourceSHA256: "5a", path: "images/00000/a_aug_0.png") == nil)
        #expect(!scratch.files.contains("out/images/.a_aug_9.png.123.tmp"))
    }

    @Test("pictures that no row speaks of can be removed, and nothing else goes")
    func orphans() throws {
        let folder = try open()
        try leave(3, finished: true, in: folder)
        for name in ["images/mine.png", "images/b/x_aug_.png", "labels/a_aug_1.json", "images/c/a_aug_12.png"] {
            scratch.put("out/" + name)
        }
        folder.removeVariants(except: ["images/a_aug_1.png"], in: ["image"])
        #expect(
            scratch.files.map { $0.dropFirst(4) } == [
                "images/a_aug_1.png", "images/b/x_aug_.png", "images/mine.png", "manifest.jsonl", "run.json",
            ])
        #expect(!FileManager.default.fileExists(atPath: out + "/images/c"))
    }

    @Test("what a killed process left half written goes when the folder is taken into use")
    func killed() throws {
        try leave(1, finished: false, in: try open())
        scratch.put("out/images/.a_aug_1.png.4242.tmp", [1, 2])
        scratch.put("out/.manifest.jsonl.4242.tmp", [1])
        _ = try open(.resume)
        #expect(scratch.files == ["out/images/a_aug_0.png", "out/manifest.jsonl.partial", "out/run.json"])
    }
}
