import Jobs
import Engine
import Imaging
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("Truth of a whole folder in one file")
struct FolderWideTests {
    private func files(_ format: String, _ path: String = "labels.txt") -> TruthCase {
        TruthCase(TruthPlan(name: format, files: path))
    }

    private let entry = #"[{"transcription":"one two","points":[[10,10],[90,10],[90,30],[10,30]]}]"#

    // MARK: PaddleOCR

    @Test("a picture is found by its path, else by its name when no other has it")
    func paths() throws {
        let files = files("paddleocr")
        files.scratch.put(
            "labels.txt",
            "in/a.png\t\(entry)\r\nin/b.png\t\(entry.replacing("one", with: "x"))\nother/b.png\t\(entry)\nfar/c.png\t\(entry)\n"
        )
        #expect(try files.find("in/a.png").truth.text == "one two")
        #expect(try files.find("in/b.png").truth.text == "x two")
        #expect(try files.find("elsewhere/b.png").truth == .unknown)
        #expect(try files.find("elsewhere/c.png").truth.text == "one two")
        #expect(try files.find("in/d.png").truth == .unknown)
    }

    @Test("paths start from the root that the pipeline names")
    func root() throws {
        var files = files("paddleocr", "sets/labels.txt")
        files.plan.options["root"] = .word("in")
        files.scratch.put("sets/labels.txt", "a.png\t\(entry)\nx/a.png\t[]\n")
        #expect(try files.find("in/a.png").truth.text == "one two")
    }

    @Test("an even number of points is a strip, repeated last points go, and masks are marked")
    func points() throws {
        let files = files("paddleocr")
        files.scratch.put(
            "labels.txt",
            "a.png\t"
                + #"[{"transcription":"s","points":[[10,10],[50,8],[90,10],[90,30],[50,28],[10,30],[10,30],[10,30]]},"#
                + #"{"transcription":"*","points":[[10,50],[90,50],[50,90]]},"#
                + "{\"transcription\":\"###\",\"points\":[[1,50],[9,50],[5,90]]}]")
        let truth = try files.find().truth
        #expect(truth.lines[0].outline.points.count == 6 && truth.lines[0].outline.top == 3)
        #expect(truth.lines[1].outline.points.count == 3)
        #expect(truth.lines.map(\.illegible) == [nil, .marked, .marked])
        #expect(truth.level == .line && truth.origin == "paddleocr")
    }

    @Test("what PPOCRLabel marks as difficult, or a list as not legible, is marked, and languages are kept")
    func marks() throws {
        let files = files("paddleocr")
        let places = ["false", "true", "\"True\"", "1", "0"].enumerated().map { row, value in
            let (top, low) = (5 + row * 15, 15 + row * 15)
            let key = ["difficult", "illegibility", "difficult", "ignore", "ignore"][row]
            return
                "{\"transcription\":\"t\(row)\",\"points\":[[10,\(top)],[90,\(top)],[90,\(low)],[10,\(low)]],\"\(key)\":\(value),\"language\":\"ko\"}"
        }
        files.scratch.put("labels.txt", "a.png\t[\(places.joined(separator: ","))]\n")
        let found = try files.find()
        #expect(found.truth.lines.map(\.illegible) == [nil, .marked, .marked, .marked, nil])
        #expect(found.truth.lines.allSatisfy { $0.language == "ko" })
        #expect(found.notes.isEmpty)
    }

    @Test("classes and links of forms are no text: they are counted and told")
    func classes() throws {
        let files = files("paddleocr")
        let place = "\"points\":[[10,10],[90,10],[90,30],[10,30]]"
        files.scratch.put(
            "labels.txt",
            "a.png\t[{\"transcription\":\"a\",\(place),\"difficult\":false,\"key_cls\":\"total\"},"
                + "{\"transcription\":\"b\",\(place),\"key_cls\":\"None\",\"linking\":[[0,1]]}]\n")
        let found = try files.find()
        #expect(found.unused[.classes] == 1)
        #expect(found.unused[.links] == 1)
        #expect(found.notes.map(\.code) == [.unused])
        #expect(found.truth.lines.map(\.text) == ["a", "b"])
    }

    @Test("a bad row fails its picture only")
    func badRow() throws {
        let files = files("paddleocr")
        files.scratch.put("labels.txt", "a.png\t[{]\nb.png\t\(entry)\n")
        let problem = #expect(throws: TruthProblem.self) { try files.find() }
        #expect(problem?.code == .badRow && problem?.message.contains("line 1") == true)
        #expect(try files.find("b.png").truth.text == "one two")
    }

    @Test("rows of one picture speak of its pages, in their order")
    func pages() throws {
        let files = files("paddleocr")
        files.scratch.put(
            "labels.txt", "a.tif\t\(entry)\nb.tif\t\(entry)\na.tif\t\(entry.replacing("one", with: "next"))\n")
        #expect(try files.find("a.tif", page: 1, of: 3).truth.text == "one two")
        #expect(try files.find("a.tif", page: 2, of: 3).truth.text == "next two")
        #expect(try files.find("a.tif", page: 3, of: 3).truth == .unknown)
        #expect(try files.find("b.tif", page: 2, of: 2).truth == .unknown)
        #expect(try files.find("elsewhere/a.tif", page: 2, of: 3).truth.text == "next two")
    }

    @Test("a file that is not there is an error")
    func missing() {
        for format in ["paddleocr", "coco"] {
            let problem = #expect(throws: TruthProblem.self) { try files(format).find() }
            #expect(problem?.code == .truthUnreadable)
        }
    }

    // MARK: COCO

    private func coco(_ annotations: String, images: String = #"{"id":1,"file_name":"a.png","width":200,"height":100}"#)
        -> String
    {
        #"{"info":{"year":1},"licenses":[],"images":[\#(images)],"annotations":[\#(annotations)],"categories":[{"id":1}]}"#
    }

    private func read(_ text: String) throws -> TruthSource.Finding {
        let files = files("coco")
        files.scratch.put("labels.txt", text)
        return try files.find()
    }

    @Test("polygons come before boxes, and the largest of several counts")
    func cocoPlaces() throws {
        let truth = try read(
            coco(
                #"{"image_id":1,"text":"p","bbox":[0,0,5,5],"segmentation":[[1,1,3,1,3,3],[10,10,90,12,90,30,10,30]]},"#
                    + #"{"image_id":1,"utf8_string":"b","bbox":[10,50,30,20],"segmentation":[]},"#
                    + #"{"image_id":2,"text":"other","bbox":[1,1,9,9]}"#)
        ).truth
        #expect(truth.lines.map(\.text) == ["p", "b"] && truth.level == .word)
        #expect(truth.lines[0].outline.corners == [[10, 10], [90, 12], [90, 30], [10, 30]])
        #expect(truth.lines[1].outline.box == "10,50,40,70")
    }

    @Test("masks in run lengths are replaced by the box, and noted")
    func runLengths() throws {
        let finding = try read(
            coco(
                #"{"image_id":1,"text":"m","bbox":[10,10,30,20],"iscrowd":0,"segmentation":{"counts":"x","size":[1,1]}}"#
            ))
        #expect(finding.truth.lines[0].outline.box == "10,10,40,30")
        #expect(finding.notes.map(\.code) == [.runLengthMask])
    }

    @Test(
        "text has several names",
        arguments: [
            #""text":"t","utf8_string":"u""#, #""transcription":"t""#,
            #""attributes":{"transcription":"t","text":"x"}"#,
            #""attributes":{"text":"t"}"#, #""rec_text":"t""#,
        ])
    func cocoText(member: String) throws {
        #expect(try read(coco(#"{"image_id":1,"bbox":[10,10,30,20],\#(member)}"#)).truth.text == "t")
    }

    @Test(
        "what is marked is not legible",
        arguments: [
            #""text":".""#, "\"text\":\"###\"", #""text":"x","iscrowd":1"#, #""text":"x","legibility":"illegible""#,
        ])
    func cocoMarked(member: String) throws {
        let truth = try read(coco(#"{"image_id":1,"bbox":[10,10,30,20],\#(member)}"#)).truth
        #expect(truth.lines[0].words[0].illegible == .marked)
    }

    @Test("COCO-Text keeps everything under its id")
    func cocoTextForm() throws {
        let truth = try read(
            #"{"cats":{},"imgs":{"217":{"id":217,"file_name":"train/a.png","width":200,"height":100,"set":"train"}},"#
                + #""anns":{"45":{"id":45,"image_id":217,"mask":[10,10,90,10,90,30,10,30],"utf8_string":"say \"hi\"","#
                + #""legibility":"legible"}},"imgToAnns":{"217":[45]}}"#
        ).truth
        #expect(truth.lines.map(\.text) == ["say \"hi\""] && truth.lines[0].outline.box == "10,10,90,30")
    }

    @Test("pictures of one name are the pages of a file, in their order")
    func cocoPages() throws {
        let images =
            #"{"id":7,"file_name":"a.tif","width":200,"height":100},{"id":3,"file_name":"a.tif","width":200,"height":100}"#
        let files = files("coco")
        files.scratch.put(
            "labels.txt",
            coco(
                #"{"image_id":3,"text":"second","bbox":[10,10,30,20]},{"image_id":7,"text":"first","bbox":[10,10,30,20]}"#,
                images: images))
        #expect(try files.find("a.tif", page: 1, of: 3).truth.text == "first")
        #expect(try files.find("a.tif", page: 2, of: 3).truth.text == "second")
        #expect(try files.find("a.tif", page: 3, of: 3).truth == .unknown)
    }

    @Test("the size of the picture is held against the file's")
    func cocoSize() {
        let problem = #expect(throws: TruthProblem.self) {
            try read(coco("", images: #"{"id":1,"file_name":"a.png","width":300,"height":100}"#))
        }
        #expect(problem?.code == .truthOfOtherSize)
    }

    @Test(
        "what is no JSON or no COCO is refused",
        arguments: ["", "[]", "{", #"{"images":[}"#, #"{"images":[{"id":1}]}"#, #"{"a":1}"#, #"{"images":[] "x":1}"#])
    func notCOCO(text: String) {
        let problem = #expect(throws: TruthProblem.self) { try read(text) }
        #expect(problem?.code == .truthOfOtherFormat)
    }
}
