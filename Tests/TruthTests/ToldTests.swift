import Engine
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("What a file holds and is not used")
struct ToldTests {
    private static let header =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    private static let coords = "<Coords points='10,10 90,10 90,30 10,30'/>"

    /// A file, and what of it is counted.
    struct Case: Sendable, CustomTestStringConvertible {
        let format: String
        let text: String
        let kind: UnusedTruth.Kind
        let count: Int
        var options: [String: String] = [:]

        var testDescription: String { "\(format): \(kind)" }
    }

    static let cases: [Case] = [
        Case(
            format: "page",
            text:
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine>\(coords)<Word>\(coords)<Glyph>\(coords)"
                + "</Glyph><TextEquiv><Unicode>x</Unicode></TextEquiv></Word></TextLine></TextRegion></Page></PcGts>",
            kind: .glyphs, count: 1),
        Case(
            format: "page",
            text:
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine>\(coords)<TextEquiv><Unicode>x</Unicode>"
                + "</TextEquiv><TextEquiv><Unicode>y</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>",
            kind: .alternatives, count: 1),
        Case(
            format: "page",
            text:
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine>\(coords)<TextEquiv><Unicode>x</Unicode>"
                + "</TextEquiv></TextLine><TextLine/></TextRegion></Page></PcGts>", kind: .lines, count: 1),
        Case(
            format: "alto",
            text: "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='200' "
                + "HEIGHT='100'><TextBlock><TextLine><String CONTENT='x' HPOS='9' VPOS='9' WIDTH='60' HEIGHT='20'><Glyph/><Glyph/>"
                + "<ALTERNATIVE>y</ALTERNATIVE></String></TextLine></TextBlock></Page></Layout></alto>", kind: .glyphs,
            count: 2),
        Case(
            format: "hocr",
            text:
                "<div class='ocr_page' title='bbox 0 0 200 100'><span class='ocrx_word' title='bbox 10 10 40 30'>x<span "
                + "class='ocrx_cinfo' id='lstm_choices_1'><span class='ocrx_cinfo' title='x_confs 9'>x</span><span "
                + "class='ocrx_cinfo' title='x_confs 1'>y</span></span></span></div>", kind: .alternatives, count: 2),
        Case(
            format: "tesseract-tsv", text: header + "5\t1\t1\t1\t1\t1\t10\t10\t80\t20\t90\tx\nbad\n", kind: .rows,
            count: 1,
            options: ["bad-rows": "skip"]),
        Case(
            format: "box", text: "WordStr 10 70 90 90 0 #x\nbad\n", kind: .rows, count: 1, options: ["bad-rows": "skip"]
        ),
        Case(
            format: "icdar", text: "10,10,40,30,x\nbad\n", kind: .rows, count: 1, options: ["bad-rows": "skip"]),
        Case(format: "gt-txt", text: "x\ny\u{7}\n", kind: .controls, count: 1),
        Case(
            format: "paddleocr",
            text: "a.png\t[{\"transcription\":\"x\",\"points\":[[10,10],[90,10],[90,30],[10,30]]},{}]", kind: .rows,
            count: 1,
            options: ["bad-rows": "skip"]),
        Case(
            format: "coco",
            text:
                #"{"images":[{"id":1,"file_name":"a.png","width":200,"height":100}],"annotations":[{"image_id":1,"text":"x","#
                + #""bbox":[10,10,30,20],"segmentation":{"counts":"x","size":[1,1]}}]}"#, kind: .masks, count: 1),
        Case(
            format: "icdar", text: "10,10,40,30,x\n60,10,90,30,z\n300,10,340,30,y\n", kind: .outside, count: 1),
    ]

    @Test("is counted by kind and told once", arguments: cases)
    func kinds(one: Case) throws {
        var plan = TruthPlan(name: one.format, files: "t")
        for (key, value) in one.options { plan.options[key] = .word(value) }
        let files = TruthCase(plan)
        files.scratch.put("t", one.text)
        let found = try files.find()
        #expect(found.unused[one.kind] == one.count)
        #expect(found.notes.count == 1, "\(found.notes)")
        #expect(found.truth.text?.contains("x") == true)
    }

    @Test("stands in the manifest of a run, and what a file for many pictures lacks is told once")
    func manifest() throws {
        let scratch = Scratch()
        for (number, name) in ["a", "b"].enumerated() { try scratch.putPage("in/\(name).png", number) }
        scratch.put(
            "coco.json",
            #"{"images":[{"id":1,"file_name":"in/a.png","width":20,"height":30},{"id":2,"file_name":"in/b.png","width":20,"#
                + #""height":30}],"annotations":[{"image_id":1,"text":"x","bbox":[1,1,9,9]},{"image_id":2,"text":"y","#
                + #""bbox":[1,1,9,9],"segmentation":{"counts":"x"}},{"image_id":2,"bbox":7}]}"#)
        var plan = TruthPlan(name: "coco", files: "coco.json")
        plan.options["bad-rows"] = .word("skip")
        let source = TruthSource(plan, folder: scratch.path)
        let job = ToyJob { toy in
            toy.variants = 1
            toy.truth = source
        }.job(in: scratch)
        var record = RunRecord(
            request: RunRecord.Request(version: "1", build: "", pipelineSHA256: "p", seed: 5, variants: 1),
            pipeline: "p",
            target: "t", start: 0)
        var notes: [String] = []
        let sink = MemorySink()
        _ = try JobRun(job).run(into: sink, record: &record) { event in
            if case .note(_, let code, _) = event { notes.append(code) }
        }
        #expect(notes.filter { $0 == "TW38" }.count == 1 && notes.filter { $0 == "TW36" }.count == 1)
        let truths = sink.entries.compactMap(\.row).map(\.truth)
        #expect(truths.map { $0.unused.map(\.kind) } == [[], ["masks"]])
    }
}
