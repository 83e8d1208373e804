import Codecs
import Imaging
import Testing

struct DamageTests {
    /// A small file of each kind whose last byte matters.
    static let files: [(kind: PictureKind, bytes: [UInt8])] = {
        let (gray, color) = (grayPage(), colorPage())
        var all: [(PictureKind, [UInt8])] = [
            (.png, PNGBytes.ramp(20, 18).bytes),
            (.tiff, TIFFBytes(pages: [TIFFBytes.page()]).bytes),
            (.bmp, bmp(20, 18) { x, y in [UInt8(x), UInt8(y), 99] }),
            (.gif, gif().dropLast()),
            (.pnm, Array("P5 20 18 255\n".utf8) + [UInt8](repeating: 7, count: 360)),
        ]
        do {
            all.append((.png, try PictureFormat.png.encode(gray, dpi: 150)))
            all.append((.png, try PictureFormat.png.encode(color)))
            all.append((.jpeg, try PictureFormat.jpeg(quality: 80).encode(color)))
            all.append((.tiff, try PictureFormat.tiff.encode(bilevelPage(), dpi: 300)))
            all.append((.tiff, try PictureFormat.tiff.encode(color, dpi: 300)))
            all.append((.webp, try PictureFormat.webp(quality: nil).encode(color)))
            all.append((.webp, try PictureFormat.webp(quality: 80).encode(color)))
        } catch {
            Issue.record("\(error)")
        }
        return all
    }()

    @Test(
        "a file cut off at any place is refused, never filled up, unless only a JPEG's end mark is cut off",
        arguments: files.indices)
    func truncated(index: Int) throws {
        let (kind, bytes) = Self.files[index]
        #expect(code(bytes) == nil, "the whole \(kind) is read")
        for end in 1..<bytes.count {
            let found = code(Array(bytes[..<end]))
            if kind == .jpeg, end >= bytes.count - 2 {
                let cut = try PictureFile(bytes: Array(bytes[..<end])).decode()
                #expect(try cut.raster == PictureFile(bytes: bytes).decode().raster)
                #expect(cut.notes.contains { $0.code == .irregular })
                continue
            }
            #expect(found == .damaged || (end < 30 && found == .notAPicture), "\(kind) cut off at byte \(end)")
        }
    }

    @Test("a changed byte anywhere in a PNG behind its signature is noticed, and refused wherever pixels depend on it")
    func checksums() throws {
        let page = grayPage()
        let bytes = try PictureFormat.png.encode(page, dpi: 150)
        // The name, data and checksum of the resolution, on which no pixel depends; its first letter would have to be a
        // small one still.
        let resolution = 38..<54
        for at in 8..<bytes.count {
            var changed = bytes
            changed[at] ^= 0x10
            if resolution.contains(at) {
                let picture = try PictureFile(bytes: changed).decode()
                #expect(picture.raster == page && picture.dpi == nil, "byte \(at)")
                #expect(picture.notes.contains { $0.code == .irregular }, "byte \(at)")
            } else {
                #expect(code(changed) == .damaged, "byte \(at)")
            }
        }
    }

    @Test("pixels that do not unpack are refused although the chunk's checksum is right")
    func badStream() throws {
        var png = PNGBytes.ramp(20, 18)
        png.rows.removeLast()
        #expect(code(png.bytes) == .damaged)
        png.rows += [1, 2]
        #expect(code(png.bytes) == .damaged)
        var filter = PNGBytes.ramp(20, 18)
        filter.rows[21] = 9
        #expect(code(filter.bytes) == .damaged)
    }

    @Test("corrupt scan data of a JPEG is refused")
    func corruptScan() throws {
        let bytes = try PictureFormat.jpeg(quality: 90).encode(grayPage(200, 160))
        let middle = bytes.count / 2
        // A marker in the middle of the scan ends it early.
        var changed = bytes
        changed.replaceSubrange(middle..<middle + 2, with: [0xFF, 0xD9])
        #expect(code(changed) == .damaged)
    }

    @Test("corrupt packed pixels of a TIFF are refused")
    func corruptTIFF() throws {
        for raster in [bilevelPage(120, 90), colorPage(120, 90)] {
            var bytes = try PictureFormat.tiff.encode(raster)
            for at in 40..<60 { bytes[at] = 0xFF }
            #expect(code(bytes) == .damaged, "\(raster.kind)")
        }
    }

    @Test("a PNG that needs an unknown chunk is refused, one that only has it is read")
    func unknownChunks() throws {
        var png = PNGBytes.ramp(20, 18)
        png.extra = [("teXt", [1, 2, 3])]
        #expect(code(png.bytes) == nil)
        png.extra = [("CgBI", [1, 2, 3])]
        #expect(code(png.bytes) == .unsupportedSamples)
    }

    @Test("problems say what to do and end without a full stop")
    func messages() throws {
        for (_, bytes) in Self.files {
            #expect {
                try PictureFile(bytes: Array(bytes.dropLast(3))).decode()
            } throws: { error in
                let message = (error as? PictureProblem)?.message ?? ""
                return message.contains("copy the file again") && !message.hasSuffix(".")
            }
        }
    }
}
