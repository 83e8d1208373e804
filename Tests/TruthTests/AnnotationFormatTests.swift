import Imaging
import PipelineSyntax
import Testing
import Truth

@Suite("Files of annotation tools")
struct AnnotationFormatTests {
    // MARK: Label Studio

    private func task(_ results: String, image: String = "/data/upload/3/0a1b2c3d-a.png", more: String = "") -> String {
        #"[{"id":5,"data":{"ocr":"\#(image)"},"annotations":[{"id":9,"was_cancelled":false,"result":[\#(results)]}]\#(more)}]"#
    }

    private func shape(_ id: String, _ type: String, _ value: String) -> String {
        #"{"id":"\#(id)","type":"\#(type)","original_width":200,"original_height":100,"image_rotation":0,"value":{\#(value)}}"#
    }

    @Test("Label Studio's percents become pixels, and texts come to their shapes by the ids")
    func labelStudio() throws {
        let box = #""x":5,"y":10,"width":40,"height":20,"rotation":0"#
        let said = SaidLines(
            "label-studio",
            task(
                [
                    shape("b", "polygon", #""points":[[50,10],[95,12],[95,30],[50,28]]"#), shape("a", "rectangle", box),
                    shape("a", "labels", box + #","labels":["Text"]"#),
                    shape("a", "textarea", box + #","text":["one","two"]"#),
                    shape("b", "textarea", #""points":[[50,10],[95,12],[95,30],[50,28]],"text":["three"]"#),
                ].joined(separator: ",")))
        #expect(try said.lines() == ["three@100,10,190,30", "one two@10,10,90,30"])
    }

    @Test("its rectangles are turned about their top left corner, in pixels")
    func turned() throws {
        // 90° clockwise about (100, 20): the text runs down, its top is at the right.
        let value = #""x":50,"y":20,"width":30,"height":10,"rotation":90,"text":["down"]"#
        let truth = try SaidLines("label-studio", task(shape("a", "rectangle", value))).files.find().truth
        #expect(truth.lines[0].outline.corners == [[100, 20], [100, 80], [90, 80], [90, 20]])
    }

    @Test(
        "a picture is found however its address is written",
        arguments: [
            "a.png", "/data/upload/3/0a1b2c3d-a.png", "/data/local-files/?d=scans/a.png", "s3://bucket/scans/a.png",
            "https://host/x/a.png?token=1", "/data/local-files/?d=my%20scans/a.png",
        ])
    func addresses(address: String) throws {
        let value = #""x":5,"y":10,"width":40,"height":20,"rotation":0,"text":["one"]"#
        #expect(try SaidLines("label-studio", task(shape("a", "rectangle", value), image: address)).lines().count == 1)
    }

    @Test("its short form has texts in a list of their own, in the order of the shapes")
    func short() throws {
        let box = #""x":5,"y":10,"width":40,"height":20,"rotation":0,"original_width":200,"original_height":100"#
        let other = box.replacing("\"y\":10", with: "\"y\":50")
        let said = SaidLines(
            "label-studio",
            #"[{"ocr":"/data/upload/0a1b2c3d-a.png","id":1,"bbox":[{\#(box)},{\#(other)}],"#
                + #""label":[{\#(box),"labels":["T"]},{\#(other),"labels":["T"]}],"transcription":["one","two"]}]"#)
        #expect(try said.lines() == ["one@10,10,90,30", "two@10,50,90,70"])
    }

    @Test("what was given up does not count, what was predicted only where nothing was annotated")
    func chosen() throws {
        let value = { (text: String) in #""x":5,"y":10,"width":40,"height":20,"rotation":0,"text":["\#(text)"]"# }
        let text =
            #"[{"data":{"image":"a.png"},"annotations":[{"was_cancelled":true,"result":[\#(shape("a", "rectangle", value("no")))]},"#
            + #"{"was_cancelled":false,"result":[\#(shape("a", "rectangle", value("yes")))]}],"predictions":[]},"#
            + #"{"data":{"image":"b.png"},"annotations":[],"predictions":[{"result":[\#(shape("a", "rectangle", value("maybe")))]}]}]"#
        #expect(try SaidLines("label-studio", text).lines() == ["yes@10,10,90,30"])
        #expect(try SaidLines("label-studio", text).lines("b.png") == ["maybe@10,10,90,30"])
    }

    // MARK: labelme

    private func labelme(_ shapes: String) -> SaidLines {
        SaidLines(
            "labelme",
            #"{"version":"5.4.1","flags":{},"shapes":[\#(shapes)],"imagePath":"..\\a.png","imageData":null,"imageHeight":100,"imageWidth":200}"#
        )
    }

    @Test("labelme's rectangles may be drawn from any corner, and circles are boxed")
    func labelme() throws {
        let said = labelme(
            #"{"label":"one","points":[[90.5,30],[10,10]],"shape_type":"rectangle"},"#
                + #"{"label":"two","points":[[10,50],[90,52],[90,70],[10,68]],"group_id":null},"#
                + #"{"label":"o","points":[[150,50],[160,50]],"shape_type":"circle"}"#)
        #expect(try said.lines() == ["one@10,10,91,30", "two@10,50,90,70", "o@140,40,160,60"])
    }

    @Test("text stands in the description where any shape has one, else in the label")
    func descriptions() throws {
        let said = labelme(
            #"{"label":"line","description":"one","points":[[10,10],[90,30]],"shape_type":"rectangle"},"#
                + #"{"label":"line","description":"x","difficult":true,"points":[[10,50],[90,70]],"shape_type":"rectangle"}"#
        )
        #expect(try said.lines() == ["one@10,10,90,30", "!x@10,50,90,70"])
    }

    // MARK: VIA

    @Test("VIA's projects and exports, of both versions")
    func via() throws {
        let region =
            #"{"shape_attributes":{"name":"rect","x":10,"y":10,"width":80,"height":20},"region_attributes":{"text":"one"}}"#
        let polygon =
            #"{"shape_attributes":{"name":"polygon","all_points_x":[10,90,90,10],"all_points_y":[50,52,70,68]},"region_attributes":{"kind":"two"}}"#
        let export =
            #"{"a.png123":{"filename":"a.png","size":123,"regions":[\#(region),\#(polygon)],"file_attributes":{}}}"#
        let first = #"{"a.png":{"filename":"a.png","size":123,"regions":{"0":\#(region),"1":\#(polygon)}}}"#
        let project = #"{"_via_settings":{"ui":{}},"_via_img_metadata":\#(export),"_via_attributes":{}}"#
        for text in [export, first, project] {
            #expect(try SaidLines("via", text).lines() == ["one@10,10,90,30", "two@10,50,90,70"])
        }
        let named = SaidLines("via", export, options: ["text-in": .word("kind")])
        #expect(try named.lines() == ["!@10,10,90,30", "two@10,50,90,70"])
    }

    // MARK: CVAT

    private func cvat(_ shapes: String) -> SaidLines {
        SaidLines(
            "cvat",
            """
            <?xml version="1.0" encoding="utf-8"?><annotations><version>1.1</version><meta><job><id>1</id></job></meta>
            <image id="0" name="scans/a.png" width="200" height="100">\(shapes)</image></annotations>
            """)
    }

    @Test("CVAT's boxes are turned about their middle, polygons keep their points, texts are attributes or labels")
    func cvat() throws {
        let said = cvat(
            """
            <box label="text" xtl="10" ytl="10" xbr="90" ybr="30"><attribute name="text">one &amp; two</attribute></box>
            <polygon label="three" points="10,50;90,52;90,70;10,68"/><tag label="page"/>
            <box label="text" xtl="120" ytl="40" xbr="180" ybr="60" rotation="90"><attribute name="word">down</attribute></box>
            """)
        #expect(try said.lines() == ["one & two@10,10,90,30", "three@10,50,90,70", "down@140,20,160,80"])
        let down = try said.files.find().truth.lines[2].outline
        #expect(down.corners[0] == [160, 20])
    }

    @Test("CVAT's XML for videos is refused with what to do")
    func video() {
        let said = SaidLines("cvat", "<annotations><track id=\"0\" label=\"x\"/></annotations>")
        #expect(said.problem()?.help?.contains("CVAT for images") == true)
    }

    // MARK: doccano

    @Test("doccano's boxes and captions, as rows or as one list")
    func doccano() throws {
        let boxes =
            #"{"id":1,"filename":"a.png","bbox":[{"id":1,"label":"one two","x":10,"y":10,"width":80,"height":20}]}"#
        #expect(try SaidLines("doccano", boxes + "\n").lines() == ["one two@10,10,90,30"])
        #expect(try SaidLines("doccano", "[\(boxes)]").lines() == ["one two@10,10,90,30"])
        #expect(try SaidLines("doccano", #"{"filename":"a.png","label":["whole"]}"#).lines() == ["whole@0,0,200,100"])
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            (
                "label-studio",
                #"[{"data":{"ocr":"a.png"},"annotations":[{"result":[{"value":{"x":1,"y":2,"width":3,"height":4}}]}]}]"#,
                "at [0].annotations[0].result[0]: 'original_width'"
            ),
            (
                "label-studio",
                #"[{"data":{"ocr":"a.png"},"annotations":[{"result":[{"original_width":"x","value":{"text":[3]}}]}]}]"#,
                "at [0].annotations[0].result[0].value.text[0]: a text"
            ),
            ("label-studio", #"[{"data":{"text":"no picture"},"annotations":[]}]"#, "at [0].data: no picture is named"),
            (
                "labelme", #"{"shapes":[{"label":"x","points":[[1,"a"]]}],"imagePath":"a.png"}"#,
                "at shapes[0].points[0][1]: a number"
            ),
            ("labelme", #"{"form":[]}"#, "is not of the form 'labelme'"),
            (
                "via", #"{"a":{"filename":"a.png","regions":[{"shape_attributes":{"name":"rect","x":1}}]}}"#,
                "at a.regions[0].shape_attributes: there is no 'y'"
            ),
            (
                "cvat", "<annotations>\n<image name='a.png'><box xtl='1'/></image></annotations>",
                "line 2, column 21: 'box' has no 'ytl'"
            ),
            ("cvat", "<a/>", "the root element is 'a'"),
            ("doccano", #"{"filename":"a.png"}"#, "line 1: neither 'bbox' nor 'label'"),
        ])
    func wrong(format: String, text: String, place: String) {
        let problem = SaidLines(format, text).problem()
        #expect(problem?.message.contains(place) == true, "\(problem?.message ?? "")")
    }
}
