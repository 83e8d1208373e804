import Jobs
import Engine
import Imaging
import TestSupport
import Testing
import Truth

@Suite("What holds for truth of every format")
struct CommonRuleTests {
    private let files = TruthCase()

    private func page(_ points: String, _ text: String = "x", width: Int = 200, height: Int = 100) -> String {
        let points = points.split(separator: "|").map {
            "<TextLine><Coords points='\($0)'/><TextEquiv><Unicode>\(text)</Unicode></TextEquiv></TextLine>"
        }
        return
            "<PcGts><Page imageWidth='\(width)' imageHeight='\(height)'><TextRegion>\(points.joined())</TextRegion></Page></PcGts>"
    }

    private let inside = "10,10 90,10 90,30 10,30"

    // MARK: Discovery

    @Test("the richest format beside a picture is taken, the others are noted")
    func discovery() throws {
        let xml = page(inside)
        let alto = "<alto><Layout><Page WIDTH='200' HEIGHT='100'/></Layout></alto>"
        let found: [(String, String, String)] = [
            ("a.txt", "one\ntwo", "gt-txt"), ("a.gt.txt", "one\ntwo", "gt-txt"), ("gt_a.txt", "1,1,9,9,x", "icdar"),
            ("a.box", "WordStr 10 70 90 90 0 #x", "box"), ("a.hocr.html", "<p class=ocr_page>", "hocr"),
            ("a.hocr", "<p class=ocr_page>", "hocr"), ("a.xml", xml, "page"), ("ALTO/a.xml", alto, "alto"),
            ("alto/a.xml", alto, "alto"), ("a.alto.xml", alto, "alto"), ("PAGE/a.xml", xml, "page"),
            ("page/a.xml", xml, "page"), ("a.page.xml", xml, "page"),
        ]
        for (count, file) in found.enumerated() {
            files.scratch.put(file.0, file.1)
            let finding = try files.find()
            #expect(finding.truth.origin == file.2 && finding.file?.hasSuffix(file.0) == true)
            #expect(finding.notes.contains { $0.code == .moreThanOneTruth } == (count > 0))
        }
    }

    @Test("an XML file of another kind is an error, and 'none' reads nothing")
    func otherXML() throws {
        #expect(files.problem("a.xml", "<html/>")?.code == .truthOfOtherFormat)
        var files = files
        files.plan = TruthPlan(name: "none")
        #expect(try files.find().truth == .unknown)
    }

    @Test("a format that is named is looked for under its names only")
    func named() throws {
        var files = files
        files.scratch.put("a.page.xml", page(inside))
        files.scratch.put("a.gt.txt", "one\ntwo")
        files.plan = TruthPlan(name: "gt-txt")
        #expect(try files.find().truth.origin == "gt-txt")
        files.plan = TruthPlan(name: "alto")
        #expect(try files.find().truth == .unknown)
        #expect(files.problem("a.xml", page(inside))?.code == .truthOfOtherFormat)
    }

    @Test("where truth is needed, a picture without it is an error")
    func required() {
        let picture = PictureInfo(path: files.scratch.path + "/a.png", size: files.size)
        let problem = #expect(throws: TruthProblem.self) {
            try TruthSource(TruthPlan(), isRequired: true).truth(of: picture)
        }
        #expect(problem?.code == .noTruth)
    }

    // MARK: XML

    @Test(
        "declared encodings are read",
        arguments: [
            ("ISO-8859-1", [0xE9, 0xA7] as [UInt8], "é§"), ("windows-1252", [0x80, 0xE9], "€é"),
            ("utf-8", [0xC3, 0xA9], "é"),
        ])
    func encodings(name: String, bytes: [UInt8], text: String) throws {
        let parts = page(inside, "#").split(separator: "#")
        let declaration = Array("<?xml version='1.0' encoding='\(name)'?>".utf8)
        files.scratch.put("a.xml", declaration + Array(parts[0].utf8) + bytes + Array(parts[1].utf8))
        #expect(try files.find().truth.text == text)
    }

    @Test("UTF-16 is read with its mark or without, and other encodings are refused by name")
    func wide() throws {
        let text = "<?xml version='1.0' encoding='UTF-16'?>" + page(inside, "글")
        let units = Array(text.utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        files.scratch.put("a.xml", [0xFF, 0xFE] + units)
        #expect(try files.find().truth.text == "글")
        files.scratch.put("a.xml", units)
        #expect(try files.find().truth.text == "글")
        for name in ["EUC-KR", "UTF-16"] {
            let problem = files.problem("a.xml", "<?xml version='1.0' encoding='\(name)'?>" + page(inside))
            #expect(problem?.code == .truthEncoding && problem?.message.contains(name) == true)
        }
        files.scratch.put(
            "a.xml", Array("<?xml version='1.0' encoding='US-ASCII'?>".utf8) + Array(page(inside, "é").utf8))
        #expect(#expect(throws: TruthProblem.self) { try files.find() }?.code == .truthEncoding)
    }

    @Test("a DOCTYPE is skipped, entities are refused")
    func entities() throws {
        let root = page(inside, "&lt;&#65;&#x42;<![CDATA[&]]>")
        let harmless = "<!-- x --><?pi?><!DOCTYPE PcGts PUBLIC \"a>b\" \"http://example.org/x.dtd\" [<!ELEMENT a ANY>]>"
        #expect(try files.read("a.xml", harmless + root).text == "<AB&")
        for bad in ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a [ %b; ]>"] {
            #expect(files.problem("a.xml", bad + root)?.code == .truthEntities)
        }
        #expect(files.problem("a.xml", page(inside, "&auml;"))?.code == .truthOfOtherFormat)
    }

    @Test(
        "broken XML is told by line and column",
        arguments: [
            ("<PcGts>\n <Page></PcGts>", "line 2, column 8"),
            ("<PcGts>\n<Page a='1' a='2'/></PcGts>", "line 2, column 13"),
            ("<PcGts>\n<글 a=1/></PcGts>", "line 2, column 6"), ("<PcGts>", "line 1, column 8"),
            ("", "line 1, column 1"),
            ("<PcGts/>\nx", "line 2, column 2"), ("<PcGts/>\n<b/>", "line 2, column 1"),
            ("<PcGts>\n&b</PcGts>", "line 2, column 1"),
            ("<PcGts a='<'/>", "line 1, column 11"), ("<PcGts>\n<!-- ", "line 2, column 1"),
        ])
    func broken(text: String, place: String) {
        let problem = files.problem("a.page.xml", text)
        #expect(problem?.code == .truthOfOtherFormat)
        #expect(problem?.message.contains(place) == true, "\(problem?.message ?? "")")
    }

    @Test("nesting has an end")
    func depth() {
        let deep = String(repeating: "<a>", count: 300)
        #expect(files.problem("a.xml", deep)?.code == .truthTooLarge)
    }

    // MARK: Fit

    @Test("a page of the same shape is scaled and noted, of another refused")
    func scaled() throws {
        let half = page("5,5 45,5 45,15 5,15", width: 100, height: 50)
        #expect(try files.read("a.xml", half).lines[0].outline.box == "10,10,90,30")
        #expect(try files.notes("a.xml", half) == [.scaled])
        let problem = files.problem("a.xml", page(inside, width: 200, height: 105))
        #expect(problem?.code == .truthOfOtherSize && problem?.message.contains("200 × 105") == true)
    }

    @Test(
        "labels of the picture as it was stored are turned with it",
        arguments: [(6, [170, 10], "170,10,190,90"), (8, [10, 10], "10,10,30,90")] as [(Int, [Int], String)])
    func turned(orientation: Int, first: [Int], box: String) throws {
        // Stored 100 wide and 200 high, upright 200 × 100.
        var files = files
        files.orientation = orientation
        let outline = try files.read("a.xml", page(inside, width: 100, height: 200)).lines[0].outline
        #expect(outline.box == box && outline.corners[0] == first)
        #expect(outline.signedArea > 0)
        #expect(try files.read("a.xml", page(inside)).lines[0].outline.corners[0] == [10, 10])
    }

    // MARK: Edge and outlines

    @Test("labels outside the picture are left out and noted; when most are, the file is a wrong one")
    func outside() throws {
        let beside = "210,10 290,10 290,30 210,30"
        #expect(try files.notes("a.xml", page("\(inside)|\(inside)|\(beside)")) == [.outside])
        #expect(try files.find().truth.lines.count == 2)
        #expect(files.problem("a.xml", page("\(inside)|\(beside)|\(beside)"))?.code == .mostlyOutside)
    }

    @Test("labels partly outside the picture are cut")
    func cut() throws {
        let truth = try files.read("a.xml", page("150,10 230,10 230,30 150,30"))
        #expect(truth.lines[0].illegible == .cut && truth.lines[0].share == 0.625 && truth.text == "")
    }

    @Test("an outline that crosses itself becomes its hull, one without area goes")
    func degenerate() throws {
        let crossed = "10,10 90,30 90,10 10,30"
        #expect(try files.notes("a.xml", page(crossed)) == [.degenerate])
        #expect(try files.find().truth.lines[0].outline.area == 1600)
        #expect(try files.notes("a.xml", page("\(inside)|10,10 90,10 50,10")) == [.degenerate, .unplaced])
        #expect(try files.find().truth.placedLines.count == 1)
    }

    @Test("a file without any text is a page without text, and noted")
    func noText() throws {
        let empty = "<PcGts><Page imageWidth='200' imageHeight='100'/></PcGts>"
        #expect(try files.notes("a.xml", empty) == [.noText])
        let truth = try files.find().truth
        #expect(truth.text == "" && truth.level != .none)
    }

    @Test("control characters are left out and counted once")
    func control() throws {
        #expect(try files.notes("a.xml", page(inside, "a&#x7;b\u{FEFF}")) == [.controlCharacters])
        #expect(try files.find().truth.text == "ab")
    }
}
