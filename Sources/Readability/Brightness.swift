import Imaging

extension Raster {
    /// The picture in one channel; itself when it has no more.
    func inGray() -> Raster {
        guard kind == .color else { return self }
        var gray = Raster(uninitialized: .gray, width: width, height: height)
        withPlane { source in
            gray.withMutablePlane { target in
                for y in 0..<source.height {
                    let from = source.row(y)
                    let to = target.row(y)
                    for x in 0..<source.width {
                        let blue = UInt32(from[3 * x]) &* 7471
                        let green = UInt32(from[3 * x + 1]) &* 38470
                        let red = UInt32(from[3 * x + 2]) &* 19595
                        to[x] = UInt8(truncatingIfNeeded: (blue &+ green &+ red &+ 32768) >> 16)
                    }
                }
            }
        }
        return gray
    }
}
