import Foundation
import TestSupport
import Testing

@Suite("foxing run") struct RunTests {
    private func scratch(_ pipeline: String = Pipelines.plain, pages: Int = 2) -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", pipeline)
        for page in 0..<pages { scratch.put("pages/\(page).png", Pages.png(seed: page)) }
        return scratch
    }

    @Test("says in one line of JSON what came of it, and leaves the set")
    func summary() throws {
        let scratch = scratch()
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-n", "3")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("\n"))
        #expect(outcome.output.split(separator: "\n").count == 1)
        let json = outcome.json
        for (key, value) in ["sources": 2, "variants": 6, "written": 6, "dropped": 0, "failed": 0] {
            #expect(json[key] as? Int == value, "\(key)")
        }
        #expect(json["output"] as? String == "out")
        #expect(json["seconds"] is NSNumber)
        let images = ["0_aug_0", "0_aug_1", "0_aug_2", "1_aug_0", "1_aug_1", "1_aug_2"].map { "images/\($0).png" }
        #expect(
            scratch.files("out") == ["failures.jsonl"] + images + [
                "ledger.jsonl", "manifest.jsonl", "pipeline.yaml", "run.json",
            ])
        #expect(scratch.text("out/pipeline.yaml") == Pipelines.plain)
        #expect(scratch.rows("out/manifest.jsonl").map { $0["image"] } == images)
        #expect(scratch.text("out/failures.jsonl") == "")
    }

    @Test("keeps the folders of its input, and gives each further output a folder of its own")
    func folders() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.rich)
        scratch.put("pages/1901/a.png", Pages.png())
        scratch.put("pages/b.png", Pages.png(seed: 1))
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-n", "1").status == 0)
        for output in ["images", "binary"] {
            #expect(scratch.files("out/\(output)") == ["1901/a_aug_0.png", "b_aug_0.png"])
        }
        #expect(scratch.rows("out/manifest.jsonl").map { $0["source"] } == ["b", "1901/a"])
    }

    @Test("takes files, folders and patterns, several at a time")
    func inputs() throws {
        let scratch = scratch(pages: 12)
        let outcome = try scratch.foxing(
            "run", "p.yaml", "-i", "pages/3.png", "pages/1*.png", "--input", "pages/5.png", "-o", "out")
        #expect(outcome.status == 0)
        #expect(
            scratch.files("out/images") == [
                "10_aug_0.png", "11_aug_0.png", "1_aug_0.png", "3_aug_0.png", "5_aug_0.png",
            ])
    }

    @Test("takes the pipeline's own input, from where the pipeline lies")
    func ownInput() throws {
        let scratch = Scratch()
        scratch.put("looks/p.yaml", "input: {images: ../pages}\n" + Pipelines.plain)
        scratch.put("pages/a.png", Pages.png())
        #expect(try scratch.foxing("run", "looks/p.yaml", "-o", "out").status == 0)
        #expect(scratch.files("out/images") == ["a_aug_0.png"])
    }

    @Test("takes the first pages only when asked")
    func limit() throws {
        let scratch = scratch(pages: 5)
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--limit", "2")
        #expect(outcome.json["sources"] as? Int == 2)
        #expect(scratch.files("out/images") == ["0_aug_0.png", "1_aug_0.png"])
    }

    @Test("a dry run names what would be written and writes nothing")
    func dryRun() throws {
        let scratch = scratch()
        scratch.put("pages/bad.png", "no picture")
        let before = scratch.files()
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "-n", "2", "--dry-run")
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.map { $0.prefix { $0 != " " } } == ["0_aug_0", "0_aug_1", "1_aug_0", "1_aug_1"])
        #expect(lines.allSatisfy { $0.contains("120 × 160") })
        #expect(outcome.errors.contains("2 pages × 2 variants = 4"))
        #expect(outcome.errors.contains("1 page cannot be read; nothing was written"))
        #expect(outcome.errors.contains("bad.png: [I12]"))
        #expect(scratch.files() == before)
        #expect(!scratch.holds("out"))
    }

    @Test("another seed gives other pictures, the same seed the same ones")
    func seeds() throws {
        let scratch = scratch(pages: 1)
        for (folder, seed) in [("a", "7"), ("b", "8"), ("c", "7")] {
            #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", folder, "--seed", seed).status == 0)
        }
        let first = scratch.bytes("a/images/0_aug_0.png")
        #expect(first != scratch.bytes("b/images/0_aug_0.png"))
        #expect(first == scratch.bytes("c/images/0_aug_0.png"))
        #expect(scratch.rows("a/manifest.jsonl")[0]["seed"].hasPrefix("7/"))
    }

    @Test("seeds reach to the ends of 64 bits", arguments: ["18446744073709551615", "0"])
    func largeSeeds(seed: String) throws {
        let scratch = scratch(pages: 1)
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--seed", seed).status == 0)
        #expect(scratch.rows("out/manifest.jsonl")[0]["seed"].hasPrefix("\(seed)/"))
    }

    @Test("puts values in place of the file's")
    func overrides() throws {
        let scratch = scratch("stages: {post: [{rotate: {angle: 0}}]}\n", pages: 1)
        let outcome = try scratch.foxing(
            "run", "p.yaml", "-i", "pages", "-o", "out", "--set", "stages.post.rotate.angle=2", "--set", "variants=2")
        #expect(outcome.status == 0)
        let rows = scratch.rows("out/manifest.jsonl")
        #expect(rows.count == 2)
        #expect(rows[0].steps(of: "post")[0].contains("angle=2"))
    }

    @Test("assumes a resolution only where the page does not say its own")
    func resolution() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        scratch.put("pages/known.png", Pages.png(dpi: 100))
        scratch.put("pages/unknown.png", Pages.png(dpi: nil))
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--dpi", "200").status == 0)
        let given = scratch.rows("out/manifest.jsonl").map { ($0.values["dpi"] as? NSNumber)?.doubleValue ?? 0 }
        #expect(given.map { $0.rounded() } == [100, 200])
    }
}

@Suite("the folder of a run") struct OutputFolderTests {
    private func scratch() throws -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        for page in 0..<2 { scratch.put("pages/\(page).png", Pages.png(seed: page)) }
        return scratch
    }

    @Test("foreign files are never written among, unless told so")
    func foreign() throws {
        let scratch = try scratch()
        scratch.put("out/thesis.txt", "mine")
        let call = ["run", "p.yaml", "-i", "pages", "-o", "out"]
        let refused = try Invocation(call, in: scratch.path).run()
        #expect(refused.status == 3)
        #expect(refused.output == "")
        #expect(refused.errors.contains("[D20]"))
        #expect(refused.errors.contains("'thesis.txt'"))
        #expect(refused.errors.contains("--overwrite"))
        #expect(scratch.files("out") == ["thesis.txt"])
        #expect(try Invocation(call + ["--overwrite"], in: scratch.path).run().status == 0)
        #expect(scratch.text("out/thesis.txt") == "mine")
    }

    @Test("an earlier run is neither mixed nor replaced without a word")
    func earlierRun() throws {
        let scratch = try scratch()
        let call = ["run", "p.yaml", "-i", "pages", "-o", "out"]
        #expect(try Invocation(call, in: scratch.path).run().status == 0)
        let refused = try Invocation(call, in: scratch.path).run()
        #expect(refused.status == 3)
        #expect(refused.errors.contains("already holds a run"))
        #expect(refused.errors.contains("--resume"))
        let replaced = try Invocation(call + ["-n", "3", "--limit", "1", "--overwrite"], in: scratch.path).run()
        #expect(replaced.status == 0)
        #expect(scratch.files("out/images") == ["0_aug_0.png", "0_aug_1.png", "0_aug_2.png"])
    }

    @Test("only the same run can be resumed, and the message says what differs")
    func otherRun() throws {
        let scratch = try scratch()
        let call = ["run", "p.yaml", "-i", "pages", "-o", "out"]
        #expect(try Invocation(call, in: scratch.path).run().status == 0)
        let before = scratch.set("out")
        let refused = try Invocation(call + ["--resume", "--seed", "9"], in: scratch.path).run()
        #expect(refused.status == 3)
        #expect(refused.errors.contains("[D20]"))
        #expect(refused.errors.contains("seed"))
        #expect(scratch.set("out") == before)
    }

    @Test("resuming a finished run changes nothing; resuming nothing starts it")
    func resumeFinished() throws {
        let scratch = try scratch()
        let call = ["run", "p.yaml", "-i", "pages", "-o", "out", "--resume"]
        #expect(try Invocation(call, in: scratch.path).run().status == 0)
        let before = scratch.set("out")
        let again = try Invocation(call, in: scratch.path).run()
        #expect(again.status == 0)
        #expect(again.json["variants"] as? Int == 2)
        #expect(scratch.set("out") == before)
    }

    @Test("resuming makes again what is gone or was changed, and what its page no longer fits")
    func resumeDamaged() throws {
        let scratch = try scratch()
        let call = ["run", "p.yaml", "-i", "pages", "-o", "out", "-n", "3", "--resume"]
        #expect(try Invocation(call, in: scratch.path).run().status == 0)
        let before = scratch.set("out")
        scratch.remove("out/images/0_aug_1.png")
        scratch.put("out/images/1_aug_2.png", "spoilt")
        #expect(try Invocation(call, in: scratch.path).run().status == 0)
        #expect(scratch.set("out") == before)
        scratch.put("pages/1.png", Pages.png(seed: 77))
        #expect(try Invocation(call, in: scratch.path).run().status == 0)
        #expect(scratch.set("out") != before)
    }

    @Test("a place where no folder can be is status 5, and nothing is printed to standard output")
    func noPlace() throws {
        let scratch = try scratch()
        scratch.put("file", "mine")
        for place in ["file/out", "/proc/out"] {
            let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", place)
            #expect(outcome.status == 5, "\(place)")
            #expect(outcome.output == "")
            #expect(outcome.errors.contains(place))
        }
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "file").status == 3)
        #expect(scratch.text("file") == "mine")
    }

    @Test("a disk that fills up ends the run with status 5; what is there is whole, and the run can be resumed")
    func fullDisk() throws {
        let scratch = try scratch()
        scratch.put("pages/2.png", Pages.png(700, 900, seed: 2))
        let call = ["run", "p.yaml", "-i", "pages", "-o", "out", "-n", "2", "-j", "1"]
        let outcome = try Invocation(call, in: scratch.path).onSmallDisk(blocks: 64).run()
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("out/images/2_aug_0.png"))
        #expect(scratch.files("out/images") == ["0_aug_0.png", "0_aug_1.png", "1_aug_0.png", "1_aug_1.png"])
        #expect(try Invocation(call + ["--resume"], in: scratch.path).run().status == 0)
        #expect(try Invocation(call.map { $0 == "out" ? "whole" : $0 }, in: scratch.path).run().status == 0)
        #expect(scratch.set("out") == scratch.set("whole"))
    }
}
