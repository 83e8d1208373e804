import Codecs
import Foundation
import Imaging

/// Picture files that real collections hold, and that no honest writer makes: put together byte by byte.
enum OddPictures {
    // MARK: PNG

    /// A white PNG of any kind of samples, uncompressed. `color` and `bits` as in its header; `chunks` go before the
    /// pixels.
    static func png(
        _ width: Int = 24, _ height: Int = 24, color: UInt8 = 0, bits: Int = 8, chunks: [(String, [UInt8])] = [],
        claiming size: (Int, Int)? = nil
    ) -> [UInt8] {
        let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][Int(color)] ?? 1
        let row = [0] + [UInt8](repeating: color == 3 ? 0 : 255, count: (width * channels * bits + 7) / 8)
        let (claimedWidth, claimedHeight) = size ?? (width, height)
        let header = big(claimedWidth) + big(claimedHeight) + [UInt8(bits), color, 0, 0, 0]
        let pixels = (0..<height).flatMap { _ in row }
        let parts = [("IHDR", header)] + chunks + [("IDAT", stored(pixels)), ("IEND", [])]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + parts.flatMap { chunk($0.0, $0.1) }
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return big(data.count) + body + big(Int(checksum(body)))
    }

    /// A zlib stream that holds bytes as they are; fewer than 65,536.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(bytes.count & 255), UInt8(bytes.count >> 8))
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return [0x78, 0x01, 1, low, high, ~low, ~high] + bytes + big(Int(b << 16 | a))
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
    }

    static func big(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }

    // MARK: TIFF

    /// One page of a TIFF: 24 × 24 samples, white.
    struct Sheet {
        var bits = 8
        /// 1 whole numbers, 3 floating point.
        var format = 1
        /// 1 black is zero, 8 Lab.
        var color = 1
        var orientation = 1
        var isBroken = false
        var isThumbnail = false
    }

    /// An uncompressed TIFF of these pages.
    static func tiff(_ sheets: [Sheet]) -> [UInt8] {
        var file: [UInt8] = [0x49, 0x49, 42, 0] + little(8)
        for (number, sheet) in sheets.enumerated() {
            let samples = sheet.color == 8 ? 3 : 1
            let size = 24 * 24 * sheet.bits / 8 * samples
            let start = file.count + 2 + 12 * 12 + 4
            let entries: [(tag: Int, value: Int)] = [
                (254, sheet.isThumbnail ? 1 : 0), (256, 24), (257, 24), (258, sheet.bits), (259, 1), (262, sheet.color),
                (273, sheet.isBroken ? 1 << 24 : start), (274, sheet.orientation), (277, samples), (278, 24),
                (279, size), (339, sheet.format),
            ]
            file += [12, 0]
            for entry in entries {
                let kind: UInt8 = [254, 273, 279].contains(entry.tag) ? 4 : 3
                file += [UInt8(entry.tag & 255), UInt8(entry.tag >> 8), kind, 0] + little(1) + little(entry.value)
            }
            file += little(number + 1 < sheets.count ? start + size : 0)
            file += [UInt8](repeating: 255, count: size)
        }
        return file
    }

    private static func little(_ number: Int) -> [UInt8] { big(number).reversed() }

    // MARK: JPEG

    /// A page with bars, wider than high.
    static func jpeg() -> [UInt8] {
        (try? PictureFormat.jpeg(quality: 60).encode(Pages.bars(48, 32), dpi: 100)) ?? []
    }

    /// The same page, stored as a camera held sideways stores it.
    static func turnedJPEG() -> [UInt8] {
        let orientation: [UInt8] = [0x01, 0x12, 0, 3] + big(1) + [0, 6, 0, 0]
        let exif = Array("Exif".utf8) + [0, 0, 0x4D, 0x4D, 0, 42] + big(8) + [0, 1] + orientation + big(0)
        let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
        let plain = jpeg()
        return Array(plain[..<2]) + segment + plain[2...]
    }

    /// The same page, whose header claims 12 bits a sample.
    static func deepJPEG() -> [UInt8] {
        var bytes = jpeg()
        if let frame = bytes.indices.first(where: { bytes[$0] == 0xFF && [0xC0, 0xC1, 0xC2].contains(bytes[$0 + 1]) }) {
            bytes[frame + 4] = 12
        }
        return bytes
    }

    /// A bar in black ink, in the inverted form that Photoshop writes.
    static let inkJPEG = decoded(
        """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwBQNzxGPDJQRkFGWlVQX3jIgnhubnj1r7mRyP///////////////////////////////////////////////////8AA
        FAgAGAAYBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAEAv/EAB4QAQACAQQDAAAAAAAAAAAAAAADEQECExRBY6Lh/9oADgRDAE0AWQBL
        AAA/ALVq1aAAADE0e7FnRdX2Al4Hl9foCqGPaixou67AbAAB/9k=
        """)

    // MARK: GIF, WebP

    /// Two pictures that take turns.
    static let animatedGIF = decoded(
        """
        R0lGODdhGAAYAIEAAP///wAAAAAAAAAAACwAAAAAGAAYAAAIKQABCBxIsKDBgwgTKlzIsKHDhxAjSpxIsaLFixgzatzIsaPHjyBDPgwIACH5BAEAAAEALAAA
        AAAYABgAgcjIyAAAAAAAAAAAAAgpAAEIHEiwoMGDCBMqXMiwocOHECNKnEixosWLGDNq3Mixo8ePIEM+DAgAOw==
        """)

    static let webp = decoded("UklGRh4AAABXRUJQVlA4TBEAAAAvF8AFAAfQ//73v/+BiOh/AAA=")

    private static func decoded(_ text: String) -> [UInt8] {
        [UInt8](Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
    }
}
