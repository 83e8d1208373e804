import Engine
import Imaging
import Jobs
import TestSupport
import Testing
import Truth

@Suite("Ground truth beside an image")
struct TruthTests {
    private let scratch = Scratch()
    private let size = Size(width: 200, height: 100)

    private func source(_ name: String, page: Int = 1, of count: Int = 1) -> PictureInfo {
        PictureInfo(path: scratch.path + "/" + name, name: name, page: page, pageCount: count, size: size)
    }

    private func read(
        _ picture: PictureInfo, _ truth: TruthSource = .automatic
    ) throws -> (GroundTruth, [TruthCode]) {
        let finding = try truth.truth(of: picture)
        return (finding.truth, finding.notes.map(\.code))
    }

    @Test("several lines are the text of a page without outlines")
    func page() throws {
        scratch.put("a.gt.txt", "\u{FEFF}Erste  Zeile \r\n zweite\u{A0}Zeile\r\n\r\n\r\n\tdritte\n")
        let (truth, notes) = try read(source("a.png"))
        #expect(truth == .page("Erste Zeile\nzweite Zeile\n\ndritte", origin: "gt-txt"))
        #expect(notes == [])
    }

    @Test("one line is the image itself")
    func line() throws {
        scratch.put("a.txt", "\u{1112}\u{1161}\u{11AB} 글\n")
        let (truth, _) = try read(source("a.png"))
        #expect(truth.level == .line)
        #expect(truth.regions[0].lines[0].text.unicodeScalars.count == 3)
        #expect(truth.regions[0].lines[0].outline == Outline(x: 0, y: 0, width: 200, height: 100))
    }

    @Test("an empty file is a page without text, not a page of unknown text")
    func empty() throws {
        scratch.put("a.gt.txt", [])
        let (truth, notes) = try read(source("a.png"))
        #expect(truth.text == "" && truth.level == .page)
        #expect(notes == [.noText])
    }

    @Test("without a file the text is unknown")
    func none() throws {
        scratch.put("b.gt.txt", "other")
        #expect(try read(source("a.png")).0 == .unknown)
        #expect(try read(source("b.png"), .none).0 == .unknown)
    }

    @Test("a form feed starts the next page, and a page beyond the last is unknown")
    func formFeed() throws {
        scratch.put("a.txt", "p1 l1\np1 l2\u{0C}p2 l1\np2 l2\n\u{0C}")
        #expect(try read(source("a.tif", page: 1, of: 3)).0.text == "p1 l1\np1 l2")
        #expect(try read(source("a.tif", page: 2, of: 3)).0.text == "p2 l1\np2 l2")
        #expect(try read(source("a.tif", page: 3, of: 3)).0 == .unknown)
    }

    @Test("'.gt.txt' comes before '.txt', and the other one is noted")
    func both() throws {
        scratch.put("a.gt.txt", "right\nlines")
        scratch.put("a.txt", "wrong")
        let (truth, notes) = try read(source("a.png"))
        #expect(truth.text == "right\nlines")
        #expect(notes == [.moreThanOneTruth])
    }

    @Test("endings that other tools leave are tried without")
    func endings() throws {
        scratch.put("a.gt.txt", "one\ntwo")
        #expect(try read(source("a.bin.png")).0.text == "one\ntwo")
    }

    @Test("UTF-16 with its mark is read in both orders")
    func utf16() throws {
        let text = "쪽 하나\n\u{1F600}"
        let units = Array(text.utf16)
        scratch.put("a.gt.txt", [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        scratch.put("b.gt.txt", [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
        #expect(try read(source("a.png")).0.text == text)
        #expect(try read(source("b.png")).0.text == text)
    }

    @Test(
        "text in another encoding is an error that tells the byte",
        arguments: [
            ([0x61, 0x62, 0xE4, 0x62], "byte 2"), ([0xEF, 0xBB, 0xBF, 0x61, 0xFF], "byte 4"),
            ([0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8], "byte 4"), ([0xFE, 0xFF, 0x00, 0x61, 0x00], "byte 4"),
            ([0xED, 0x95, 0x9C, 0xED, 0x95], "byte 3"),
        ] as [([UInt8], String)])
    func encoding(bytes: [UInt8], place: String) {
        scratch.put("a.gt.txt", bytes)
        let problem = #expect(throws: TruthProblem.self) { try read(source("a.png")) }
        #expect(problem?.code == .truthEncoding)
        #expect(problem?.message.contains(place) == true)
    }

    @Test("control characters are left out and counted, soft hyphens shown at line ends only")
    func control() throws {
        scratch.put("a.gt.txt", "a\u{1}b\u{7F}\u{85}c\nsoft\u{AD}ly hyphen\u{AD}\nated")
        let (truth, notes) = try read(source("a.png"))
        #expect(truth.text == "ab c\nsoftly hyphen-\nated")
        #expect(notes == [.controlCharacters])
    }

    @Test("a folder of its own is named with a pattern")
    func places() throws {
        scratch.put("texts/a.text", "x\ny")
        let truth = TruthSource(TruthPlan(name: "gt-txt", files: "texts/{stem}.text"), folder: scratch.path)
        #expect(try read(source("a.png"), truth).0.text == "x\ny")
    }

    @Test("labels that were written read back the same")
    func labels() throws {
        let word = Word(
            id: "w", outline: Outline(x: 1.25, y: 2, width: 10, height: 5), text: "한글", glued: true, illegible: .cut,
            language: "ko", confidence: 91.5, share: 0.625)
        let line = TextLine(
            id: "l", outline: Outline(x: 1, y: 2, width: 30, height: 5), baseline: [Point(1, 6), Point(31, 6.5)],
            text: "a 한글", language: "ko-KR", words: [word])
        let strip = Outline((0..<6).map { Point(Double($0 < 3 ? $0 : 5 - $0), $0 < 3 ? 0 : 1) }, top: 3)
        let cut = TextLine(id: "m", outline: strip, text: "cut", illegible: .cut, share: 0.5)
        let region = Region(
            id: "r", kind: .table, outline: Outline([Point(0, 0), Point(50, 0.125), Point(5, 40)]),
            lines: [line, cut])
        let other = Region(id: "s", kind: .figure, outline: strip, lines: [])
        let truth = GroundTruth(text: "a 한글", level: .word, origin: "page", regions: [region, other])
        scratch.put("a.foxing.json", LabelsFile.bytes(truth, image: "images/a.png", size: size))
        scratch.put("a.txt", "other")
        let (read, notes) = try read(source("a.png"))
        #expect(read == truth)
        #expect(notes == [.moreThanOneTruth])
    }

    @Test("labels stand one piece a line")
    func layout() {
        let line = TextLine(id: "l", outline: Outline(x: 1, y: 2, width: 3, height: 4), text: "x")
        let truth = GroundTruth(
            text: "x", level: .line, origin: "gt-txt",
            regions: [Region(id: "r", outline: Outline(x: 0, y: 0, width: 9, height: 9), lines: [line])])
        let text = String(decoding: LabelsFile.bytes(truth, image: "i.png", size: size), as: UTF8.self)
        let expected = """
            {"foxing":1,"image":"i.png","width":200,"height":100,"origin":"gt-txt","level":"line","text":"x","regions":[
            {"id":"r","kind":"text","order":0,"outline":[[0,0],[9,0],[9,9],[0,9]],"lines":[
            {"id":"l","order":0,"outline":[[1,2],[4,2],[4,6],[1,6]],"top":2,"baseline":null,"text":"x","legible":true,\
            "why":null,"language":null,"words":[]}
            ]}
            ]}

            """
        #expect(text == expected)
    }

    @Test(
        "labels of a newer layout, of another size or of none are refused",
        arguments: [
            (#"{"foxing":2}"#, TruthCode.truthOfNewerVersion), (#"{"foxing":"#, .truthOfOtherFormat),
            (#"{"shapes":[]}"#, .truthOfOtherFormat),
            (
                #"{"foxing":1,"width":1,"height":1,"origin":"a","level":"page","text":"t","regions":[]}"#,
                .truthOfOtherSize
            ),
        ])
    func wrongLabels(text: String, code: TruthCode) {
        scratch.put("a.foxing.json", text)
        #expect(throws: TruthProblem.self) { try read(source("a.png")) }
        do {
            _ = try read(source("a.png"))
        } catch {
            #expect((error as? TruthProblem)?.code == code)
        }
    }
}
