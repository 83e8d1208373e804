import Foundation
import TestSupport
import Testing

@Suite("foxing check") struct CheckTests {
    private let wrong = "stages:\n  ink:\n    - ink-blead: {intensity: 0.5}\n"

    @Test("has nothing to say about a good pipeline")
    func good() throws {
        let scratch = Scratch()
        scratch.put("good.yaml", Pipelines.rich)
        let outcome = try scratch.foxing("check", "good.yaml")
        #expect(outcome.status == 0)
        #expect(outcome.output == "1 of 1 pipeline: no findings\n")
        #expect(outcome.errors == "")
    }

    @Test("shows an error with its place and a way out, and exits with 1")
    func bad() throws {
        let scratch = Scratch()
        scratch.put("bad.yaml", wrong)
        let outcome = try scratch.foxing("check", "bad.yaml")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("error[E203]: "))
        #expect(outcome.errors.contains("--> bad.yaml:3:7"))
        #expect(outcome.errors.contains("did you mean 'ink-bleed'?"))
    }

    @Test("a warning alone is no failure")
    func warning() throws {
        let scratch = Scratch()
        scratch.put("pointless.yaml", "stages:\n  ink:\n    - subtle-noise\n    - rotate: {p: 0}\n")
        let outcome = try scratch.foxing("check", "pointless.yaml")
        #expect(outcome.errors.hasPrefix("warning[W"))
        #expect(outcome.status == 0)
    }

    @Test("gives findings as one JSON list on standard output, also of several files")
    func json() throws {
        let scratch = Scratch()
        scratch.put("bad.yaml", wrong)
        scratch.put("worse.yaml", wrong + "nonsense: 1\n")
        scratch.put("good.yaml", Pipelines.rich)
        let outcome = try scratch.foxing("check", "bad.yaml", "worse.yaml", "good.yaml", "--format", "json")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "")
        let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
        #expect(list?.compactMap { $0["code"] as? String } == ["E203", "E203", "E201"])
        #expect(list?.compactMap { $0["file"] as? String } == ["bad.yaml", "worse.yaml", "worse.yaml"])
        let clean = try scratch.foxing("check", "good.yaml", "--format", "json")
        #expect(clean.status == 0)
        #expect(clean.output.trimmingCharacters(in: .whitespacesAndNewlines) == "[]")
    }

    @Test("checks all pipelines of a folder, in the order of their names")
    func folder() throws {
        let scratch = Scratch()
        scratch.put("looks/b.yaml", Pipelines.rich)
        scratch.put("looks/a.yaml", wrong)
        scratch.put("looks/c.yml", Pipelines.plain)
        scratch.put("looks/notes.txt", "no pipeline")
        let outcome = try scratch.foxing("check", "looks")
        #expect(outcome.status == 1)
        #expect(outcome.output == "2 of 3 pipelines: no findings\n")
        #expect(outcome.errors.contains("looks/a.yaml:3:7"))
        #expect(!outcome.errors.contains("looks/b.yaml"))
    }

    @Test("a folder without pipelines is no input")
    func emptyFolder() throws {
        let outcome = try Scratch().foxing("check", ".")
        #expect(outcome.status == 3)
        #expect(outcome.errors == "foxing: there are no .yaml files in '.'\n")
    }

    @Test("checks with a value in place of the file's, and says of a wrong one where it stands")
    func overrides() throws {
        let scratch = Scratch()
        scratch.put("good.yaml", Pipelines.rich)
        let good = try scratch.foxing("check", "good.yaml", "--set", "stages.post.rotate.angle=1..2", "--set", "seed=3")
        #expect(good.status == 0)
        #expect(good.errors == "")
        let outcome = try scratch.foxing("check", "good.yaml", "--set", "stages.post.rotate.angel=1..2")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("did you mean 'angle'?"))
    }

    @Test("a file that is not there, or is a folder of the wrong kind, is wrong use")
    func missing() throws {
        let outcome = try Scratch().foxing("check", "nothing.yaml")
        #expect(outcome.status == 2)
        #expect(outcome.errors == "foxing: there is no file 'nothing.yaml'\n")
    }

    @Test("messages are painted only where somebody asks for it")
    func colors() throws {
        let scratch = Scratch()
        scratch.put("bad.yaml", wrong)
        let escape = "\u{1B}["
        let call = scratch.call("check", "bad.yaml")
        #expect(try !call.run().errors.contains(escape))
        #expect(try call.with("CLICOLOR_FORCE", "1").run().errors.contains(escape))
        #expect(try !call.with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1").run().errors.contains(escape))
    }
}

@Suite("foxing check --inputs") struct CheckInputsTests {
    private let stages = "stages:\n  scan:\n    - subtle-noise\n"

    /// A folder with a page for each kind of finding.
    private func folder() -> Scratch {
        let scratch = Scratch()
        for name in ["good", "again", "truthless", "broken-truth", "other-size"] {
            scratch.put("pages/\(name).png", Pages.png(seed: name == "again" ? 4 : name.utf8.count))
        }
        scratch.put("pages/torn.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0])
        scratch.put("pages/good.gt.txt", "one\ntwo\n")
        scratch.put("pages/again.gt.txt", "one\ntwo\n")
        scratch.put("pages/broken-truth.xml", "<alto><Layout></alto>")
        scratch.put(
            "pages/other-size.foxing.json",
            #"{"foxing":1,"image":"x","width":30,"height":20,"origin":"foxing","level":"page","text":"a","regions":[]}"#
        )
        return scratch
    }

    @Test("says of each page what a run would, without making anything")
    func findings() throws {
        let scratch = folder()
        scratch.put(
            "p.yaml", "input: {images: pages/*.png}\n" + stages + "dataset: {unit: page, format: huggingface}\n")
        let before = scratch.files().sorted()
        let outcome = try scratch.foxing("check", "p.yaml", "--inputs")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.errors.contains("error[T10]: no truth was found for 'truthless.png'"))
        #expect(outcome.errors.contains("  --> truthless.png\n  = help: put it beside the picture"))
        #expect(outcome.errors.contains("error[T12]: 'broken-truth.xml' line 1"))
        #expect(outcome.errors.contains("error[T30]: 'other-size.foxing.json'"))
        #expect(outcome.errors.contains("error[I14]: "))
        #expect(outcome.errors.contains("warning[IW25]: 'good.png' holds the same bytes as 'again.png'"))
        #expect(outcome.errors.hasSuffix("foxing: looked at 6 pages of 'p.yaml'\n"))
        #expect(scratch.files().sorted() == before)
    }

    @Test("gives them to programs in the list of the pipeline's own")
    func json() throws {
        let scratch = folder()
        scratch.put("p.yaml", "input: {images: pages/*.png}\n" + stages + "    - rotate: {p: 0}\n")
        let outcome = try scratch.foxing("check", "p.yaml", "--inputs", "--format", "json")
        #expect(outcome.status == 1 && outcome.errors == "")
        let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]] ?? []
        #expect(list.compactMap { $0["code"] as? String } == ["W402", "T12", "T30", "I14", "IW25"])
        let files = list.compactMap { $0["file"] as? String }
        #expect(files == ["p.yaml", "broken-truth.png", "other-size.png", "torn.png"])
        #expect(Set(list.map { Set($0.keys).subtracting(["page"]) }).count == 1)
    }

    @Test("has nothing to say about good pages, and looks at none of a wrong pipeline")
    func quiet() throws {
        let scratch = Scratch()
        scratch.put("pages/a.png", Pages.png())
        scratch.put("p.yaml", "input: {images: pages/*.png}\n" + stages)
        let good = try scratch.foxing("check", "p.yaml", "--inputs")
        #expect(good.status == 0 && good.output == "1 of 1 pipeline: no findings\n")
        scratch.put("p.yaml", "input: {images: pages/*.png}\nstages: 3\n")
        let wrong = try scratch.foxing("check", "p.yaml", "--inputs")
        #expect(wrong.status == 1 && !wrong.errors.contains("looked at"))
    }

    @Test("tells that truth without outlines has no lines to give, as the run does at its end")
    func outlines() throws {
        let scratch = Scratch()
        scratch.put("pages/a.png", Pages.png())
        scratch.put("pages/a.gt.txt", "one\ntwo\n")
        scratch.put("p.yaml", "input: {images: pages/*.png}\n" + stages + "dataset: {unit: line, format: lmdb}\n")
        let check = try scratch.foxing("check", "p.yaml", "--inputs")
        #expect(check.status == 1 && check.errors.contains("error[D31]: "), "\(check.errors)")
        let run = try scratch.foxing("run", "p.yaml", "-o", "out", "--progress", "none")
        #expect(run.status == 0)
        #expect(run.errors.contains("the set 'lmdb-line' has no label; left out: no-lines 1"), "\(run.errors)")
    }

    @Test("finds lists of a split that name no page")
    func splits() throws {
        let scratch = Scratch()
        scratch.put("pages/a.png", Pages.png())
        scratch.put("pages/a.gt.txt", "one\ntwo\n")
        scratch.put("val.txt", "b\n")
        scratch.put(
            "p.yaml",
            "input: {images: pages/*.png}\n" + stages
                + "dataset: {unit: page, format: csv, split: {val: val.txt, train: rest}}\n")
        let outcome = try scratch.foxing("check", "p.yaml", "--inputs")
        #expect(outcome.status == 0 && outcome.errors.contains("warning[DW42]: "), "\(outcome.errors)")
    }
}
