import CTurboJPEG
import Imaging
import OperationKit
import Operations
import Testing
import Vision

@Suite("Camera and scanner")
struct CameraTests {
    @Test("jpeg is what libjpeg-turbo makes of the page", arguments: [95, 60, 30, 8])
    func againstCodec(quality: Int) throws {
        let page = try writtenPage(.color, width: 203, height: 131).blurred(sigma: 1)
        var tinted = page
        tinted.withMutablePlane { plane in
            for y in 0..<plane.height { for x in 0..<plane.width where x % 50 < 20 { plane.row(y)[3 * x] /= 2 } }
        }
        for (name, subsampling) in [
            ("4:2:0", TJSAMP_420), ("4:2:2", TJSAMP_422), ("4:4:4", TJSAMP_444),
        ] {
            let ours = try applied("jpeg", ["quality": "\(quality)", "chroma": name], to: tinted)
            #expect(largestDifference(ours, codecRoundTrip(tinted, quality, subsampling)) <= 2)
        }
        let gray = try tinted.luma()
        let ours = try applied("jpeg", ["quality": "\(quality)"], to: gray)
        #expect(largestDifference(ours, codecRoundTrip(gray, quality, TJSAMP_GRAY)) <= 2)
    }

    @Test("at the best quality without subsampling nothing changes by more than two levels")
    func bestQuality() throws {
        let page = try writtenPage(.color).blurred(sigma: 0.7)
        let given = ["quality": "100", "chroma": "4:4:4"]
        #expect(largestDifference(try applied("jpeg", given, to: page), page) <= 2)
    }

    @Test("a moved grid codes every pixel, at any size", arguments: [PixelKind.gray, .color])
    func movedGrid(kind: PixelKind) throws {
        for (width, height) in [(1, 1), (17, 3), (40, 33), (64, 64)] {
            let page = Raster(kind, width: width, height: height, filledWith: 128)
            for (left, top) in [(0, 0), (5, 7), (7, 1)] {
                for chroma in ChromaSubsampling.allCases {
                    #expect(try page.afterJPEG(quality: 50, chroma: chroma, left: left, top: top) == page)
                }
            }
        }
        let page = try writtenPage(kind, width: 61, height: 45).blurred(sigma: 1)
        let still = try page.afterJPEG(quality: 90, chroma: .quarter)
        let moved = try page.afterJPEG(quality: 90, chroma: .quarter, left: 3, top: 5)
        #expect(moved != still)
        #expect(largestDifference(moved, page) <= 40)
    }

    @Test("noise stays within its range and leaves the mean of a gray sheet")
    func noiseRange() throws {
        for kind in [PixelKind.gray, .color] {
            let page = Raster(kind, width: 200, height: 200, filledWith: 128)
            let noisy = try applied("subtle-noise", ["range": "7"], to: page)
            #expect(largestDifference(noisy, page) <= 7)
            let mean = Double(noisy.samples.reduce(0) { $0 + Int($1) }) / Double(noisy.byteCount)
            #expect(abs(mean - 128) <= 0.2)
            #expect(Set(noisy.samples).count == 15)
        }
    }

    @Test("a blur has the deviation asked for", arguments: [0.5, 1.0, 2.0, 3.0, 5.0, 9.0])
    func blurWidth(sigma: Double) throws {
        var page = Raster(.gray, width: 121, height: 121, filledWith: 0)
        // A wide bar: the slope of its edge is the bell itself.
        page.withMutablePlane { plane in for y in 0..<121 { for x in 60..<121 { plane.row(y)[x] = 255 } } }
        let row = Array(try page.blurred(sigma: sigma).samples[(60 * 121)..<(61 * 121)]).map(Double.init)
        var (sum, mean, square) = (0.0, 0.0, 0.0)
        for x in 1..<121 {
            let slope = row[x] - row[x - 1]
            sum += slope
            mean += slope * Double(x)
            square += slope * Double(x * x)
        }
        let deviation = (square / sum - (mean / sum) * (mean / sum)).squareRoot()
        #expect(abs(deviation - sigma) <= 0.12 * sigma)
    }

    func codecRoundTrip(_ page: Raster, _ quality: Int, _ subsampling: TJSAMP) -> Raster {
        let format = page.channels == 1 ? TJPF_GRAY : TJPF_BGR
        let coder = tjInitCompress()
        let decoder = tjInitDecompress()
        defer {
            tjDestroy(coder)
            tjDestroy(decoder)
        }
        var file: UnsafeMutablePointer<UInt8>?
        var length: UInt = 0
        let (width, height) = (Int32(page.width), Int32(page.height))
        let flags = TJFLAG_ACCURATEDCT
        page.withPlane {
            _ = tjCompress2(
                coder, $0.base, width, Int32($0.stride), height, format.rawValue.asInt32, &file, &length,
                subsampling.rawValue.asInt32, Int32(quality), flags)
        }
        var result = Raster(uninitialized: page.kind, width: page.width, height: page.height)
        result.withMutablePlane {
            _ = tjDecompress2(
                decoder, file, length, $0.base, width, Int32($0.stride), height, format.rawValue.asInt32, flags)
        }
        tjFree(file)
        return result
    }
}

extension BinaryInteger {
    fileprivate var asInt32: Int32 { Int32(self) }
}
