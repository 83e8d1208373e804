import Engine
import Imaging
import Jobs
import TestSupport
import Testing

@testable import Truth

@Suite("An index is an index")
struct ManyPagesTests {
    private static let header =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

    /// One file of several pages in each format that can hold them: how it begins, a page, how it ends. In a page `$` is its
    /// text, `@` its number from 0, `%` its number from 1 and `~` the name of its picture.
    private struct Book: Sendable, CustomTestStringConvertible {
        let format: String
        let parts: (head: String, page: String, tail: String)
        var saysName = false
        var isNumbered = false

        var testDescription: String { format }

        func text(_ pages: [(number: Int, text: String, name: String)], between: String = "") -> String {
            let inside = pages.map { page in
                parts.page.replacing("$", with: page.text).replacing("@", with: "\(page.number)")
                    .replacing("%", with: "\(page.number + 1)").replacing("~", with: page.name)
            }
            return parts.head + inside.joined(separator: between) + parts.tail
        }

        static let all = [
            Book(
                format: "page",
                parts: (
                    "<PcGts>",
                    "<Page imageFilename='~' imageWidth='200' imageHeight='100'><TextRegion><TextLine>"
                        + "<Coords points='10,10 90,10 90,30 10,30'/><TextEquiv><Unicode>$</Unicode></TextEquiv></TextLine>"
                        + "</TextRegion></Page>", "</PcGts>"
                ), saysName: true),
            Book(
                format: "alto",
                parts: (
                    "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout>",
                    "<Page WIDTH='200' HEIGHT='100'><TextBlock><TextLine><String CONTENT='$' HPOS='10' VPOS='10' WIDTH='80' "
                        + "HEIGHT='20'/></TextLine></TextBlock></Page>", "</Layout></alto>"
                )),
            Book(
                format: "hocr",
                parts: (
                    "",
                    "<div class='ocr_page' title='image \"~\"; bbox 0 0 200 100; ppageno @'><span class='ocr_line' "
                        + "title='bbox 10 10 90 30'><span class='ocrx_word' title='bbox 10 10 90 30'>$</span></span></div>",
                    ""
                ), saysName: true, isNumbered: true),
            Book(
                format: "tesseract-tsv", parts: (header, "5\t%\t1\t1\t1\t1\t10\t10\t80\t20\t90\t$\n", ""),
                isNumbered: true),
            Book(format: "box", parts: ("", "WordStr 10 70 90 90 @ #$\n\t 91 70 95 90 @\n", ""), isNumbered: true),
            Book(format: "gt-txt", parts: ("", "$\n\u{0C}", "")),
        ]
    }

    private func pages(_ numbers: [Int], names: [String] = ["x", "y", "z"]) -> [(
        number: Int, text: String, name: String
    )] {
        numbers.enumerated().map { ($0.element, "t\($0.element)", names[$0.offset]) }
    }

    /// What is found for each of three pictures of a run.
    private func texts(_ book: Book, _ text: String, _ pictures: [String]) throws -> [String?] {
        let scratch = Scratch()
        scratch.put("all", text)
        let source = TruthSource(TruthPlan(name: book.format, files: "all"), folder: scratch.path)
        let run = RunPictures(pictures.map { scratch.path + "/" + $0 })
        return try pictures.enumerated().map { position, name in
            try source.truth(
                of: PictureInfo(
                    path: scratch.path + "/" + name, name: name, size: Size(width: 200, height: 100), run: run,
                    position: position)
            ).truth.text
        }
    }

    @Test("page k of a picture is page k of its file", arguments: Book.all)
    private func ownFile(book: Book) throws {
        let files = TruthCase(TruthPlan(name: book.format, files: "{stem}.truth"))
        files.scratch.put("a.truth", book.text(pages([0, 1, 2])))
        for page in 1...3 { #expect(try files.find(page: page, of: 3).truth.text == "t\(page - 1)") }
        #expect(try files.find(page: 4, of: 4).truth.text ?? "" == "")
    }

    @Test(
        "numbers are not ranks: a page that no row names is a page without text",
        arguments: Book.all.filter(\.isNumbered))
    private func numbers(book: Book) throws {
        let files = TruthCase(TruthPlan(name: book.format, files: "{stem}.truth"))
        files.scratch.put("a.truth", book.text(pages([0, 2])))
        #expect(try files.find(page: 1, of: 3).truth.text == "t0")
        #expect(try files.find(page: 2, of: 3).truth.text ?? "" == "")
        #expect(try files.find(page: 3, of: 3).truth.text == "t2")
    }

    @Test("pages that the picture does not have are told", arguments: Book.all)
    private func tooMany(book: Book) throws {
        let files = TruthCase(TruthPlan(name: book.format, files: "{stem}.truth"))
        files.scratch.put("a.truth", book.text(pages([0, 1, 2])))
        let found = try files.find()
        #expect(found.truth.text == "t0" && found.unused[.pages] == 2)
        #expect(found.notes.contains { $0.code == .unused && $0.message.contains("2 pages") })
    }

    @Test("one file for many pictures is matched by the names inside", arguments: Book.all.filter(\.saysName))
    private func byName(book: Book) throws {
        let text = book.text(pages([0, 1, 2], names: ["in/b.png", "c.png", "A.PNG"]))
        #expect(try texts(book, text, ["a.png", "b.png", "c.png", "d.png"]) == ["t2", "t0", "t1", nil])
    }

    @Test("else by position when there are as many pages as pictures", arguments: Book.all)
    private func byPosition(book: Book) throws {
        #expect(try texts(book, book.text(pages([0, 1, 2])), ["a.png", "b.png", "c.png"]) == ["t0", "t1", "t2"])
    }

    @Test("else refused, and never the first page for all", arguments: Book.all)
    private func refused(book: Book) throws {
        for count in [1, 2] {
            let problem = #expect(throws: TruthProblem.self) {
                try texts(book, book.text(pages(Array(0..<count))), ["a.png", "b.png", "c.png"])
            }
            #expect(problem?.code == .truthOfManyPictures)
        }
    }

    @Test("a format of one page for one picture is refused for many")
    func single() {
        let files = TruthCase(TruthPlan(name: "icdar", files: "all"))
        files.scratch.put("all", "1,1,9,9,x\n")
        let source = TruthSource(files.plan, folder: files.scratch.path)
        let run = RunPictures(["a.png", "b.png"])
        let problem = #expect(throws: TruthProblem.self) {
            try source.truth(of: PictureInfo(path: "a.png", size: files.size, run: run, position: 0))
        }
        #expect(problem?.code == .truthOfManyPictures)
    }

    @Test("a labels file is for the picture that it names")
    func labels() throws {
        let truth = GroundTruth.page("text", origin: "t")
        let size = Size(width: 200, height: 100)
        let scratch = Scratch()
        scratch.put("all", LabelsFile.bytes(truth, image: "out/b.png", size: size))
        let source = TruthSource(TruthPlan(name: "foxing", files: "all"), folder: scratch.path)
        let run = RunPictures(["a.png", "b.png"])
        let texts = try ["a.png", "b.png"].enumerated().map { position, name in
            try source.truth(of: PictureInfo(path: name, size: size, run: run, position: position)).truth.text
        }
        #expect(texts == [nil, "text"])
    }

    @Test("several rows of one picture are joined", arguments: ["paddleocr", "coco"])
    func joined(format: String) throws {
        let files = TruthCase(TruthPlan(name: format, files: "all"))
        let points = "[[10,10],[90,10],[90,30],[10,30]]"
        let texts = [
            "paddleocr": "./a.png\t[{\"transcription\":\"one\",\"points\":\(points)}]\n"
                + "b.png\t[]\nA.png\t[{\"transcription\":\"two\",\"points\":\(points)}]\n",
            "coco": #"{"images":[{"id":1,"file_name":"a.png","width":200,"height":100},{"id":2,"file_name":"a.png"}],"#
                + #""annotations":[{"image_id":1,"bbox":[1,1,9,9],"text":"one"},{"image_id":2,"bbox":[1,1,9,9],"text":"two"}]}"#,
        ]
        files.scratch.put("all", try #require(texts[format]))
        #expect(try files.find().truth.text == "one\ntwo")
    }
}

@Suite("A size that is unknown is that of the picture")
struct UnknownSizeTests {
    private static let line = "<Coords points='10,10 90,10 90,30 10,30'/><TextEquiv><Unicode>x</Unicode></TextEquiv>"

    @Test(
        "with a note, in every format that has one",
        arguments: ["0", "", " ", nil, "-1"] as [String?])
    func formats(size: String?) throws {
        func attributes(_ one: String, _ other: String) -> String {
            size.map { "\(one)='\($0)' \(other)='\($0)'" } ?? ""
        }
        let string = "<String CONTENT='x' HPOS='10' VPOS='10' WIDTH='80' HEIGHT='20'/>"
        let texts = [
            "a.page.xml":
                "<PcGts><Page \(attributes("imageWidth", "imageHeight"))><TextRegion><TextLine>\(Self.line)</TextLine>"
                + "</TextRegion></Page></PcGts>",
            "a.alto.xml":
                "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page "
                + "\(attributes("WIDTH", "HEIGHT"))><TextBlock><TextLine>\(string)</TextLine></TextBlock></Page></Layout></alto>",
        ]
        for (name, text) in texts {
            let files = TruthCase()
            #expect(try files.notes(name, text) == [.unknownSize], "\(name)")
            #expect(try files.find().truth.lines[0].outline.box == "10,10,90,30")
        }
    }

    @Test("also where a size is written another way")
    func others() throws {
        let word = "<span class='ocrx_word' title='bbox 10 10 90 30'>x</span>"
        for title in ["bbox 0 0 0 0", "ppageno 0", ""] {
            #expect(
                try TruthCase().notes("a.hocr", "<div class='ocr_page' title='\(title)'>\(word)</div>") == [
                    .unknownSize
                ])
        }
        let header = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        let row = "5\t1\t1\t1\t1\t1\t10\t10\t80\t20\t90\tx\n"
        #expect(try TruthCase().notes("a.tsv", header + "1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t\n" + row) == [.unknownSize])
        let files = TruthCase(TruthPlan(name: "coco", files: "all"))
        for image in [#"{"id":1,"file_name":"a.png"}"#, #"{"id":1,"file_name":"a.png","width":0,"height":0}"#] {
            files.scratch.put(
                "all", #"{"images":[\#(image)],"annotations":[{"image_id":1,"bbox":[10,10,80,20],"text":"x"}]}"#)
            let found = try files.find()
            #expect(found.notes.map(\.code) == [.unknownSize] && found.truth.lines[0].outline.box == "10,10,90,30")
        }
    }

    @Test("a size that is no number is an error")
    func wrong() {
        let text = "<PcGts><Page imageWidth='wide' imageHeight='100'/></PcGts>"
        #expect(TruthCase().problem("a.page.xml", text)?.code == .truthNumber)
    }
}
