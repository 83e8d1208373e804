import Foundation
import TestSupport
import Testing

@Suite("bad input") struct BadInputTests {
    /// Files that cannot be used, with the code of the row that each must leave.
    private static let hopeless: [(name: String, code: String, bytes: [UInt8])] = [
        ("empty.png", "I11", []),
        ("pdf.png", "I12", Array("%PDF-1.7\n1 0 obj".utf8)),
        ("html.jpg", "I12", Array("<!DOCTYPE html><html>404</html>".utf8)),
        ("pointer.tif", "I12", Array("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n".utf8)),
        ("noise.bmp", "I12", [0, 1, 2, 3, 250, 251, 252, 0, 0, 7]),
        ("cut.png", "I14", Array(Pages.png().dropLast(60))),
        ("flipped.png", "I14", Pages.png().enumerated().map { $0 == 90 ? $1 ^ 255 : $1 }),
        ("header-only.png", "I14", Array(Pages.png().prefix(33))),
        ("cut.jpg", "I14", Array(OddPictures.jpeg().prefix(OddPictures.jpeg().count * 3 / 5))),
        ("cut.tif", "I14", Array(OddPictures.tiff([.init()]).dropLast(100))),
        ("huge.png", "I15", OddPictures.png(claiming: (20_000, 20_000))),
        ("large.png", "I15", OddPictures.png(600, 50)),
        ("flat.png", "I16", OddPictures.png(claiming: (0, 24))),
        ("long.png", "I16", OddPictures.png(claiming: (70_000, 1))),
        ("float.tif", "I21", OddPictures.tiff([.init(bits: 32, format: 3)])),
        ("lab.tif", "I21", OddPictures.tiff([.init(color: 8)])),
        ("deep.jpg", "I21", OddPictures.deepJPEG()),
    ]

    /// Files that are used, with the note that each must leave, if any, and the size of the page.
    private static let odd: [(name: String, note: String?, size: (Int, Int), bytes: [UInt8])] = [
        ("good.png", nil, (48, 32), Pages.png(48, 32)),
        ("sixteen.png", nil, (24, 24), OddPictures.png(bits: 16, chunks: density)),
        ("one-bit.png", nil, (24, 24), OddPictures.png(bits: 1, chunks: density)),
        ("palette.png", nil, (24, 24), OddPictures.png(color: 3, bits: 4, chunks: density + [palette])),
        ("really-a-png.jpg", "IW13", (48, 32), Pages.png(48, 32)),
        ("really-a-jpeg", nil, (48, 32), OddPictures.jpeg()),
        ("tiny.png", "IW17", (9, 9), OddPictures.png(9, 9, chunks: density)),
        ("alpha.png", "IW18", (24, 24), OddPictures.png(color: 6, chunks: density)),
        ("gray-alpha.png", "IW18", (24, 24), OddPictures.png(color: 4, chunks: density)),
        ("ink.jpg", "IW19", (24, 24), OddPictures.inkJPEG),
        ("profile.png", "IW20", (24, 24), OddPictures.png(chunks: density + [("gAMA", OddPictures.big(100_000))])),
        ("turned.jpg", nil, (32, 48), OddPictures.turnedJPEG()),
        ("turned.tif", "IW23", (24, 24), OddPictures.tiff([.init(orientation: 6)])),
        ("moving.gif", "IW22", (24, 24), OddPictures.animatedGIF),
        ("plain.webp", "IW23", (24, 24), OddPictures.webp),
        ("no-density.png", "IW23", (24, 24), OddPictures.png()),
        ("uneven.png", "IW24", (24, 24), OddPictures.png(chunks: [density(6000, 3000)])),
        ("copy.png", nil, (48, 32), Pages.png(48, 32)),
    ]

    private static let density = [density(5906, 5906)]
    private static let palette: (String, [UInt8]) = ("PLTE", [255, 255, 255, 0, 0, 0])

    private static func density(_ across: Int, _ down: Int) -> (String, [UInt8]) {
        ("pHYs", OddPictures.big(across) + OddPictures.big(down) + [1])
    }

    private static func folder() -> Scratch {
        let scratch = Scratch()
        scratch.put("p.yaml", "input: {ids: file}\n" + Pipelines.plain)
        for file in hopeless { scratch.put("pages/bad/\(file.name)", file.bytes) }
        for file in odd where file.name.contains(".") { scratch.put("pages/odd/\(file.name)", file.bytes) }
        try? FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/pages/bad/broken-link.png", withDestinationPath: "nowhere.png")
        scratch.put(
            "pages/many.tif", OddPictures.tiff([.init(), .init(isBroken: true), .init(isThumbnail: true), .init()]))
        return scratch
    }

    @Test("spoils nothing but itself: each file that cannot be used leaves one row with its code")
    func failures() throws {
        let scratch = Self.folder()
        let outcome = try scratch.foxing(
            "run", "p.yaml", "-i", "pages", "-o", "out", "-n", "2", "--max-pixels", "28000", "-v", "-j", "2")
        #expect(outcome.status == 1)

        var expected = Dictionary(uniqueKeysWithValues: Self.hopeless.map { ("bad/\($0.name)", $0.code) })
        expected["bad/broken-link.png"] = "I10"
        expected["many.tif"] = "I14"
        let rows = scratch.rows("out/failures.jsonl")
        #expect(rows.count == expected.count)
        for row in rows {
            #expect(row["code"] == expected[row["file"]], "\(row["file"]): \(row["message"])")
            #expect(row["action"] == "skipped")
            #expect(row["message"].count > 15)
            #expect(outcome.errors.contains("[\(row["code"])] \(row["message"])"))
        }
        #expect(rows.first { $0["file"] == "many.tif" }?.values["page"] as? Int == 2)
        #expect(outcome.json["failed"] as? Int == expected.count)

        let made = scratch.rows("out/manifest.jsonl")
        let used = Self.odd.filter { $0.name.contains(".") }
        #expect(Set(made.map { $0["file"] }) == Set(used.map { "odd/\($0.name)" } + ["many.tif"]))
        #expect(made.count == 2 * used.count + 4)
        #expect(made.filter { $0["file"] == "many.tif" }.compactMap { $0.values["page"] as? Int } == [1, 1, 3, 3])
        for file in used {
            let row = try #require(made.first { $0["file"] == "odd/\(file.name)" })
            #expect(row.values["width"] as? Int == file.size.0, "\(file.name)")
            #expect(row.values["height"] as? Int == file.size.1, "\(file.name)")
            #expect(scratch.holds("out/" + row["image"]))
            guard let note = file.note else { continue }
            let id = file.name.replacing(".", with: "_")
            #expect(outcome.errors.contains("foxing: odd/\(id): [\(note)] "), "\(file.name)")
        }
    }

    @Test("is told by its first bytes, also without any ending to its name")
    func withoutEnding() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        scratch.put("scan", OddPictures.jpeg())
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "scan", "-o", "out")
        #expect(outcome.status == 0)
        #expect(scratch.files("out/images") == ["scan_aug_0.png"])
    }

    @Test("a folder or nothing at all under a page's name is a row as well")
    func noFile() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        scratch.put("pages/folder.png/inner.png", Pages.png(24, 24))
        scratch.put("pages/good.png", Pages.png(24, 24))
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 0)
        #expect(scratch.files("out/images") == ["folder.png/inner_aug_0.png", "good_aug_0.png"])
        let missing = try scratch.foxing("run", "p.yaml", "-i", "pages/good.png", "pages/gone.png", "-o", "other")
        #expect(missing.status == 1)
        #expect(scratch.rows("other/failures.jsonl").map { $0["code"] } == ["I10"])
    }

    @Test("a broken text beside a page fails that page alone")
    func brokenTruth() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.plain)
        for name in ["a", "b"] { scratch.put("pages/\(name).png", Pages.png(24, 24)) }
        scratch.put("pages/a.gt.txt", [0x41, 0xC3, 0x28, 0x0A])
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 1)
        #expect(scratch.rows("out/failures.jsonl").map { $0["code"] } == ["T20"])
        #expect(scratch.files("out/images") == ["b_aug_0.png"])
    }

    @Test("pages of one pixel and of one row go through every stage")
    func smallest() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", Pipelines.rich)
        for (width, height) in [(1, 1), (1, 40), (40, 1), (2, 3)] {
            scratch.put("pages/\(width)x\(height).png", OddPictures.png(width, height))
        }
        let outcome = try scratch.foxing("run", "p.yaml", "-i", "pages", "-o", "out")
        #expect(outcome.status == 0)
        #expect(outcome.json["written"] as? Int == 16)
    }
}
