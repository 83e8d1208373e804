import Files
import Jobs
import TestSupport
import Testing

@Suite("Going on where a run was stopped")
struct ResumeTests {
    private let scratch = Scratch()

    init() throws {
        for index in 0..<5 { try scratch.putPage("in/p\(index).png", index) }
        scratch.put("in/p1.gt.txt", "one\ntwo\n")
    }

    @discardableResult
    private func run(
        into name: String, _ job: ToyJob = ToyJob(), _ change: (inout Carrying) -> Void = { $0.policy = .resume }
    ) throws -> (end: JobRun.End, record: RunRecord, made: Int) {
        try scratch.carryOut(job.job(in: scratch), into: name, Carrying(change))
    }

    private func set(_ name: String) -> [String: [UInt8]] { scratch.contents(of: name) }

    @Test("an interrupted run that is resumed, even twice, ends with the bytes of one that was not")
    func resumed() throws {
        try run(into: "whole")
        #expect(try run(into: "parts") { $0.stop = 1 }.end == .interrupted)
        scratch.put("parts/images/p0_aug_0.png", [1, 2, 3])
        #expect(
            try run(into: "parts") {
                $0.policy = .resume
                $0.stop = 2
            }.end == .interrupted)
        #expect(
            try run(into: "parts") {
                $0.policy = .resume
                $0.workers = 3
            }.end == .complete)
        #expect(set("parts") == set("whole"))
    }

    @Test("resuming a complete run makes nothing and changes nothing")
    func complete() throws {
        try run(into: "out")
        let before = set("out")
        #expect(try run(into: "out").made == 0)
        #expect(set("out") == before)
    }

    @Test("a folder grows by variants and by pages, and is then as if made at once")
    func grows() throws {
        try run(into: "out", ToyJob { ($0.variants, $0.patterns) = (2, ["in/p[0-2].png"]) })
        #expect(try run(into: "out", ToyJob { $0.patterns = ["in/p[0-2].png"] }).made == 6)
        #expect(try run(into: "out").made == 8)
        try run(into: "whole")
        #expect(set("out") == set("whole"))
    }

    @Test("with more variants than digits, names are those of a run made at once, and the old ones go")
    func moreDigits() throws {
        try run(into: "out", ToyJob { $0.variants = 10 })
        try run(into: "out", ToyJob { $0.variants = 12 })
        try run(into: "whole", ToyJob { $0.variants = 12 })
        #expect(set("out") == set("whole"))
    }

    @Test("less input or fewer variants take nothing away that is there")
    func lessInput() throws {
        try run(into: "out")
        let before = set("out")
        try run(into: "out") {
            $0.policy = .resume
            $0.limit = 1
        }
        #expect(set("out") == before)
        try run(into: "out", ToyJob { $0.variants = 2 })
        #expect(set("out") == before)
        try run(into: "out", ToyJob { $0.patterns = ["in/p3.png"] })
        #expect(set("out") == before)
    }

    @Test("a run that gives up at a page that became unreadable keeps what there was")
    func gaveUp() throws {
        try run(into: "out")
        let before = set("out").filter { $0.key.contains("/") }
        scratch.put("in/p0.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0])
        let result = try run(into: "out") {
            $0.policy = .resume
            $0.givesUp = { failures, _ in failures > 0 }
        }
        #expect(result.end == .gaveUp)
        #expect(set("out").filter { $0.key.contains("/") } == before)
        #expect(scratch.jsonRows("out/manifest.jsonl").count == 20)
        #expect(scratch.jsonRows("out/failures.jsonl").count == 1)
    }

    @Test("another picture or another truth makes its variants anew, and those of no other page")
    func changedInput() throws {
        try run(into: "out")
        try scratch.putPage("in/p2.png", 77)
        #expect(try run(into: "out").made == 4)
        scratch.put("in/p1.gt.txt", "one\nthree\n")
        #expect(try run(into: "out").made == 4)
        scratch.put("in/p4.gt.txt", "new")
        #expect(try run(into: "out").made == 4)
        scratch.remove("in/p4.gt.txt")
        #expect(try run(into: "out").made == 4)
        try run(into: "whole")
        #expect(set("out") == set("whole"))
    }

    @Test("another split is entered in the rows without making anything again")
    func changedSplit() throws {
        try run(into: "out")
        let others = SplitAssignment(["p0": .test, "p1": .val])
        #expect(try run(into: "out", ToyJob { $0.splits = others }).made == 8)
        try run(into: "whole", ToyJob { $0.splits = others })
        #expect(set("out") == set("whole"))
    }

    @Test(
        "a folder of another pipeline, seed, picture, font, model or program is not gone on with",
        arguments: ["seed", "pipeline", "the picture 'x.png'", "the font 'y.ttf'", "the reader", "program"])
    func otherJob(part: String) throws {
        func job(_ digest: String) -> ToyJob {
            ToyJob { $0.identity = JobIdentity([JobIdentity.Part(part, digest)]) }
        }
        let (first, second) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
        try run(into: "out", job(first))
        let before = set("out")
        let problem = #expect(throws: JobProblem.self) { try run(into: "out", job(second)) }
        #expect(problem?.code == .foreignOutput)
        #expect(problem?.message.contains(part) == true)
        #expect(set("out") == before)
    }

    @Test("a label file that was changed or lost is made again")
    func labelsAreChecked() throws {
        try run(into: "out")
        let before = set("out")
        scratch.put("out/labels/p1_aug_0.json", "{}")
        scratch.remove("out/labels/p1_aug_3.json")
        #expect(try run(into: "out").made == 2)
        #expect(set("out") == before)
    }

    @Test("the parts of a job, merged, are the job")
    func shards() throws {
        try run(into: "whole")
        for index in 1...3 { try run(into: "part\(index)") { $0.shard = Shard(index, of: 3) } }
        let parts = ["part2", "part1", "part3"].map { scratch.path + "/" + $0 }
        _ = try ShardMerge(parts).run(into: scratch.path + "/merged")
        #expect(set("merged") == set("whole"))
        #expect(throws: JobProblem.self) { try ShardMerge(Array(parts.dropLast())) }
        #expect(throws: JobProblem.self) { try ShardMerge(parts + [parts[0]]) }
        #expect(throws: JobProblem.self) { try ShardMerge([scratch.path + "/whole"]) }
    }
}
