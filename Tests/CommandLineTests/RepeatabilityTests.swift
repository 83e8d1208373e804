import Foundation
import TestSupport
import Testing

@Suite("the same bytes") struct RepeatabilityTests {
    private func scratch(_ pipeline: String = Pipelines.rich, pages: Int = 4) -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", pipeline)
        for page in 0..<pages {
            scratch.put("pages/\(page % 2)/\(page).png", Pages.png(90 + 7 * page, 110, seed: page))
        }
        return scratch
    }

    private func run(_ scratch: Scratch, _ output: String, _ options: String..., pipeline: String = "p.yaml") throws {
        let outcome = try Invocation(["run", pipeline, "-i", "pages", "-o", output] + options, in: scratch.path).run()
        #expect(outcome.status == 0)
        #expect(outcome.json["failed"] as? Int == 0)
    }

    @Test("come out for any number of workers and with hardly any memory")
    func workers() throws {
        let scratch = scratch()
        try run(scratch, "one", "-j", "1")
        let expected = scratch.set("one")
        #expect(expected.count == 4 + 4 * 4 * 2)
        for (folder, options) in [
            ("two", ["-j", "2"]), ("four", ["-j", "4"]), ("tiny", ["-j", "4", "--memory", "1B"]),
        ] {
            try run(scratch, folder, options[0], options[1], "-q")
            #expect(scratch.set(folder) == expected, "\(folder)")
        }
        try run(scratch, "scarce", "-j", "3", "--memory", "64KiB")
        #expect(scratch.set("scarce") == expected)
    }

    @Test("come out when Tesseract judges, some are drawn again and only some are read")
    func judged() throws {
        let scratch = Scratch()
        scratch.put(
            "p.yaml",
            """
            seed: 3
            variants: 3
            stages:
              scan:
                - rotate: {angle: -20..20}
            readability:
              on: scan
              languages: [eng]
              keep: {cer: 0..0.3}
              otherwise: {retry: 1, then: flag}
              sample: {pages: 70%}

            """)
        for (name, words) in [("a", "The quick brown fox"), ("b", "Pack my box with jugs")] {
            scratch.put("pages/\(name).png", try Pages.text([words]))
            scratch.put("pages/\(name).gt.txt", words + "\n")
        }
        try run(scratch, "one", "-j", "1")
        try run(scratch, "three", "-j", "3")
        #expect(scratch.set("one") == scratch.set("three"))
        let read = scratch.rows("one/manifest.jsonl").filter { $0.values["readability"] is [String: Any] }
        #expect(!read.isEmpty)
    }

    @Test("a variant does not depend on how many there are")
    func counts() throws {
        let scratch = scratch(pages: 2)
        try run(scratch, "five", "-n", "5")
        try run(scratch, "ten", "-n", "10")
        try run(scratch, "eleven", "-n", "11")
        for page in ["0/0", "1/1"] {
            for output in ["images", "binary"] {
                let third = scratch.bytes("five/\(output)/\(page)_aug_3.png")
                #expect(third != nil)
                #expect(third == scratch.bytes("ten/\(output)/\(page)_aug_3.png"))
                #expect(third == scratch.bytes("eleven/\(output)/\(page)_aug_03.png"))
            }
        }
        let five = scratch.rows("five/manifest.jsonl").filter { $0["id"].hasSuffix("_aug_3") }.map { $0["pixels"] }
        let ten = scratch.rows("ten/manifest.jsonl").filter { $0["id"].hasSuffix("_aug_3") }.map { $0["pixels"] }
        #expect(five == ten)
        #expect(Set(five).count == 2)
    }

    @Test("a page does not depend on the others, nor on where the input lies")
    func pages() throws {
        let scratch = scratch(pages: 4)
        try run(scratch, "all")
        scratch.remove("pages/0")
        scratch.put("elsewhere/pages/1/1.png", scratch.bytes("pages/1/1.png") ?? [])
        scratch.put("elsewhere/pages/0/new.png", Pages.png(seed: 50))
        let other = try scratch.foxing("run", "p.yaml", "-i", "elsewhere/pages", "-o", "other")
        #expect(other.status == 0)
        #expect(scratch.bytes("all/images/1/1_aug_2.png") == scratch.bytes("other/images/1/1_aug_2.png"))
    }

    @Test("a stage that is put in changes no draw of the others")
    func insertedStage() throws {
        let scratch = scratch(pages: 2)
        scratch.put(
            "q.yaml",
            Pipelines.rich.replacing(
                "  post:\n", with: "  extra:\n    - gaussian-blur\n    - jpeg: {p: 0.5}\n  post:\n"))
        try run(scratch, "without")
        try run(scratch, "with", pipeline: "q.yaml")
        let (without, with) = (scratch.rows("without/manifest.jsonl"), scratch.rows("with/manifest.jsonl"))
        #expect(without.count == 8)
        #expect(with.flatMap { $0.steps(of: "extra") }.count > 8)
        for stage in ["ink", "paper", "post", "clean-up"] {
            let expected = without.map { $0.steps(of: stage) }
            #expect(expected.contains { !$0.isEmpty }, "\(stage)")
            #expect(expected == with.map { $0.steps(of: stage) }, "\(stage)")
        }
        #expect(without.map { $0["pixels"] } != with.map { $0["pixels"] })
    }

    @Test("variants of a page differ from each other")
    func variety() throws {
        let scratch = scratch(pages: 1)
        try run(scratch, "out", "-n", "8")
        #expect(Set(scratch.rows("out/manifest.jsonl").map { $0["pixels"] }).count == 8)
    }
}
