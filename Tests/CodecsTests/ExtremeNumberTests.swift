import Codecs
import Imaging
import Testing

@Suite("numbers from a file") struct ExtremeNumberTests {
    private static let extremes = [0, 1, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, Int.max]
    private let limits = PictureLimits(maxPixels: 250_000)

    /// A small file of each kind, with what makes a changed one consistent again.
    private static func files(_ kind: PictureKind) -> [[UInt8]] {
        var files = DamageTests.files.filter { $0.kind == kind }.map(\.bytes)
        if kind == .tiff {
            files.append(bigTIFF())
            files.append(TIFFBytes(pages: [TIFFBytes.page(), TIFFBytes.page()]).bytes)
        }
        if kind == .jpeg { files.append(progressiveJPEG(colorPage(40, 30))) }
        if kind == .png {
            var palette = PNGBytes(width: 4, height: 2, bits: 4, color: 3, interlace: 0, rows: [0, 1, 2, 0, 0, 1])
            palette.extra = [
                ("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9]), ("tRNS", [9]), ("pHYs", big(5906, 4) + big(5906, 4) + [1]),
            ]
            files.append(palette.bytes)
        }
        if kind == .jpeg, let turned = try? jpeg(grayPage(), segment: 0xE1, exif(orientation: 6, dpi: 300)) {
            files.append(turned)
        }
        return files
    }

    /// Puts a number of `size` bytes at a place; a PNG's header gets the checksum that fits.
    private static func put(_ number: Int, _ size: Int, _ isBig: Bool, at place: Int, in bytes: inout [UInt8]) {
        let written = isBig ? big(number, size) : little(number, size)
        for (i, byte) in written.enumerated() where place + i < bytes.count { bytes[place + i] = byte }
        if bytes.starts(with: [0x89, 0x50]), bytes.count > 33 {
            bytes.replaceSubrange(12..<33, with: PNGBytes.chunk("IHDR", Array(bytes[16..<29])).dropFirst(4))
        }
    }

    /// Reads headers and pages; each is read within the limits or refused with a code, and little memory is touched.
    private func read(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
        let before = touchedPieces
        do throws(PictureProblem) {
            let file = try PictureFile(bytes: bytes)
            for (number, page) in file.pages.enumerated() {
                // As a run multiplies and adds it up for a thousand pages at once.
                if page.pixelBytes < 0 || page.pixelBytes * 6000 < page.pixelBytes { Issue.record("\(what())") }
                do throws(PictureProblem) {
                    let raster = try file.decode(page: number, limits: limits).raster
                    if raster.width * raster.height > limits.maxPixels { Issue.record("\(what())") }
                } catch {
                    if error.code.isNote { Issue.record("\(what()): \(error)") }
                }
            }
        } catch {
            if error.code.isNote { Issue.record("\(what()): \(error)") }
        }
        // 64 MiB, where a page within the limits takes 4.
        if touchedPieces - before > 16_384 { Issue.record("\(what()) touches \(touchedPieces - before) pieces") }
    }

    @Test("neither crash nor take memory, whatever number stands wherever", arguments: PictureKind.allCases)
    func everywhere(kind: PictureKind) {
        for (index, seed) in Self.files(kind).enumerated() {
            for place in 2..<min(seed.count, kind == .tiff ? 420 : 130) {
                for (size, isBig) in [(2, true), (2, false), (4, true), (4, false), (8, false)] {
                    if size == 8 && kind != .tiff { continue }
                    for number in Self.extremes {
                        var bytes = seed
                        Self.put(number, size, isBig, at: place, in: &bytes)
                        read(bytes, "\(kind) \(index): \(number) in \(size) bytes at \(place)")
                    }
                }
            }
        }
    }

    @Test("neither crash nor take memory where several of them are wild", arguments: PictureKind.allCases)
    func together(kind: PictureKind) {
        let stream = RandomStream(key: 31).child(kind.rawValue)
        let seeds = Self.files(kind)
        for round in 0..<3000 {
            let random = stream.child(round)
            var bytes = seeds[round % seeds.count]
            for wound in 0...random.integer(1...3, 0) {
                let here = random.child(wound + 1)
                let size = [2, 4, 4, 8][here.integer(0...3, 0)]
                Self.put(
                    Self.extremes[here.integer(0...5, 1)], size, here.integer(0...1, 2) == 0,
                    at: here.integer(2...min(bytes.count, 420) - 1, 3), in: &bytes)
            }
            read(bytes, "\(kind), round \(round)")
        }
    }

    @Test("digits of a PNM are too large or not, never a number and a half")
    func digits() throws {
        for (width, height) in [
            ("2147483647", "2147483647"), ("9223372036854775807", "2"), ("1", "99999999999999999999"),
        ] {
            for letter in 1...6 {
                let file = Array("P\(letter) \(width) \(height) 255\n123".utf8)
                #expect(code(file) == .impossibleSide, "P\(letter) \(width) \(height)")
                #expect(try PictureFile(bytes: file).pages[0].pixelBytes <= 1 << 48)
            }
        }
        #expect(code(Array("P5 2 2 99999999999999999999\n1234".utf8)) == .unsupportedSamples)
        #expect(code(Array("P2 2 1 255\n300 99999999999999999999\n".utf8)) == nil)
    }

    @Test("sides that no page has are refused whatever the caller allows")
    func utmost() {
        let all = PictureLimits(maxPixels: .max, maxSide: .max)
        for (width, height) in [(1 << 31 - 1, 1 << 31 - 1), (1 << 24 + 1, 1), (1, 1 << 24 + 1), (1 << 24, 1 << 24)] {
            let found = code(PNGBytes(width: width, height: height, color: 6, rows: [0]).bytes, limits: all)
            #expect(found == .impossibleSide || found == .tooManyPixels, "\(width) × \(height)")
        }
    }

    @Test("25 million sizes of strips, each as large as can be, are not added up")
    func strips() throws {
        let count = 25_000_000
        for (height, packing) in [(65_000, 5), (4_000_000_000, 5), (10, 1)] {
            var bytes = [UInt8](repeating: 0xFF, count: 200 + 4 * count)
            var head: [UInt8] = [0x49, 0x49, 42, 0] + little(8, 4) + little(8, 2)
            for (tag, type, number, value) in [
                (256, 4, 1, 100), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, packing), (262, 3, 1, 1),
                (273, 4, count, 200), (278, 4, 1, 1), (279, 4, count, 200),
            ] {
                head += little(tag, 2) + little(type, 2) + little(number, 4) + little(value, 4)
            }
            head += little(0, 4)
            bytes.replaceSubrange(0..<head.count, with: head)
            let before = touchedPieces
            let found = code(bytes)
            #expect(found == (height > 65_500 ? .impossibleSide : .damaged), "\(height)")
            // 256 MiB: two lists of the size that the file has, and no more.
            #expect(touchedPieces - before < 65_536, "\(height)")
        }
    }

    @Test("directories that lie one over the other are not read again and again")
    func overlapping() throws {
        // Each of 10,000 directories claims 4096 entries that begin two bytes behind those of the one before.
        var bytes: [UInt8] = [0x49, 0x49, 42, 0] + little(8, 4)
        bytes += [UInt8](repeating: 0, count: 70_000)
        for i in 0..<10_000 { bytes.replaceSubrange(8 + 2 * i..<10 + 2 * i, with: little(4096, 2)) }
        let file = try? PictureFile(bytes: bytes)
        #expect((file?.pages.count ?? 0) < 5)
    }
}
