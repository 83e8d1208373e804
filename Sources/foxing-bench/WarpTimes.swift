import Foxing
import Vision

/// Times our geometry beside OpenCV's own on one page with 600 words, and says where a line is exceeded: projective maps
/// with their labels take at most 1.1 times as long as `warpPerspective`, others at most 1.5 times as long as `remap`
/// (the making of the map stands by itself), three neighboring steps at most 1.3 times as long as one, and 600 quads
/// move in less than 0.2 ms.
struct WarpTimes {
    private let pages: [Page]
    private static let rounds = 15
    private static let truth = words()

    init(page: Page) {
        pages = [PixelKind.gray, .color].map {
            Page(pixels: page.pixels.converted(to: $0), dpi: page.dpi, truth: Self.truth)
        }
    }

    func print() throws {
        Swift.print("600 words; ms, medians of \(Self.rounds) rounds; ! exceeds its line")
        for page in pages {
            Swift.print(
                "\(page.pixels.kind.rawValue) page".column(24, right: false)
                    + ["making", "labels", "pixels", "OpenCV", "ratio", "line"].map { $0.column(9) }.joined())
            for name in ["rotate", "perspective", "affine", "slant"] { try compare(name, on: page, line: 1.1) }
            for name in [
                "elastic-transform", "thin-plate-spline", "optical-distortion", "grid-distortion", "baseline-curve",
                "scan-jitter",
            ] { try compare(name, on: page, line: 1.5) }
            try compareFused(on: page, line: 1.3)
            try compareUncut(on: page, line: 1.05)
        }
        try timeQuads(limit: 0.2)
    }

    private func compare(_ name: String, on page: Page, line: Double) throws {
        let (map, making) = self.map(name, of: page)
        let size = map.outputSize
        let theirs: () throws -> Raster
        if let homography = map.homography {
            theirs = { try OpenCV.warpPerspective(page.pixels, by: homography, size: size) }
        } else {
            let places = places(of: map)
            theirs = { try OpenCV.remap(page.pixels, to: places, size: size) }
        }
        var times = [[Double]](repeating: [], count: 3)
        for _ in 0..<Self.rounds {
            times[0].append(nanoseconds { _ = page.truth.moved(by: map, from: page.pixels.size) })
            times[1].append(try nanoseconds { _ = try warp(page, by: map) })
            times[2].append(try nanoseconds { _ = try theirs() })
        }
        let (labels, pixels, other) = (times[0].median, times[1].median, times[2].median)
        let cells = [making, labels, pixels, other].map { String($0 / 1e6, decimals: 2).column(9) }
        Swift.print(name.column(24, right: false) + cells.joined() + verdict((labels + pixels) / other, line))
    }

    /// Three steps in one pass, and the slowest of them alone.
    private func compareFused(on page: Page, line: Double) throws {
        let maps = ["rotate", "perspective", "elastic-transform"].map { map($0, of: page).map }
        var times = [[Double]](repeating: [], count: maps.count + 1)
        for _ in 0..<Self.rounds {
            for (i, map) in maps.enumerated() { times[i].append(try nanoseconds { _ = try warp(page, by: map) }) }
            times[maps.count].append(try nanoseconds { _ = try warp(page, along: maps) })
        }
        let one = times[..<maps.count].map(\.median).max() ?? 1
        print("three steps, and one", times[maps.count].median, one, line)
    }

    /// Steps in one pass that has to see that none cuts anything off, and their map as it is.
    private func compareUncut(on page: Page, line: Double) throws {
        let maps = ["perspective", "optical-distortion", "perspective"].map { map($0, of: page).map }
        let fused = maps[0].then(maps[1]).then(maps[2])
        var times: [[Double]] = [[], []]
        for _ in 0..<Self.rounds {
            times[0].append(try nanoseconds { _ = try warp(page, along: maps) })
            times[1].append(try nanoseconds { _ = try warp(page, by: fused) })
        }
        print("frames that cut nothing", times[0].median, times[1].median, line)
    }

    private func print(_ name: String, _ time: Double, _ other: Double, _ line: Double) {
        let cells = ["", "", String(time / 1e6, decimals: 2), String(other / 1e6, decimals: 2)]
        Swift.print(
            name.column(24, right: false) + cells.map { $0.column(9) }.joined() + verdict(time / other, line))
    }

    private func timeQuads(limit: Double) throws {
        let quads = Self.truth.lines.flatMap(\.words).flatMap(\.outline.points)
        for name in ["perspective", "elastic-transform", "thin-plate-spline", "optical-distortion"] {
            let map = map(name, of: pages[0]).map
            let times = (0..<Self.rounds).map { _ in
                var points = quads
                return nanoseconds { map.push(&points) }
            }
            Swift.print(
                "600 quads, \(name)".column(40, right: false) + verdict(times.median / 1e6, limit) + " ms")
        }
    }

    private func verdict(_ value: Double, _ line: Double) -> String {
        ((value > line ? "!" : "") + String(value, decimals: 2)).column(9) + String(line, decimals: 1).column(9)
    }

    private func warp(_ page: Page, by map: GeometricMap) throws -> Raster {
        try warped(
            page.pixels, by: map, Resampling(fill: .white),
            in: WarpSurroundings(dpi: page.dpi, random: RandomStream(key: 1)))
    }

    private func warp(_ page: Page, along maps: [GeometricMap]) throws -> Raster {
        var size = page.pixels.size
        let steps = maps.map { map in
            defer { size = map.outputSize }
            return Passage.Step(map, from: size, dpi: page.dpi, RandomStream(key: 1))
        }
        var passage = Passage(steps[0])
        for step in steps.dropFirst() {
            guard passage.accepts(step, Resampling(fill: .white)) else { fatalError("steps that are not done as one") }
            passage.append(step)
        }
        return try warped(page.pixels, along: passage, Resampling(fill: .white))
    }

    /// The map of an operation at medium severity, and the median of the nanoseconds that it takes to make.
    private func map(_ name: String, of page: Page) -> (map: GeometricMap, making: Double) {
        let stream = RandomStream(key: 5).child(name)
        guard let entry = Pipeline.operations.entries.first(where: { $0.manual.name == name }),
            let setting = Setting.all(of: entry).first(where: { $0.name == "medium" }),
            let operation = entry.draw(setting.values, from: stream, dpi: page.dpi).operation as? any GeometricOperation
        else { fatalError("no map '\(name)'") }
        let context = PageContext(size: page.pixels.size, dpi: page.dpi)
        var map = operation.map(of: context, stream)
        let times = (0..<Self.rounds).map { _ in nanoseconds { map = operation.map(of: context, stream) } }
        return (map, times.median)
    }

    /// The source of each pixel of the result, from pixel centers to pixel centers.
    private func places(of map: GeometricMap) -> [Float] {
        var places: [Float] = []
        places.reserveCapacity(2 * map.outputSize.width * map.outputSize.height)
        for y in 0..<map.outputSize.height {
            var row = (0..<map.outputSize.width).map { Point(Double($0) + 0.5, Double(y) + 0.5) }
            map.pull(&row)
            for p in row { places += [Float(p.x - 0.5), Float(p.y - 0.5)] }
        }
        return places
    }

    /// Fifty lines of twelve words over an A4 page at 150 dpi.
    private static func words() -> GroundTruth {
        let lines = (0..<50).map { l in
            let y = 120 + Double(l) * 30
            let words = (0..<12).map { w in
                Word(
                    id: "w\(l)-\(w)", outline: Outline(x: 110 + Double(w) * 85, y: y, width: 75, height: 22),
                    text: "word")
            }
            return TextLine(
                id: "l\(l)", outline: Outline(x: 110, y: y, width: 1010, height: 22),
                text: words.map(\.text).joined(separator: " "), words: words)
        }
        let region = Region(id: "r", outline: Outline(x: 110, y: 120, width: 1010, height: 1492), lines: lines)
        return GroundTruth(text: nil, level: .word, origin: "self", regions: [region])
    }
}
