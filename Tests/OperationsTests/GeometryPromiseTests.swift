import Imaging
import OperationKit
import Operations
import Testing
import Vision

@Suite("Promises about places")
struct GeometryPromiseTests {
    static let moving = Catalog.all.entries.filter(\.movesPoints).map(\.manual.name)

    @Test("every promise about places is kept", arguments: moving)
    func places(name: String) throws {
        let size = Size(width: 400, height: 560)
        for promise in try #require(Catalog.all[name]).manual.promises {
            for key in 1...4 as ClosedRange<UInt64> {
                switch promise {
                case .roundTrip(let most): try checkRoundTrip(most, name, size, key)
                case .labelsHit: try checkLabelsHit(name, size, key)
                case .keepsWords(let given):
                    let map = try #require(Trial(name, given, key: key).map(on: size))
                    for point in grid(size, 9) {
                        let p = map.forward(point)
                        let isInside =
                            p.x >= -0.5 && p.y >= -0.5 && p.x <= Double(map.outputSize.width) + 0.5
                            && p.y <= Double(map.outputSize.height) + 0.5
                        #expect(isInside, "\(name) sends (\(point.x), \(point.y)) to (\(p.x), \(p.y))")
                    }
                default: break
                }
            }
        }
    }

    private func grid(_ size: Size, _ count: Int) -> [Point] {
        (0..<count * count).map { i in
            Point(
                Double(size.width) * (0.02 + 0.96 * Double(i % count) / Double(count - 1)),
                Double(size.height) * (0.02 + 0.96 * Double(i / count) / Double(count - 1)))
        }
    }

    private func checkRoundTrip(_ most: Double, _ name: String, _ size: Size, _ key: UInt64) throws {
        let map = try #require(Trial(name, key: key).map(on: size))
        for point in grid(size, 20) {
            let back = map.inverse(map.forward(point))
            #expect(back.distance(to: point) <= most, "\(name): (\(point.x), \(point.y)) comes back elsewhere")
        }
    }

    /// Paints a dot, moves the page, and looks for the dot where the map sends it.
    private func checkLabelsHit(_ name: String, _ size: Size, _ key: UInt64) throws {
        let trial = Trial(name, key: key)
        let map = try #require(trial.map(on: size))
        let moving = try #require(trial.operation as? any GeometricOperation)
        for place in [Point(60.5, 70.5), Point(330.5, 120.5), Point(200.5, 480.5)] {
            var page = Raster(.gray, width: size.width, height: size.height, filledWith: 255)
            page.withMutablePlane { plane in
                for y in -3...3 { for x in -3...3 { plane.row(Int(place.y) + y)[Int(place.x) + x] = 0 } }
            }
            let moved = try warped(
                page, by: map, moving.resampling, in: WarpSurroundings(dpi: 150, random: RandomStream(key: 1)))
            let wanted = map.forward(place)
            let found = darkness(moved, around: wanted)
            #expect(found.distance(to: wanted) <= 1, "\(name): the dot is at (\(found.x), \(found.y)), not \(wanted)")
        }
    }

    /// The middle of what is dark within 12 pixels of a place; far away when nothing is.
    private func darkness(_ raster: Raster, around place: Point) -> Point {
        raster.withPlane { plane in
            var (sum, middle) = (0.0, Point(0, 0))
            let (left, right) = (max(0, Int(place.x) - 12), min(plane.width - 1, Int(place.x) + 12))
            let (top, bottom) = (max(0, Int(place.y) - 12), min(plane.height - 1, Int(place.y) + 12))
            guard left <= right, top <= bottom else { return Point(-99, -99) }
            for y in top...bottom {
                for x in left...right {
                    let ink = Double(255 - plane.row(y)[x])
                    sum += ink
                    middle = middle + Point(Double(x) + 0.5, Double(y) + 0.5) * ink
                }
            }
            return sum > 255 ? middle * (1 / sum) : Point(-99, -99)
        }
    }
}
