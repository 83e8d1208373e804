import Imaging
import Operations
import Testing

@Suite("Filters known from Pillow")
struct FilterTests {
    /// What Pillow makes of `picture`, as `scripts/pillow_kernels.py` prints it.
    private static let expected: [String: [UInt8]] = [
        "blur": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 42, 203, 122, 55, 2, 219, 194, 183, 46, 250, 119, 127,
            165, 137, 123, 232, 22, 197, 202, 128, 129, 160, 125, 120, 14, 117, 92, 154, 153, 163, 187, 145,
            133, 52, 212, 243, 106, 239, 130, 35, 210, 143, 90, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "contour": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 0, 255, 0, 0, 0, 255, 255, 183, 46, 255, 255, 255, 255,
            255, 255, 255, 22, 197, 255, 255, 255, 0, 0, 255, 0, 117, 92, 0, 255, 0, 255, 0, 255, 0, 212, 243,
            0, 255, 0, 0, 255, 255, 0, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "detail": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 0, 243, 120, 10, 0, 255, 192, 183, 46, 255, 210, 186,
            218, 222, 198, 255, 22, 197, 200, 219, 255, 0, 104, 221, 0, 117, 92, 152, 255, 0, 251, 0, 202, 7,
            212, 243, 61, 255, 128, 0, 255, 141, 88, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "edge-enhance": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 0, 255, 0, 0, 0, 255, 255, 183, 46, 255, 255, 255, 255,
            255, 255, 255, 22, 197, 255, 255, 255, 0, 0, 255, 0, 117, 92, 5, 255, 0, 255, 0, 255, 0, 212, 243,
            0, 255, 0, 0, 255, 250, 0, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "edge-enhance-more": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 0, 255, 0, 0, 0, 255, 255, 183, 46, 255, 255, 255, 255,
            255, 255, 255, 22, 197, 255, 255, 255, 0, 0, 255, 0, 117, 92, 0, 255, 0, 255, 0, 255, 0, 212, 243,
            0, 255, 0, 0, 255, 255, 0, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "emboss": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 124, 81, 38, 0, 0, 165, 122, 183, 46, 181, 138, 95, 52,
            255, 222, 179, 22, 197, 238, 195, 152, 109, 66, 255, 0, 117, 92, 39, 252, 0, 166, 123, 80, 37, 212,
            243, 96, 255, 10, 0, 180, 137, 94, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "find-edges": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 0, 255, 0, 0, 0, 255, 214, 183, 46, 255, 214, 214, 255,
            255, 255, 255, 22, 197, 214, 214, 255, 0, 0, 255, 0, 117, 92, 0, 255, 0, 255, 0, 255, 0, 212, 243,
            0, 255, 0, 0, 255, 214, 0, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "sharpen": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 0, 255, 85, 0, 0, 255, 221, 183, 46, 255, 239, 215, 237,
            241, 255, 255, 22, 197, 229, 248, 255, 0, 69, 240, 0, 117, 92, 117, 255, 0, 227, 0, 221, 0, 212,
            243, 37, 255, 93, 0, 255, 170, 53, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "smooth": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 104, 167, 145, 98, 104, 183, 178, 183, 46, 194, 196,
            172, 142, 146, 164, 176, 22, 197, 186, 205, 198, 107, 129, 145, 96, 117, 92, 177, 194, 126, 132, 92,
            126, 95, 212, 243, 149, 183, 153, 97, 154, 127, 113, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
        "smooth-more": [
            0, 90, 194, 56, 188, 78, 238, 156, 88, 151, 42, 203, 122, 55, 2, 219, 194, 183, 46, 250, 186, 168,
            152, 151, 164, 232, 22, 197, 202, 195, 198, 104, 124, 148, 14, 117, 92, 154, 194, 120, 148, 89, 134,
            52, 212, 243, 106, 239, 130, 35, 210, 143, 90, 51, 138, 58, 248, 196, 158, 134, 124, 128, 146,
        ],
    ]

    private let picture = Raster(
        .gray, width: 9, height: 7,
        samples: (0..<63).map { i in
            let (x, y) = (i % 9, i / 9)
            return UInt8((x * 83 + y * 151 + x * y * 57 + x * x * 7) % 256)
        })

    @Test("every kernel gives Pillow's pixels, rim included", arguments: expected.keys.sorted())
    func pixels(kernel: String) throws {
        let made = try Trial("filter", ["kernel": kernel]).run(picture)
        #expect(made.samples == FilterTests.expected[kernel])
    }

    @Test("each channel of a color page is filtered by itself", arguments: expected.keys.sorted())
    func channels(kernel: String) throws {
        let color = picture.converted(to: .color)
        let made = try Trial("filter", ["kernel": kernel]).run(color)
        let wanted = try #require(FilterTests.expected[kernel])
        #expect(made.samples == wanted.flatMap { [$0, $0, $0] })
    }

    @Test("weights go from the lowest row up, and their sum is divided by the scale")
    func direction() {
        // The mean of the pixel itself and the one above it.
        let made = picture.convolved(Convolution([0, 0, 0, 0, 1, 0, 0, 1, 0], scale: 2))
        let (before, after) = (picture.samples, made.samples)
        for y in 1..<6 {
            for x in 1..<8 {
                let mean = (Double(before[(y - 1) * 9 + x]) + Double(before[y * 9 + x])) / 2
                #expect(Double(after[y * 9 + x]) == (mean + 0.5).rounded(.down))
            }
        }
    }

    @Test("a picture that is nothing but rim stays", arguments: [(2, 9), (9, 2), (1, 1)])
    func small(width: Int, height: Int) throws {
        let page = Sheet.text(.gray, width: width, height: height)
        #expect(try Trial("filter", ["kernel": "sharpen"]).run(page) == page)
    }
}
