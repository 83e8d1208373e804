import Imaging
import Testing
import Truth

@Suite("PAGE XML")
struct PageXMLTests {
    private let files = TruthCase()

    private func page(_ body: String, year: String = "2019-07-15") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/\(year)">
        <Metadata><Creator>x</Creator></Metadata><Page imageWidth="200" imageHeight="100">\(body)</Page></PcGts>
        """
    }

    private let box = #"<Coords points="10,10 90,10 90,30 10,30"/>"#

    private func equiv(_ text: String, _ more: String = "") -> String {
        "<TextEquiv \(more)><Unicode>\(text)</Unicode></TextEquiv>"
    }

    private func region(_ id: String, _ text: String, _ more: String = "") -> String {
        "<TextRegion id=\"\(id)\" \(more)>\(box)<TextLine>\(box)\(equiv(text))</TextLine></TextRegion>"
    }

    @Test("regions, lines and words are read with their outlines and texts")
    func words() throws {
        let truth = try files.read(
            "a.page.xml",
            page(
                """
                <TextRegion id="r">\(box)<TextLine id="l">\(box)<Baseline points="10,26 90,25"/>
                <Word id="w" language="ko"><Coords points="10,10 40.5,10 40.5,30 10,30"/>\(equiv("하나", "conf='0.5'"))</Word>
                <Word><Coords points="50,10 90,10 90,30 50,30"/>\(equiv("둘"))</Word>\(equiv("하나 둘"))</TextLine></TextRegion>
                """))
        #expect(truth.origin == "page" && truth.level == .word && truth.text == "하나 둘")
        #expect(truth.lines[0].id == "l" && truth.lines[0].baseline == [Point(10, 26), Point(90, 25)])
        let word = truth.lines[0].words[0]
        #expect(word.id == "w" && word.language == "ko" && word.confidence == 50)
        #expect(word.outline.points[1] == Point(40.5, 10))
    }

    @Test("the edition of 2010 has its points as elements")
    func oldPoints() throws {
        let points = [(10, 10), (90, 10), (90, 30), (10, 30)].map { "<Point x=\"\($0)\" y=\"\($1)\"/>" }.joined()
        let text = page(region("r", "old"), year: "2010-03-19").replacing(box, with: "<Coords>\(points)</Coords>")
        #expect(try files.read("a.xml", text).lines[0].outline.box == "10,10,90,30")
    }

    @Test("of several texts the one of lowest index counts, else the first; plain text stands in for Unicode")
    func equivalents() throws {
        func line(_ equivs: String) throws -> String? {
            try files.read("a.page.xml", page(region("r", "X").replacing(equiv("X"), with: equivs))).text
        }
        #expect(try line(equiv("b", "index='2'") + equiv("a", "index='1'") + equiv("c")) == "a")
        #expect(try line(equiv("first") + equiv("second")) == "first")
        #expect(try line("<TextEquiv><PlainText>plain</PlainText></TextEquiv>") == "plain")
    }

    @Test("a line without a text takes its words', and one with another text drops them")
    func agreement() throws {
        let word = "<Word>\(box)\(equiv("word"))</Word>"
        func text(_ more: String) -> String {
            page("<TextRegion>\(box)<TextLine>\(box)\(word)\(more)</TextLine></TextRegion>")
        }
        #expect(try files.read("a.page.xml", text("")).wordTexts == [["word"]])
        #expect(try files.notes("a.page.xml", text(equiv("other"))) == [.disagreement])
        let truth = try files.find().truth
        #expect(truth.text == "other" && truth.level == .line)
    }

    @Test("the order is that of the ordered group, by index and not by place")
    func readingOrder() throws {
        let order = """
            <ReadingOrder><OrderedGroup><RegionRefIndexed index="1" regionRef="a"/>
            <UnorderedGroupIndexed index="0"><RegionRef regionRef="c"/></UnorderedGroupIndexed></OrderedGroup></ReadingOrder>
            """
        let regions = region("a", "A") + region("b", "B") + region("c", "C")
        #expect(try files.read("a.page.xml", page(order + regions)).text == "C\n\nA\n\nB")
    }

    @Test("without an order the indices in 'custom' count, and without all of them the order of the file")
    func customOrder() throws {
        func regions(_ last: String) -> String {
            region("a", "A", #"custom="readingOrder {index:2;} structure {type:x;}""#)
                + region("b", "B", #"custom="structure {type:y;} readingOrder {index:10;}""#) + region("c", "C", last)
        }
        let all = page(regions(#"custom="readingOrder {index:0;}""#))
        #expect(try files.read("a.page.xml", all).text == "C\n\nA\n\nB")
        #expect(try files.read("a.page.xml", page(regions(""))).text == "A\n\nB\n\nC")
    }

    @Test("regions in regions and cells in tables are read")
    func nested() throws {
        let cell = "<TableCell row='0' col='0'>\(box)<TextLine>\(box)\(equiv("cell"))</TextLine></TableCell>"
        let truth = try files.read(
            "a.page.xml",
            page(
                "<TextRegion id='o'>\(box)\(region("i", "inner"))</TextRegion><TableRegion>\(box)\(cell)</TableRegion>"
                    + "<ImageRegion>\(box)</ImageRegion>"))
        #expect(truth.text == "inner\n\ncell")
        #expect(truth.regions.map(\.kind) == [.text, .table, .figure])
    }

    @Test("the first corner follows the baseline, else the orientation, else it is the top left")
    func firstCorner() throws {
        func corner(_ text: String) throws -> [Int] { try files.read("a.page.xml", text).lines[0].outline.corners[0] }
        let plain = page(region("r", "x"))
        #expect(try corner(plain.replacing("10,10 90,10 90,30 10,30", with: "90,30 10,30 10,10 90,10")) == [10, 10])
        #expect(try corner(plain.replacing("<TextRegion ", with: "<TextRegion orientation='-180' ")) == [90, 30])
        let upsideDown = plain.replacing(equiv("x"), with: "<Baseline points='90,12 10,12'/>" + equiv("x"))
        #expect(try corner(upsideDown) == [90, 30])
    }

    @Test("points that run counterclockwise are turned round")
    func clockwise() throws {
        let text = page(region("r", "x")).replacing("10,10 90,10 90,30 10,30", with: "10,10 10,30 90,30 90,10")
        let outline = try files.read("a.page.xml", text).lines[0].outline
        #expect(outline.corners == [[10, 10], [90, 10], [90, 30], [10, 30]] && outline.top == 2)
    }

    @Test("text of a region without lines is a line when it is one")
    func regionText() throws {
        let truth = try files.read("a.page.xml", page("<TextRegion>\(box)\(equiv("title"))</TextRegion>"))
        #expect(truth.text == "title")
        let two = try files.read("a.page.xml", page("<TextRegion>\(box)\(equiv("one\ntwo"))</TextRegion>"))
        #expect(two.lines.allSatisfy { !$0.isPlaced } && two.text == "one\ntwo" && two.level == .page)
    }

    @Test(
        "numbers that are none are errors with line and column",
        arguments: ["10,10 x,10 90,30", "1,1 2,2 3", "1e8,0 1,1 2,2"])
    func numbers(points: String) {
        let text = page("\n" + region("r", "x").replacing("10,10 90,10 90,30 10,30", with: points))
        let problem = files.problem("a.page.xml", text)
        #expect(problem?.code == .truthNumber)
        #expect(problem?.message.contains("line 4, column 21") == true)
    }
}
