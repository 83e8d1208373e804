import Foundation
import TestSupport
import Testing

/// What people have in their folders, each one run with `truth: auto`: all text arrives as labels, and nothing else does.
@Suite("truth as people keep it, in one run") struct TruthScenarioTests {
    private static let pipeline = """
        input: {images: "pages/**", truth: auto}
        variants: 1
        stages: {scan: [grayscale]}
        dataset: {unit: line, format: paddleocr-rec}

        """

    private func folder(_ pipeline: String = Self.pipeline) -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", pipeline)
        return scratch
    }

    /// Runs the pipeline; the rows of the manifest and the texts of the set by picture.
    private func run(_ scratch: Scratch) throws -> (rows: [Row], texts: [String]) {
        let outcome = try scratch.foxing("run", "p.yaml", "-o", "out", "-q")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.json["failed"] as? Int == 0)
        let list = scratch.text("out/sets/paddleocr-rec-line/rec_train.txt")
        return (
            scratch.rows("out/manifest.jsonl"), list.split(separator: "\n").map { String($0.split(separator: "\t")[1]) }
        )
    }

    private func origins(_ rows: [Row]) -> Set<String> {
        Set(rows.map { ($0.values["truth"] as? [String: Any])?["origin"] as? String ?? "" })
    }

    @Test("626 receipts with their box files, in folders as SROIE has them")
    func receipts() throws {
        let scratch = folder()
        let picture = Pages.png(120, 90)
        for number in 0..<626 {
            scratch.put("pages/img/X\(number).png", picture)
            scratch.put(
                "pages/box/X\(number).txt",
                "10,10,110,10,110,25,10,25,SHOP NO.\(number)\r\n10,40,90,40,90,55,10,55,TOTAL, 1,\(number).00\r\n")
        }
        let (rows, texts) = try run(scratch)
        #expect(rows.count == 626)
        #expect(origins(rows) == ["sroie"])
        #expect(texts.count == 2 * 626)
        #expect(texts.contains("SHOP NO.625"))
        #expect(texts.contains("TOTAL, 1,625.00"))
    }

    @Test("receipts with Tesseract's box files beside them")
    func glyphBoxes() throws {
        let scratch = folder()
        for number in 0..<3 {
            scratch.put("pages/r\(number).png", Pages.png(120, 90))
            // Counted from below, a line a row.
            scratch.put("pages/r\(number).box", "WordStr 10 60 100 80 0 #SUM \(number)\n\t 100 60 101 80 0\n")
        }
        let (rows, texts) = try run(scratch)
        #expect(origins(rows) == ["box"])
        #expect(texts.sorted() == ["SUM 0", "SUM 1", "SUM 2"])
    }

    @Test("a book with PAGE and ALTO of each page, of which the first is taken and the other told")
    func book() throws {
        let scratch = folder()
        for number in 1...4 {
            scratch.put("pages/\(number).png", Pages.png(200, 120))
            scratch.put("pages/page/\(number).xml", Self.page("\(number).png", line: "Seite \(number), Zeile"))
            scratch.put("pages/alto/\(number).xml", Self.alto(line: "Anderes \(number)"))
        }
        let (rows, texts) = try run(scratch)
        #expect(origins(rows) == ["page"])
        #expect(texts.sorted() == (1...4).map { "Seite \($0), Zeile" })
        let warnings = Row(Data(scratch.text("out/run.json").utf8)).values["warnings"] as? [String: Int]
        #expect(warnings?["TW10"] == 4)
        // ALTO alone will do as well.
        for number in 1...4 { scratch.remove("pages/page/\(number).xml") }
        let again = try scratch.foxing("run", "p.yaml", "-o", "alto", "-q")
        #expect(again.status == 0)
        #expect(scratch.text("alto/sets/paddleocr-rec-line/rec_train.txt").contains("Anderes 3"))
    }

    @Test("a folder with Label Studio's export beside the pictures that were uploaded")
    func labelStudio() throws {
        let scratch = folder()
        var tasks: [String] = []
        for (number, name) in ["rechnung ä.png", "b.png"].enumerated() {
            scratch.put("pages/\(name)", Pages.png(200, 100))
            let value = "\"x\":10,\"y\":20,\"width\":50,\"height\":16,\"rotation\":0"
            let size = "\"original_width\":200,\"original_height\":100"
            let upload = "/data/upload/1/1b2c3d4e-" + (name == "b.png" ? "b.png" : "rechnung_%C3%A4.png")
            tasks.append(
                """
                {"id":\(number),"data":{"ocr":"\(upload)"},"annotations":[{"result":[
                {"id":"a","type":"rectangle",\(size),"value":{\(value)}},
                {"id":"a","type":"textarea",\(size),"value":{\(value),"text":["Betrag \(number)"]}}]}]}
                """)
        }
        // Label Studio writes blanks in uploaded names as underscores.
        scratch.put("pages/rechnung_ä.png", Pages.png(200, 100))
        scratch.remove("pages/rechnung ä.png")
        scratch.put("pages/project-1-at-2024.json", "[" + tasks.joined(separator: ",") + "]")
        let (rows, texts) = try run(scratch)
        #expect(origins(rows) == ["label-studio"])
        #expect(texts.sorted() == ["Betrag 0", "Betrag 1"])
    }

    @Test("a PaddleOCR list with its folder of pictures")
    func paddle() throws {
        let scratch = folder()
        var list = ""
        for number in 0..<3 {
            scratch.put("pages/imgs/\(number).png", Pages.png(160, 90))
            let boxes = ["###", "가격 \(number)"].enumerated().map { row, text in
                let (top, low) = (10 + row * 40, 26 + row * 40)
                return
                    "{\"transcription\": \"\(text)\", \"points\": [[10, \(top)], [120, \(top)], [120, \(low)], [10, \(low)]], \"difficult\": false}"
            }
            list += "imgs/\(number).png\t[\(boxes.joined(separator: ", "))]\n"
        }
        scratch.put("pages/Label.txt", list)
        let (rows, texts) = try run(scratch)
        #expect(origins(rows) == ["paddleocr"])
        // ### says that nobody could read it.
        #expect(texts.sorted() == ["가격 0", "가격 1", "가격 2"])
    }

    @Test(
        "a folder of line pictures, with texts beside them or in a trainer's list",
        arguments: [
            ("gt-txt", [("pages/0.gt.txt", "Zeile null\n"), ("pages/1.gt.txt", "Zeile eins\n")]),
            ("paddleocr-rec", [("pages/rec_gt.txt", "0.png\tZeile null\n1.png\tZeile eins\n")]),
            ("easyocr", [("pages/labels.csv", "filename,words\n0.png,Zeile null\n1.png,Zeile eins\n")]),
            (
                "huggingface",
                [
                    (
                        "pages/metadata.jsonl",
                        "{\"file_name\":\"0.png\",\"text\":\"Zeile null\"}\n{\"file_name\":\"1.png\",\"text\":\"Zeile eins\"}\n"
                    )
                ]
            ),
        ])
    func lines(origin: String, files: [(String, String)]) throws {
        let scratch = folder()
        for number in 0..<2 { scratch.put("pages/\(number).png", Pages.png(160, 24)) }
        for (name, text) in files { scratch.put(name, text) }
        let (rows, texts) = try run(scratch)
        #expect(origins(rows) == [origin])
        #expect(texts.sorted() == ["Zeile eins", "Zeile null"])
    }

    // MARK: Files

    private static func page(_ name: String, line: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="\(name)"
        imageWidth="200" imageHeight="120"><TextRegion id="r"><Coords points="10,10 190,10 190,60 10,60"/>
        <TextLine id="l"><Coords points="12,12 188,12 188,36 12,36"/><Baseline points="12,32 188,32"/>
        <TextEquiv><Unicode>\(line)</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>

        """
    }

    private static func alto(line: String) -> String {
        let words = line.split(separator: " ").enumerated().map { index, word in
            "<String CONTENT=\"\(word)\" HPOS=\"\(12 + index * 80)\" VPOS=\"12\" WIDTH=\"70\" HEIGHT=\"24\"/>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description>
            <Layout><Page WIDTH="200" HEIGHT="120" PHYSICAL_IMG_NR="1"><PrintSpace HPOS="0" VPOS="0" WIDTH="200" HEIGHT="120">
            <TextBlock ID="b" HPOS="10" VPOS="10" WIDTH="180" HEIGHT="50"><TextLine ID="l" HPOS="12" VPOS="12" WIDTH="176"
            HEIGHT="24">\(words.joined(separator: "<SP/>"))</TextLine></TextBlock></PrintSpace></Page></Layout></alto>

            """
    }
}
