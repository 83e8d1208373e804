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
        #expect(!check.errors.contains("error["))
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
