import Imaging
import Testing
import Truth

@Suite("What tools keep beside texts and places")
struct UnreadTests {
    @Test(
        "classes and links of every tool are counted",
        arguments: [
            (
                "label-studio",
                #"[{"data":{"ocr":"a.png"},"annotations":[{"result":[{"id":"x","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":5,"y":10,"width":40,"height":20,"rotation":0,"rectanglelabels":["Total"]}},{"id":"x","type":"textarea","original_width":200,"original_height":100,"value":{"x":5,"y":10,"width":40,"height":20,"rotation":0,"text":["one"]}},{"type":"relation","from_id":"x","to_id":"x"}]}]}]"#,
                1, 1
            ),
            (
                "labelme",
                #"{"imagePath":"a.png","imageWidth":200,"imageHeight":100,"shapes":[{"label":"total","description":"one","shape_type":"rectangle","points":[[1,1],[90,30]]}]}"#,
                1, 0
            ),
            (
                "cvat",
                "<annotations><image name='a.png' width='200' height='100'><tag label='scan'/><box label='total' xtl='1' ytl='1' xbr='90' ybr='30'><attribute name='text'>one</attribute></box></image></annotations>",
                2, 0
            ),
            (
                "funsd",
                #"{"form":[{"box":[1,1,90,30],"text":"one","label":"answer","linking":[[0,1]],"words":[{"box":[1,1,90,30],"text":"one"}]}]}"#,
                1, 1
            ),
            (
                "cord",
                #"{"valid_line":[{"category":"menu.nm","words":[{"text":"one","quad":{"x1":1,"y1":1,"x2":90,"y2":1,"x3":90,"y3":30,"x4":1,"y4":30}}]}]}"#,
                1, 0
            ),
            (
                "textract",
                #"{"Blocks":[{"BlockType":"LINE","Id":"l","Text":"one","Geometry":{"BoundingBox":{"Left":0.1,"Top":0.1,"Width":0.4,"Height":0.2}}},{"BlockType":"KEY_VALUE_SET","Id":"k"}]}"#,
                0, 1
            ),
        ])
    func counted(format: String, text: String, classes: Int, links: Int) throws {
        let found = try SaidLines(format, text).files.find()
        #expect(found.truth.text == "one")
        #expect(found.unused[.classes] == classes && found.unused[.links] == links)
    }

    @Test("a word that is no line's is text all the same")
    func looseWords() throws {
        let box = #""Geometry":{"BoundingBox":{"Left":0.1,"Top":0.1,"Width":0.1,"Height":0.2}}"#
        let other = #""Geometry":{"BoundingBox":{"Left":0.1,"Top":0.6,"Width":0.1,"Height":0.2}}"#
        let textract = #"""
            {"Blocks":[{"BlockType":"WORD","Id":"a","Text":"one",\#(box)},{"BlockType":"WORD","Id":"b","Text":"two",\#(other)},
             {"BlockType":"LINE","Id":"l","Text":"one",\#(box),"Relationships":[{"Type":"CHILD","Ids":["a"]}]}]}
            """#
        #expect(try SaidLines("textract", textract).files.find().truth.text == "one\ntwo")
        let azure = #"""
            {"analyzeResult":{"pages":[{"pageNumber":1,"width":200,"height":100,
             "words":[{"content":"one","polygon":[10,10,40,10,40,30,10,30],"span":{"offset":0,"length":3}},
                      {"content":"two","polygon":[10,60,40,60,40,80,10,80],"span":{"offset":4,"length":3}}],
             "lines":[{"content":"one","polygon":[10,10,40,10,40,30,10,30],"spans":[{"offset":0,"length":3}]}]}]}}
            """#
        #expect(try SaidLines("azure-read", azure).files.find().truth.text == "one\ntwo")
    }

    @Test("a word whose place is off the picture takes nothing from its line, which is on it")
    func strayWords() throws {
        let page = """
            <PcGts><Page imageWidth="200" imageHeight="100"><TextRegion id="r"><TextLine id="l"><Coords points="1,1 90,1 90,30 1,30"/>
            <Word><Coords points="1,1 40,1 40,30 1,30"/><TextEquiv><Unicode>one</Unicode></TextEquiv></Word>
            <Word><Coords points="50,1 90,1 90,3001 50,30"/><TextEquiv><Unicode>two</Unicode></TextEquiv></Word>
            <TextEquiv><Unicode>one two</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>
            """
        let found = try SaidLines("page", page).files.find()
        #expect(found.truth.text == "one two" && found.truth.lines.allSatisfy(\.isLegible))
        #expect(found.truth.lines.first?.words.isEmpty == true && found.notes.map(\.code) == [.disagreement])
    }

    @Test(
        "an answer of Google Vision without text is an empty page, and one with an error is a failure of its page only")
    func answers() throws {
        func answer(_ text: String) -> String {
            let page =
                #"{"width":200,"height":100,"blocks":[{"paragraphs":[{"words":[{"symbols":[{"text":"\#(text)"}],"boundingBox":"#
                + #"{"vertices":[{"x":1,"y":1},{"x":90,"y":1},{"x":90,"y":30},{"x":1,"y":30}]}}]}]}]}"#
            return #"{"fullTextAnnotation":{"pages":[\#(page)]}}"#
        }
        let error = #"{"error":{"code":3,"message":"Bad image data"}}"#
        let said = SaidLines("google-vision", "{\"responses\":[\(answer("a")),{},\(error),\(answer("d"))]}")
        let texts = (1...4).map { page in
            do {
                return try said.files.find(page: page, of: 4).truth.text ?? "nil"
            } catch {
                return "\(error)"
            }
        }
        #expect(texts[0] == "a" && texts[1].isEmpty && texts[2].contains("Bad image data") && texts[3] == "d")
    }

    @Test("two places of one thing in Label Studio's file, and two sizes of a picture, are refused with the place")
    func contradiction() {
        func result(_ type: String, _ x: Double, _ width: Int = 200) -> String {
            #"{"id":"x","type":"\#(type)","original_width":\#(width),"original_height":100,"#
                + #""value":{"x":\#(x),"y":10,"width":40,"height":20,"rotation":0,"text":["one"]}}"#
        }
        func said(_ results: String...) -> SaidLines {
            SaidLines(
                "label-studio",
                #"[{"data":{"ocr":"a.png"},"annotations":[{"result":[\#(results.joined(separator: ","))]}]}]"#)
        }
        #expect((try? said(result("rectangle", 5), result("textarea", 5.1)).files.find().truth.text) == "one")
        for wrong in [said(result("a", 5), result("b", 7)), said(result("a", 5), result("b", 5, 400))] {
            let problem = #expect(throws: TruthProblem.self) { try wrong.files.find() }
            #expect(problem?.message.contains("annotations[0].result[1]") == true)
        }
    }

    @Test("shapes of unknown names are refused, those without a name are known by what they have")
    func shapes() throws {
        func labelme(_ more: String) -> SaidLines {
            SaidLines(
                "labelme",
                #"{"imagePath":"a.png","imageWidth":200,"imageHeight":100,"shapes":[{"label":"one","points":[[1,1],[90,30]]\#(more)}]}"#
            )
        }
        #expect(try labelme("").files.find().truth.lines.first?.outline.box == "1,1,90,30")
        #expect(throws: TruthProblem.self) { try labelme(#","shape_type":"blob""#).files.find() }
        func via(_ shape: String) -> SaidLines {
            SaidLines(
                "via",
                #"{"_via_img_metadata":{"a.png1":{"filename":"a.png","regions":[{"shape_attributes":{\#(shape)},"#
                    + #""region_attributes":{"text":"one"}}]}}}"#)
        }
        let corners = #""all_points_x":[1,90,90,1],"all_points_y":[1,1,30,30]"#
        #expect(try via(corners).files.find().truth.lines.first?.outline.box == "1,1,90,30")
        #expect(throws: TruthProblem.self) { try via(#""name":"blob",\#(corners)"#).files.find() }
    }

    @Test("the text of a page that its objects do not make up is told, or kept where only some of it has no place")
    func objects() throws {
        func said(_ text: String) -> SaidLines {
            SaidLines(
                "huggingface",
                "{\"file_name\":\"a.png\",\"text\":\"\(text)\",\"objects\":{\"bbox\":[[1,1,89,29]],\"text\":[\"one\"]}}\n"
            )
        }
        #expect(try said("one").files.find().truth.text == "one")
        let more = try said("one and more").files.find()
        #expect(more.truth.text == "one\nand more" && more.truth.unplaced == 1)
        let other = try said("two").files.find()
        #expect(other.truth.text == "one" && other.notes.map(\.code) == [.disagreement])
    }
}
