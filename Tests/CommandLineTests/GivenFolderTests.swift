import Foundation
import TestSupport
import Testing

@Suite("a step that is given a folder of pictures") struct GivenFolderTests {
    private let scratch = Scratch()

    init() {
        scratch.put(
            "p.yaml",
            """
            seed: 3
            variants: 16
            stages:
              print: [{stamp: {image: stamps, place: anywhere}}]

            """)
        scratch.put("stamps/a.png", Pages.png(40, 30, seed: 1))
        scratch.put("stamps/b.PNG", OddPictures.png(color: 6))
        scratch.put("stamps/.hidden.png", "no picture")
        scratch.put("stamps/notes.txt", "no picture")
        scratch.put("stamps/old/c.png", "no picture")
        scratch.put("pages/1.png", Pages.png(seed: 7))
    }

    private func run(_ options: String...) throws -> Outcome {
        try Invocation(["run", "p.yaml", "-i", "pages", "-o", "out"] + options, in: scratch.path).run()
    }

    @Test("draws one for each variant and tells which; what is no picture by its name does not count")
    func drawn() throws {
        let outcome = try run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let manifest = scratch.text("out/manifest.jsonl").split(separator: "\n")
        #expect(manifest.count == 16)
        #expect(manifest.contains { $0.contains("\"stamps/a.png\"") })
        #expect(manifest.contains { $0.contains("\"stamps/b.PNG\"") })
        #expect(manifest.allSatisfy { $0.contains("\"stamps/a.png\"") != $0.contains("\"stamps/b.PNG\"") })
    }

    @Test("goes on only with the same pictures in it")
    func resumed() throws {
        #expect(try run().status == 0)
        #expect(try run("--resume").status == 0)
        scratch.put("stamps/b.PNG", Pages.png(40, 30, seed: 2))
        #expect(try run("--resume").errors.contains("the picture 'stamps/b.PNG'"))
        scratch.put("stamps/b.PNG", OddPictures.png(color: 6))
        #expect(try run("--resume").status == 0)
        scratch.put("stamps/c.png", Pages.png(40, 30, seed: 2))
        let outcome = try run("--resume")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("the picture 'stamps/c.png'"))
    }

    @Test("says so when there is none in it, and which one cannot be read")
    func useless() throws {
        scratch.put("stamps/c.jpg", "this is text")
        let wrong = try run()
        #expect(wrong.status != 0)
        #expect(wrong.errors.contains("'stamps/c.jpg'"))
        #expect(wrong.errors.contains("I12"))
        for name in ["a.png", "b.PNG", "c.jpg"] { scratch.remove("stamps/\(name)") }
        let empty = try run()
        #expect(empty.status != 0)
        #expect(empty.errors.contains("there is no picture in the folder 'stamps'"))
    }
}
