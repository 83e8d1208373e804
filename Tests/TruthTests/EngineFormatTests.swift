import Imaging
import Testing
import Truth

@Suite("Answers of other engines")
struct EngineFormatTests {
    // MARK: Google

    private func vision(_ text: String, _ x: Int, _ y: Int, breaks: String?) -> String {
        let end = breaks.map { #","property":{"detectedBreak":{"type":"\#($0)"}}"# } ?? ""
        let symbols = text.dropLast().map { #"{"text":"\#($0)"}"# } + [#"{"text":"\#(text.suffix(1))"\#(end)}"#]
        let corners = [(x, y), (x + 40, y), (x + 40, y + 20), (x, y + 20)].map { corner in
            // Zeros are left out.
            "{"
                + [("x", corner.0), ("y", corner.1)].filter { $0.1 != 0 }.map { "\"\($0.0)\":\($0.1)" }.joined(
                    separator: ",") + "}"
        }
        return
            #"{"boundingBox":{"vertices":[\#(corners.joined(separator: ","))]},"confidence":0.5,"symbols":[\#(symbols.joined(separator: ","))],"#
            + #""property":{"detectedLanguages":[{"languageCode":"ko"}]}}"#
    }

    @Test("breaks of Google Vision say where words are apart and lines end")
    func google() throws {
        let words = [
            vision("one", 0, 0, breaks: "SPACE"), vision("two", 50, 0, breaks: nil),
            vision(",", 95, 0, breaks: "EOL_SURE_SPACE"),
            vision("hy", 0, 40, breaks: "HYPHEN"), vision("phen", 0, 70, breaks: "LINE_BREAK"),
        ].joined(separator: ",")
        let text =
            #"{"textAnnotations":[],"fullTextAnnotation":{"pages":[{"width":200,"height":100,"blocks":[{"blockType":"TEXT","paragraphs":[{"words":[\#(words)]}]}]}]}}"#
        for whole in [text, #"{"responses":[\#(text)]}"#, "[\(text)]"] {
            let said = SaidLines("google-vision", whole)
            #expect(try said.lines() == ["one two,@0,0,135,20", "hy-@0,40,40,60", "phen@0,70,40,90"])
            #expect(try said.files.find().truth.lines[0].words[0].confidence == 50)
        }
    }

    @Test("answers without pages give words, which are put into lines; shares are of the page")
    func googleOthers() throws {
        let box = { (x: Int, y: Int) in
            #"{"vertices":[{"x":\#(x),"y":\#(y)},{"x":\#(x + 40),"y":\#(y)},{"x":\#(x + 40),"y":\#(y + 20)},{"x":\#(x),"y":\#(y + 20)}]}"#
        }
        let flat =
            #"{"textAnnotations":[{"description":"one two\nthree","boundingPoly":\#(box(0, 0))},{"description":"one","boundingPoly":\#(box(10, 10))},"#
            + #"{"description":"two","boundingPoly":\#(box(60, 12))},{"description":"three","boundingPoly":\#(box(10, 50))}]}"#
        #expect(try SaidLines("google-vision", flat).lines() == ["one two@10,10,100,32", "three@10,50,50,70"])
        let shares =
            #"{"responses":[{"fullTextAnnotation":{"pages":[{"width":200,"height":100,"blocks":[{"paragraphs":[{"words":["#
            + #"{"boundingBox":{"normalizedVertices":[{"x":0.1,"y":0.1},{"x":0.5,"y":0.1},{"x":0.5,"y":0.3},{"x":0.1,"y":0.3}]},"symbols":[{"text":"x"}]}]}]}]}]}}]}"#
        #expect(try SaidLines("google-vision", shares).lines() == ["x@20,10,100,30"])
    }

    // MARK: Textract

    private func block(
        _ type: String, _ id: String, page: Int, _ text: String, _ left: Double, _ width: Double,
        children: [String] = []
    )
        -> String
    {
        let ids = children.map { "\"\($0)\"" }.joined(separator: ",")
        let relations = children.isEmpty ? "" : #","Relationships":[{"Type":"CHILD","Ids":[\#(ids)]}]"#
        return #"{"BlockType":"\#(type)","Id":"\#(id)","Page":\#(page),"Text":"\#(text)","Confidence":99.5,"#
            + #""Geometry":{"BoundingBox":{"Left":\#(left),"Top":0.1,"Width":\#(width),"Height":0.2}}\#(relations)}"#
    }

    @Test("blocks of Textract are of their page, in shares of it, and a page may be without any")
    func textract() throws {
        let blocks = [
            block("PAGE", "p", page: 1, "", 0, 1, children: ["l"]),
            block("LINE", "l", page: 1, "one two", 0.05, 0.45, children: ["a", "b"]),
            block("WORD", "a", page: 1, "one", 0.05, 0.2), block("WORD", "b", page: 1, "two", 0.3, 0.2),
            block("LINE", "m", page: 3, "three", 0.1, 0.2),
        ].joined(separator: ",")
        let said = SaidLines("textract", #"{"DocumentMetadata":{"Pages":3},"Blocks":[\#(blocks)]}"#)
        #expect(try said.lines(page: 1, of: 3) == ["one two@10,10,100,30"])
        #expect(try said.words(page: 1, of: 3) == ["one@10,10,50,30|two@60,10,100,30"])
        #expect(try said.files.find(page: 2, of: 3).truth.text == "")
        #expect(try said.lines(page: 3, of: 3) == ["three@20,10,60,30"])
    }

    @Test("its polygons begin at the text's own top left")
    func textractTurned() throws {
        let said = SaidLines(
            "textract",
            #"{"Blocks":[{"BlockType":"LINE","Id":"l","Text":"up","Geometry":{"BoundingBox":{"Left":0.1,"Top":0.1,"Width":0.1,"Height":0.6},"#
                + #""Polygon":[{"X":0.1,"Y":0.7},{"X":0.1,"Y":0.1},{"X":0.2,"Y":0.1},{"X":0.2,"Y":0.7}]}}]}"#)
        #expect(try said.files.find().truth.lines[0].outline.corners == [[20, 70], [20, 10], [40, 10], [40, 70]])
    }

    // MARK: Azure

    @Test(
        "Azure's answers of every kind say the same",
        arguments: [
            #"{"status":"succeeded","analyzeResult":{"readResults":[{"page":1,"angle":0.1,"width":200,"height":100,"unit":"pixel","lines":[{"boundingBox":[10,10,100,10,100,30,10,30],"#
                + #""text":"one two","words":[{"boundingBox":[10,10,50,10,50,30,10,30],"text":"one","confidence":0.9},{"boundingBox":[60,10,100,10,100,30,60,30],"text":"two"}]}]}]}}"#,
            #"{"analyzeResult":{"content":"x\none two","pages":[{"pageNumber":1,"width":2,"height":1,"unit":"inch","spans":[],"words":["#
                + #"{"content":"one","polygon":[0.1,0.1,0.5,0.1,0.5,0.3,0.1,0.3],"span":{"offset":2,"length":3}},{"content":"two","polygon":[0.6,0.1,1,0.1,1,0.3,0.6,0.3],"span":{"offset":6,"length":3}}],"#
                + #""lines":[{"content":"one two","polygon":[0.1,0.1,1,0.1,1,0.3,0.1,0.3],"spans":[{"offset":2,"length":7}]}]}]}}"#,
            #"{"metadata":{"width":200,"height":100},"readResult":{"blocks":[{"lines":[{"text":"one two","boundingPolygon":[{"x":10,"y":10},{"x":100,"y":10},{"x":100,"y":30},{"x":10,"y":30}],"#
                + #""words":[{"text":"one","boundingPolygon":[{"x":10,"y":10},{"x":50,"y":10},{"x":50,"y":30},{"x":10,"y":30}],"confidence":0.9},"#
                + #"{"text":"two","boundingPolygon":[{"x":60,"y":10},{"x":100,"y":10},{"x":100,"y":30},{"x":60,"y":30}]}]}]}]}}"#,
            #"{"language":"en","textAngle":0,"orientation":"Up","regions":[{"boundingBox":"10,10,90,20","lines":[{"boundingBox":"10,10,90,20","#
                + #""words":[{"boundingBox":"10,10,40,20","text":"one"},{"boundingBox":"60,10,40,20","text":"two"}]}]}]}"#,
        ])
    func azure(text: String) throws {
        let said = SaidLines("azure-read", text)
        #expect(try said.lines() == ["one two@10,10,100,30"])
        #expect(try said.words() == ["one@10,10,50,30|two@60,10,100,30"])
    }

    // MARK: ABBYY, pdftotext

    @Test("letters of ABBYY make words between blanks, in tables too; runs without letters are text of the line")
    func abbyy() throws {
        let letters = { (text: String, x: Int) in
            text.enumerated().map {
                #"<charParams l="\#(x + 10 * $0.offset)" t="10" r="\#(x + 10 * $0.offset + 10)" b="30">\#($0.element)</charParams>"#
            }
            .joined()
        }
        let said = SaidLines(
            "abbyy",
            """
            <?xml version="1.0" encoding="UTF-8"?><document xmlns="http://www.abbyy.com/FineReader_xml/FineReader6-schema-v1.xml">
            <page width="200" height="100" resolution="300"><block blockType="Table" l="10" t="10" r="190" b="70"><row><cell><text><par>
            <line baseline="28" l="10" t="10" r="90" b="30"><formatting lang="English">\(letters("one", 10))<charParams l="40" t="10" r="50" b="30"> </charParams></formatting>\
            <formatting lang="English" bold="true">\(letters("two", 50))</formatting></line></par></text></cell></row></block>
            <block blockType="Text" l="10" t="50" r="90" b="70"><text><par><line baseline="68" l="10" t="50" r="90" b="70"><formatting>three four</formatting></line></par></text></block>
            </page></document>
            """)
        #expect(try said.lines() == ["one two@10,10,90,30", "three four@10,50,90,70"])
        #expect(try said.words() == ["one@10,10,40,30|two@50,10,80,30", ""])
        #expect(try said.files.find().truth.lines[0].baseline == [Point(10, 28), Point(90, 28)])
    }

    @Test("pdftotext counts in points, with lines and without")
    func pdftotext() throws {
        let word = { (text: String, x: Int, y: Int) in
            #"<word xMin="\#(x)" yMin="\#(y)" xMax="\#(x + 20)" yMax="\#(y + 10)">\#(text)</word>"#
        }
        let page = { (body: String) in
            #"<!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><doc><page width="100.000000" height="50.000000">\#(body)</page></doc></body></html>"#
        }
        let flat = page(word("one", 5, 5) + word("&amp;two", 30, 6) + word("three", 5, 25))
        #expect(try SaidLines("pdftotext", flat).lines() == ["one &two@10,10,100,32", "three@10,50,50,70"])
        let box = #"xMin="5" yMin="5" xMax="50" yMax="15""#
        let layout = page(
            "<flow><block \(box)><line \(box)>" + word("one", 5, 5) + word("two", 30, 5) + "</line></block></flow>")
        #expect(try SaidLines("pdftotext", layout).lines() == ["one two@10,10,100,30"])
    }

    @Test("words from the right are one line too")
    func rightToLeft() throws {
        let said = SaidLines(
            "pdftotext",
            #"<html><body><doc><page width="200" height="100"><word xMin="60" yMin="10" xMax="100" yMax="30">שלום</word>"#
                + #"<word xMin="10" yMin="10" xMax="50" yMax="30">עולם</word></page></doc></body></html>"#)
        #expect(try said.lines() == ["שלום עולם@10,10,100,30"])
    }

    // MARK: docTR, PaddleOCR

    @Test("docTR's pages are known by their index, and shapes are two corners or four")
    func doctr() throws {
        let page = { (index: Int, text: String) in
            #"{"page_idx":\#(index),"dimensions":[100,200],"orientation":{"value":null},"language":{"value":null},"blocks":[{"geometry":[[0.05,0.1],[0.5,0.3]],"#
                + #""lines":[{"geometry":[[0.05,0.1],[0.5,0.3]],"words":[{"value":"\#(text)","confidence":0.9,"geometry":[[0.05,0.1],[0.25,0.1],[0.25,0.3],[0.05,0.3]]},"#
                + #"{"value":"two","confidence":0.8,"geometry":[[0.3,0.1],[0.5,0.3]]}]}],"artefacts":[]}]}"#
        }
        let said = SaidLines("doctr", #"{"pages":[\#(page(1, "second")),\#(page(0, "one"))]}"#)
        #expect(try said.lines(page: 1, of: 2) == ["one two@10,10,100,30"])
        #expect(try said.lines(page: 2, of: 2) == ["second two@10,10,100,30"])
    }

    @Test(
        "PaddleOCR's results of both versions say the same",
        arguments: [
            #"{"input_path":"a.png","dt_polys":[],"rec_texts":["one two","three"],"rec_scores":[0.9,0.8],"rec_polys":[[[10,10],[90,10],[90,30],[10,30]],[[10,50],[90,50],[90,70],[10,70]]],"rec_boxes":[[10,10,90,30],[10,50,90,70]]}"#,
            #"{"res":{"rec_texts":["one two","three"],"rec_boxes":[[10,10,90,30],[10,50,90,70]]}}"#,
            #"[[[[10,10],[90,10],[90,30],[10,30]],["one two",0.9]],[[[10,50],[90,50],[90,70],[10,70]],["three",0.8]]]"#,
            #"[[[[[10,10],[90,10],[90,30],[10,30]],["one two",0.9]],[[[10,50],[90,50],[90,70],[10,70]],["three",0.8]]]]"#,
        ])
    func paddle(text: String) throws {
        #expect(try SaidLines("paddleocr-json", text).lines() == ["one two@10,10,90,30", "three@10,50,90,70"])
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            (
                "google-vision",
                #"{"fullTextAnnotation":{"pages":[{"blocks":[{"paragraphs":[{"words":[{"symbols":[{"text":1}]}]}]}]}]}}"#,
                "at fullTextAnnotation.pages[0].blocks[0].paragraphs[0].words[0].symbols[0].text: a text"
            ),
            ("textract", #"{"Blocks":[{"BlockType":"WORD"}]}"#, "at Blocks[0]: there is no 'Id'"),
            (
                "azure-read", #"{"analyzeResult":{"readResults":[{"page":1,"lines":[{"boundingBox":[1,2,3]}]}]}}"#,
                "at analyzeResult.readResults[0].lines[0].boundingBox: x and y"
            ),
            ("doctr", #"{"pages":[{"dimensions":[1],"blocks":[]}]}"#, "at pages[0]: height and width"),
            ("paddleocr-json", #"{"rec_texts":["x"],"rec_polys":[]}"#, "there are 1 texts and 0 outlines"),
            (
                "abbyy", "<document>\n<page><block l='x' t='1' r='1' b='1'/></page></document>",
                "line 2, column 7: 'x' cannot be the l"
            ),
            ("pdftotext", "<html><body/></html>", "there is no 'page' in a 'doc'"),
        ])
    func wrong(format: String, text: String, place: String) {
        let problem = SaidLines(format, text).problem()
        #expect(problem?.message.contains(place) == true, "\(problem?.message ?? "")")
    }
}
