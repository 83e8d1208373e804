import Engine
import Foundation
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("Text as it is written")
struct TextFormTests {
    private static let decomposed = "e\u{301} \u{1112}\u{1161}\u{11AB}"

    @Test(
        "keeps its form where it is asked for, and is composed else",
        arguments: [
            (
                "page",
                "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine><Coords points='1,1 90,1 90,9 1,9'/>"
                    + "<TextEquiv><Unicode>§</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
            ),
            (
                "alto",
                "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='200' "
                    + "HEIGHT='100'><TextBlock><TextLine><String CONTENT='§' HPOS='9' VPOS='9' WIDTH='60' HEIGHT='20'/></TextLine>"
                    + "</TextBlock></Page></Layout></alto>"
            ),
            (
                "hocr",
                "<div class='ocr_page' title='bbox 0 0 200 100'><span class='ocr_line' title='bbox 1 1 90 9'>§</span></div>"
            ),
            (
                "tesseract-tsv",
                "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                    + "5\t1\t1\t1\t1\t1\t10\t10\t80\t20\t90\t§\n"
            ),
            ("box", "WordStr 1 1 90 9 0 #§\n"), ("icdar", "1,1,90,9,§\n"), ("gt-txt", "§\n"),
            ("paddleocr", "a.png\t[{\"transcription\":\"§\",\"points\":[[1,1],[90,1],[90,9],[1,9]]}]"),
            (
                "coco",
                #"{"images":[{"id":1,"file_name":"a.png","width":200,"height":100}],"annotations":[{"image_id":1,"#
                    + #""text":"§","bbox":[1,1,90,9]}]}"#
            ),
        ])
    func forms(format: String, text: String) throws {
        let scratch = Scratch()
        let last = try #require(text.lastIndex(of: "§"))
        scratch.put("t", text.replacingCharacters(in: last...last, with: Self.decomposed))
        func read(keepsForm: Bool) throws -> [Unicode.Scalar] {
            let source = TruthSource(TruthPlan(name: format, files: "t"), folder: scratch.path, keepsForm: keepsForm)
            let found = try source.truth(
                of: PictureInfo(path: scratch.path + "/a.png", size: Size(width: 200, height: 100)))
            return Array((found.truth.text ?? "").unicodeScalars)
        }
        #expect(try read(keepsForm: true) == Array(Self.decomposed.unicodeScalars))
        #expect(
            try read(keepsForm: false) == Array(Self.decomposed.precomposedStringWithCanonicalMapping.unicodeScalars))
    }

    @Test("words of another form than their line's still make it up")
    func words() throws {
        let words = ["e\u{301}", "한"].enumerated().map { number, text in
            Word(id: "", outline: Outline(x: Double(number) * 40, y: 1, width: 30, height: 9), text: text)
        }
        let line = TextLine(
            id: "", outline: Outline(x: 0, y: 1, width: 80, height: 9), text: "é \u{1112}\u{1161}\u{11AB}", words: words
        )
        let checked = GroundTruth.checked(
            [Region(id: "", outline: .missing, lines: [line])], origin: "t", size: Size(width: 99, height: 20),
            keepsForm: true)
        #expect(checked.report.disagreements == 0 && checked.truth.lines[0].words.map(\.glued) == [false, false])
    }

    @Test("in sets is composed, decomposed, or as it was")
    func sets() {
        let truth = GroundTruth.page(Self.decomposed, origin: "t")
        let composed = Array(Self.decomposed.precomposedStringWithCanonicalMapping.unicodeScalars)
        #expect(Array(truth.written(as: .nfc).text?.unicodeScalars ?? "".unicodeScalars) == composed)
        #expect(
            Array(truth.written(as: .asWritten).text?.unicodeScalars ?? "".unicodeScalars)
                == Array(Self.decomposed.unicodeScalars))
        let back = truth.written(as: .nfc).written(as: .nfd)
        #expect(Array(back.text?.unicodeScalars ?? "".unicodeScalars) == Array(Self.decomposed.unicodeScalars))
    }

    @Test(
        "which of several texts of a piece is read can be chosen",
        arguments: [
            ([:], "low"), (["text-equiv": .word("conf")], "sure"), (["text-index": .number(2)], "two"),
            (["data-type": .word("other")], "typed"), (["text-index": .number(9)], "low"),
            (["data-type": .word("none")], "low"),
        ] as [([String: Value], String)])
    func textEquivs(options: [String: Value], text: String) throws {
        var plan = TruthPlan(name: "page", files: "t")
        for (key, value) in options { plan.options[key] = value }
        let files = TruthCase(plan)
        let equivs = [
            ("index='1' conf='0.4'", "low"), ("index='2'", "two"), ("conf='0.9' index='3'", "sure"),
            ("index='4' dataType='other'", "typed"),
        ].map { "<TextEquiv \($0.0)><Unicode>\($0.1)</Unicode></TextEquiv>" }.joined()
        files.scratch.put(
            "t",
            "<PcGts><Page imageWidth='200' imageHeight='100'><TextRegion><TextLine><Coords points='1,1 90,1 90,9 1,9'/>"
                + equivs + "</TextLine></TextRegion></Page></PcGts>")
        let found = try files.find()
        #expect(found.truth.text == text && found.unused[.alternatives] == 3)
    }
}
