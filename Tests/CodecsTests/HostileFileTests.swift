import Codecs
import Imaging
import Testing

struct HostileFileTests {
    /// Small enough that thousands of mutations are read quickly, and no header is believed beyond it.
    private let limits = PictureLimits(maxPixels: 250_000)

    @Test("no mutation of a small file crashes, hangs or is read beyond its limits", arguments: PictureKind.allCases)
    func mutations(kind: PictureKind) throws {
        var seeds = DamageTests.files.filter { $0.kind == kind }.map(\.bytes)
        if kind == .gif { seeds.append(gif(pictures: 2, transparent: true)) }
        if kind == .jpeg {
            seeds += [
                inkJPEG(1, 2, 3, 4), try jpeg(grayPage(), segment: 0xE1, Array("Exif\0\0".utf8) + exif(orientation: 6)),
            ]
        }
        if kind == .tiff {
            seeds.append(TIFFBytes(pages: [TIFFBytes.page(), TIFFBytes.page(), TIFFBytes.page()]).bytes)
        }
        let stream = RandomStream(key: 2024).child(kind.rawValue)
        for round in 0..<2500 {
            let bytes = mutated(seeds[round % seeds.count], stream.child(round))
            do throws(PictureProblem) {
                let file = try PictureFile(bytes: bytes)
                for (number, page) in file.pages.enumerated() {
                    do throws(PictureProblem) {
                        let picture = try file.decode(page: number, limits: limits)
                        #expect(picture.raster.width * picture.raster.height <= limits.maxPixels)
                        #expect((picture.raster.width, picture.raster.height) == (page.width, page.height))
                    } catch {
                        #expect(!error.code.isNote)
                    }
                }
            } catch {
                #expect(!error.code.isNote)
            }
        }
    }

    /// A file with one to five wounds: flipped bits, other bytes, extreme numbers, a cut, a repeated piece.
    private func mutated(_ seed: [UInt8], _ stream: RandomStream) -> [UInt8] {
        var bytes = seed
        for wound in 0...stream.integer(0...4, 0) {
            let random = stream.child(wound + 1)
            let at = random.integer(0...bytes.count - 1, 0)
            let head = random.integer(0...min(bytes.count, 120) - 1, 1)
            switch random.integer(0...5, 2) {
            case 0: bytes[at] ^= 1 << UInt8(random.integer(0...7, 3))
            case 1: bytes[at] = UInt8(random.integer(0...255, 3))
            case 2: bytes[head] = [0, 1, 2, 127, 128, 255][random.integer(0...5, 3)]
            case 3:
                let number = [0, 1, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x8000_0000][random.integer(0...5, 3)]
                let written = random.integer(0...1, 4) == 0 ? big(number, 4) : little(number, 4)
                for i in 0..<min(4, bytes.count - head) { bytes[head + i] = written[i] }
            case 4 where bytes.count > 16: bytes.removeLast(random.integer(0...bytes.count / 2, 3))
            default:
                let piece = bytes[at..<min(bytes.count, at + random.integer(1...24, 3))]
                bytes.insert(contentsOf: Array(piece), at: head)
            }
        }
        return bytes
    }

    @Test("two threads may read and write at once")
    func threads() async throws {
        let page = colorPage(200, 150)
        let expected = try PictureFormat.png.encode(page)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for i in 0..<16 {
                group.addTask {
                    let format = [PictureFormat.png, .tiff, .webp(quality: nil)][i % 3]
                    let file = try format.encode(page)
                    let broken = Array(file.dropLast(file.count / 3))
                    guard code(broken) == .damaged else { return false }
                    let back = try PictureFile(bytes: file).decode().raster
                    return try back == page && PictureFormat.png.encode(back) == expected
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
