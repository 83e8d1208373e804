import Engine
import Imaging
import Jobs
import TestSupport
import Testing
import Truth

/// A line in every format that knows lines with words, broken in one way.
private struct BrokenLine: Sendable, CustomTestStringConvertible {
    let what: String
    let file: String
    let text: String
    /// What the page then says, and the words of its line that are left.
    let page: String
    let words: [String]

    var testDescription: String { "\(file): \(what)" }

    static func pageXML(
        _ what: String, line: String? = "one two three", coords: Bool = true, _ words: [(String?, Int?)],
        page: String = "one two three", left: [String] = []
    ) -> BrokenLine {
        let inside = words.enumerated().map { number, word in
            let place = word.1.map { "<Coords points='\($0),10 \($0 + 20),10 \($0 + 20),30 \($0),30'/>" } ?? ""
            let text = word.0.map { "<TextEquiv><Unicode>\($0)</Unicode></TextEquiv>" } ?? ""
            return "<Word id='w\(number)'>\(place)\(text)</Word>"
        }.joined()
        let own = line.map { "<TextEquiv><Unicode>\($0)</Unicode></TextEquiv>" } ?? ""
        let outline = coords ? "<Coords points='10,10 90,10 90,30 10,30'/>" : ""
        return BrokenLine(
            what: what, file: "a.page.xml",
            text:
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine>\(outline)\(inside)\(own)</TextLine>"
                + "</TextRegion></Page></PcGts>",
            page: page, words: left)
    }

    static func alto(_ what: String, _ strings: String, page: String, left: [String] = []) -> BrokenLine {
        BrokenLine(
            what: what, file: "a.alto.xml",
            text: "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='200' "
                + "HEIGHT='100'><TextBlock><TextLine HPOS='10' VPOS='10' WIDTH='80' HEIGHT='20'>\(strings)</TextLine>"
                + "</TextBlock></Page></Layout></alto>", page: page, words: left)
    }

    static func hocr(_ what: String, _ line: String, page: String, left: [String] = []) -> BrokenLine {
        BrokenLine(
            what: what, file: "a.hocr", text: "<div class='ocr_page' title='bbox 0 0 200 100'>\(line)</div>",
            page: page,
            words: left)
    }

    static let all: [BrokenLine] = [
        pageXML("whole", [("one", 10), ("two", 40), ("three", 70)], left: ["one", "two", "three"]),
        pageXML("a word without text", [("one", 10), (nil, 40), ("three", 70)]),
        pageXML("a word with empty text", [("one", 10), ("", 40), ("three", 70)]),
        pageXML("a word missing", [("one", 10), ("three", 70)]),
        pageXML("all words without text", [(nil, 10), (nil, 40)]),
        pageXML(
            "a further word without text", [("one", 10), ("two", 35), ("", 55), ("three", 70)],
            left: ["one", "two", "three"]),
        pageXML("words out of order", [("three", 70), ("one", 10), ("two", 40)], left: ["one", "two", "three"]),
        pageXML("a word in another place", [("two", 10), ("one", 40), ("three", 70)]),
        pageXML("a word without place", [("one", 10), ("two", nil), ("three", 70)]),
        pageXML("no text of the line, a word without place", line: nil, [("one", 10), ("two", nil), ("three", 70)]),
        pageXML(
            "no outline of the line", coords: false, [("one", 10), ("two", 40), ("three", 70)],
            left: ["one", "two", "three"]),
        pageXML("no outline of the line, a word missing", coords: false, [("one", 10), ("three", 70)]),
        alto(
            "a string without place",
            "<String CONTENT='one' HPOS='10' VPOS='10' WIDTH='20' HEIGHT='20'/><String CONTENT='two'/>", page: "one two"
        ),
        alto("strings without places", "<String CONTENT='one'/><String CONTENT='two'/>", page: "one two"),
        alto(
            "a string for a line", "<String CONTENT='one two' HPOS='10' VPOS='10' WIDTH='80' HEIGHT='20'/>",
            page: "one two"),
        hocr(
            "words without place",
            "<span class='ocr_line' title='bbox 10 10 90 30'><span class='ocrx_word'>one</span> "
                + "<span class='ocrx_word'>two</span></span>", page: "one two"),
        hocr(
            "one word without place",
            "<span class='ocr_line' title='bbox 10 10 90 30'><span class='ocrx_word' title='bbox 10 10 40 30'>one</span> "
                + "<span class='ocrx_word'>two</span></span>", page: "one two"),
        hocr(
            "a line without box",
            "<span class='ocr_line'><span class='ocrx_word' title='bbox 10 10 40 30'>one</span></span>",
            page: "one", left: ["one"]),
    ]
}

@Suite("Damage below does not destroy what is above")
struct BrokenLevelTests {
    @Test("the line keeps its text, and the page has it", arguments: BrokenLine.all)
    fileprivate func lines(broken: BrokenLine) throws {
        let truth = try TruthCase().read(broken.file, broken.text)
        #expect(truth.text == broken.page)
        #expect(truth.lines.count == 1 && truth.lines[0].isPlaced && truth.lines[0].isLegible)
        #expect(truth.lines[0].words.map(\.text) == broken.words)
    }

    @Test("what is left out is told once and counted")
    func told() throws {
        let files = TruthCase()
        let broken = BrokenLine.all.first { $0.what == "a word missing" }
        #expect(try files.notes("a.page.xml", try #require(broken).text) == [.disagreement])
        #expect(try files.find().unused[.words] == 2)
        let turned = BrokenLine.all.first { $0.what == "words out of order" }
        #expect(try files.notes("a.page.xml", try #require(turned).text) == [.reordered])
        #expect(try files.find().unused == UnusedTruth())
        let whole = BrokenLine.all.first { $0.what == "a string for a line" }
        #expect(try TruthCase().notes("a.alto.xml", try #require(whole).text).isEmpty)
    }

    @Test("words of a right-to-left line are put in order along it")
    func rightToLeft() throws {
        let words = [("ב", 40), ("א", 70), ("ג", 10)]
        let broken = BrokenLine.pageXML("", line: "א ב ג", words.map { ($0.0, $0.1) })
        let truth = try TruthCase().read(broken.file, broken.text)
        #expect(truth.wordTexts == [["א", "ב", "ג"]])
    }
}

@Suite("Text without a place is still text")
struct UnplacedTextTests {
    private func page(_ regions: String) -> String {
        "<PcGts><Page imageWidth='200' imageHeight='100'>\(regions)</Page></PcGts>"
    }

    private func line(_ text: String?, _ points: String? = "10,10 90,10 90,30 10,30") -> String {
        "<TextLine>" + (points.map { "<Coords points='\($0)'/>" } ?? "")
            + (text.map { "<TextEquiv><Unicode>\($0)</Unicode></TextEquiv>" } ?? "") + "</TextLine>"
    }

    private func region(_ lines: String, _ text: String?, _ points: String? = "5,5 150,5 150,90 5,90") -> String {
        "<TextRegion id='r'>" + (points.map { "<Coords points='\($0)'/>" } ?? "") + lines
            + (text.map { "<TextEquiv><Unicode>\($0)</Unicode></TextEquiv>" } ?? "") + "</TextRegion>"
    }

    @Test("the text of regions is that of the page, with and without lines")
    func regions() throws {
        let files = TruthCase()
        for lines in ["", line(nil) + line("", "10,40 90,40 90,60 10,60")] {
            let truth = try files.read("a.xml", page(region(lines, "one\ntwo\r\nthree")))
            #expect(truth.text == "one\ntwo\nthree")
            #expect(truth.unplaced == 3 && truth.placedLines.allSatisfy { !$0.isLegible })
            #expect(try files.find().notes.map(\.code) == [.unplaced])
        }
        let half = try files.read("a.xml", page(region(line("one"), "one") + region("", "two\nthree")))
        #expect(half.text == "one\n\ntwo\nthree" && half.level == .line && half.unplaced == 2)
    }

    @Test("lines that are missing in a region are found in its text, and stand where it has them")
    func gaps() throws {
        let files = TruthCase()
        let lines = line("one and") + line("four", "10,60 90,60 90,80 10,80")
        let truth = try files.read("a.xml", page(region(lines, "zero\none and\ntwo three\nfour five")))
        #expect(truth.text == "zero\none and\ntwo three\nfour\nfive")
        #expect(truth.lines.map(\.isPlaced) == [false, true, false, true, false])
        let whole = try files.read("a.xml", page(region(lines, "one and four")))
        #expect(whole.unplaced == 0)
        #expect(try files.find().notes.isEmpty)
    }

    @Test("a region whose lines say something else keeps theirs, and that is told")
    func otherRegion() throws {
        let files = TruthCase()
        #expect(try files.notes("a.xml", page(region(line("one"), "two three\nfour"))) == [.disagreement])
        #expect(try files.find().truth.text == "one")
    }

    @Test("a region of one line is that line")
    func single() throws {
        let truth = try TruthCase().read("a.xml", page(region("", "one two")))
        #expect(truth.lines.map(\.text) == ["one two"] && truth.lines[0].isPlaced && truth.lines[0].isLegible)
        let known = try TruthCase().read("a.xml", page(region(line(nil), "one two")))
        #expect(known.lines.map(\.outline.box) == ["10,10,90,30"] && known.text == "one two")
    }

    @Test("a region within a region adds what the inner one does not have")
    func nested() throws {
        let inner = region(line("two"), nil)
        let outer =
            "<TextRegion id='o'><Coords points='1,1 190,1 190,99 1,99'/>\(inner)"
            + "<TextEquiv><Unicode>one\ntwo</Unicode></TextEquiv></TextRegion>"
        let truth = try TruthCase().read("a.xml", page(outer))
        #expect(truth.text == "one\n\ntwo" && truth.unplaced == 1)
    }

    @Test(
        "a line without a usable outline belongs to the page's text, in every format that can say it",
        arguments: [
            (
                "a.page.xml",
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine><TextEquiv><Unicode>one</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
            ),
            (
                "a.page.xml",
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine><Coords points='1,1 1,1 1,1'/><TextEquiv><Unicode>one</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
            ),
            (
                "a.page.xml",
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine><Coords points=''/><TextEquiv><Unicode>one</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
            ),
            (
                "a.alto.xml",
                "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='200' HEIGHT='100'><TextBlock><TextLine><String CONTENT='one'/></TextLine></TextBlock></Page></Layout></alto>"
            ),
            ("a.hocr", "<div class='ocr_page' title='bbox 0 0 200 100'><span class='ocr_line'>one</span></div>"),
            ("a.hocr", "<div class='ocr_page' title='bbox 0 0 200 100'><p class='ocr_par'>one</p></div>"),
            (
                "a.tsv",
                "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n5\t1\t1\t1\t1\t1\t10\t10\t0\t0\t90\tone\n"
            ),
            ("gt_a.txt", "10,10,10,10,10,10,10,10,one\n"),
            ("a.box", "WordStr 10 70 10 70 0 #one\n"),
        ])
    func unusable(file: String, text: String) throws {
        let files = TruthCase()
        let truth = try files.read(file, text)
        #expect(truth.text == "one" && truth.level == .page && truth.unplaced == 1)
        #expect(try files.find().notes.map(\.code).contains(.unplaced))
    }

    @Test(
        "so it is in files for many pictures",
        arguments: [
            ("paddleocr", "a.png\t[{\"transcription\":\"one\",\"points\":[]}]"),
            ("paddleocr", "a.png\t[{\"transcription\":\"one\",\"points\":[[1,1],[1,1],[1,1],[1,1]]}]"),
            (
                "coco",
                #"{"images":[{"id":1,"file_name":"a.png","width":200,"height":100}],"annotations":[{"image_id":1,"text":"one"}]}"#
            ),
        ])
    func manyPictures(format: String, text: String) throws {
        let files = TruthCase(TruthPlan(name: format, files: "all"))
        files.scratch.put("all", text)
        let found = try files.find()
        #expect(found.truth.text == "one" && found.truth.unplaced == 1)
        #expect(found.notes.map(\.code).contains(.unplaced))
    }

    @Test("text somewhere in a region goes when a tenth of the region leaves the page, and is never trained on then")
    func cropped() throws {
        let truth = try TruthCase().read("a.xml", page(region(line("in", "10,10 40,10 40,20 10,20"), "in\nsomewhere")))
        #expect(truth.text == "in\nsomewhere")
        let kept = truth.moved(by: .identity(Size(width: 150, height: 90)), from: Size(width: 200, height: 100))
        #expect(kept.text == "in\nsomewhere")
        let cut = truth.moved(by: .identity(Size(width: 120, height: 90)), from: Size(width: 200, height: 100))
        #expect(cut.text == "in" && cut.lines.map(\.illegible) == [nil, .cut])
        let alone = try TruthCase().read("a.xml", page(region("", "one\nsomewhere")))
        let lost = alone.moved(by: .identity(Size(width: 60, height: 90)), from: Size(width: 200, height: 100))
        #expect(lost.text == nil && lost.illegible == .cut && lost.level == .page)
    }

    @Test("a labels file keeps it")
    func stored() throws {
        let truth = try TruthCase().read("a.xml", page(region(line("in", "10,10 40,10 40,20 10,20"), "in\nsomewhere")))
        let bytes = LabelsFile.bytes(truth, image: "a.png", size: Size(width: 200, height: 100))
        let files = TruthCase()
        files.scratch.put("a.foxing.json", bytes)
        let again = try files.find().truth
        #expect(again.text == truth.text && again.lines.map(\.isPlaced) == [true, false])
    }

    @Test("'holds no text' is said only where there is none")
    func noText() throws {
        let files = TruthCase()
        files.scratch.put("a.xml", page(region(line(nil), nil)))
        let note = try #require(try files.find().notes.first)
        #expect(note.code == .noText && note.message.contains("holds 1 lines") && !note.message.contains("no text for"))
    }
}
