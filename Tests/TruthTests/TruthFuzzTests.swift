import Jobs
import Engine
import Imaging
import TestSupport
import Testing
import Truth

@Suite("Damaged files of truth")
struct TruthFuzzTests {
    private static let valid: [(format: String, text: String)] = [
        (
            "hocr",
            """
            <html><meta charset="utf-8"><div class='ocr_page' title='image "a;b"; bbox 0 0 200 100'><div class='ocr_carea' \
            title='bbox 5 5 95 95'><span class='ocr_line' title='bbox 10 10 90 30; baseline 0.1 -2; textangle 90'>\
            <span class='ocrx_word' title='poly 10 10 40 10 40 30 10 30; x_wconf 9'>o&eacute;</span> <em>x</em></span></div></div>
            """
        ),
        (
            "alto",
            """
            <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE alto><a:alto xmlns:a="x"><Description><MeasurementUnit>mm10\
            </MeasurementUnit></Description><Layout><Page WIDTH="400" HEIGHT="200"><TextBlock ROTATION="90"><TextLine \
            BASELINE="1,2 3,4"><String CONTENT="x" HPOS="9" VPOS="9" WIDTH="60" HEIGHT="20" WC="0.5"><Shape><Polygon \
            POINTS="1,1 9,1 9,9"/></Shape></String><HYP CONTENT="&#xAD;"/></TextLine></TextBlock></Page></Layout></a:alto>
            """
        ),
        (
            "page",
            """
            <PcGts><Page imageWidth="200" imageHeight="100"><ReadingOrder><OrderedGroup><RegionRefIndexed index="0" \
            regionRef="r"/></OrderedGroup></ReadingOrder><TextRegion id="r" custom="readingOrder {index:1;}"><Coords \
            points="10,10 90,10 90,30"/><TextLine><Baseline points="10,28 90,28"/><Word><Coords points="10,10 90,10 90,30"/>\
            <TextEquiv index="1" conf="0.4"><Unicode><![CDATA[a&b]]></Unicode></TextEquiv></Word></TextLine></TextRegion></Page></PcGts>
            """
        ),
        (
            "tesseract-tsv",
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                + "1\t1\t0\t0\t0\t0\t0\t0\t200\t100\t-1\t\n4\t1\t1\t1\t1\t0\t10\t10\t80\t20\t-1\t\n"
                + "5\t1\t1\t1\t1\t1\t10\t10\t30\t20\t96.5\tone\n5\t1\t1\t1\t1\t2\t50\t10\t30\t20\t96\t둘\n"
        ),
        ("box", "한 10 70 20 90 0\n  20 70 25 90 0\nx 25 70 50 90 0\n\t 50 70 55 90 0\nWordStr 1 7 9 9 0 #a #b\n"),
        ("icdar", "\u{FEFF}10,10,40,12,40,30,10,28,one, two\r\n50,10,90,10,90,30,50,30,\"###\"\r\n"),
        (
            "paddleocr",
            "a.png\t[{\"transcription\":\"x\\u00e9\",\"points\":[[10,10],[90,10],[90,30],[10,30],[10,30]]}]\n"
        ),
        (
            "coco",
            #"{"images":[{"id":1,"file_name":"a.png","width":200,"height":100}],"n":null,"annotations":[{"image_id":1,"#
                + #""text":"t\"x","bbox":[10,10,30,20],"segmentation":[[10,10,40,10,40,30]],"iscrowd":0}],"o":{"a":{}}}"#
        ),
        (
            "foxing",
            #"{"foxing":1,"image":"a","width":200,"height":100,"origin":"page","level":"word","text":"x","regions":[{"id":"r","#
                + #""kind":"text","order":0,"outline":[[1,1],[9,1],[9,9]],"lines":[{"id":"l","order":0,"outline":[[1,1],[9,1],"#
                + #"[9,9],[1,9]],"top":2,"baseline":[[1,8],[9,8]],"text":"x","legible":true,"why":null,"language":null,"#
                + #""words":[{"id":"w","order":0,"outline":[[1,1],[9,1],[9,9],[1,9]],"top":2,"text":"x","glued":false,"#
                + #""legible":true,"why":null,"share":1}]}]}]}"#
        ),
        ("gt-txt", "one\r\ntwo\u{0C}three\u{AD}\n"),
    ]

    @Test("are read or refused, and never stop the program", .timeLimit(.minutes(3)), arguments: 0..<valid.count)
    func mutations(index: Int) throws {
        let (format, text) = Self.valid[index]
        var files = TruthCase(TruthPlan(name: format, files: "truth"))
        files.dpi = 100
        files.scratch.put("truth", text)
        // A file that is named is for all pictures, of which there is one with as many pages.
        let pages = format == "gt-txt" ? 2 : 1
        #expect(try files.find(of: pages).truth.level != .none)
        var state: UInt64 = 0x9E37_79B9 &+ UInt64(index)
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let sharp = Array("<>&\"';:,[]{}#\t\n 0-9.e/=!\u{FEFF}x\\".utf8) + [0x00, 0xFF, 0xC3, 0x0C, 0x0D]
        for _ in 0..<400 {
            var bytes = Array(text.utf8)
            for _ in 0...draw(4) {
                let place = draw(bytes.count)
                switch draw(5) {
                case 0: bytes[place] = sharp[draw(sharp.count)]
                case 1: bytes.insert(sharp[draw(sharp.count)], at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count - 1, place + draw(20) + 1).clamped(from: place))
                case 3: bytes.insert(contentsOf: bytes[place...].prefix(draw(60)), at: draw(bytes.count))
                default: bytes.removeLast(min(bytes.count - 1, draw(30)))
                }
            }
            files.scratch.put("truth", bytes)
            do {
                let found = try files.find(of: pages).truth
                for line in found.placedLines { #expect(line.outline.points.count >= 3) }
                for line in found.lines where !line.isPlaced { #expect(!line.text.isEmpty && line.words.isEmpty) }
            } catch let problem as TruthProblem {
                #expect(problem.code.rawValue.hasPrefix("T") && !problem.code.rawValue.hasPrefix("TW"))
            }
        }
    }
}

extension Int {
    /// At least `low`.
    fileprivate func clamped(from low: Int) -> Int { Swift.max(self, low) }
}
