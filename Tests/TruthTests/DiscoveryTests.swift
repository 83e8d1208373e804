import Engine
import Foundation
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("Finding truth")
struct DiscoveryTests {
    // MARK: Names

    @Test(
        "names are compared as people read them, then without case",
        arguments: [
            ("민원서류_01.png", "민원서류_01.gt.txt", false), ("é.png", "é.gt.txt", false),
            ("SCAN0002.TIF", "SCAN0002.TXT", true), ("Scan.png", "scan.Gt.Txt", true), ("a.png", "A.gt.txt", true),
            ("STRASSE.png", "strasse.txt", true),
        ])
    func spelling(picture: String, truth: String, isTold: Bool) throws {
        for (one, other) in [
            (picture.decomposedStringWithCanonicalMapping, truth.precomposedStringWithCanonicalMapping),
            (picture.precomposedStringWithCanonicalMapping, truth.decomposedStringWithCanonicalMapping),
        ] {
            let files = TruthCase()
            files.scratch.put(one, "")
            files.scratch.put(other, "one")
            let found = try files.find(one)
            #expect(found.truth.text == "one" && found.truth.origin == "gt-txt")
            #expect(found.notes.map(\.code) == (isTold ? [.otherSpelling] : []))
            if let note = found.notes.first {
                #expect(note.message.contains(one) && note.message.contains(other))
            }
        }
    }

    @Test("a picture whose name differs in case only from another's takes no truth of that one")
    func double() throws {
        let files = TruthCase()
        for name in ["a.png", "A.png"] { files.scratch.put(name, "") }
        files.scratch.put("a.gt.txt", "small")
        #expect(try files.find("a.png").truth.text == "small")
        #expect(try files.find("A.png").truth == .unknown)
    }

    @Test(
        "a near miss is told with both names, unless it is another picture's",
        arguments: [
            ("scan 1.png", "scan_1.txt", true), ("scan_01.png", "Scan-1.gt.txt", true), ("a(1).png", "a1.xml", true),
            ("a.png", "b.txt", false), ("page1.png", "page11.txt", false),
        ])
    func near(picture: String, other: String, isNear: Bool) throws {
        let files = TruthCase()
        files.scratch.put(picture, "")
        files.scratch.put(other, "x")
        let found = try files.find(picture)
        #expect(found.truth == .unknown)
        #expect(found.notes.map(\.code) == (isNear ? [.otherSpelling] : []))
        if isNear {
            #expect(found.notes[0].message.contains(picture) && found.notes[0].message.contains(other))
            files.scratch.put((other as NSString).deletingPathExtension.replacing(".gt", with: "") + ".png", "")
            #expect(try files.find(picture).notes.isEmpty)
        }
    }

    // MARK: A name that says little

    @Test(
        "STEM.txt is looked at before it is taken for text",
        arguments: [
            ("10,10,40,12,40,30,10,28,one\n50,10,90,10,90,30,50,30,###\n", "icdar"),
            ("10,10,40,30,one, two\n", "icdar"), ("10 10 40 30 \"one\"\n", "icdar"),
            ("0 0.5 0.5 0.25 0.1\n1 0.1 0.2 0.05 0.1\n", "none"), ("{\"text\": \"one\"}\n", "none"),
            ("[\n {\"a\": 1}\n]\n", "none"), ("one\n", "gt-txt"), ("12 15 18 20 22\n3 4 5 6 7\n", "gt-txt"),
            ("1,2,3,4,5\n", "gt-txt"), ("[sic] one\n", "gt-txt"), ("{x}\n", "gt-txt"), ("", "gt-txt"),
            ("0 1 0 1 1\n", "gt-txt"), ("1,200,30,40,50 Won\n", "gt-txt"),
        ])
    func form(text: String, origin: String) throws {
        let files = TruthCase()
        files.scratch.put("a.txt", text)
        let found = try files.find()
        #expect(found.truth.origin == origin)
        #expect(found.notes.contains { $0.code == .passedOver } == (origin == "none"))
        // What the pipeline says is believed.
        var named = files
        named.plan = TruthPlan(name: "gt-txt")
        #expect(try named.find().truth.origin == "gt-txt")
    }

    // MARK: Patterns

    @Test(
        "every word for the picture works in a path, and so do '..' and folders by themselves",
        arguments: [
            ("{dir}/gt_{stem}.txt", "in/images/gt_a.b.txt"), ("{dir}/../gt/gt_{stem}.txt", "in/gt/gt_a.b.txt"),
            ("gt/{name}.txt", "gt/a.b.png.txt"), ("gt/{path}.txt", "gt/images/a.b.txt"),
            ("gt/{stem}-{page}.txt", "gt/a.b-1.txt"), ("./gt/../{stem}.txt", "a.b.txt"),
            ("{unknown}/{stem}.txt", "{unknown}/a.b.txt"), ("{dir}/all.txt", "in/images/all.txt"),
            ("all.txt", "all.txt"),
        ])
    func patterns(pattern: String, file: String) throws {
        let files = TruthCase()
        files.scratch.put(file, "10,10,40,30,one")
        let source = TruthSource(TruthPlan(name: "icdar", files: pattern), folder: files.scratch.path)
        let found = try source.truth(
            of: PictureInfo(
                path: files.scratch.path + "/in/images/a.b.png", name: "images/a.b.png", size: files.size))
        #expect(found.truth.text == "one")
    }

    @Test("each page of a picture may have a file of its own")
    func pages() throws {
        let files = TruthCase(TruthPlan(name: "gt-txt", files: "{stem}_{page}.txt"))
        for page in 1...3 { files.scratch.put("a_\(page).txt", "page\n\(page)") }
        for page in 1...3 { #expect(try files.find("a.tif", page: page, of: 3).truth.text == "page\n\(page)") }
    }

    @Test("'~' is the home folder, for truth, roots and pictures")
    func home() throws {
        let home = try #require(ProcessInfo.processInfo.environment["HOME"])
        let source = TruthSource(TruthPlan(name: "gt-txt", files: "~/no-such-folder/{stem}.txt"), folder: "/elsewhere")
        let digest = source.digest(for: PictureInfo(path: "/elsewhere/a.png", size: Size(width: 1, height: 1)))
        #expect(digest.isEmpty)
        let found = InputSearch.run(["~/no-such-folder/a.png"], from: "/elsewhere")
        #expect(found.files.map(\.path) == [home + "/no-such-folder/a.png"])
    }

    @Test("a folder's one file is for its pictures only")
    func folderFile() throws {
        let scratch = Scratch()
        let names = ["x/a.png", "x/b.png", "y/a.png"]
        scratch.put("x/all.txt", "one\n\u{0C}two\n\u{0C}")
        scratch.put("y/all.txt", "three\n")
        let source = TruthSource(TruthPlan(name: "gt-txt", files: "{dir}/all.txt"), folder: scratch.path)
        let run = RunPictures(names.map { scratch.path + "/" + $0 })
        let texts = try names.enumerated().map { position, name in
            try source.truth(
                of: PictureInfo(
                    path: scratch.path + "/" + name, name: name, size: Size(width: 20, height: 20), run: run,
                    position: position)
            ).truth.text
        }
        #expect(texts == ["one", "two", "three"])
    }

    // MARK: Encodings

    @Test(
        "files of text are read in the encoding that is named",
        arguments: [
            ("cp949", [0xB0, 0xA1, 0xA0, 0x5A] as [UInt8], "가쟜"), ("euc-kr", [0xB0, 0xA1], "가"),
            ("shift_jis", [0x83, 0x5C, 0x93, 0xFA], "ソ日"),
            ("gb18030", [0xD6, 0xD0, 0x81, 0x30, 0x81, 0x30], "中\u{80}"),
            ("big5", [0xA4, 0x40, 0xA5, 0x5C], "一功"), ("windows-1252", [0x80, 0xE9], "€é"),
            ("windows-1251", [0xCC, 0xE8], "Ми"), ("iso-8859-1", [0xE9], "é"), ("utf-8", Array("é".utf8), "é"),
        ])
    func encodings(name: String, bytes: [UInt8], text: String) throws {
        let points = ",\"points\":[[10,10],[90,10],[90,30],[10,30]]}]"
        let texts: [(String, [UInt8], [UInt8])] = [
            ("gt-txt", [], []), ("icdar", Array("10,10,40,30,".utf8), []),
            ("box", Array("WordStr 1 1 9 9 0 #".utf8), []),
            ("paddleocr", Array("a.png\t[{\"transcription\":\"".utf8), Array(("\"" + points).utf8)),
            (
                "tesseract-tsv",
                Array(
                    ("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                        + "5\t1\t1\t1\t1\t1\t10\t10\t80\t20\t90\t").utf8), []
            ),
        ]
        for (format, before, after) in texts {
            let isJSON = format == "paddleocr"
            var plan = TruthPlan(name: format, files: "t")
            plan.options["encoding"] = .word(name)
            let files = TruthCase(plan)
            files.scratch.put("t", before + bytes + after + [0x0A])
            let wanted = CleanText.cleaned(text)
            #expect(try files.find().truth.text == wanted, "\(format)\(isJSON ? " in JSON" : "")")
        }
    }

    @Test("an encoding that does not fit, and one that nobody knows, are told")
    func wrongEncoding() {
        for (name, part) in [("cp949", "byte 2"), ("no-such", "no-such"), ("utf-8//TRANSLIT", "utf-8//TRANSLIT")] {
            var plan = TruthPlan(name: "gt-txt")
            plan.options["encoding"] = .word(name)
            let files = TruthCase(plan)
            files.scratch.put("a.txt", [0xB0, 0xA1, 0xFF, 0xFF])
            let problem = #expect(throws: TruthProblem.self) { try files.find() }
            #expect(problem?.code == .truthEncoding && problem?.message.contains(part) == true)
        }
    }
}

extension CleanText {
    fileprivate static func cleaned(_ text: String) -> String {
        var clean = CleanText()
        return clean.line(text.unicodeScalars)
    }
}
