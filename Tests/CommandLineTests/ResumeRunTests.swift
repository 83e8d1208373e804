import Foundation
import TestSupport
import Testing

@Suite("a run that is resumed or replaced") struct ResumeRunTests {
    private let scratch = Scratch()

    init() {
        scratch.put(
            "p.yaml",
            """
            seed: 3
            stages:
              ink: [{jpeg: {quality: 40..80}}]
              paper: {from: blank, steps: [{paper-texture: {image: sheet.png}}]}
              post: {from: [ink, paper]}
            dataset: {unit: page, format: csv, split: {val: val.txt, train: rest}}

            """)
        scratch.put("sheet.png", Pages.png(seed: 50))
        scratch.put("val.txt", "1\n")
        for page in 0..<3 {
            scratch.put("pages/\(page).png", Pages.png(seed: page))
            scratch.put("pages/\(page).gt.txt", "page \(page)\nof three\n")
        }
    }

    private func run(_ options: String...) throws -> Outcome {
        try Invocation(["run", "p.yaml", "-i", "pages", "-o", "out", "-n", "2"] + options, in: scratch.path).run()
    }

    @Test("keeps all that is there when it is asked for less")
    func less() throws {
        #expect(try run().status == 0)
        let whole = scratch.set("out").filter { !$0.key.hasPrefix("sets/") }
        #expect(try run("--resume", "--limit", "1").status == 0)
        #expect(scratch.set("out").filter { !$0.key.hasPrefix("sets/") } == whole)
    }

    @Test("keeps all that is there when the first page has become unreadable and it stops there")
    func failFast() throws {
        #expect(try run().status == 0)
        let pictures = scratch.set("out/images")
        scratch.put("pages/0.png", Array(Pages.png(seed: 0).prefix(60)))
        #expect(try run("--resume", "--fail-fast").status == 1)
        #expect(scratch.set("out/images") == pictures)
        #expect(scratch.rows("out/manifest.jsonl").count == 6)
    }

    @Test("is refused with the name of what changed: a picture that the pipeline names, the pipeline, the seed")
    func otherJob() throws {
        #expect(try run().status == 0)
        #expect(try run("--resume", "--seed", "4").errors.contains("seed 3"))
        #expect(try run("--resume", "--set", "stages.ink.jpeg.quality=10").errors.contains("pipeline"))
        scratch.put("sheet.png", Pages.png(seed: 51))
        let outcome = try run("--resume")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("the picture 'sheet.png'"))
    }

    @Test("makes those variants anew whose truth changed, and deals anew when a list of splits did")
    func changed() throws {
        #expect(try run().status == 0)
        scratch.put("pages/2.gt.txt", "another text\n")
        scratch.put("val.txt", "0\n")
        #expect(try run("--resume").status == 0)
        let resumed = scratch.set("out")
        #expect(try run("--overwrite").status == 0)
        #expect(scratch.set("out") == resumed)
        #expect(scratch.rows("out/manifest.jsonl").filter { $0["split"] == "val" }.map { $0["source"] } == ["0", "0"])
    }

    @Test("goes on with comments, layout, the number of variants and the list of pages changed")
    func grown() throws {
        #expect(try run("--limit", "1").status == 0)
        let block = "\n    - jpeg:\n        quality: '40..80'  # as mail does"
        scratch.put("p.yaml", scratch.text("p.yaml").replacing(" [{jpeg: {quality: 40..80}}]", with: block))
        #expect(try run("--resume", "-n", "4").status == 0)
        let grown = scratch.set("out")
        #expect(try run("--overwrite", "-n", "4").status == 0)
        #expect(scratch.set("out") == grown)
    }

    @Test("touches no file outside its folder, whatever manifest and ledger say")
    func victim() throws {
        #expect(try run().status == 0)
        scratch.put("victim/mine_aug_0.png", Pages.png(seed: 9))
        for name in ["out/manifest.jsonl", "out/ledger.jsonl"] {
            scratch.put(name, scratch.text(name).replacing("images/0_aug_0.png", with: "../victim/mine_aug_0.png"))
        }
        #expect(try run("--overwrite", "-n", "1").status == 0)
        #expect(scratch.holds("victim/mine_aug_0.png"))
    }

    @Test("lets nobody else into its folder while it goes on")
    func second() throws {
        scratch.put("pages/large.png", Pages.png(2400, 3200, dpi: 300))
        scratch.put("pages/large.gt.txt", "a large\npage\n")
        let first = try Invocation(
            ["run", "p.yaml", "-i", "pages", "-o", "out", "-n", "30", "-j", "1"], in: scratch.path
        ).start()
        first.wait { scratch.holds("out/run.json") }
        let second = try run("--resume", "-n", "30")
        #expect(second.status == 3)
        #expect(second.errors.contains("D21") && second.errors.contains("is being written to by process"))
        _ = first.kill(SIGKILL)
        #expect(try run("--resume").status == 0)
    }

    @Test("makes parts of a job that merge to the whole")
    func parts() throws {
        #expect(try run().status == 0)
        for part in 1...2 {
            let outcome = try scratch.foxing(
                "run", "p.yaml", "-i", "pages", "-o", "part\(part)", "-n", "2", "--shard", "\(part)/2")
            #expect(outcome.status == 0)
        }
        #expect(try scratch.foxing("merge", "part1", "-o", "merged").errors.contains("part 2/2 is missing"))
        #expect(try scratch.foxing("merge", "part2", "part1", "-o", "merged").status == 0)
        #expect(scratch.set("merged") == scratch.set("out"))
    }

    @Test("says what a set leaves out, by reason")
    func leftOut() throws {
        let lines = ["input: {truth: gt-txt}", "dataset: {unit: line, format: easyocr}", "stages: {a: [jpeg]}"]
        scratch.put("p.yaml", lines.joined(separator: "\n"))
        for page in 0..<2 { scratch.put("pages/\(page).gt.txt", "a single line\n") }
        let outcome = try run()
        #expect(outcome.errors.contains("left out: ") && outcome.errors.contains("no-lines 2"))
    }
}
