import Foundation
import TestSupport
import Testing

@Suite("pages that lie in one file, with their texts") struct ArchiveInputTests {
    private static let pipeline = """
        input: {images: "lines.*", truth: auto}
        variants: 1
        stages: {scan: [grayscale]}
        dataset: {unit: line, format: FORMAT}

        """

    /// What others' libraries wrote; `fixtures/archives/make.py` makes them.
    private func fixture(_ name: String) throws -> [UInt8] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../fixtures/archives/\(name)")
        return Array(try Data(contentsOf: path))
    }

    private func texts(_ scratch: Scratch, _ folder: String = "out") -> [String] {
        scratch.text("\(folder)/sets/paddleocr-rec-line/rec_train.txt").split(separator: "\n").map {
            String($0.split(separator: "\t")[1])
        }
    }

    private func origins(_ scratch: Scratch, _ folder: String = "out") -> Set<String> {
        Set(
            scratch.rows("\(folder)/manifest.jsonl").map {
                ($0.values["truth"] as? [String: Any])?["origin"] as? String ?? ""
            })
    }

    @Test(
        "kraken's Arrow files, recognizers' databases and tars of samples give each picture with its text",
        arguments: [
            ("lines.arrow", ["Zeile eins", "둘째 줄", "troisième"]), ("lines.mdb", ["Zeile eins", "둘째 줄", "troisième"]),
            ("lines.tar", ["Zeile eins", "둘째 줄"]),
        ])
    func others(name: String, expected: [String]) throws {
        let scratch = Scratch()
        scratch.put(name, try fixture(name))
        scratch.put(
            "p.yaml", Self.pipeline.replacing("FORMAT", with: "paddleocr-rec").replacing("lines.*", with: name))
        let outcome = try scratch.foxing("run", "p.yaml", "-o", "out", "-q")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(texts(scratch) == expected)
        #expect(origins(scratch) == ["gt-txt"])
        let rows = scratch.rows("out/manifest.jsonl")
        #expect(rows.map { $0.values["page"] as? Int } == Array(1...expected.count))
        #expect(rows.allSatisfy { $0["file"] == name })
        // What a run is made of is known without looking at it again.
        let before = scratch.set("out")
        #expect(try scratch.foxing("run", "p.yaml", "-o", "out", "-q", "--resume").status == 0)
        #expect(scratch.set("out") == before)
        #expect(try scratch.foxing("check", "p.yaml", "--inputs").status == 0)
    }

    @Test("what Foxing writes into databases and tars it reads", arguments: ["lmdb", "webdataset"])
    func own(format: String) throws {
        let scratch = Scratch()
        for number in 0..<3 {
            scratch.put("lines.\(number).png", Pages.png(160, 24, seed: number))
            scratch.put("lines.\(number).gt.txt", "Zeile \(number) ä\n")
        }
        scratch.put("p.yaml", Self.pipeline.replacing("FORMAT", with: format).replacing("lines.*", with: "lines.*.png"))
        #expect(try scratch.foxing("run", "p.yaml", "-o", "first", "-q").status == 0)
        let path =
            format == "lmdb" ? "first/sets/lmdb-line/train/data.mdb" : "first/sets/webdataset-line/train-000000.tar"
        scratch.put("q.yaml", Self.pipeline.replacing("FORMAT", with: "paddleocr-rec").replacing("lines.*", with: path))
        let outcome = try scratch.foxing("run", "q.yaml", "-o", "out", "-q")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(texts(scratch) == (0..<3).map { "Zeile \($0) ä" })
        #expect(origins(scratch) == [format == "lmdb" ? "gt-txt" : "webdataset"])
    }

    @Test("a sample of a page keeps its words and their places")
    func pages() throws {
        let scratch = Scratch()
        scratch.put("lines.png", Pages.png(200, 100))
        scratch.put(
            "lines.tsv",
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                + "5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t90\tzwei\n5\t1\t1\t1\t1\t2\t60\t10\t40\t20\t90\tWorte\n")
        let pipeline = Self.pipeline.replacing("FORMAT", with: "webdataset").replacing("unit: line", with: "unit: page")
        scratch.put("p.yaml", pipeline.replacing("lines.*", with: "lines.png"))
        #expect(try scratch.foxing("run", "p.yaml", "-o", "first", "-q").status == 0)
        scratch.put(
            "q.yaml",
            "input: {images: first/sets/webdataset-page/*.tar}\nvariants: 1\nstages: {scan: [grayscale]}\n")
        #expect(try scratch.foxing("run", "q.yaml", "-o", "out", "-q").status == 0)
        let truth = scratch.rows("out/manifest.jsonl").first?.values["truth"] as? [String: Any]
        #expect(truth?["origin"] as? String == "webdataset")
        #expect(truth?["level"] as? String == "word")
        #expect(truth?["legible"] as? Int == 2)
    }

    @Test(
        "an archive that is cut off, or holds something else, is a failure with its name, and the others go on",
        arguments: ["lines.arrow", "lines.mdb", "lines.tar"])
    func broken(name: String) throws {
        let scratch = Scratch()
        let bytes = try fixture(name)
        for (number, count) in [bytes.count / 2, bytes.count - 7, 700].enumerated() {
            scratch.put("lines.\(number).\(name)", Array(bytes.prefix(count)))
        }
        scratch.put("lines.good.png", Pages.png(160, 24))
        scratch.put("lines.good.gt.txt", "gut\n")
        scratch.put(
            "p.yaml",
            Self.pipeline.replacing("FORMAT", with: "paddleocr-rec").replacing(
                "lines.*", with: "lines.*.{png,tar,mdb,arrow}"))
        let outcome = try scratch.foxing("run", "p.yaml", "-o", "out", "-q")
        // Databases end with pages that nothing needs, tars with empty blocks; Arrow's footer is needed.
        #expect(outcome.status == 1 || name != "lines.arrow")
        #expect(texts(scratch).contains("gut"))
        for row in scratch.rows("out/failures.jsonl") { #expect(row["message"].contains("lines."), "\(row.values)") }
    }
}
