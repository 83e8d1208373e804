import Imaging
import TestSupport
import Testing
import Truth

@Suite("hOCR")
struct HOCRTests {
    private let files = TruthCase()

    private func page(_ body: String, _ title: String = "bbox 0 0 200 100; ppageno 0") -> String {
        "<html><body><div class='ocr_page' title='\(title)'>\(body)</div></body></html>"
    }

    private func line(_ words: String, _ more: String = "") -> String {
        "<span class='ocr_line' title='bbox 10 10 90 30\(more)'>\(words)</span>"
    }

    private let word = "<span class='ocrx_word' title='bbox 10 10 40 30'>one</span>"

    @Test("regions, lines and words are read with their boxes, ids and confidence")
    func words() throws {
        let truth = try files.read(
            "a.hocr",
            page(
                """
                <div class='ocr_carea' id='block' title='bbox 5 5 95 35'><p class='ocr_par'>
                <span class='ocr_line' id='row' title="bbox 10 10 90 30; baseline 0 -4">
                <span class='ocrx_word' id='w1' title='bbox 10 10 40 30; x_wconf 91'>one</span>
                <span class='ocrx_word' id='w2' title='bbox 50 10 90 30'>two</span>
                </span></p></div>
                """))
        #expect(truth.level == .word && truth.origin == "hocr" && truth.text == "one two")
        #expect(truth.regions[0].id == "block" && truth.regions[0].outline.box == "5,5,95,35")
        #expect(truth.lines[0].id == "row" && truth.lines[0].baseline == [Point(10, 26), Point(90, 26)])
        #expect(truth.lines[0].words.map(\.id) == ["w1", "w2"])
        #expect(truth.lines[0].words[0].confidence == 91 && truth.lines[0].words[0].isLegible)
        #expect(truth.wordBoxes == ["10,10,40,30", "50,10,90,30"])
    }

    @Test("the origin of a sloping baseline is the bottom left of the line's box")
    func baseline() throws {
        let truth = try files.read("a.hocr", page(line(word, "; baseline -0.05 -2")))
        #expect(truth.lines[0].baseline == [Point(10, 28), Point(90, 24)])
    }

    @Test(
        "the first corner follows the angle of the text, counterclockwise",
        arguments: [(0.0, [10, 10]), (88, [10, 30]), (180, [40, 30]), (-90, [40, 10]), (270, [40, 10])]
            as [(Double, [Int])])
    func textAngle(angle: Double, first: [Int]) throws {
        let truth = try files.read("a.hocr", page(line(word, "; textangle \(angle)")))
        #expect(truth.lines[0].words[0].outline.corners[0] == first)
        #expect(truth.lines[0].words[0].outline.signedArea > 0)
    }

    @Test("a polygon wins over a box")
    func polygon() throws {
        let truth = try files.read(
            "a.hocr",
            page(
                line(
                    "<span class='ocrx_word' title='bbox 0 0 99 99; poly 10 12 40 10 40 28 10 30'>one</span>")))
        #expect(truth.lines[0].words[0].outline.corners == [[10, 12], [40, 10], [40, 28], [10, 30]])
        #expect(truth.lines[0].words[0].outline.top == 2)
    }

    @Test("a semicolon in quotes ends no property")
    func quotes() throws {
        let title = #"image "a;bbox 1 1 2 2.png"; bbox 0 0 200 100"#
        let truth = try files.read("a.hocr", page(line(word), title))
        #expect(truth.wordBoxes == ["10,10,40,30"])
    }

    @Test("missing quotes, void elements, entities and end tags left out do not matter")
    func forgiving() throws {
        let truth = try files.read(
            "a.hocr",
            """
            <!DOCTYPE html><html><head><meta charset=utf-8><title>ocr <b></title><script>if (a<b) "<span>"</script></head>
            <body><div class=ocr_page title="bbox 0 0 200 100"><hr><img src=a.png>
            <p class=ocr_par><span class='x ocr_header y' title="bbox 10 10 90 30">
            <span class=ocrx_word title="bbox 10 10 40 30">caf&eacute;&#33;&nbsp;</span>
            <SPAN CLASS=ocrx_word TITLE="bbox 50 10 90 30"><strong>A</strong><em>&amp;</em>B&unknown;
            <p class=ocr_par><span class=ocrx_line title="bbox 10 40 90 60">
            <span class=ocr_word title="bbox 10 40 40 60"><span class=ocrx_cinfo>x</span><span class=ocrx_cinfo>y</span></span>
            """)
        #expect(truth.wordTexts == [["café!", "A&B&unknown;"], ["xy"]])
    }

    @Test(
        "the encoding that the head declares is read, in any case",
        arguments: [
            "<META CHARSET=windows-1252>", "<meta Charset='Windows-1252'>", "<?xml ENCODING=\"WINDOWS-1252\"?>",
        ])
    func declaredEncoding(head: String) throws {
        let text = "\(head)\n" + page(line(word.replacing("one", with: "€")))
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars { bytes.append(scalar == "€" ? 0x80 : UInt8(scalar.value)) }
        files.scratch.put("a.hocr", bytes)
        #expect(try files.find().truth.text == "€")
    }

    @Test("the page is chosen by its number, else by its place")
    func pages() throws {
        func twoPages(_ first: String, _ second: String) -> String {
            page(line(word), "bbox 0 0 200 100\(first)")
                + page(line(word.replacing("one", with: "two")), "bbox 0 0 200 100\(second)")
        }
        #expect(try files.read("a.hocr", twoPages("", ""), page: 2, of: 2).text == "two")
        #expect(try files.read("a.hocr", twoPages("; ppageno 1", "; ppageno 0"), page: 2, of: 2).text == "one")
        #expect(try files.read("a.hocr", page(line(word)), page: 2, of: 2) == .unknown)
    }

    @Test("a page box that does not start at the corner is left, top, width and height, and tells no size")
    func tesseractBox() throws {
        #expect(try files.read("a.hocr", page(line(word), "bbox 5 5 150 90")).text == "one")
    }

    @Test("the language of a page's elements is handed down, that of the whole file is not")
    func language() throws {
        let truth = try files.read(
            "a.hocr",
            "<html lang='en'><body><div class='ocr_page' title='bbox 0 0 200 100'>" + line(word)
                + "<p class='ocr_par' lang='ko'>" + line(word) + "</p></div></body></html>")
        #expect(truth.lines.map(\.language) == [nil, "ko"])
        #expect(truth.lines[1].words[0].language == "ko")
    }

    @Test("blank words, which Tesseract makes of pictures, are no text")
    func blankWords() throws {
        let truth = try files.read("a.hocr", page(line(word) + line(word.replacing("one", with: " "))))
        #expect(truth.wordTexts == [["one"]])
    }

    @Test("a line without words has its own text, and text beside the words wins over them")
    func lineText() throws {
        let truth = try files.read("a.hocr", page(line(" only a  line ") + line(word + " and more")))
        #expect(truth.lines.map(\.text) == ["only a line", "one and more"])
        #expect(truth.lines.allSatisfy { $0.words.isEmpty } && truth.level == .line)
    }

    @Test("lines without a region share one, and a word without a line is one")
    func loose() throws {
        let truth = try files.read("a.hocr", page(line(word) + word + line(word)))
        #expect(truth.regions.count == 1 && truth.lines.count == 3)
    }

    @Test("what has no page is no hOCR, and bad numbers are shown by line and column")
    func broken() {
        #expect(files.problem("a.hocr", "<html><p>text</p></html>")?.code == .truthOfOtherFormat)
        let problem = files.problem("a.hocr", page("\n" + line(word.replacing("40", with: "nan"))))
        #expect(problem?.code == .truthNumber)
        #expect(problem?.message.contains("line 2, column 49") == true)
    }
}
