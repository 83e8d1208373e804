import Imaging
import Testing

@Suite("Copies that move whole pixels")
struct MovesTests {
    /// Sizes around those of the blocks in which pixels are moved.
    static let sizes = [(1, 1), (1, 7), (5, 1), (4, 4), (6, 5), (15, 17), (16, 16), (17, 31), (33, 40), (70, 35)]

    @Test("a mirrored plane has every pixel at its mirrored place", arguments: [PixelKind.gray, .color])
    func mirrors(kind: PixelKind) {
        for (width, height) in Self.sizes {
            let page = counted(kind, width, height)
            for (across, down) in [(true, false), (false, true), (true, true), (false, false)] {
                var result = Raster(uninitialized: kind, width: width, height: height)
                page.withPlane { from in
                    result.withMutablePlane { from.mirror(to: $0, across: across, down: down) }
                }
                let expected = moved(page, width, height) { x, y in
                    (across ? width - 1 - x : x, down ? height - 1 - y : y)
                }
                #expect(result.samples == expected, "\(width) × \(height), \(across), \(down)")
            }
        }
    }

    @Test("a turned plane has columns for rows, from any corner", arguments: [PixelKind.gray, .color])
    func turns(kind: PixelKind) {
        for (width, height) in Self.sizes {
            let page = counted(kind, width, height)
            for (right, bottom) in [(true, false), (false, true), (true, true), (false, false)] {
                var result = Raster(uninitialized: kind, width: height, height: width)
                page.withPlane { from in
                    result.withMutablePlane { from.turn(to: $0, fromRight: right, fromBottom: bottom) }
                }
                let expected = moved(page, height, width) { x, y in
                    (right ? width - 1 - y : y, bottom ? height - 1 - x : x)
                }
                #expect(result.samples == expected, "\(width) × \(height), \(right), \(bottom)")
            }
        }
    }

    @Test("a part of a plane is turned into a part of another, and nothing beside it is written")
    func parts() {
        let page = counted(.color, 50, 40)
        var result = Raster(.color, width: 40, height: 45, filledWith: 77)
        page.withPlane { from in
            result.withMutablePlane { to in
                from.part(7..<44, 3..<30).turn(
                    to: to.part(5..<32, 2..<39), fromRight: false, fromBottom: true)
            }
        }
        let expected = moved(page, 40, 45) { x, y in
            (5..<32).contains(x) && (2..<39).contains(y) ? (y - 2 + 7, 29 - (x - 5)) : nil
        }
        #expect(result.samples == expected)
    }

    @Test("a row of one color is written to the columns asked for")
    func fillRows() {
        var result = Raster(.color, width: 9, height: 1, filledWith: 5)
        let row = FillRow([1, 2, 3], width: 9)
        result.withMutablePlane { plane in
            row.fill(plane.row(0), 2..<4)
            row.fill(plane.row(0), 6..<6)
            row.fill(plane.row(0), 8..<9)
        }
        let (old, new): ([UInt8], [UInt8]) = ([5, 5, 5], [1, 2, 3])
        #expect(result.samples == old + old + new + new + old + old + old + old + new)
    }

    @Test("the border color is the median of the frame without its ink", arguments: [PixelKind.gray, .color])
    func borderColor(kind: PixelKind) {
        for (width, height) in [(1, 1), (7, 90), (61, 47)] {
            let page = counted(kind, width, height)
            let depth = min(5, min(width, height))
            var levels = [[UInt8]](repeating: [], count: page.channels)
            page.withPlane { plane in
                for y in 0..<height {
                    for x in 0..<width
                    where min(min(x, width - 1 - x), min(y, height - 1 - y)) < depth {
                        for c in 0..<plane.channels { levels[c].append(plane.row(y)[x * plane.channels + c]) }
                    }
                }
            }
            let expected = levels.map { all -> UInt8 in
                let sorted = all.sorted()
                let paper = Int(sorted[Int(Double(sorted.count) * 0.85)])
                let kept = sorted.filter { Int($0) >= max(0, paper - 96 * (paper + 1) / 255) }
                return kept[Int(Double(kept.count) * 0.5)]
            }
            #expect(page.borderColor(frame: 5).samples(for: kind) == expected, "\(width) × \(height)")
        }
    }

    /// A page without two neighbors alike.
    private func counted(_ kind: PixelKind, _ width: Int, _ height: Int) -> Raster {
        let count = width * height * kind.channels
        return Raster(
            kind, width: width, height: height,
            samples: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ ($0 >> 8) &* 31) })
    }

    /// What is where, pixel by pixel; 77 where there is no source.
    private func moved(_ page: Raster, _ width: Int, _ height: Int, _ source: (Int, Int) -> (Int, Int)?) -> [UInt8] {
        let (samples, channels) = (page.samples, page.channels)
        var result: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let at = source(x, y).map { ($0.1 * page.width + $0.0) * channels }
                for c in 0..<channels { result.append(at.map { samples[$0 + c] } ?? 77) }
            }
        }
        return result
    }
}
