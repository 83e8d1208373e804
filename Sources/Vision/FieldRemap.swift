internal import COpenCV
import Imaging

extension PlaceField {
    /// The pixels at the places, by OpenCV's remap: a band at a time, so that places stay in the cache from making to use.
    func pulled(from source: Raster, by quality: Resampling.Quality) throws(PixelFailure) -> Raster {
        var result = Raster(uninitialized: max(source.kind, .gray), width: size.width, height: size.height)
        let level = (fill ?? []) + [0, 0, 0]
        let pull = copencv_pull(
            quality: quality.code, replicate: fill == nil ? 1 : 0, fill: (level[0], level[1], level[2]))
        var places = [Int16](repeating: 0, count: 2 * Self.step * size.width)
        var fractions = [UInt16](repeating: 0, count: Self.step * size.width)
        try source.withPlane { from throws(PixelFailure) in
            try result.withMutablePlane { to throws(PixelFailure) in
                for y in stride(from: 0, to: size.height, by: Self.step) {
                    if try copies(from, to: to, band: y) { continue }
                    try place(band: y, &places, &fractions)
                    let band = to.part(0..<size.width, y..<min(y + Self.step, size.height))
                    try check(copencv_remap_fixed(from.lent, band.lent, places, fractions, pull))
                }
            }
        }
        return result
    }
}
