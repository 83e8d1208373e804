import Imaging
import Testing
import Truth

@Suite("Files of published data sets")
struct DataSetFormatTests {
    @Test("an entry of FUNSD that stands in several rows is several lines")
    func funsd() throws {
        let said = SaidLines(
            "funsd",
            #"{"form":[{"box":[10,10,110,70],"text":"one two three","label":"answer","linking":[[0,1]],"id":0,"words":["#
                + #"{"box":[10,10,50,30],"text":"one"},{"box":[60,12,110,32],"text":"two"},{"box":[10,50,60,70],"text":"three"}]},"#
                + #"{"box":[120,10,160,30],"text":"four","words":[],"id":1}]}"#)
        #expect(try said.lines() == ["one two@10,10,110,32", "three@10,50,60,70", "four@120,10,160,30"])
    }

    @Test("the entry's own text says where words of XFUND are written together")
    func xfund() throws {
        let said = SaidLines(
            "xfund",
            #"{"lang":"zh","documents":[{"id":"zh_0","uid":"x","img":{"fname":"a.png","width":200,"height":100},"document":["#
                + #"{"box":[10,10,70,30],"text":"金额 1","label":"question","id":0,"linking":[],"words":["#
                + #"{"box":[10,10,30,30],"text":"金"},{"box":[30,10,50,30],"text":"额"},{"box":[55,10,70,30],"text":"1"}]}]}]}"#
        )
        #expect(try said.lines() == ["金额 1@10,10,70,30"])
        #expect(try said.words() == ["金@10,10,30,30|额@30,10,50,30|1@55,10,70,30"])
    }

    @Test("words of a field of CORD are lines by their rows, and what nobody could read is marked")
    func cord() throws {
        func word(_ text: String, _ x: Int, _ y: Int, _ row: Int) -> String {
            #"{"quad":{"x2":\#(x + 40),"y3":\#(y + 20),"x3":\#(x + 40),"y4":\#(y + 20),"x1":\#(x),"y1":\#(y),"x4":\#(x),"y2":\#(y)},"#
                + #""is_key":0,"row_id":\#(row),"text":"\#(text)"}"#
        }
        let said = SaidLines(
            "cord",
            #"{"dontcare":[[{"x1":150,"y1":10,"x2":190,"y2":10,"x3":190,"y3":30,"x4":150,"y4":30}]],"valid_line":["#
                + #"{"words":[\#(word("one", 10, 10, 7)),\#(word("two", 60, 10, 7)),\#(word("three", 10, 50, 8))],"category":"menu.nm","group_id":3}],"#
                + #""meta":{"image_size":{"width":200,"height":100}},"roi":{},"repeating_symbol":[]}"#)
        #expect(try said.lines() == ["one two@10,10,100,30", "three@10,50,50,70", "!@150,10,190,30"])
    }

    @Test("SROIE's rows are lines, commas and all")
    func sroie() throws {
        let said = SaidLines("sroie", "10,10,90,10,90,30,10,30,TAN, CHAY YEE\r\n10,50,90,50,90,70,10,70,RM 9.00\r\n")
        #expect(try said.lines() == ["TAN, CHAY YEE@10,10,90,30", "RM 9.00@10,50,90,70"])
    }

    @Test(
        "AI Hub's forms say the same",
        arguments: [
            #"{"images":[{"image.width":200,"image.height":100,"image.file.name":"a.png"}],"annotations":["#
                + #"{"id":"1","annotation.type":"rectangle","annotation.text":"하나","annotation.bbox":[10,10,40,20]},"#
                + #"{"id":"2","annotation.type":"rectangle","annotation.text":"둘","annotation.bbox":[60,10,40,20]}]}"#,
            #"{"Dataset":{"type":1},"Images":{"identifier":"a","width":200,"height":100},"bbox":["#
                + #"{"data":"하나","id":1,"x":[10,10,50,50],"y":[10,30,10,30]},{"data":"둘","id":2,"x":[100,60,100,60],"y":[30,10,10,30]}]}"#,
            #"{"info":{},"image":{"file_name":"a.png","width":200,"height":100},"text":{"type":"문장","word":["#
                + #"{"charbox":[],"wordbox":[10,10,50,30],"value":"하나"},{"wordbox":[60,10,100,30],"value":"둘"}]}}"#,
            #"{"images":[{"file_name":"a.png","width":200,"height":100,"id":7}],"annotations":["#
                + #"{"id":1,"bbox":[10,10,40,20],"text":"하나"},{"id":2,"bbox":["60","10","40","20"],"text":"둘"}]}"#,
        ])
    func aihub(text: String) throws {
        #expect(try SaidLines("aihub", text).lines() == ["하나@10,10,50,30", "둘@60,10,100,30"])
    }

    @Test("what AI Hub writes as xxx cannot be read")
    func unread() throws {
        let said = SaidLines(
            "aihub", #"{"images":[{"width":200,"height":100}],"annotations":[{"bbox":[10,10,40,20],"text":"xxx"}]}"#)
        #expect(try said.lines() == ["!@10,10,50,30"])
    }

    @Test("IAM's words are where their components are, and references are escaped twice")
    func iam() throws {
        let said = SaidLines(
            "iam",
            """
            <?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE form SYSTEM "xml-schema.dtd">
            <form id="a" width="200" height="100"><machine-printed-part><machine-print-line text="no"/></machine-printed-part>
            <handwritten-part><line id="a-0" text="&amp;quot;One, two" threshold="1">
             <word id="w0" text="&amp;quot;One"><cmp x="10" y="10" width="20" height="20"/><cmp x="30" y="12" width="20" height="18"/></word>
             <word id="w1" text=","><cmp x="50" y="26" width="4" height="4"/></word>
             <word id="w2" text="two"><cmp x="60" y="10" width="30" height="20"/></word></line></handwritten-part></form>
            """)
        #expect(try said.lines() == ["no@somewhere", "\"One, two@10,10,90,30"])
        #expect(try said.words() == ["", "\"One@10,10,50,30|,@50,26,54,30|two@60,10,90,30"])
    }

    @Test("HierText's pictures are found without an ending, and what is not legible is marked")
    func hiertext() throws {
        let box = { (x: Int, legible: Bool, text: String) in
            #"{"vertices":[[\#(x),10],[\#(x + 40),10],[\#(x + 40),30],[\#(x),30]],"text":"\#(text)","legible":\#(legible),"vertical":false,"handwritten":false}"#
        }
        let said = SaidLines(
            "hiertext",
            #"{"info":{},"annotations":[{"image_id":"a","image_width":200,"image_height":100,"paragraphs":[{"vertices":[[10,10],[100,10],[100,30],[10,30]],"#
                + #""legible":true,"lines":[{"vertices":[[10,10],[100,10],[100,30],[10,30]],"text":"one x","legible":true,"#
                + #""words":[\#(box(10, true, "one")),\#(box(60, false, "x"))]}]}]}]}"#)
        #expect(try said.lines("a.jpg") == ["one@10,10,55,30"])
        #expect(try said.words("train/a.jpg") == ["one@10,10,50,30|x@60,10,100,30"])
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            (
                "funsd", #"{"form":[{"text":"x","words":[{"box":[1,2,3],"text":"x"}]}]}"#,
                "at form[0].words[0].box: four numbers"
            ),
            (
                "xfund", #"{"documents":[{"document":[{"text":7}],"img":{"fname":"a.png"}}]}"#,
                "at documents[0].document[0].text: a text"
            ),
            ("xfund", #"{"lang":"zh"}"#, "has no 'documents'"),
            (
                "cord", #"{"valid_line":[{"words":[{"quad":{"x1":1},"text":"x"}]}]}"#,
                "at valid_line[0].words[0].quad: there is no 'y1'"
            ),
            ("aihub", #"{"Images":{},"bbox":[{"data":"x","x":[1,2],"y":[1]}]}"#, "at bbox[0]: there are 2 x and 1 y"),
            (
                "hiertext", #"{"annotations":[{"image_id":"a","paragraphs":[{"lines":[{"legible":"no"}]}]}]}"#,
                "at annotations[0].paragraphs[0].lines[0].legible: true or false"
            ),
            ("iam", "<form>\n <a/></form>", "line 1, column 1: there is no 'handwritten-part'"),
            ("sroie", "1,2,3,x", "line 1"),
        ])
    func wrong(format: String, text: String, place: String) {
        let problem = SaidLines(format, text).problem()
        #expect(problem?.message.contains(place) == true, "\(problem?.message ?? "")")
    }
}
