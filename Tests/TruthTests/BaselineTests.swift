import Engine
import Imaging
import Jobs
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

@Suite("Outlines and baselines")
struct BaselineTests {
    /// Lines as a format writes them: their outline and their baseline as points.
    private static func page(_ lines: [(outline: String?, baseline: String?)], _ format: String) -> String {
        let texts = lines.enumerated().map { number, line -> String in
            switch format {
            case "page":
                let coords = line.outline.map { "<Coords points='\($0)'/>" } ?? ""
                let base = line.baseline.map { "<Baseline points='\($0)'/>" } ?? ""
                return "<TextLine>\(coords)\(base)<TextEquiv><Unicode>t\(number)</Unicode></TextEquiv></TextLine>"
            default:
                let shape = line.outline.map { "<Shape><Polygon POINTS='\($0)'/></Shape>" } ?? ""
                let base = line.baseline.map { "BASELINE='\($0)'" } ?? ""
                return "<TextLine \(base)>\(shape)<String CONTENT='t\(number)'/></TextLine>"
            }
        }.joined()
        return format == "page"
            ? "<PcGts><Page imageWidth='200' imageHeight='200'><TextRegion>\(texts)</TextRegion></Page></PcGts>"
            : "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='200' "
                + "HEIGHT='200'><TextBlock>\(texts)</TextBlock></Page></Layout></alto>"
    }

    private func find(
        _ lines: [(outline: String?, baseline: String?)], _ format: String, _ options: [String: String] = [:]
    ) throws -> TruthSource.Finding {
        var plan = TruthPlan(name: format, files: "t.xml")
        for (key, value) in options { plan.options[key] = .word(value) }
        let files = TruthCase(plan, size: Size(width: 200, height: 200))
        files.scratch.put("t.xml", Self.page(lines, format))
        return try files.find()
    }

    private func box(_ top: Int, _ height: Int = 20) -> String {
        "10,\(top) 190,\(top) 190,\(top + height) 10,\(top + height)"
    }

    @Test(
        "a baseline outside its outline, or nearer to the next line's: not trained on, and told",
        arguments: ["page", "alto"])
    func contradictory(format: String) throws {
        let good = (outline: box(100), baseline: "10,115 190,115")
        let wrong: [(outline: String?, baseline: String?)] = [
            (box(40), "10,75 190,75"), (box(40), "10,115 190,115"), (box(40), "10,20 190,20"),
            (box(76), "10,98.5 190,98.5"),
        ]
        for line in wrong {
            let found = try find([(line.outline, line.baseline), (good.outline, good.baseline)], format)
            #expect(found.truth.lines.map(\.illegible) == [.contradictory, nil], "\(line)")
            #expect(found.notes.map(\.code).contains(.contradictory))
            #expect(found.truth.text == "t1")
        }
        for baseline in ["10,55 190,55", "10,60 190,60", "10,62 190,63", "20,45 180,58"] {
            let found = try find([(box(40), baseline), (good.outline, good.baseline)], format)
            #expect(found.truth.lines.allSatisfy { $0.isLegible }, "\(baseline)")
        }
    }

    @Test("the pipeline says which of the two is right", arguments: ["page", "alto"])
    func trust(format: String) throws {
        let lines: [(outline: String?, baseline: String?)] = [
            (box(40), "10,155 190,155"), (box(100), "10,115 190,115"), (box(60), "10,75 190,75"),
        ]
        let outline = try find(lines, format, ["trust": "outline"]).truth
        #expect(outline.lines[0].isLegible && outline.lines[0].outline.box == "10,40,190,60")
        #expect(outline.lines[0].baseline == nil)
        let baseline = try find(lines, format, ["trust": "baseline"])
        #expect(baseline.truth.lines[0].isLegible && baseline.truth.lines[0].outline.box == "10,140,190,160")
        #expect(baseline.notes.contains { $0.code == .contradictory && $0.message.contains("baselines are taken") })
    }

    @Test(
        "a line with only a baseline gets an outline when asked for, and else is told that it could",
        arguments: ["page", "alto"])
    func fromBaseline(format: String) throws {
        let lines: [(outline: String?, baseline: String?)] = [
            (nil, "10,55 100,50 190,55"), (box(100), "10,115 190,115"), (box(60), "10,75 190,75"),
        ]
        let given = try find(lines, format)
        #expect(given.truth.unplaced == 1 && given.truth.text == "t0\nt1\nt2")
        #expect(given.notes.contains { $0.message.contains("from-baseline") })
        let made = try find(lines, format, ["outline": "from-baseline"])
        #expect(made.truth.unplaced == 0 && made.truth.level == .line)
        let outline = made.truth.lines[0].outline
        #expect(outline.isStrip && outline.top == 3)
        #expect(abs(outline.axis.height - 20) < 1.5 && outline.box == "9,35,191,60")
        #expect(made.notes.map(\.code).contains(.madeOutline))
    }

    @Test("without neighbors that say it, the height comes from the way to the next baseline")
    func alone() throws {
        let lines: [(outline: String?, baseline: String?)] = [(nil, "10,50 190,50"), (nil, "10,90 190,90")]
        let made = try find(lines, "page", ["outline": "from-baseline"]).truth
        #expect(made.lines.map(\.outline.box) == ["10,28,190,58", "10,68,190,98"])
    }

    @Test("hOCR's lines have baselines too")
    func hocr() throws {
        let files = TruthCase(size: Size(width: 200, height: 200))
        let word = "<span class='ocrx_word' title='bbox 10 40 190 60'>t</span>"
        let text =
            "<div class='ocr_page' title='bbox 0 0 200 200'><span class='ocr_line' title='bbox 10 40 190 60; baseline 0 40'>"
        #expect(try files.read("a.hocr", text + word + "</span></div>").lines[0].illegible == .contradictory)
    }
}

@Suite("Turned photographs")
struct TurnedPhotographTests {
    /// The stored picture is 100 × 200, the upright one 200 × 100, turned by a quarter to the right.
    private func files(_ format: String, _ options: [String: String] = [:]) -> TruthCase {
        var plan = TruthPlan(name: format, files: "t")
        for (key, value) in options { plan.options[key] = .word(value) }
        var files = TruthCase(plan)
        files.orientation = 6
        return files
    }

    @Test(
        "formats without a page size can say that they speak of the stored picture",
        arguments: [
            ("icdar", "10,20,30,120,x\n"), ("icdar", "10,20,30,20,30,120,10,120,x\n"),
            ("box", "WordStr 10 80 30 180 0 #x\n"),
            ("paddleocr", "a.png\t[{\"transcription\":\"x\",\"points\":[[10,20],[30,20],[30,120],[10,120]]}]"),
            (
                "coco",
                #"{"images":[{"id":1,"file_name":"a.png"}],"annotations":[{"image_id":1,"text":"x","bbox":[10,20,20,100]}]}"#
            ),
            (
                "tesseract-tsv",
                "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                    + "5\t1\t1\t1\t1\t1\t10\t20\t20\t100\t90\tx\n"
            ),
        ])
    func stored(format: String, text: String) throws {
        let files = files(format, ["coordinates": "stored"])
        files.scratch.put("t", text)
        let outline = try files.find().truth.lines[0].outline
        #expect(outline.box == "80,10,180,30")
        // A box says nothing of its text's direction.
        #expect(outline.corners[0] == [80, 10])
    }

    @Test(
        "all eight orientations are undone",
        arguments: [
            (1, "10,20,30,60"), (2, "170,20,190,60"), (3, "170,40,190,80"), (4, "10,40,30,80"), (5, "20,10,60,30"),
            (6, "140,10,180,30"), (7, "140,70,180,90"), (8, "20,70,60,90"),
        ])
    func orientations(orientation: Int, box: String) throws {
        var files = files("icdar", ["coordinates": "stored"])
        files.orientation = orientation
        files.scratch.put("t", "10,20,30,60,x\n")
        #expect(try files.find().truth.lines[0].outline.box == box)
    }

    @Test("a file that says the size of the stored picture needs no word", arguments: ["alto", "hocr", "foxing"])
    func sized(format: String) throws {
        let texts = [
            "alto":
                "<alto><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH='100' "
                + "HEIGHT='200'><TextBlock><TextLine><String CONTENT='x' HPOS='10' VPOS='20' WIDTH='20' HEIGHT='100'/></TextLine>"
                + "</TextBlock></Page></Layout></alto>",
            "hocr":
                "<div class='ocr_page' title='bbox 0 0 100 200'><span class='ocrx_word' title='bbox 10 20 30 120'>x</span></div>",
            "foxing": String(
                decoding: LabelsFile.bytes(
                    GroundTruth(
                        text: "x", level: .line, origin: "t",
                        regions: [
                            Region(
                                id: "r", outline: Outline(x: 10, y: 20, width: 20, height: 100),
                                lines: [
                                    TextLine(id: "l", outline: Outline(x: 10, y: 20, width: 20, height: 100), text: "x")
                                ])
                        ]), image: "a.png", size: Size(width: 100, height: 200)), as: UTF8.self),
        ]
        let files = files(format)
        files.scratch.put("t", try #require(texts[format]))
        let outline = try files.find().truth.lines[0].outline
        #expect(outline.box == "80,10,180,30" && outline.corners[0] == [80, 10])
    }

    @Test("a line whose baseline tells its direction keeps it, one that tells nothing gets the upright reading")
    func direction() throws {
        func page(_ baseline: String) -> String {
            "<PcGts><Page imageWidth='100' imageHeight='200'><TextRegion><TextLine><Coords points='10,20 30,20 30,120 10,120'/>"
                + "\(baseline)<TextEquiv><Unicode>x</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"
        }
        let files = files("page")
        files.scratch.put("t", page(""))
        #expect(try files.find().truth.lines[0].outline.corners[0] == [80, 10])
        // Runs up the stored picture, so it is read from left to right when that is turned.
        files.scratch.put("t", page("<Baseline points='28,120 28,20'/>"))
        #expect(try files.find().truth.lines[0].outline.corners[0] == [80, 10])
        files.scratch.put("t", page("<Baseline points='12,20 12,120'/>"))
        #expect(try files.find().truth.lines[0].outline.corners[0] == [180, 30])
    }
}
