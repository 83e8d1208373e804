import Imaging
import Testing
import Vision

@Suite("Maps that copy")
struct CopyTests {
    let surroundings = WarpSurroundings(dpi: 150, random: RandomStream(key: 3))
    let fill = Color(red: 200, green: 10, blue: 20)

    @Test("turns, flips and shifts that look over the edge copy what there is", arguments: [PixelKind.gray, .color])
    func gridMoves(kind: PixelKind) throws {
        let page = speckled(kind, 37, 29)
        for (a, b, c, d) in [(1, 0, 0, 1), (-1, 0, 0, 1), (1, 0, 0, -1), (-1, 0, 0, -1)] + [
            (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, -1, 0), (0, -1, -1, 0),
        ] {
            for (x, y) in [(0, 0), (11, -7), (40, 35), (-5, 60), (200, 0)] {
                let matrix = [a, b, x, c, d, y, 0, 0, 1].map(Double.init)
                let map = GeometricMap(try #require(Homography(matrix)), outputSize: Size(width: 45, height: 41))
                let found = try warped(page, by: map, Resampling(fill: .color(fill)), in: surroundings)
                #expect(found == plainlyCopied(page, by: map), "\(matrix)")
            }
        }
    }

    @Test("patches lie where they are laid, later ones on top, and the rest is new area")
    func patches() throws {
        let stream = RandomStream(key: 17)
        for round in 0..<40 {
            let own = stream.child(round)
            let page = speckled(round % 2 == 0 ? .color : .gray, 50, 44)
            let after = Size(width: 47, height: 52)
            let patches = (0..<6).map { i -> Patchwork.Patch in
                let p = own.child(i)
                let (left, top) = (p.integer(-8...40, 0), p.integer(-8...45, 1))
                let box = InkBox(
                    left: left, top: top, right: left + p.integer(0...30, 2), bottom: top + p.integer(0...30, 3))
                let shift = (x: p.integer(-20...20, 4), y: p.integer(-20...20, 5))
                return Patchwork.Patch(box, from: p.chance(0.2, 6) ? nil : shift)
            }
            let map = GeometricMap(Patchwork(from: page.size, to: after, patches), outputSize: after)
            let found = try warped(page, by: map, Resampling(fill: .color(fill)), in: surroundings)
            #expect(found == plainlyPatched(page, patches, after), "round \(round)")
        }
    }

    @Test("a page made larger keeps its tones, and its edges go on as they are", arguments: [PixelKind.gray, .color])
    func enlarging(kind: PixelKind) throws {
        let flat = Raster(kind, width: 30, height: 20, filledWith: 201)
        let size = Size(width: 45, height: 29)
        let map = GeometricMap(try #require(Homography.scale(1.5, 1.45)), outputSize: size)
        for quality in [Resampling.Quality.linear, .cubic] {
            let resampling = Resampling(quality: quality, fill: .edge)
            #expect(try warped(flat, by: map, resampling, in: surroundings).samples.allSatisfy { $0 == 201 })
            // A ramp of two levels a pixel goes up by 2/1.5 levels.
            var ramp = Raster(.gray, width: 30, height: 20, filledWith: 0)
            ramp.withMutablePlane { plane in
                for y in 0..<20 { for x in 0..<30 { plane.row(y)[x] = UInt8(100 + 2 * x) } }
            }
            let larger = try warped(ramp, by: map, resampling, in: surroundings)
            for x in 4..<41 {
                let expected = 100 + 2 * ((Double(x) + 0.5) / 1.5 - 0.5)
                #expect(abs(Double(pixel(larger, x, 14)[0]) - expected) <= 1)
            }
        }
    }

    private func plainlyCopied(_ page: Raster, by map: GeometricMap) -> Raster {
        painted(page.kind, map.outputSize) { x, y in
            let p = map.inverse(Point(Double(x) + 0.5, Double(y) + 0.5))
            let isInside =
                p.x > 0 && p.y > 0 && p.x < Double(page.width) && p.y < Double(page.height)
            return isInside ? pixel(page, Int(p.x), Int(p.y)) : fill.samples(for: page.kind)
        }
    }

    private func plainlyPatched(_ page: Raster, _ patches: [Patchwork.Patch], _ size: Size) -> Raster {
        painted(page.kind, size) { x, y in
            let patch = patches.last {
                $0.box.left <= x && x < $0.box.right && $0.box.top <= y && y < $0.box.bottom
            }
            guard let shift = patch?.shift, (0..<page.width).contains(x + shift.x),
                (0..<page.height).contains(y + shift.y)
            else { return fill.samples(for: page.kind) }
            return pixel(page, x + shift.x, y + shift.y)
        }
    }

    private func painted(_ kind: PixelKind, _ size: Size, _ level: (Int, Int) -> [UInt8]) -> Raster {
        let samples = (0..<size.height).flatMap { y in (0..<size.width).flatMap { level($0, y) } }
        return Raster(kind, width: size.width, height: size.height, samples: samples)
    }
}
