import Imaging
import Testing
import Vision

@Suite("Averaging areas")
struct AreaTests {
    @Test("averaged samples equal those of the plain arithmetic", arguments: [PixelKind.gray, .color])
    func averages(kind: PixelKind) throws {
        for (from, to) in [((37, 29), (33, 20)), ((64, 50), (63, 49)), ((131, 40), (50, 39)), ((9, 90), (2, 7))] {
            let page = speckled(kind, from.0, from.1)
            let size = Size(width: to.0, height: to.1)
            #expect(try page.averaged(to: size).samples == plainlyAveraged(page, size), "\(from) to \(to)")
        }
    }

    @Test("areas of exactly equal tone keep it, and the mean of a page stays")
    func tones() throws {
        for level in [0, 1, 100, 254, 255] as [UInt8] {
            let page = Raster(.color, width: 97, height: 61, filledWith: level)
            let result = try page.averaged(to: Size(width: 71, height: 44))
            #expect(result.samples.allSatisfy { $0 == level })
        }
        let page = speckled(.gray, 300, 200)
        func mean(_ raster: Raster) -> Double {
            Double(raster.samples.reduce(0) { $0 + Int($1) }) / Double(raster.byteCount)
        }
        for scale in [0.9, 0.7, 0.41] {
            let size = Size(width: Int(300 * scale), height: Int(200 * scale))
            #expect(abs(mean(try page.averaged(to: size)) - mean(page)) < 0.5)
        }
    }

    /// Which pixels of a side each pixel of a shorter one covers, in 1/256.
    private func shares(_ long: Int, _ short: Int) -> [[(pixel: Int, share: Int)]] {
        (0..<short).map { i in
            let (low, high) = (i * long, (i + 1) * long)
            func sum(upTo pixel: Int) -> Int { (min(max(pixel * short, low), high) - low) * 256 / long }
            return (low / short...(high - 1) / short).map { ($0, sum(upTo: $0 + 1) - sum(upTo: $0)) }
        }
    }

    private func plainlyAveraged(_ page: Raster, _ size: Size) -> [UInt8] {
        let (samples, channels) = (page.samples, page.channels)
        let (rows, columns) = (shares(page.height, size.height), shares(page.width, size.width))
        var result: [UInt8] = []
        for row in rows {
            for column in columns {
                for c in 0..<channels {
                    // Columns in 1/128 level, each rounded down.
                    let level = column.reduce(64) { sum, x in
                        let down = row.reduce(0) {
                            $0 + $1.share * Int(samples[($1.pixel * page.width + x.pixel) * channels + c])
                        }
                        return sum + (down * (x.share * 128)) >> 16
                    }
                    result.append(UInt8(level >> 7))
                }
            }
        }
        return result
    }
}
