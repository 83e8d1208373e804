import Codecs
import TestSupport
import Testing

@Suite("foxing preview") struct PreviewTests {
    private func scratch() -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", "input: {images: pages/**/*.png}\n" + Pipelines.rich)
        scratch.put("pages/top.png", Pages.png())
        scratch.put("pages/1901/a.png", Pages.png(seed: 3))
        return scratch
    }

    private func size(_ scratch: Scratch, _ name: String) throws -> (width: Int, height: Int) {
        let header = try PictureFile(path: scratch.path + "/" + name).pages[0]
        return (header.width, header.height)
    }

    @Test("puts variants on one sheet, and says where it is")
    func sheet() throws {
        let scratch = scratch()
        let outcome = try scratch.foxing("preview", "p.yaml", "pages/top.png")
        #expect(outcome.status == 0)
        #expect(outcome.output == "preview.png\n")
        #expect(outcome.errors == "")
        // Six variants take two rows, one takes one.
        #expect(try size(scratch, "preview.png").height > 2 * 160)
        let one = try scratch.foxing("preview", "p.yaml", "pages/top.png", "-n", "1", "-o", "one.png")
        #expect(one.output == "one.png\n")
        #expect(try (160..<2 * 160).contains(size(scratch, "one.png").height))
    }

    @Test("shows one variant after each stage")
    func stages() throws {
        let scratch = scratch()
        let outcome = try scratch.foxing("preview", "p.yaml", "pages/top.png", "--stages", "-o", "stages.png")
        #expect(outcome.status == 0)
        // The page and five stages, four in a row.
        #expect(try size(scratch, "stages.png").height > 2 * 160)
        let third = try scratch.foxing(
            "preview", "p.yaml", "pages/top.png", "--stages", "--variant", "3", "-o", "third.png")
        #expect(third.status == 0)
        #expect(scratch.bytes("third.png") != scratch.bytes("stages.png"))
    }

    @Test("one variant is the picture that a run writes, byte for byte, also for pages in folders")
    func sameAsRun() throws {
        let scratch = scratch()
        #expect(try scratch.foxing("run", "p.yaml", "-o", "out").status == 0)
        for (page, id) in [("pages/top.png", "top"), ("pages/1901/a.png", "1901/a")] {
            for variant in [0, 3] {
                let shown = try scratch.foxing("preview", "p.yaml", page, "--variant", "\(variant)", "-o", "shown.png")
                #expect(shown.status == 0)
                #expect(scratch.bytes("shown.png") == scratch.bytes("out/images/\(id)_aug_\(variant).png"))
            }
        }
    }

    @Test("the page may be named as the run names it, and the seed may be another")
    func named() throws {
        let scratch = scratch()
        scratch.put("q.yaml", Pipelines.rich)
        #expect(try scratch.foxing("run", "q.yaml", "-i", "pages", "-o", "out", "--seed", "9").status == 0)
        let call = ["preview", "q.yaml", "pages/1901/a.png", "--variant", "2", "-o", "shown.png"]
        #expect(try Invocation(call + ["--id", "1901/a", "--seed", "9"], in: scratch.path).run().status == 0)
        #expect(scratch.bytes("shown.png") == scratch.bytes("out/images/1901/a_aug_2.png"))
        #expect(try Invocation(call + ["--id", "1901/a"], in: scratch.path).run().status == 0)
        #expect(scratch.bytes("shown.png") != scratch.bytes("out/images/1901/a_aug_2.png"))
    }

    @Test("the resolution that the pipeline gives to pages counts here as it does in a run")
    func resolution() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", "input: {images: a.png, dpi: 300}\nstages: {ink: [{ink-bleed: {radius: 0.3mm}}]}\n")
        scratch.put("a.png", Pages.png(dpi: nil))
        #expect(try scratch.foxing("run", "p.yaml", "-o", "out").status == 0)
        #expect(try scratch.foxing("preview", "p.yaml", "a.png", "--variant", "0", "-o", "shown.png").status == 0)
        #expect(scratch.bytes("shown.png") == scratch.bytes("out/images/a_aug_0.png"))
    }

    @Test("changes the pipeline on the way")
    func overrides() throws {
        let scratch = scratch()
        let call = ["preview", "p.yaml", "pages/top.png", "--variant", "0", "-o"]
        #expect(try Invocation(call + ["a.png"], in: scratch.path).run().status == 0)
        let outcome = try Invocation(call + ["b.png", "--set", "stages.post.rotate.angle=20"], in: scratch.path).run()
        #expect(outcome.status == 0)
        #expect(scratch.bytes("a.png") != scratch.bytes("b.png"))
    }

    @Test("says what is wrong with a pipeline, a page or a place to write to")
    func wrong() throws {
        let scratch = scratch()
        scratch.put("bad.yaml", "stages: {a: [{rotat: {}}]}\n")
        scratch.put("text.png", "no picture")
        let pipeline = try scratch.foxing("preview", "bad.yaml", "pages/top.png")
        #expect(pipeline.status == 2)
        #expect(pipeline.errors.contains("did you mean 'rotate'?"))
        let page = try scratch.foxing("preview", "p.yaml", "text.png")
        #expect(page.status == 3)
        #expect(page.errors.contains("I12"))
        #expect(try scratch.foxing("preview", "p.yaml", "nothing.png").status == 3)
        let place = try scratch.foxing("preview", "p.yaml", "pages/top.png", "-o", "no/such/folder.png")
        #expect(place.status == 5)
        #expect(place.errors.contains("no/such/folder.png"))
        #expect(scratch.files().filter { $0.hasSuffix("preview.png") }.isEmpty)
    }
}
