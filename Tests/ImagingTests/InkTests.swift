import Imaging
import Testing

/// A white page with black squares of 8 pixels in rows of 12, on paper of a level, gray or colored.
func inkedPage(_ paper: UInt8, _ kind: PixelKind = .gray, width: Int = 300, height: Int = 240) -> Raster {
    let samples = (0..<width * height).flatMap { i -> [UInt8] in
        let (x, y) = (i % width, i / width)
        let isInk = x % 12 < 4 && y % 30 < 10
        return [UInt8](repeating: isInk ? 0 : paper, count: kind.channels)
    }
    return Raster(kind, width: width, height: height, samples: samples)
}

@Suite("Ink and paper")
struct InkTests {
    private func inkRow(_ raster: Raster, isLayer: Bool, y: Int) -> [UInt8] {
        let map = InkMap(of: raster, dpi: 150, isLayer: isLayer)
        var row = [UInt8](repeating: 7, count: raster.width)
        raster.withPlane { map.fill(&row, y: y, of: $0) }
        return row
    }

    @Test("paper of any level is found as bare, and black on it as ink", arguments: [PixelKind.gray, .color])
    func inkOnPaper(kind: PixelKind) {
        for paper in [255, 230, 140] as [UInt8] {
            let page = inkedPage(paper, kind)
            #expect(PaperLevels(of: page, dpi: 150).even == [UInt8](repeating: paper, count: kind.channels))
            let row = inkRow(page, isLayer: false, y: 3)
            for x in row.indices {
                let least: UInt8 = x % 12 < 4 ? 254 : 0
                let most: UInt8 = x % 12 < 4 ? 255 : 0
                #expect((least...most).contains(row[x]))
            }
        }
    }

    @Test("paper that darkens from side to side holds no ink")
    func shadedPaper() {
        let samples = (0..<300 * 200).map { (i: Int) -> UInt8 in UInt8(240 - (i % 300) / 3) }
        let row = inkRow(Raster(.gray, width: 300, height: 200, samples: samples), isLayer: false, y: 100)
        #expect(row.allSatisfy { $0 < 24 })
    }

    @Test("on an ink layer ink is what white lacks")
    func layer() {
        let row = inkRow(Raster(.gray, width: 40, height: 3, filledWith: 128), isLayer: true, y: 1)
        #expect(row.allSatisfy { $0 == 127 })
    }

    @Test("lost ink lets the paper's color come through, and bare paper keeps its grain")
    func lightening() {
        var page = inkedPage(200)
        page.withMutablePlane { $0.row(3)[6] = 196 }
        let map = InkMap(of: page, dpi: 150, isLayer: false)
        let lost = [UInt8](repeating: 255, count: page.width)
        page.withMutablePlane { map.lighten($0.row(3), y: 3, of: $0.reading, lost: lost) }
        page.withPlane { plane in
            #expect(plane.row(3)[1] == 200)
            #expect(plane.row(3)[6] == 196)
            #expect(plane.row(0)[1] == 0)
        }
    }

    @Test("pages of a pixel have ink and paper too", arguments: [(1, 1), (1, 50), (50, 1)])
    func tiny(width: Int, height: Int) {
        let page = Raster(.color, width: width, height: height, filledWith: 90)
        #expect(PaperLevels(of: page, dpi: 300).even == [90, 90, 90])
        #expect(inkRow(page, isLayer: false, y: height - 1).allSatisfy { $0 == 0 })
    }

    @Test("wear covers the share that was asked for, at any resolution", arguments: [0.05, 0.2, 0.6], [150.0, 300])
    func wear(share: Double, dpi: Double) {
        let size = Size(width: Int(dpi * 5), height: Int(dpi * 4))
        var worn = WornInk(
            RandomStream(key: 4), size: size, coverage: share, grain: dpi * 0.025, clouds: dpi * 0.25,
            sweep: dpi * 2.4, pressure: 0.2)
        let solid = [UInt8](repeating: 255, count: size.width)
        var row = [UInt8](repeating: 0, count: size.width)
        var count = 0
        for y in 0..<size.height {
            worn.fill(&row, y: y, where: solid)
            count += row.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        }
        let covered = Double(count) / Double(size.width * size.height)
        #expect(abs(covered - share) <= 0.15 * share + 0.004)
    }

    @Test("ink spreads by its radius, and only onto what is near")
    func spread() {
        let before = inkedPage(255, width: 120, height: 90)
        for radius in [1.0, 2, 3] {
            var page = before
            InkSpread(radius: radius, roughness: 0, intensity: 1, keepsCounters: false, grain: 4)
                .apply(to: &page, dpi: 150, isLayer: true, RandomStream(key: 1))
            page.withPlane { plane in
                // Squares end at row 9; below them the halo reaches as far as the radius and its smoothing.
                #expect(plane.row(10)[2] < 255)
                #expect(plane.row(10 + Int(radius) + 1)[2] == 255)
                #expect(plane.row(5)[2] == 0)
            }
        }
    }

    @Test("crept ink is dark at the stroke, thins out fast and ends in a ragged front")
    func feather() {
        // Ink above row 20, at 300 dpi.
        let samples = (0..<400 * 50).map { i -> UInt8 in i / 400 < 20 ? 0 : 255 }
        var page = Raster(.gray, width: 400, height: 50, samples: samples)
        InkSpread(radius: 4, roughness: 0.7, intensity: 0.9, keepsCounters: false, grain: 1.8)
            .apply(to: &page, dpi: 300, isLayer: true, RandomStream(key: 4))
        page.withPlane { plane in
            let mean = (0..<7).map { y in (0..<400).reduce(0.0) { $0 + Double(plane.row(20 + y)[$1]) } / 400 }
            for (near, far) in zip(mean, mean.dropFirst()) { #expect(near < far) }
            #expect(mean[0] < 175)
            #expect(mean[4] > 225)
            // Some fibers lead the ink far out, most do not.
            let reach = (0..<400).map { x in (20..<50).first { plane.row($0)[x] > 215 }! }
            #expect(reach.max()! - reach.min()! >= 3)
        }
    }

    @Test("narrow white gaps stay open when counters are kept")
    func counters() {
        // Bars of ink with gaps of 3 pixels.
        let samples = (0..<90 * 60).map { i -> UInt8 in i % 90 % 9 < 6 && (10..<50).contains(i / 90) ? 0 : 255 }
        let before = Raster(.gray, width: 90, height: 60, samples: samples)
        func gap(_ keeps: Bool) -> UInt8 {
            var page = before
            InkSpread(radius: 3, roughness: 0, intensity: 1, keepsCounters: keeps, grain: 4)
                .apply(to: &page, dpi: 300, isLayer: true, RandomStream(key: 1))
            return page.withPlane { $0.row(30)[43] }
        }
        #expect(gap(false) < 100)
        #expect(gap(true) > gap(false) + 60)
    }

    @Test("a blank layer and no radius leave the buffer shared")
    func nothingToSpread() {
        let blank = Raster(.bilevel, width: 70, height: 50, filledWith: 255)
        var page = blank
        InkSpread(radius: 2, roughness: 0.5, intensity: 1, grain: 2)
            .apply(to: &page, dpi: 150, isLayer: true, RandomStream(key: 1))
        #expect(page.sharesPixels(with: blank) && page.kind == .bilevel)
        let inked = inkedPage(255)
        page = inked
        InkSpread(radius: 0.05, roughness: 0.5, intensity: 1, grain: 2)
            .apply(to: &page, dpi: 150, isLayer: true, RandomStream(key: 1))
        #expect(page.sharesPixels(with: inked))
    }
}
