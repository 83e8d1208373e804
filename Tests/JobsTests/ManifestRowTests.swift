import JSON
import Jobs
import Testing

@Suite("Rows of the manifest")
struct ManifestRowTests {
    private let row = ManifestRow(
        id: "1901/inv07_aug_3", source: "1901/inv07", file: "1901/inv07.tif", page: 1, sourceSHA256: "9f2c", variant: 3,
        split: "train", seed: ManifestRow.seed(42, source: "1901/inv07", variant: 3, attempt: 0),
        image: .init(
            path: "images/1901/inv07_aug_3.png", width: 1754, height: 1240, sha256: "77ab", pixels: "c01d",
            labels: "labels/1901/inv07_aug_3.json"), channels: 1, depth: 8, dpi: 150,
        outputs: [
            (
                "binary",
                .init(
                    path: "binary/1901/inv07_aug_3.png", width: 1754, height: 1240, sha256: "0be4", pixels: "aa31",
                    labels: "labels/1901/inv07_aug_3.json")
            )
        ], truth: .init(origin: "page", level: "word", legible: 129, illegible: 2),
        readability: .init(
            engine: "tesseract 5.3.0", models: [("eng", "7d4c")], on: "clean-up", layout: 6, reference: "truth",
            recipe: "nfc-grapheme-ws1", cer: [12, 830], wer: [9, 131], words: [120, 129], extra: 0, confidence: 87.34,
            text: "…"),
        applied: [
            .init(
                stage: "ink", step: "1", operation: "ink-bleed",
                parameters: [.init("intensity", .number(0.412)), .init("radius", .number(2))])
        ])

    private let text =
        #"{"id":"1901/inv07_aug_3","source":"1901/inv07","file":"1901/inv07.tif","page":1,"source_sha256":"9f2c","#
        + #""variant":3,"attempt":0,"split":"train","seed":"42/1901/inv07/3/0","status":"kept","reason":null,"#
        + #""image":"images/1901/inv07_aug_3.png","width":1754,"height":1240,"channels":1,"depth":8,"dpi":150,"#
        + #""sha256":"77ab","pixels":"c01d","outputs":{"binary":{"path":"binary/1901/inv07_aug_3.png","width":1754,"#
        + #""height":1240,"sha256":"0be4","pixels":"aa31","labels":"labels/1901/inv07_aug_3.json"}},"#
        + #""labels":"labels/1901/inv07_aug_3.json","truth":{"origin":"page","level":"word","legible":129,"#
        + #""illegible":2,"gone":0},"readability":{"engine":"tesseract 5.3.0","models":{"eng":"7d4c"},"#
        + #""on":"clean-up","layout":6,"reference":"truth","recipe":"nfc-grapheme-ws1","cer":[12,830],"wer":[9,131],"#
        + #""words":[120,129],"extra":0,"confidence":87.3,"sampled":null,"interval":null,"band":null,"text":"…"},"applied":[{"stage":"ink","#
        + #""step":"1","operation":"ink-bleed","parameters":{"intensity":0.412,"radius":2}}]}"#

    @Test("a row is written in the documented order of keys")
    func written() {
        #expect(CanonicalJSON.text(row.json) == text)
    }

    @Test("a row that was read is written again byte for byte")
    func readBack() throws {
        let read = try #require(ManifestRow(try JSONReader.read(text)))
        #expect(CanonicalJSON.text(read.json) == text)
        #expect(read.outputs[0].picture == row.outputs[0].picture)
    }

    @Test("a dropped row has no picture but all its keys")
    func dropped() throws {
        var row = self.row
        (row.image, row.channels, row.depth, row.outputs, row.readability) = (nil, nil, nil, [], nil)
        (row.status, row.reason) = (.dropped, "cer 0.52 not in 0..0.4")
        let json = row.json
        #expect(json.members?.map(\.name) == self.row.json.members?.map(\.name))
        #expect(json["image"] == .null)
        #expect(ManifestRow(json) == row)
        #expect(row.files.isEmpty)
    }

    @Test("a row without a key that it must have is no row")
    func incomplete() throws {
        for key in ["\"id\":\"1901/inv07_aug_3\",", "\"source_sha256\":\"9f2c\",", "\"status\":\"kept\","] {
            let broken = text.split(separator: key).joined()
            #expect(ManifestRow(try JSONReader.read(broken)) == nil)
        }
    }

    @Test("a failure reads back the same")
    func failure() {
        let row = FailureRow(
            source: "a", file: "a.png", page: 2, variant: 3, stage: "ink", code: "D60", message: "m", action: .retried)
        #expect(FailureRow(row.json) == row)
    }

    @Test("scores are pooled by adding whole numbers, pages without text aside")
    func pooled() {
        var record = RunRecord(
            request: .init(version: "1", build: "b", pipelineSHA256: "s", seed: .max, variants: 1), pipeline: "p",
            target: "t", start: 0)
        record.counts.add(row)
        var second = row
        second.readability?.cer = [5, 0]
        record.counts.add(second)
        var third = row
        third.readability?.cer = [1, 170]
        (third.status, third.attempt) = (.flagged, 2)
        record.counts.add(third)
        record.counts.addNote("IW13")
        #expect(record.json["metrics"]?["cer"] == [13, 1000])
        #expect(record.json["counts"]?["flagged"] == 1)
        #expect(record.json["counts"]?["retried"] == 2)
        #expect(record.json["warnings"] == ["IW13": 1])
        #expect(record.json["seed"] == "18446744073709551615")
    }
}
