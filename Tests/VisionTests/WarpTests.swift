import COpenCV
import Imaging
import Testing
import Vision

@Suite("Warping")
struct WarpTests {
    let surroundings = WarpSurroundings(dpi: 150, random: RandomStream(key: 3))

    @Test("an identity shares the buffer")
    func identity() throws {
        let page = speckled(.color, 31, 17)
        let result = try warped(page, by: .identity(page.size), Resampling(), in: surroundings)
        #expect(result.sharesPixels(with: page))
    }

    @Test("quarter turns and flips are exact", arguments: PixelKind.allCases)
    func quarterTurns(kind: PixelKind) throws {
        let page = speckled(kind, 23, 11)
        let turned = try warped(page, by: turn(page, 90), Resampling(), in: surroundings)
        #expect(turned.size == Size(width: 11, height: 23))
        #expect(turned.kind == kind)
        #expect(pixel(turned, 0, 22) == pixel(page, 0, 0))
        #expect(pixel(turned, 10, 0) == pixel(page, 22, 10))
        let back = try warped(turned, by: turn(turned, -90), Resampling(), in: surroundings)
        #expect(back == page)
        let flip = GeometricMap(Homography([-1, 0, 23, 0, 1, 0, 0, 0, 1])!, outputSize: page.size)
        let flipped = try warped(page, by: flip, Resampling(), in: surroundings)
        #expect(pixel(flipped, 0, 4) == pixel(page, 22, 4))
        #expect(try warped(flipped, by: flip, Resampling(), in: surroundings) == page)
    }

    @Test("a shift by whole pixels copies, and fills with the color asked for")
    func shifts() throws {
        let page = speckled(.color, 19, 13)
        let map = GeometricMap(.translation(4, -3), outputSize: Size(width: 21, height: 13))
        let red = Color(red: 200, green: 10, blue: 20)
        let result = try warped(page, by: map, Resampling(fill: .color(red)), in: surroundings)
        #expect(pixel(result, 4, 0) == pixel(page, 0, 3))
        #expect(pixel(result, 20, 9) == pixel(page, 16, 12))
        #expect(pixel(result, 3, 0) == [20, 10, 200])
        #expect(pixel(result, 9, 10) == [20, 10, 200])
        let edge = try warped(page, by: map, Resampling(fill: .edge), in: surroundings)
        #expect(pixel(edge, 0, 0) == pixel(page, 0, 3))
        #expect(pixel(edge, 12, 12) == pixel(page, 8, 12))
    }

    @Test("pixels of a turn are those of OpenCV, up to the rounding of places", arguments: [PixelKind.gray, .color])
    func againstOpenCV(kind: PixelKind) throws {
        let page = speckled(kind, 157, 101)
        for degrees in [0.7, -3, 38, 91.5] {
            let rotation = Homography.rotation(degrees: degrees, about: Point(78.5, 50.5))
            let map = GeometricMap(rotation, outputSize: page.size)
            let ours = try warped(page, by: map, Resampling(fill: .white), in: surroundings)
            let centered = Homography.translation(0.5, 0.5).then(rotation.inverse).then(.translation(-0.5, -0.5))
            let theirs = reference(page, Array(centered.matrix[0..<6]))
            let differences = zip(ours.samples, theirs.samples).map { abs(Int($0) - Int($1)) }
            // Both round places, ours to 1/64 and theirs to 1/32 pixel; speckles are the worst case.
            #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 1.5)
            #expect(differences.max()! <= 16)
        }
    }

    @Test("a dot is found where the map sends it", arguments: [PixelKind.gray, .color, .bilevel])
    func dots(kind: PixelKind) throws {
        let size = Size(width: 203, height: 149)
        let corners = size.corners
        let moved = [Point(9, 4), Point(190, 12), Point(201, 140), Point(3, 133)]
        let perspective = GeometricMap(Homography(from: corners, to: moved)!, outputSize: size)
        let wave = GeometricMap(Wave(), outputSize: size)
        for map in [perspective, wave, perspective.then(wave), wave.then(perspective)] {
            for place in [Point(60, 40), Point(150.5, 99.5), Point(33, 120)] {
                let result = try warped(dotted(kind, size, place), by: map, Resampling(), in: surroundings)
                let found = try #require(darkest(result))
                #expect(found.distance(to: map.forward(place)) < 1)
            }
        }
    }

    @Test("cubic and nearest pull from the same places as linear")
    func qualities() throws {
        let page = dotted(.gray, Size(width: 90, height: 70), Point(45, 35))
        let map = GeometricMap(.rotation(degrees: 20, about: Point(0, 0)), outputSize: page.size)
        for quality in Resampling.Quality.allCases {
            let result = try warped(page, by: map, Resampling(quality: quality), in: surroundings)
            #expect(try #require(darkest(result)).distance(to: map.forward(Point(45, 35))) < 1)
        }
    }

    @Test("bilevel pages become gray, or stay if asked")
    func bilevel() throws {
        let page = speckled(.bilevel, 40, 30)
        let map = GeometricMap(.rotation(degrees: 3, about: Point(20, 15)), outputSize: page.size)
        #expect(try warped(page, by: map, Resampling(), in: surroundings).kind == .gray)
        let kept = try warped(page, by: map, Resampling(keepBilevel: true), in: surroundings)
        #expect(kept.kind == .bilevel)
        #expect(kept.samples.allSatisfy { $0 == 0 || $0 == 255 })
    }

    @Test("where the map shrinks, areas are averaged")
    func shrinking() throws {
        // Lines one pixel wide: picking every fourth would give black or white, an average gives the mean.
        var samples = [UInt8](repeating: 255, count: 128 * 128)
        for i in samples.indices where i % 4 == 0 { samples[i] = 0 }
        let page = Raster(.gray, width: 128, height: 128, samples: samples)
        let map = GeometricMap(Homography.scale(0.25, 0.25)!, outputSize: Size(width: 32, height: 32))
        let result = try warped(page, by: map, Resampling(), in: surroundings)
        #expect(result.samples.allSatisfy { abs(Int($0) - 191) <= 1 })
    }

    @Test("new area has the color of the border, and a gray page stays gray under a colored fill")
    func fills() throws {
        let page = Raster(
            .color, width: 60, height: 60, samples: (0..<3600).flatMap { _ in [200, 220, 240] as [UInt8] })
        let map = GeometricMap(.rotation(degrees: 45, about: Point(30, 30)), outputSize: page.size)
        #expect(pixel(try warped(page, by: map, Resampling(), in: surroundings), 0, 0) == [200, 220, 240])
        let red = Resampling(fill: .color(Color(red: 255, green: 0, blue: 0)))
        #expect(pixel(try warped(speckled(.gray, 60, 60), by: map, red, in: surroundings), 0, 0) == [76])
        let desk = pixel(try warped(speckled(.gray, 60, 60), by: map, Resampling(fill: .desk), in: surroundings), 0, 0)
        #expect((85...155).contains(desk[0]))
    }

    @Test("a fill with texture goes on with the grain, without the ink")
    func texture() throws {
        var page = Raster(.gray, width: 80, height: 80, samples: (0..<6400).map { UInt8(225 + ($0 &* 7919) % 17) })
        page.withMutablePlane { plane in for x in 0..<80 { plane.row(1)[x] = 0 } }
        let map = GeometricMap(.translation(0, 30.5), outputSize: page.size)
        let resampling = Resampling(texture: true)
        let result = try warped(page, by: map, resampling, in: surroundings)
        let strip = result.samples[0..<(80 * 28)]
        #expect(strip.allSatisfy { $0 > 215 })
        #expect(Set(strip).count > 4)
    }

    @Test("any size from one pixel goes through", arguments: [PixelKind.gray, .color])
    func smallPages(kind: PixelKind) throws {
        for (width, height) in [(1, 1), (1, 9), (9, 1), (2, 3), (8, 8), (17, 5)] {
            let page = speckled(kind, width, height)
            for resampling in [Resampling(), Resampling(fill: .edge), Resampling(texture: true)] {
                let map = GeometricMap(.rotation(degrees: 11, about: Point(0.5, 0.5)), outputSize: page.size)
                #expect(try warped(page, by: map, resampling, in: surroundings).size == page.size)
            }
        }
    }

    func reference(_ page: Raster, _ matrix: [Double]) -> Raster {
        var result = Raster(uninitialized: page.kind, width: page.width, height: page.height)
        let status = page.withPlane { from in
            result.withMutablePlane { to in
                func lent(_ base: UnsafeMutablePointer<UInt8>) -> copencv_plane {
                    copencv_plane(
                        base: base, width: Int32(from.width), height: Int32(from.height),
                        channels: Int32(from.channels), stride: Int64(from.stride))
                }
                return copencv_warp_affine(
                    lent(UnsafeMutablePointer(mutating: from.base)), lent(to.base), matrix,
                    copencv_pull(quality: copencv_linear, replicate: 0, fill: (255, 255, 255)))
            }
        }
        precondition(status.code == 0)
        return result
    }

    func turn(_ page: Raster, _ degrees: Double) -> GeometricMap {
        let (w, h) = (Double(page.width), Double(page.height))
        let turn = Homography.rotation(degrees: degrees, about: Point(w / 2, h / 2))
        return GeometricMap(
            turn.then(.translation((h - w) / 2, (w - h) / 2)), outputSize: Size(width: page.height, height: page.width))
    }
}

/// A gentle wave across the page.
struct Wave: NonlinearMap {
    func shift(_ x: Double) -> Double { 5 * sineAndCosine(degrees: 2 * x).sine }
    func forward(_ p: Point) -> Point { Point(p.x, p.y + shift(p.x)) }
    func inverse(_ p: Point) -> Point { Point(p.x, p.y - shift(p.x)) }
}

func pixel(_ raster: Raster, _ x: Int, _ y: Int) -> [UInt8] {
    raster.withPlane { plane in (0..<plane.channels).map { plane.row(y)[x * plane.channels + $0] } }
}

/// Noise of either kind that looks the same at every run.
func speckled(_ kind: PixelKind, _ width: Int, _ height: Int) -> Raster {
    let noise = PlaceNoise(RandomStream(key: 99))
    let samples = (0..<(width * height * kind.channels)).map { i -> UInt8 in
        let byte = noise.byte(i, 0)
        return kind == .bilevel ? (byte < 128 ? 0 : 255) : byte
    }
    return Raster(kind, width: width, height: height, samples: samples)
}

/// White, with a dark square of three pixels around a place.
func dotted(_ kind: PixelKind, _ size: Size, _ place: Point) -> Raster {
    var page = Raster(kind, width: size.width, height: size.height, filledWith: 255)
    page.withMutablePlane { plane in
        for y in Int(place.y - 1.5)..<Int(place.y + 1.5) {
            for x in Int(place.x - 1.5)..<Int(place.x + 1.5) {
                for c in 0..<plane.channels { plane.row(y)[x * plane.channels + c] = 0 }
            }
        }
    }
    return page
}

/// The center of gravity of what is dark.
func darkest(_ raster: Raster) -> Point? {
    var (sum, x, y) = (0.0, 0.0, 0.0)
    raster.withPlane { plane in
        for row in 0..<plane.height {
            for column in 0..<plane.width {
                let ink = Double(255 - plane.row(row)[column * plane.channels])
                sum += ink
                x += ink * (Double(column) + 0.5)
                y += ink * (Double(row) + 0.5)
            }
        }
    }
    return sum > 0 ? Point(x / sum, y / sum) : nil
}
