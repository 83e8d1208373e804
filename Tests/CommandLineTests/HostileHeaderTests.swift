import Foundation
import TestSupport
import Testing

@Suite("hostile headers") struct HostileHeaderTests {
    /// The largest numbers that fields of 31, 32 and 63 bits hold.
    private static let (most31, most32) = (0x7FFF_FFFF, 0xFFFF_FFFF)

    /// Files whose headers claim what no page has, with the codes that each may leave.
    private static let files: [(name: String, codes: Set<String>, bytes: [UInt8])] = [
        ("a.png", ["I16"], OddPictures.png(claiming: (most31, most31))),
        ("b.png", ["I16"], OddPictures.png(claiming: (most32, most32))),
        ("c.png", ["I15"], OddPictures.png(color: 6, claiming: (65_000, 65_000))),
        ("d.png", ["I14"], Array(Pages.png().prefix(8)) + OddPictures.big(most32) + Pages.png().dropFirst(12)),
        ("a.jpg", ["I14", "I15", "I16"], jpeg(0xFFFF, 0xFFFF)),
        ("b.jpg", ["I14"], OddPictures.jpeg().prefix(2) + [0xFF, 0xE0, 0xFF, 0xFF] + OddPictures.jpeg().dropFirst(4)),
        ("a.tif", ["I14", "I16"], tiff(width: most31, height: most31, strips: 1)),
        ("b.tif", ["I14", "I16"], tiff(width: most32, height: most32, strips: most32)),
        ("c.tif", ["I14"], tiff(width: 24, height: 24, strips: most31)),
        ("d.tif", ["I14"], [0x49, 0x49, 42, 0] + little(most32, 4)),
        ("e.tif", ["I14", "I16"], bigTIFF(.max)),
        (
            "a.webp", ["I14"],
            Array("RIFF".utf8) + little(most32, 4) + Array("WEBPVP8L".utf8) + little(most32, 4) + [0x2F]
        ),
        (
            "a.gif", ["I14", "I15", "I16"],
            Array("GIF89a".utf8) + [255, 255, 255, 255] + OddPictures.animatedGIF.dropFirst(10)
        ),
        ("a.bmp", ["I16"], bmp(most31, most31)),
        ("b.bmp", ["I16"], bmp(1 << 31, 1 << 31)),
        ("a.pgm", ["I16"], Array("P5 2147483647 2147483647 255\n".utf8)),
        ("b.pgm", ["I16"], Array("P5 9223372036854775807 9223372036854775807 255\n".utf8)),
    ]

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func jpeg(_ width: Int, _ height: Int) -> [UInt8] {
        var bytes = OddPictures.jpeg()
        if let frame = bytes.indices.first(where: { bytes[$0] == 0xFF && [0xC0, 0xC1, 0xC2].contains(bytes[$0 + 1]) }) {
            bytes.replaceSubrange(
                frame + 5..<frame + 9, with: [height >> 8, height & 255, width >> 8, width & 255].map { UInt8($0) })
        }
        return bytes
    }

    private static func tiff(width: Int, height: Int, strips: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x49, 0x49, 42, 0] + little(8, 4) + little(8, 2)
        for (tag, count, value) in [
            (256, 1, width), (257, 1, height), (258, 1, 8), (259, 1, 5), (262, 1, 1), (273, strips, 8), (278, 1, 1),
            (279, strips, most32),
        ] {
            bytes += little(tag, 2) + little(4, 2) + little(count, 4) + little(value, 4)
        }
        return bytes + little(0, 4) + [UInt8](repeating: 255, count: 600)
    }

    private static func bigTIFF(_ side: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x49, 0x49, 43, 0, 8, 0, 0, 0] + little(16, 8) + little(6, 8)
        for (tag, value) in [(256, side), (257, side), (258, 16), (262, 2), (277, 3), (279, side)] {
            bytes += little(tag, 2) + little(16, 2) + little(1, 8) + little(value, 8)
        }
        return bytes + little(0, 8)
    }

    private static func bmp(_ width: Int, _ height: Int) -> [UInt8] {
        Array("BM".utf8) + little(most32, 4) + little(0, 4) + little(54, 4) + little(40, 4) + little(width, 4)
            + little(height, 4) + [1, 0, 24, 0] + little(0, 24)
    }

    @Test("leave a row each, and the good page beside them is made", arguments: ["1", "2"])
    func rows(workers: String) throws {
        let scratch = Scratch()
        scratch.put("p.yaml", "input: {ids: file}\n" + Pipelines.plain)
        for file in Self.files { scratch.put("pages/\(file.name)", file.bytes) }
        scratch.put("pages/good.png", Pages.png(48, 32))
        let outcome = try scratch.foxing(
            "run", "p.yaml", "-i", "pages", "-o", "out", "-j", workers, "--memory", "64MiB")
        #expect(outcome.status == 1, "\(outcome.errors.suffix(500))")
        #expect(outcome.json["written"] as? Int == 1)

        let rows = scratch.rows("out/failures.jsonl")
        #expect(rows.map { $0["file"] }.sorted() == Self.files.map(\.name).sorted())
        for row in rows {
            let file = Self.files.first { $0.name == row["file"] }
            #expect(file?.codes.contains(row["code"]) == true, "\(row["file"]): \(row["code"]) \(row["message"])")
        }
        #expect(scratch.rows("out/manifest.jsonl").map { $0["file"] } == ["good.png"])
    }

    @Test("are found by a check of the input and named, every one")
    func check() throws {
        let scratch = Scratch()
        scratch.put("p.yaml", "input: {images: [pages], ids: file}\n" + Pipelines.plain)
        for file in Self.files { scratch.put("pages/\(file.name)", file.bytes) }
        let outcome = try scratch.foxing("check", "p.yaml", "--inputs")
        #expect(outcome.status == 1)
        for file in Self.files where !file.codes.contains("I14") {
            #expect((outcome.output + outcome.errors).contains(file.name), "\(file.name)")
        }
    }
}
