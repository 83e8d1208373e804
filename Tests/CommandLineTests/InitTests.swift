import TestSupport
import Testing

@Suite("foxing init") struct InitTests {
    static let presets = [
        "office-scan", "ocr-training", "ocr-preprocess", "old-book", "phone-photo", "well-used-copy",
    ]

    @Test("writes a commented starter into this folder, says its path and what to do next")
    func starter() throws {
        let scratch = Scratch()
        let outcome = try scratch.foxing("init")
        #expect(outcome.status == 0)
        #expect(outcome.output == "office-scan.yaml\n")
        #expect(outcome.errors.contains("foxing preview office-scan.yaml"))
        #expect(scratch.files().sorted() == ["foxing.schema.json", "office-scan.yaml"])
        #expect(scratch.text("office-scan.yaml").hasPrefix("# yaml-language-server: $schema=foxing.schema.json\n#"))
        #expect(try scratch.foxing("schema").output == scratch.text("foxing.schema.json"))
    }

    @Test("writes any preset, into a folder that it makes, and the file checks without an error", arguments: presets)
    func presetsCheck(name: String) throws {
        let scratch = Scratch()
        #expect(try scratch.foxing("init", "some/looks", "--preset", name).output == "some/looks/\(name).yaml\n")
        let check = try scratch.foxing("check", "some/looks/\(name).yaml")
        #expect(check.status == 0)
        #expect(check.errors.isEmpty, "\(check.errors)")
    }

    @Test("names no pages, says how to name them, and then takes those")
    func pages() throws {
        let scratch = Scratch()
        _ = try scratch.foxing("init")
        let text = scratch.text("office-scan.yaml")
        #expect(!text.contains("fixtures") && !text.contains("pipelines/"))
        let nothing = try scratch.foxing("run", "office-scan.yaml", "-o", "out")
        #expect(nothing.status == 3 && nothing.errors.contains("input: {images: …}"), "\(nothing.errors)")
        scratch.put("pages/a.png", Pages.png())
        scratch.put("office-scan.yaml", text.replacing("  # images: pages/", with: "  images: pages/"))
        let named = try scratch.foxing("check", "office-scan.yaml")
        #expect(named.output == "1 of 1 pipeline: no findings\n", "\(named.errors)")
        #expect(try scratch.foxing("run", "office-scan.yaml", "-o", "out", "--dry-run").output.contains("a_aug_0"))
    }

    @Test("does not touch a file that is there")
    func refuses() throws {
        let scratch = Scratch()
        scratch.put("office-scan.yaml", "mine")
        let outcome = try scratch.foxing("init")
        #expect(outcome.status == 3)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("'office-scan.yaml' is there already; it is not touched"))
        #expect(scratch.text("office-scan.yaml") == "mine")
    }

    @Test("names the nearest preset for a wrong one")
    func wrongPreset() throws {
        let scratch = Scratch()
        let outcome = try scratch.foxing("init", "--preset", "old-bok")
        #expect(outcome.status == 2)
        #expect(outcome.errors == "foxing: there is no preset 'old-bok'; did you mean 'old-book'?\n")
        #expect(scratch.files().isEmpty)
    }
}
