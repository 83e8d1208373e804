import Engine
import Imaging
import Jobs
import TestSupport
import Testing
import Truth

@Suite("ALTO")
struct AltoTests {
    private let files = TruthCase()

    private func alto(
        _ blocks: String, unit: String? = "pixel", page: String = #"WIDTH="200" HEIGHT="100""#, root: String = "alto"
    ) -> String {
        let unit = unit.map { "<MeasurementUnit>\($0)</MeasurementUnit>" } ?? ""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <\(root)><Description>\(unit)</Description><Layout><Page \(page)>\(blocks)</Page></Layout></\(root)>
            """
    }

    private func block(_ strings: String, _ attributes: String = "") -> String {
        "<PrintSpace><TextBlock ID=\"b\"><TextLine \(attributes)>\(strings)</TextLine></TextBlock></PrintSpace>"
    }

    private func string(_ content: String, _ x: Double, _ more: String = "") -> String {
        "<String CONTENT=\"\(content)\" HPOS=\"\(x)\" VPOS=\"10\" WIDTH=\"30\" HEIGHT=\"20\" \(more)/>"
    }

    @Test("strings become words, with or without blanks between them, whatever the namespace and version")
    func words() throws {
        for root in ["alto", "a:alto xmlns:a=\"http://www.loc.gov/standards/alto/ns-v2#\""] {
            let text = alto(block(string("one", 10) + "<SP/>" + string("two", 50, "WC=\"0.8\"")), root: "ROOT")
            let name = root.split(separator: " ")[0]
            let file = text.replacing("<ROOT", with: "<\(root)").replacing("</ROOT", with: "</\(name)")
            let truth = try files.read("a.xml", file)
            #expect(truth.origin == "alto" && truth.text == "one two")
            #expect(truth.wordBoxes == ["10,10,40,30", "50,10,80,30"])
            #expect(truth.lines[0].words[1].confidence == 80)
        }
    }

    @Test("blocks are found in margins and composed blocks")
    func nested() throws {
        let truth = try files.read(
            "a.alto.xml",
            alto(
                "<TopMargin><TextBlock><TextLine>\(string("head", 10))</TextLine></TextBlock></TopMargin>"
                    + "<PrintSpace><ComposedBlock TYPE='table'><ComposedBlock><TextBlock><TextLine>\(string("cell", 90))"
                    + "</TextLine></TextBlock></ComposedBlock></ComposedBlock></PrintSpace>"))
        #expect(truth.text == "head\n\ncell" && truth.regions.map(\.kind) == [.text, .table])
    }

    /// Four blocks of two lines each, of which the third is in a block of its own; `next` are their IDNEXT.
    private func columns(_ next: [String: String] = [:], order: String = "") -> String {
        func block(_ name: String, _ x: Double) -> String {
            let lines = ["1", "2"].map { row in "<TextLine ID=\"\(name)\(row)\">\(string(name + row, x))</TextLine>" }
            return
                "<TextBlock ID=\"\(name)\" \(next[name].map { "IDNEXT=\"\($0)\"" } ?? "")>\(lines.joined())</TextBlock>"
        }
        let blocks =
            block("a", 5) + block("b", 45) + "<ComposedBlock ID=\"g\">\(block("c", 85))</ComposedBlock>"
            + block("d", 125)
        return alto("<PrintSpace>\(blocks)</PrintSpace>").replacing("<Layout>", with: order + "<Layout>")
    }

    private func texts(_ file: String) throws -> String {
        try files.read("a.alto.xml", file).lines.map(\.text).joined(separator: " ")
    }

    @Test("ReadingOrder puts blocks and lines in order, through groups; what it does not name comes last")
    func readingOrder() throws {
        func group(_ kind: String, _ members: String) -> String { "<\(kind)Group ID=\"o\">\(members)</\(kind)Group>" }
        func ref(_ name: String) -> String { "<ElementRef ID=\"r\(name)\" REF=\"\(name)\"/>" }
        #expect(try texts(columns()) == "a1 a2 b1 b2 c1 c2 d1 d2")
        let order =
            "<ReadingOrder>\(group("Ordered", ref("d") + group("Unordered", ref("g")) + ref("a")))</ReadingOrder>"
        #expect(try texts(columns(order: order)) == "d1 d2 c1 c2 a1 a2 b1 b2")
        // Lines alone, several in one reference; a second order of the same is another view of it.
        let lines =
            "<ReadingOrder>\(group("Ordered", "<ElementRef ID=\"x\" REF=\"b2 b1\"/>" + ref("a1")))\(group("Ordered", ref("a1") + ref("b1")))</ReadingOrder>"
        #expect(try texts(columns(order: lines)) == "b2 b1 a1 a2 c1 c2 d1 d2")
    }

    @Test("IDNEXT leads from block to block, and a ring of them loses none")
    func nextBlocks() throws {
        #expect(try texts(columns(["a": "d", "d": "b", "b": "c"])) == "a1 a2 d1 d2 b1 b2 c1 c2")
        #expect(try texts(columns(["b": "a"])) == "b1 b2 a1 a2 c1 c2 d1 d2")
        #expect(try texts(columns(["a": "b", "b": "a"])).split(separator: " ").count == 8)
        #expect(try texts(columns(["a": "nowhere"])) == "a1 a2 b1 b2 c1 c2 d1 d2")
    }

    @Test("a divided word is read as it is printed, its hyphen with it")
    func hyphen() throws {
        let first = string("exam", 10, "SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"example\"")
        let hyphen = "<HYP CONTENT=\"&#xAD;\" HPOS=\"40\" VPOS=\"12\" WIDTH=\"5\" HEIGHT=\"2\"/>"
        let truth = try files.read("a.alto.xml", alto(block(first + hyphen)))
        #expect(truth.text == "exam-" && truth.wordBoxes == ["10,10,45,30"])
    }

    @Test(
        "polygons come in three spellings", arguments: ["10,10 40,12 40,30", "10 10 40 12 40 30", "10,10,40,12,40,30"])
    func polygon(points: String) throws {
        let shaped = "<String CONTENT='x'><Shape><Polygon POINTS='\(points)'/></Shape></String>"
        let truth = try files.read("a.alto.xml", alto(block(shaped)))
        #expect(truth.lines[0].words[0].outline.corners == [[10, 10], [40, 12], [40, 30]])
    }

    @Test("a baseline is one height or a list of points")
    func baseline() throws {
        let box = "HPOS='10' VPOS='10' WIDTH='70' HEIGHT='20'"
        let flat = try files.read("a.alto.xml", alto(block(string("x", 10), box + " BASELINE='26'")))
        #expect(flat.lines[0].baseline == [Point(10, 26), Point(80, 26)])
        let list = try files.read("a.alto.xml", alto(block(string("x", 10), box + " BASELINE='10,26 40,27 80,25'")))
        #expect(list.lines[0].baseline == [Point(10, 26), Point(40, 27), Point(80, 25)])
    }

    @Test("rotation and language are handed down from the block")
    func inherited() throws {
        let text = alto(block(string("x", 10))).replacing("ID=\"b\"", with: "ROTATION='90' LANG='de-AT'")
        let truth = try files.read("a.alto.xml", text)
        #expect(truth.lines[0].words[0].outline.corners[0] == [10, 30])
        #expect(truth.lines[0].language == "de-AT")
    }

    @Test("a string without content is an illegible word")
    func empty() throws {
        let truth = try files.read("a.alto.xml", alto(block(string("", 10) + string("x", 50))))
        #expect(truth.lines[0].words.map(\.illegible) == [.marked, nil])
    }

    @Test(
        "tenths of a millimeter and 1200ths of an inch become pixels by the page's size",
        arguments: ["mm10", "inch1200"])
    func units(unit: String) throws {
        let text = alto(block(string("x", 100)), unit: unit, page: #"WIDTH="2000" HEIGHT="1000""#)
        let truth = try files.read("a.alto.xml", text)
        #expect(truth.wordBoxes == ["10,1,13,3"])
        #expect(try files.notes("a.alto.xml", text).isEmpty)
    }

    @Test("without a page size the resolution tells, and without either nothing does")
    func resolution() throws {
        var files = files
        let text = alto(block(string("x", 100)), unit: "mm10", page: "")
        #expect(files.problem("a.alto.xml", text)?.code == .unknownUnits)
        files.dpi = 254
        #expect(try files.read("a.alto.xml", text).wordBoxes == ["100,10,130,30"])
        #expect(try files.find().notes.isEmpty)
        files.dpi = 120
        let inches = text.replacing("mm10", with: "inch1200")
        #expect(try files.read("a.alto.xml", inches).wordBoxes == ["10,1,13,3"])
    }

    @Test("two resolutions tell both directions")
    func resolutions() throws {
        let scratch = Scratch()
        scratch.put("t", alto(block(string("x", 100)), unit: "mm10", page: ""))
        let picture = PictureInfo(
            path: scratch.path + "/a.png", size: Size(width: 200, height: 100), dpi: 254, dpiDown: 508)
        let found = try TruthSource(TruthPlan(name: "alto", files: "t"), folder: scratch.path).truth(of: picture)
        #expect(found.truth.wordBoxes == ["100,20,130,60"])
    }

    @Test("a page of another shape is refused, and a missing unit noted")
    func shape() throws {
        let other = alto(block(string("x", 100)), unit: "mm10", page: #"WIDTH="2000" HEIGHT="2000""#)
        #expect(files.problem("a.alto.xml", other)?.code == .truthOfOtherSize)
        #expect(try files.notes("a.alto.xml", alto(block(string("x", 10)), unit: nil)) == [.missingUnit])
    }

    @Test("the second page of a file belongs to the second page of the picture")
    func pages() throws {
        let two = alto(block(string("one", 10))).replacing(
            "</Page>", with: "</Page><Page>" + block(string("two", 10)) + "</Page>")
        #expect(try files.read("a.alto.xml", two, page: 2, of: 2).text == "two")
        #expect(try files.read("a.alto.xml", two, page: 3, of: 3) == .unknown)
    }
}
