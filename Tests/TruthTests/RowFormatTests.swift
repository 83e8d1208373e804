import Jobs
import Engine
import Imaging
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("Truth in rows")
struct RowFormatTests {
    private let files = TruthCase()

    // MARK: Tesseract's table

    private let header = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"

    private func table(_ rows: [String]) -> String {
        ([header] + rows).joined(separator: "\n").replacing(" ", with: "\t") + "\n"
    }

    @Test("words of one page, block, paragraph and line are a line; a quote is a character; blank words are none")
    func table() throws {
        let truth = try files.read(
            "a.tsv",
            table([
                "1 1 0 0 0 0 0 0 200 100 -1 ", "2 1 1 0 0 0 10 10 80 50 -1 ", "4 1 1 1 1 0 10 10 80 20 -1 ",
                "5 1 1 1 1 1 10 10 30 20 96.5 \"one", "5 1 1 1 1 2 50 10 40 20 90 two",
                "5 1 1 2 1 1 10 40 30 20 90 three",
                "2 1 2 0 0 0 0 70 200 5 -1 ", "4 1 2 1 1 0 0 70 200 5 -1 ", "5 1 2 1 1 1 0 70 200 5 95",
            ]))
        #expect(truth.wordTexts == [["\"one", "two"], ["three"]] && truth.regions.count == 1)
        #expect(truth.lines[0].outline.box == "10,10,90,30" && truth.lines[0].words[0].confidence == 96.5)
        #expect(truth.wordBoxes == ["10,10,40,30", "50,10,90,30", "10,40,40,60"])
    }

    @Test("a table of other columns is passed over when found, refused when named")
    func otherTable() throws {
        files.scratch.put("a.txt", "one\ntwo")
        #expect(try files.read("a.tsv", "id\ttext\n1\tx\n").origin == "gt-txt")
        var named = files
        named.plan = TruthPlan(name: "tesseract-tsv")
        #expect(named.problem("a.tsv", "id\ttext\n1\tx\n")?.code == .truthOfOtherFormat)
    }

    @Test("a bad row fails the page and tells its number, unless it may be left")
    func badRows() throws {
        let text = table(["5 1 1 1 1 1 10 10 30 20 96 one", "5 1 1 1 1 2 50 inf 40 20 90 two"])
        let problem = files.problem("a.tsv", text)
        #expect(problem?.code == .badRow && problem?.message.contains("line 3") == true)
        var lenient = files
        lenient.plan.options["bad-rows"] = .word("skip")
        #expect(try lenient.notes("a.tsv", text) == [.leftRows])
        #expect(try lenient.find().truth.text == "one")
    }

    // MARK: Boxes

    @Test("boxes count from the bottom, a blank is a glyph, and a TAB ends a line")
    func glyphs() throws {
        let truth = try files.read(
            "a.box",
            "한 10 70 20 90 0\n글 22 72 32 90 0\n  32 70 40 90 0\nx 40 70 50 90 0\n\t 50 70 55 90 0\n# 10 40 20 60 0\n")
        #expect(truth.text == "한글 x\n#" && truth.wordBoxes == ["10,10,32,30", "40,10,50,30", "10,40,20,60"])
    }

    @Test("glyphs that all have their line's box are a line without words")
    func lineBoxes() throws {
        let truth = try files.read("a.box", "a 10 70 90 90 0\n  10 70 90 90 0\nb 10 70 90 90 0\n\t 91 70 95 90 0\n")
        #expect(truth.level == .line && truth.text == "a b" && truth.lines[0].outline.box == "10,10,90,30")
    }

    @Test("a WordStr row is a line, its text all behind the first '#'")
    func wordStr() throws {
        let truth = try files.read("a.box", "WordStr 10 70 90 90 0 #No #2, please\n\t 91 70 95 90 0\n")
        #expect(truth.text == "No #2, please" && truth.level == .line)
    }

    @Test("glyphs with boxes of their own and nothing between them make no line")
    func noLines() {
        let problem = files.problem("a.box", "a 10 70 20 90 0\nb 22 70 30 90 0\n")
        #expect(problem?.code == .boxWithoutLines && problem?.help?.contains("wordstrbox") == true)
    }

    @Test("blanks alone part the words, and a glyph further down starts a line")
    func blanksOnly() throws {
        let truth = try files.read("a.box", "a 10 70 20 90 0\n  20 70 25 90 0\nb 25 70 35 90 0\nc 10 40 20 60 0\n")
        #expect(truth.text == "a b\nc")
    }

    @Test("text from right to left is turned into reading order, also beside other text")
    func rightToLeft() throws {
        #expect(
            try files.read("a.box", "WordStr 10 70 90 90 0 #12 \u{5D2}\u{5D1}\u{5D0}\n").text
                == "\u{5D0}\u{5D1}\u{5D2} 12")
        #expect(try files.read("a.box", "WordStr 10 70 90 90 0 #abc \u{5D1}\u{5D0}\n").text == "abc \u{5D0}\u{5D1}")
    }

    @Test("the page is a row's last number")
    func boxPages() throws {
        let text = "WordStr 10 70 90 90 0 #one\nWordStr 10 70 90 90 1 #two\n"
        #expect(try files.read("a.box", text, page: 2, of: 2).text == "two")
        #expect(try files.read("a.box", text, page: 1, of: 2).text == "one")
        #expect(files.problem("a.box", "WordStr 10 70 90 0 one\n")?.code == .badRow)
    }

    // MARK: ICDAR

    @Test("eight numbers or four come before the text, which keeps its commas")
    func icdar() throws {
        let quads = try files.read(
            "gt_a.txt", "\u{FEFF}10,10,40,12,40,30,10,28,one, two\r\n50,10,90,10,90,30,50,30,###\r\n")
        #expect(quads.lines.map(\.text) == ["one, two", ""] && quads.lines[1].words[0].illegible == .marked)
        #expect(quads.lines[0].outline.corners == [[10, 10], [40, 12], [40, 30], [10, 28]])
        let boxes = try files.read("gt_a.txt", "10, 10, 40, 30, \"a \"b\"\"\n10,50,40,70,1,2\n")
        #expect(boxes.lines.map(\.text) == ["a \"b\"", "1,2"] && boxes.lines[0].outline.box == "10,10,40,30")
    }

    @Test("a field for the language is left out of the text when the pipeline says that there is one")
    func languages() throws {
        var files = files
        files.plan = TruthPlan(name: "icdar")
        files.plan.options["language"] = .flag(true)
        let truth = try files.read("gt_a.txt", "10,10,40,12,40,30,10,28,Korean,하나\n10,50,40,50,40,70,10,70,ko,둘,셋\n")
        #expect(truth.lines.map(\.text) == ["하나", "둘,셋"] && truth.lines.map(\.language) == [nil, "ko"])
    }

    @Test("what does not start with numbers is passed over when found; later rows must be like the first")
    func notICDAR() throws {
        #expect(try files.read("gt_a.txt", "The first line\n") == .unknown)
        let problem = files.problem("gt_a.txt", "10,10,40,12,40,30,10,28,one\n10,10,40,12,40,30,10,two\n")
        #expect(problem?.code == .badRow && problem?.message.contains("line 2") == true)
    }

    @Test("entries are words unless the pipeline says lines")
    func level() throws {
        var files = files
        files.plan.options["level"] = .word("line")
        #expect(try files.read("gt_a.txt", "10,10,40,30,one\n").level == .line)
        files.plan.options["level"] = nil
        #expect(try files.find().truth.level == .word)
    }
}
