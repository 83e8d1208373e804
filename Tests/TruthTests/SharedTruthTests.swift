import Engine
import Imaging
import TestSupport
import Testing
import Truth

@Suite("Files for many pictures that lie with them")
struct SharedTruthTests {
    private let box = #""points":[[10,10],[90,10],[90,30],[10,30]]"#

    /// A list in each format that speaks of `a.png` and says `one`.
    private var lists: [(format: String, name: String, text: String)] {
        let corners = #"[[10,10],[90,10],[90,30],[10,30]]"#
        return [
            ("paddleocr", "Label.txt", "a.png\t[{\"transcription\":\"one\",\(box)}]\n"),
            ("paddleocr-rec", "rec_gt.txt", "a.png\tone\n"), ("trdg", "labels.txt", "a.png one\n"),
            ("easyocr", "labels.csv", "filename,words\na.png,one\n"), ("doctr-set", "labels.json", #"{"a.png":"one"}"#),
            ("huggingface", "metadata.jsonl", "{\"file_name\":\"a.png\",\"text\":\"one\"}\n"),
            ("huggingface", "metadata.csv", "file_name,text\na.png,one\n"),
            (
                "coco", "train.json",
                #"{"images":[{"id":1,"file_name":"a.png","width":200,"height":100}],"annotations":[{"image_id":1,"bbox":[10,10,80,20],"text":"one"}]}"#
            ),
            (
                "label-studio", "project-3-at-2026-01-02-03-04-0a1b2c3d.json",
                #"[{"data":{"ocr":"/data/upload/3/0a1b2c3d-a.png"},"annotations":[{"result":[{"id":"x","type":"textarea","original_width":200,"#
                    + #""original_height":100,"value":{"x":5,"y":10,"width":40,"height":20,"rotation":0,"text":["one"]}}]}]}]"#
            ),
            (
                "via", "via_project.json",
                #"{"_via_settings":{},"_via_img_metadata":{"a.png1":{"filename":"a.png","regions":[{"shape_attributes":"#
                    + #"{"name":"rect","x":10,"y":10,"width":80,"height":20},"region_attributes":{"text":"one"}}]}}}"#
            ),
            (
                "cvat", "annotations.xml",
                "<annotations><image name='a.png' width='200' height='100'><box label='one' xtl='10' ytl='10' xbr='90' ybr='30'/></image></annotations>"
            ),
            (
                "xfund", "zh.train.json",
                #"{"lang":"zh","documents":[{"img":{"fname":"a.png","width":200,"height":100},"document":[{"box":[10,10,90,30],"text":"one","words":[]}]}]}"#
            ),
            (
                "hiertext", "train.json",
                #"{"annotations":[{"image_id":"a","image_width":200,"image_height":100,"paragraphs":[{"lines":[{"vertices":\#(corners),"text":"one"}]}]}]}"#
            ),
            ("doccano", "all.jsonl", "{\"filename\":\"a.png\",\"label\":[\"one\"]}\n"),
        ]
    }

    @Test(
        "are known by their content, whatever their name, beside the pictures and in the folder above",
        arguments: 0..<14)
    func known(index: Int) throws {
        let (format, name, text) = lists[index]
        for (folder, picture) in [("", "a.png"), ("", "images/a.png")] {
            for plan in [TruthPlan(), TruthPlan(name: format)] {
                let files = TruthCase(plan)
                files.scratch.put(folder + name, text)
                files.scratch.put(picture, "x")
                let found = try files.find(picture)
                #expect(found.truth.text == "one" && found.truth.origin == format)
                #expect(found.file?.hasSuffix(name) == true)
            }
        }
    }

    @Test("come behind a picture's own truth, and another list that names the picture is noted")
    func order() throws {
        let files = TruthCase()
        files.scratch.put("a.png", "x")
        files.scratch.put("b.png", "x")
        files.scratch.put("a.gt.txt", "own")
        files.scratch.put("labels.csv", "filename,words\na.png,listed\nb.png,listed\n")
        files.scratch.put("rec_gt.txt", "b.png\tlisted too\n")
        #expect(try files.find("a.png").truth.text == "own")
        let found = try files.find("b.png")
        #expect(found.truth.text == "listed" && found.notes.map(\.code) == [.moreThanOneTruth])
        #expect(try files.find("c.png").truth == .unknown)
    }

    @Test("that are broken are told as what they are, with the place")
    func broken() {
        let files = TruthCase()
        files.scratch.put("a.png", "x")
        files.scratch.put(
            "export.json",
            #"[{"data":{"ocr":"a.png"},"annotations":[{"result":[{"original_width":200,"original_height":100,}]}]}]"#)
        let problem = #expect(throws: TruthProblem.self) { try files.find() }
        #expect(problem?.message.contains("byte") == true && problem?.help?.contains("'label-studio'") == true)
    }

    @Test("what has a picture's name is that picture's own, and other files of text are left alone")
    func alone() throws {
        let files = TruthCase()
        files.scratch.put("a.png", "x")
        files.scratch.put("b.png", "x")
        files.scratch.put("b.txt", "a.png\tnot for a\n")
        files.scratch.put("README.txt", "read me\n")
        files.scratch.put("package.json", #"{"name":"x"}"#)
        files.scratch.put("notes.csv", "a,b\n1,2\n")
        #expect(try files.find("a.png").truth == .unknown)
    }
}
