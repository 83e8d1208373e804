import Imaging
import OperationKit
import Operations
import Testing
import Vision

/// Every operation that moves points, with drawn parameters, on pages of any size.
@Suite("Maps")
struct GeometryMapTests {
    static let moving = Catalog.all.entries.filter(\.movesPoints).map(\.manual.name)
    static let sizes = [Size(width: 331, height: 467), Size(width: 613, height: 211), Size(width: 90, height: 701)]

    /// A drawn map: defaults at one key, a severity at the next.
    private func map(_ name: String, on size: Size, key: UInt64) throws -> (Trial, GeometricMap) {
        let entry = try #require(Catalog.all[name])
        let given = key % 4 == 0 ? [:] : entry.manual.severities[Severities.names[Int(key % 4) - 1]] ?? [:]
        let trial = Trial(name, given, key: key)
        return (trial, try #require(trial.map(on: size)))
    }

    @Test("the way there of the way back ends within a twentieth of a pixel", arguments: moving)
    func inverses(name: String) throws {
        for key in 1...8 as ClosedRange<UInt64> {
            for size in Self.sizes {
                let (_, map) = try map(name, on: size, key: key)
                let (w, h) = (Double(map.outputSize.width), Double(map.outputSize.height))
                for i in 0..<400 {
                    let p = Point((Double(i % 20) + 0.37) / 20 * w, (Double(i / 20) + 0.61) / 20 * h)
                    let source = map.inverse(p)
                    // New area came from nowhere.
                    let isOnPage =
                        (0...Double(size.width)).contains(source.x) && (0...Double(size.height)).contains(source.y)
                    if !isOnPage { continue }
                    let back = map.forward(source)
                    #expect(
                        back.distance(to: p) <= 0.05,
                        "\(name), key \(key): (\(p.x), \(p.y)) is at (\(back.x), \(back.y))"
                    )
                }
            }
        }
    }

    @Test("many points go where single ones go", arguments: moving)
    func batches(name: String) throws {
        for key in 1...4 as ClosedRange<UInt64> {
            let (_, map) = try map(name, on: Self.sizes[0], key: key)
            let points = (0..<50).map { Point(Double($0 * 61 % 331) + 0.4, Double($0 * 97 % 467) + 0.7) }
            var (pushed, pulled) = (points, points)
            map.push(&pushed)
            map.pull(&pulled)
            for (i, p) in points.enumerated() {
                #expect(pushed[i].distance(to: map.forward(p)) < 1e-9)
                #expect(pulled[i].distance(to: map.inverse(p)) < 1e-9)
            }
        }
    }

    /// A patchwork cuts; a dot that a cut goes through is no dot any more.
    private func isCut(_ map: GeometricMap, around place: Point, reach: Double) -> Bool {
        guard map.patchwork != nil else { return false }
        let shift = map.forward(place) - place
        return [Point(-1, -1), Point(1, -1), Point(1, 1), Point(-1, 1)].contains { sign in
            let p = place + sign * reach
            let isCovered = map.inverse(map.forward(p)).distance(to: p) > 0.01
            return (map.forward(p) - p).distance(to: shift) > 0.01 || isCovered
        }
    }

    @Test("a dot painted before is found where the map says", arguments: moving)
    func dots(name: String) throws {
        for key in 1...8 as ClosedRange<UInt64> {
            let size = Self.sizes[Int(key) % Self.sizes.count]
            let (trial, map) = try map(name, on: size, key: key)
            let moving = try #require(trial.operation as? any GeometricOperation)
            for n in 0..<3 {
                let place = Point(
                    Double(12 + (n * 173 + Int(key) * 37) % (size.width - 24)) + 0.5,
                    Double(12 + (n * 211 + Int(key) * 53) % (size.height - 24)) + 0.5)
                let wanted = map.forward(place)
                let isSeen =
                    (3...Double(map.outputSize.width) - 3).contains(wanted.x)
                    && (3...Double(map.outputSize.height) - 3).contains(wanted.y)
                if !isSeen || isCut(map, around: place, reach: 3) { continue }
                let page = dotted(size, at: place)
                var resampling = moving.resampling
                resampling.fill = .white
                let moved = try warped(
                    page, by: map, resampling, in: WarpSurroundings(dpi: 150, random: RandomStream(key: 1)))
                let found = try #require(center(of: moved), "\(name): the dot is gone")
                #expect(found.distance(to: wanted) <= 0.5, "\(name), key \(key): \(found) instead of \(wanted)")
            }
        }
    }

    private func dotted(_ size: Size, at place: Point) -> Raster {
        var page = Raster(.gray, width: size.width, height: size.height, filledWith: 255)
        page.withMutablePlane { plane in
            for y in -2...2 { for x in -2...2 { plane.row(Int(place.y) + y)[Int(place.x) + x] = 0 } }
        }
        return page
    }

    /// The middle of what is dark.
    private func center(of raster: Raster) -> Point? {
        var (sum, middle) = (0.0, Point(0, 0))
        for (i, level) in raster.samples.enumerated() where level < 200 {
            let ink = Double(200 - level)
            sum += ink
            middle = middle + Point(Double(i % raster.width) + 0.5, Double(i / raster.width) + 0.5) * ink
        }
        return sum > 0 ? middle * (1 / sum) : nil
    }
}
