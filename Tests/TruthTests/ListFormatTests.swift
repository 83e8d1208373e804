import Imaging
import PipelineSyntax
import Testing
import Truth

@Suite("Lists of pictures of lines")
struct ListFormatTests {
    private func text(_ format: String, _ list: String, of image: String = "a.png", file: String = "truth") throws
        -> String?
    {
        let truth = try SaidLines(format, list, file: file).files.find(image).truth
        if truth.level == .line { #expect(truth.lines.first?.outline.box == "0,0,200,100") }
        return truth.text
    }

    @Test(
        "each gives a picture its text, as its trainer takes it from a row",
        arguments: [
            ("paddleocr-rec", "b.png\tx\na.png\tone, \"two\" # 3\n", "one, \"two\" # 3"),
            ("paddleocr-rec", "crop/a.png\t한글 문장\r\n", "한글 문장"),
            ("paddleocr-rec", "[\"b.png\", \"a.png\"]\tof both\n", "of both"),
            ("paddleocr-rec", "images/0/a.png\tone two", "one two"),
            ("trdg", "b.png x\na.png one  two\n", "one two"),
            ("easyocr", "filename,words\na.png,\"a\", b,c\n", "\"a\", b,c"),
            ("doctr-set", #"{"b.png": "x", "a.png": "é"}"#, "é"),
            ("huggingface", "{\"file_name\": \"a.png\", \"text\": \"one \\\"two\\\"\"}\n", "one \"two\""),
            ("huggingface", "{\"file_name\":\"a.png\",\"label\":\"by label\",\"n\":null}\n", "by label"),
        ])
    func rows(format: String, list: String, expected: String) throws {
        #expect(try text(format, list) == expected)
    }

    @Test("a name in TRDG's list may hold blanks, and an empty text is a page without text")
    func names() throws {
        #expect(try text("trdg", "a b.png one two\nc.png \n", of: "a b.png") == "one two")
        #expect(try text("trdg", "a b.png one two\nc.png \n", of: "c.png") == "")
        #expect(try text("paddleocr-rec", "c.png\t\n", of: "c.png") == "")
    }

    @Test("docTR keeps pictures in a folder beside its list, also the places that have no text")
    func doctr() throws {
        #expect(try text("doctr-set", #"{"a.png":"x"}"#, of: "images/a.png") == "x")
        let said = SaidLines(
            "doctr-set",
            #"{"a.png":{"img_dimensions":[100,200],"img_hash":"0","polygons":[[[10,10],[90,12],[90,30],[10,28]]]}}"#)
        #expect(try said.lines("images/a.png") == ["!@10,10,90,30"])
        let classes = SaidLines(
            "doctr-set", #"{"a.png":{"polygons":{"words":[[[10,10],[90,10],[90,30],[10,30]]]}}}"#)
        #expect(try classes.lines() == ["!@10,10,90,30"])
    }

    @Test("tables in CSV quote commas, quotes and line ends")
    func tables() throws {
        let table = "text,file_name\r\n\"one, \"\"two\"\"\",a.png\r\n\"three\nfour\",b.png\r\n"
        #expect(try text("huggingface", table, file: "metadata.csv") == "one, \"two\"")
        #expect(try text("huggingface", table, of: "b.png", file: "metadata.csv") == "three\nfour")
        let other = SaidLines(
            "huggingface", "file_name,words\na.png,w\n", options: ["text-in": .word("words")], file: "metadata.csv")
        #expect(try other.files.find().truth.text == "w")
    }

    @Test("rows of pages say what stands where")
    func objects() throws {
        let said = SaidLines(
            "huggingface",
            #"{"file_name":"a.png","text":"one","objects":{"bbox":[[10,10,40,20],[60,10,40,20]],"text":["one",""],"legible":[true,false]}}"#
        )
        #expect(try said.lines() == ["one@10,10,50,30", "!@60,10,100,30"])
    }

    @Test("the table of foxing's own sets gives words, else lines, else the page's text")
    func table() throws {
        let head = "split,image,unit,index,source,variant,text,legible,x1,y1,x2,y2,x3,y3,x4,y4,cer_errors,cer_length\n"
        let line = "train,images/a.png,line,0,p,0,\"a, \"\"b\"\"\",true,10,10,110,10,110,30,10,30,1,8\n"
        let word = "train,images/a.png,word,0,p,0,b,false,10,10,50,10,50,30,10,30,,\n"
        #expect(try SaidLines("csv", head + line).lines() == ["a, \"b\"@10,10,110,30"])
        #expect(try SaidLines("csv", head + line + word).lines() == ["!@10,10,50,30"])
        let page = "test,images/a.png,page,0,p,0,\"x\ny\",true,0,0,200,0,200,100,0,100,,\n"
        #expect(try text("csv", head + page) == "x\ny")
    }

    @Test(
        "what is wrong is told with its row",
        arguments: [
            ("paddleocr-rec", "a.png\tx\nno tab\n", "line 2"), ("easyocr", "file,words\na.png,x\n", "filename,words"),
            ("easyocr", "filename,words\nnothing\n", "line 2"), ("trdg", "nothing here\n", "line 1"),
            (
                "huggingface", "{\"file_name\":\"a.png\",\"text\":\"x\"}\n{\"text\":\"x\"}\n",
                "line 2: there is no 'file_name'"
            ),
            ("huggingface", "{\"file_name\":\"a.png\",\"text\":3}\n", "line 1 at text: a text is expected"),
            ("huggingface", "{\n", "line 1 is no JSON"),
            ("doctr-set", "{\"a.png\":{}}", "at a.png: there is no 'polygons'"),
            ("csv", "a,b\n", "line 1: these columns"),
        ])
    func wrong(format: String, list: String, place: String) {
        let problem = SaidLines(format, list).problem()
        #expect(problem?.message.contains(place) == true, "\(problem?.message ?? "")")
    }

    @Test("bad rows may be passed over, and are counted")
    func skipped() throws {
        let said = SaidLines("paddleocr-rec", "no tab\na.png\tx\n", options: ["bad-rows": .word("skip")])
        let found = try said.files.find()
        #expect(found.truth.text == "x" && found.notes.map(\.code) == [.leftRows])
    }
}
