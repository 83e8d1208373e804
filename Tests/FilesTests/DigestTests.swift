import Files
import Imaging
import Jobs
import TestSupport
import Testing

@Suite("Digests")
struct DigestTests {
    @Test("SHA-256 gives the published digests")
    func published() {
        #expect(
            SHA256.hex(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.hex(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("a file in pieces has the digest of its bytes")
    func files() {
        let scratch = Scratch()
        let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 * 7) }
        #expect(WholeFile.digest(of: scratch.put("f", bytes)) == SHA256.hex(of: bytes))
        #expect(WholeFile.digest(of: scratch.path) == nil)
    }

    @Test("the digest of pixels covers size, channels and samples in the order of red, green, blue")
    func pixels() {
        let color = Raster(.color, width: 2, height: 1, samples: [1, 2, 3, 4, 5, 6])
        let head: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]
        #expect(PixelDigest.hex(of: color) == SHA256.hex(of: head + [3, 2, 1, 6, 5, 4]))
    }

    @Test("bilevel pixels have the digest of the same gray ones, and another size another digest")
    func kinds() {
        let samples: [UInt8] = [0, 255, 255, 0, 0, 255]
        let bilevel = Raster(.bilevel, width: 3, height: 2, samples: samples)
        #expect(
            PixelDigest.hex(of: bilevel) == PixelDigest.hex(of: Raster(.gray, width: 3, height: 2, samples: samples)))
        #expect(
            PixelDigest.hex(of: bilevel) != PixelDigest.hex(of: Raster(.gray, width: 2, height: 3, samples: samples)))
    }

    @Test("a color page larger than one band is covered to its last row")
    func bands() {
        let samples = (0..<(300 * 200 * 3)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let page = Raster(.color, width: 300, height: 200, samples: samples)
        var swapped: [UInt8] = []
        for index in stride(from: 0, to: samples.count, by: 3) { swapped += samples[index..<index + 3].reversed() }
        let head: [UInt8] = [44, 1, 0, 0, 200, 0, 0, 0, 3, 0, 0, 0]
        #expect(PixelDigest.hex(of: page) == SHA256.hex(of: head + swapped))
    }
}
