import Imaging
import OperationKit
import Operations
import Vision

/// A page with bars like lines of letters, the same at every run.
func writtenPage(_ kind: PixelKind, width: Int = 240, height: Int = 180) -> Raster {
    var page = Raster(kind, width: width, height: height, filledWith: 255)
    let noise = PlaceNoise(RandomStream(key: 7))
    page.withMutablePlane { plane in
        for y in 0..<height where y % 20 >= 6 && y % 20 < 16 {
            for x in 12..<max(12, width - 12) where noise.byte(x / 3, y / 20) < 110 {
                for c in 0..<plane.channels { plane.row(y)[x * plane.channels + c] = kind == .bilevel ? 0 : 20 }
            }
        }
    }
    return page
}

/// One drawn instance of an operation, with the parameters given in the pipeline language.
func instance(_ name: String, _ given: [String: String] = [:], key: UInt64 = 5, dpi: Double = 150) -> any PageOperation
{
    let entry = Catalog.all[name]!
    return entry.draw(ParameterSet.of(given, for: entry), from: RandomStream(key: key), dpi: dpi).operation
}

/// The page after an operation, geometry and pixels, as the engine applies it.
func applied(
    _ name: String, _ given: [String: String] = [:], to page: Raster, key: UInt64 = 5, dpi: Double = 150
) throws -> Raster {
    let operation = instance(name, given, key: key, dpi: dpi)
    let stream = RandomStream(key: key)
    var pixels = page
    var move: GeometricMap?
    if let geometric = operation as? any GeometricOperation {
        let map = geometric.map(of: PageContext(size: page.size, dpi: dpi, pixels: page), stream)
        pixels = try warped(
            pixels, by: map, geometric.resampling, in: WarpSurroundings(dpi: dpi, random: stream))
        move = map
    }
    let context = PageContext(size: pixels.size, dpi: dpi, map: move, sizeBefore: page.size)
    if let pixel = operation as? any PixelOperation { try pixel.apply(to: &pixels, on: context, stream) }
    return pixels
}

/// The largest difference of two samples at the same place.
func largestDifference(_ a: Raster, _ b: Raster) -> Int {
    zip(a.samples, b.samples).map { abs(Int($0) - Int($1)) }.max() ?? 0
}
