import Codecs
import Imaging
import Testing

@Suite("a file that breaks a rule without losing pixels") struct IrregularTests {
    private static let color = colorPage(40, 30)

    private static func plain() throws -> [UInt8] { try PictureFormat.jpeg(quality: 90).encode(color, dpi: 150) }

    private func place(of marker: UInt8, in bytes: [UInt8]) throws -> Int {
        try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == marker })
    }

    /// Whether it is read with a note and the pixels of `whole`.
    private func expectRead(_ bytes: [UInt8], as whole: [UInt8], _ what: String) throws {
        let (picture, expected) = (try PictureFile(bytes: bytes).decode(), try PictureFile(bytes: whole).decode())
        #expect(picture.raster == expected.raster, "\(what)")
        #expect(picture.notes.map(\.code) == [.irregular], "\(what)")
        #expect(
            picture.notes.allSatisfy { !$0.message.hasSuffix(".") && $0.message.contains("costs no pixels") }, "\(what)"
        )
    }

    @Test("is read and noted: a JPEG with bytes between its segments, one or many, anywhere before its scan")
    func straysInHeader() throws {
        let whole = try Self.plain()
        for marker: UInt8 in [0xE0, 0xDB, 0xC0, 0xC4, 0xDA] {
            for stray in [[0], [0x12, 0x34, 0x56], [UInt8](repeating: 9, count: 700)] as [[UInt8]] {
                // The kind is told by the marker that comes first.
                if marker == 0xE0 { continue }
                var bytes = whole
                bytes.insert(contentsOf: stray, at: try place(of: marker, in: whole))
                try expectRead(bytes, as: whole, "\(stray.count) before \(marker)")
            }
        }
    }

    @Test("is read and noted: a JPEG with bytes before its end mark, a few or padding")
    func straysBeforeEnd() throws {
        let whole = try Self.plain()
        let some = (0..<40).map { UInt8($0) }
        for stray in [some, some + some + some, [UInt8](repeating: 0, count: 5000)] as [[UInt8]] {
            try expectRead(whole.dropLast(2) + stray + [0xFF, 0xD9], as: whole, "\(stray.count) bytes")
        }
        // As many as libjpeg takes in at once are not even warned of.
        let one = try PictureFile(bytes: whole.dropLast(2) + [7, 0xFF, 0xD9]).decode().raster
        #expect(try one == PictureFile(bytes: whole).decode().raster)
        let rows = (0..<3000).map { UInt8($0 % 200) }
        #expect(code(whole.dropLast(2) + rows + [0xFF, 0xD9]) == .damaged)
    }

    @Test("is read and noted: a JPEG without its end mark whose pixels are all there")
    func noEnd() throws {
        let whole = try Self.plain()
        try expectRead(whole.dropLast(), as: whole, "half a mark")
        try expectRead(whole.dropLast(2), as: whole, "no mark")
        #expect(code(whole.dropLast(4)) == .damaged)
    }

    @Test("is read without its end mark when it comes in many scans only if no scan is missing")
    func noEndOfScans() throws {
        let whole = progressiveJPEG(Self.color)
        let pixels = try PictureFile(bytes: whole).decode().raster
        #expect(whole.suffix(2) == [0xFF, 0xD9])
        let scans = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA }
        #expect(scans.count > 4)
        let cut = try PictureFile(bytes: whole.dropLast(2)).decode()
        #expect(cut.raster == pixels && cut.notes.contains { $0.code == .irregular })
        for scan in scans.dropFirst() { #expect(code(Array(whole[..<scan])) == .damaged, "cut before \(scan)") }
    }

    @Test("is read and noted: a JPEG of an odd JFIF version, an unknown Adobe transform or odd scan parameters")
    func oddSegments() throws {
        let whole = try Self.plain()
        var bytes = whole
        bytes[11] = 2
        try expectRead(bytes, as: whole, "JFIF 2")
        let adobe = { (transform: UInt8) in Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, transform] }
        let segments = { (transform: UInt8) in try jpeg(Self.color, segment: 0xEE, adobe(transform), dpi: 150) }
        for transform: UInt8 in [3, 7, 255] {
            try expectRead(segments(transform), as: segments(1), "transform \(transform)")
        }
        bytes = whole
        let scan = try place(of: 0xDA, in: whole)
        bytes.replaceSubrange(scan + 11..<scan + 14, with: [0, 0, 0])
        try expectRead(bytes, as: whole, "scan parameters")
    }

    @Test("is read and noted also where it breaks several rules, and in inks")
    func several() throws {
        var bytes = try jpeg(Self.color, segment: 0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 9], dpi: 150)
        let whole = try jpeg(Self.color, segment: 0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1], dpi: 150)
        bytes[11] = 9
        bytes.insert(contentsOf: [1, 2, 3], at: try place(of: 0xC0, in: bytes))
        try expectRead(bytes, as: whole, "three faults")
        let both = try PictureFile(bytes: bytes.dropLast(2) + [UInt8](repeating: 0, count: 50) + [0xFF, 0xD9]).decode()
        #expect(try both.raster == PictureFile(bytes: whole).decode().raster)
        #expect(both.notes.map(\.code) == [.irregular, .irregular])
        let inks = inkJPEG(10, 200, 30, 40)
        var odd = inks
        let adobe = try place(of: 0xEE, in: inks)
        odd[adobe + 15] = 77
        #expect(try notes(odd).contains(.irregular))
        odd = inks
        odd[adobe + 15] = 2
        #expect(try PictureFile(bytes: odd).decode().raster != PictureFile(bytes: Self.plain()).decode().raster)
    }

    @Test("has nothing noted where no rule is broken: fill bytes, thumbnails, bytes behind the end")
    func regular() throws {
        let whole = try Self.plain()
        let pixels = try PictureFile(bytes: whole).decode().raster
        var filled = whole
        filled.insert(contentsOf: [0xFF, 0xFF, 0xFF], at: try place(of: 0xC0, in: whole))
        let thumbnail = [UInt8]("JFXX\0".utf8) + [0x13, 2, 1, 1, 2, 3, 4, 5, 6]
        let cases: [[UInt8]] = [
            filled, whole + [1, 2, 3], whole + [UInt8](repeating: 0, count: 9000), whole + whole,
            Array(whole[..<20]) + [0xFF, 0xE0] + big(thumbnail.count + 2, 2) + thumbnail + whole[20...],
        ]
        for (number, bytes) in cases.enumerated() {
            let picture = try PictureFile(bytes: bytes).decode()
            #expect(picture.raster == pixels && picture.notes.isEmpty, "\(number)")
        }
    }

    @Test("is refused, in words without names of functions, as soon as pixels are lost")
    func lostPixels() throws {
        let bytes = try PictureFormat.jpeg(quality: 90).encode(grayPage(300, 200))
        let scan = try place(of: 0xDA, in: bytes) + 10
        var wounded: [[UInt8]] = []
        for share in 1..<8 {
            wounded.append(Array(bytes[..<(scan + (bytes.count - scan) * share / 8)]))
            var changed = bytes
            changed.replaceSubrange((bytes.count * share / 8)..<(bytes.count * share / 8 + 2), with: [0xFF, 0xD9])
            if bytes.count * share / 8 > scan { wounded.append(changed) }
        }
        for bytes in wounded {
            do {
                _ = try PictureFile(bytes: bytes).decode()
                Issue.record("\(bytes.count) bytes are read")
            } catch {
                #expect(error.code == .damaged)
                #expect(!error.message.contains("tj") && !error.message.contains("()"))
            }
        }
    }

    @Test("is read and noted: a PNG with a wrong checksum beside its pixels, whose chunk then says nothing")
    func pngChecksums() throws {
        for name in ["pHYs", "tEXt", "gAMA", "iCCP", "tIME"] {
            var png = PNGBytes.ramp(20, 18)
            let whole = png.bytes
            png.extra = [(name, name == "pHYs" ? big(11811, 4) + big(11811, 4) + [1] : [0, 1, 0x86, 0xA0])]
            var bytes = png.bytes
            let end = 33 + 8 + png.extra[0].1.count
            bytes[end] ^= 0xFF
            let picture = try PictureFile(bytes: bytes).decode()
            #expect(try picture.raster == PictureFile(bytes: whole).decode().raster, "\(name)")
            #expect(picture.dpi == nil, "\(name)")
            #expect(Set(picture.notes.map(\.code)) == [.irregular, .unknownResolution], "\(name)")
        }
        var clear = PNGBytes.ramp(20, 18)
        clear.extra = [("tRNS", [0, 7])]
        for at in 37..<47 {
            var bytes = clear.bytes
            bytes[at] ^= 1
            #expect(code(bytes) == .damaged, "transparency, byte \(at)")
        }
    }

    @Test("is read: a TIFF with unknown tags, tags out of order, and bytes behind its end")
    func tiffTags() throws {
        var page = TIFFBytes.page(level: 40)
        page.tags[40_001] = [1, 2, 3, 4, 5]
        page.tags[65_000] = [7]
        let known = TIFFBytes(pages: [TIFFBytes.page(level: 40)]).bytes
        let pixels = try PictureFile(bytes: known).decode().raster
        #expect(try PictureFile(bytes: TIFFBytes(pages: [page]).bytes).decode().raster == pixels)
        #expect(try PictureFile(bytes: known + [UInt8](repeating: 0xAB, count: 999)).decode().raster == pixels)
        var unsorted = known
        let entries = Array(known[10..<10 + 12 * Int(known[8])])
        let turned = stride(from: entries.count - 12, through: 0, by: -12).flatMap { entries[$0..<$0 + 12] }
        unsorted.replaceSubrange(10..<10 + entries.count, with: turned)
        #expect(try PictureFile(bytes: unsorted).decode().raster == pixels)
    }

    @Test("is read and noted: a TIFF packed as JPEG with bytes before the end mark; not one whose pixels end early")
    func tiffOfJPEG() throws {
        let whole = try PictureFormat.jpeg(quality: 90).encode(grayPage(40, 30))
        let tiff = { (strip: [UInt8]) in
            TIFFBytes(pages: [TIFFBytes.Page(width: 40, height: 30, pixels: strip, tags: [259: [7]])]).bytes
        }
        let pixels = try PictureFile(bytes: tiff(whole)).decode()
        #expect(!pixels.notes.contains { $0.code == .irregular })
        let some = (0..<40).map { UInt8($0) }
        let odd = try PictureFile(bytes: tiff(whole.dropLast(2) + some + [0xFF, 0xD9])).decode()
        #expect(odd.raster == pixels.raster && odd.notes.contains { $0.code == .irregular })
        #expect(code(tiff(Array(whole[..<(whole.count / 2)]) + [0xFF, 0xD9])) == .damaged)
    }

    @Test("is read: a WebP with further chunks, before and behind its pixels, and bytes behind its end")
    func webpChunks() throws {
        let whole = try PictureFormat.webp(quality: nil).encode(Self.color)
        let extra = Array("JUNK".utf8) + little(4, 4) + [1, 2, 3, 4]
        for body in [Array(whole[12...]) + extra, extra + whole[12...], extra + whole[12...] + extra] {
            let bytes = Array("RIFF".utf8) + little(body.count + 4, 4) + Array("WEBP".utf8) + body
            #expect(try PictureFile(bytes: bytes).decode().raster == Self.color)
            #expect(try PictureFile(bytes: bytes + [9, 9, 9]).decode().raster == Self.color)
        }
    }
}
