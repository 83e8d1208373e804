import Foundation
import TestSupport
import Testing

@Suite("what the exit status of a run says") struct RunStatusTests {
    private func scratch(_ pipeline: String = Pipelines.plain) -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", pipeline)
        for page in 0..<3 { scratch.put("pages/\(page).png", Pages.png(seed: page)) }
        return scratch
    }

    @Test("1: some pages failed, the others are done")
    func someFailed() throws {
        let scratch = scratch()
        scratch.put("pages/1.png", "no picture")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 1)
        #expect(outcome.json["failed"] as? Int == 1)
        #expect(outcome.json["written"] as? Int == 2)
        #expect(outcome.errors.contains("1.png: [I12]"))
        #expect(scratch.rows("out/failures.jsonl").map { $0["code"] } == ["I12"])
    }

    @Test("2: the pipeline is wrong, and nothing was written")
    func wrongPipeline() throws {
        let scratch = scratch("stages: {a: [{rotat: {}}]}\n")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("did you mean 'rotate'?"))
        #expect(!scratch.holds("out"))
        #expect(try scratch.foxing("run", "nothing.yaml", "-i", "pages", "-o", "out").status == 2)
        #expect(!scratch.holds("out"))
    }

    @Test("2: two pages would get one name")
    func clash() throws {
        let scratch = scratch()
        scratch.put("pages/1.bmp", Pages.png())
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("D10"))
        #expect(!scratch.holds("out"))
    }

    @Test("3: there is no input")
    func noInput() throws {
        let scratch = scratch()
        scratch.put("empty/notes.txt", "no page")
        for arguments in [["-i", "empty"], ["-i", "nothing/*.png"], ["-i", "page.pgn"], []] {
            let outcome = try Invocation(["run", "p.yaml", "-o", "out"] + arguments, in: scratch.path).run()
            #expect(outcome.status == 3)
            #expect(outcome.output == "")
            #expect(!scratch.holds("out"))
        }
    }

    @Test("3: every page failed")
    func allFailed() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        scratch.put("pages/a.png", "no picture")
        scratch.put("pages/b.png", [])
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("every page failed; see out/failures.jsonl"))
        #expect(scratch.rows("out/failures.jsonl").map { $0["code"] } == ["I12", "I11"])
    }

    @Test("4: the machine lacks a language, and the message names the package")
    func missingLanguage() throws {
        let scratch = scratch(Pipelines.plain + "readability: {on: scan, languages: [tlh], keep: {cer: 0..1}}\n")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 4)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("tesseract-ocr-tlh"))
        #expect(!scratch.holds("out"))
    }

    @Test("failures within the bound that was given are no failure; beyond it the run ends")
    func bound() throws {
        let scratch = scratch()
        scratch.put("pages/1.png", "no picture")
        for (bound, status) in [("1", 0), ("50%", 0), ("0", 1), ("10%", 1)] as [(String, Int32)] {
            let outcome = try scratch.foxing(
                "run", "p.yaml", "-i", "pages", "-o", "out", "--overwrite", "--max-failures", bound)
            #expect(outcome.status == status, "\(bound)")
            #expect(outcome.output.split(separator: "\n").count == 1)
        }
    }

    @Test("the first page that fails ends a run that is to fail fast; what was made stays, with its rows")
    func failFast() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        for page in 10..<60 { scratch.put("pages/\(page).png", Pages.png(seed: page)) }
        scratch.put("pages/11.png", "no picture")
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out", "--fail-fast", "-j", "1")
        #expect(outcome.status == 1)
        let images = scratch.files("out/images")
        #expect(images.contains("10_aug_0.png"))
        #expect(images.count < 30)
        #expect(scratch.rows("out/manifest.jsonl").map { $0["image"] }.sorted() == images.map { "images/\($0)" })
    }

    @Test("variants that Tesseract cannot read are dropped, flagged or drawn again, as the pipeline says")
    func verdicts() throws {
        let scratch = Scratch()
        scratch.put("pages/a.png", try Pages.text(["The quick brown fox jumps", "over the lazy dog"]))
        scratch.put("pages/a.gt.txt", "The quick brown fox jumps\nover the lazy dog\n")
        scratch.put("good.yaml", Pipelines.read("{cer: 0..0.1}"))
        scratch.put("bad.yaml", Pipelines.read("{cer: 0.9..1}"))
        scratch.put("flag.yaml", Pipelines.read("{cer: 0.9..1}") + "  otherwise: flag\n")
        scratch.put("retry.yaml", Pipelines.read("{cer: 0.9..1}") + "  otherwise: {retry: 2, then: drop}\n")
        func run(_ name: String) throws -> [String: Any] {
            let outcome = try scratch.foxing("run", "\(name).yaml", "-i", "pages", "-o", name, "-n", "2")
            #expect(outcome.status == 0)
            return outcome.json
        }
        let good = try run("good")
        #expect(good["written"] as? Int == 2)
        let measured = scratch.rows("good/manifest.jsonl")[0].values["readability"] as? [String: Any]
        #expect(measured?["cer"] as? [Int] == [0, 43])
        #expect(measured?["reference"] as? String == "truth")
        let bad = try run("bad")
        #expect(bad["written"] as? Int == 0)
        #expect(bad["dropped"] as? Int == 2)
        #expect(scratch.files("bad/images").isEmpty)
        #expect(scratch.rows("bad/manifest.jsonl").map { $0["status"] } == ["dropped", "dropped"])
        #expect(scratch.rows("bad/manifest.jsonl")[0]["reason"] == "cer 0 not in 0.9..1")
        #expect(try run("flag")["written"] as? Int == 2)
        #expect(scratch.rows("flag/manifest.jsonl").map { $0["status"] } == ["flagged", "flagged"])
        #expect(try run("retry")["dropped"] as? Int == 2)
        #expect(scratch.rows("retry/manifest.jsonl").map { $0.values["attempt"] as? Int } == [2, 2])
        #expect(
            scratch.rows("retry/failures.jsonl").map { $0["action"] } == ["retried", "retried", "retried", "retried"])
    }

    @Test("without truth the score is agreement with the clean page's reading, and is named so")
    func withoutTruth() throws {
        let scratch = Scratch()
        scratch.put("pages/a.png", try Pages.text(["The quick brown fox jumps", "over the lazy dog"]))
        scratch.put("p.yaml", Pipelines.read("{cer: 0.9..1}"))
        #expect(try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out").status == 0)
        let row = scratch.rows("out/manifest.jsonl")[0]
        #expect((row.values["readability"] as? [String: Any])?["reference"] as? String == "self")
        #expect(row["reason"].hasPrefix("self-cer 0"))
    }
}

@Suite("what a run says while it goes on") struct RunProgressTests {
    private func run(_ options: String..., with variables: [String: String] = [:]) throws -> Outcome {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        scratch.put("pages/a.png", Pages.png())
        scratch.put("pages/b.png", "no picture")
        scratch.put("pages/c.jpg", Pages.png(seed: 1))
        var call = Invocation(["run", "p.yaml", "-i", "pages", "-o", "out", "-n", "2"] + options, in: scratch.path)
        for (name, value) in variables { call = call.with(name, value) }
        let outcome = try call.run()
        #expect(outcome.status == 1)
        #expect(outcome.json["written"] as? Int == 4)
        return outcome
    }

    private let failure = "foxing: b.png: [I12] this is no picture but looks like text; pages are read from "

    @Test("plain lines where no terminal is")
    func plain() throws {
        for outcome in [try run(), try run("--progress", "plain"), try run("--progress", "auto")] {
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].hasPrefix(failure))
            #expect(lines[1].hasPrefix("6/6 · "))
            #expect(lines[1].contains("kept 66% · failed 1"))
        }
    }

    @Test("objects for programs")
    func json() throws {
        let outcome = try run("--progress", "json")
        let last = Row(Data((outcome.errors.split(separator: "\n").last ?? "").utf8))
        #expect(last.values["done"] as? Int == 6)
        #expect(last.values["total"] as? Int == 6)
        #expect(last.values["failed"] as? Int == 1)
    }

    @Test("a bar where one is asked for, but not on a terminal that cannot show it")
    func bar() throws {
        #expect(try run("--progress", "bar").errors.contains("\r"))
        #expect(try !run("--progress", "bar", with: ["TERM": "dumb"]).errors.contains("\r"))
        let painted = try run("--progress", "bar", with: ["CLICOLOR_FORCE": "1"]).errors
        #expect(painted.contains("\u{1B}[33m"))
        let bare = try run("--progress", "bar", with: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]).errors
        #expect(!bare.contains("\u{1B}[33m"))
    }

    @Test("only what went wrong when told to be quiet or to show no progress")
    func quiet() throws {
        for option in [["-q"], ["--quiet"], ["--progress", "none"]] {
            let outcome = try option.count == 1 ? run(option[0]) : run(option[0], option[1])
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(outcome.errors.hasPrefix(failure))
        }
    }

    @Test("also what is only worth noting when told to say more")
    func verbose() throws {
        #expect(try run("-v").errors.contains("foxing: c: [IW13] the name says JPEG but the bytes are PNG"))
        #expect(try !run().errors.contains("IW13"))
    }
}
