/// A picture seen from a place a little off: rows whose pixel (x, y) is the picture's at (x + dx, y + dy), by straight
/// lines between pixels in steps of 1/16, with the rim repeated beyond it.
public struct ShiftedRows {
    private let raster: Raster
    private let columns: Int
    private let rows: Int
    /// 16ths of a pixel.
    private let fraction: (x: UInt16, y: UInt16)

    /// A view shifted by that many pixels.
    public init(_ raster: Raster, x: Double, y: Double) {
        self.raster = raster
        let sixteenths = (x: Int((x * 16).rounded()), y: Int((y * 16).rounded()))
        columns = sixteenths.x >> 4
        rows = sixteenths.y >> 4
        fraction = (UInt16(sixteenths.x & 15), UInt16(sixteenths.y & 15))
    }

    /// Writes row `y`: as many samples as a row of the picture.
    public func fill(_ out: UnsafeMutablePointer<UInt8>, y: Int) {
        raster.withPlane { plane in
            let channels = plane.channels
            let upper = plane.row(min(plane.height - 1, max(0, y + rows)))
            let lower = plane.row(min(plane.height - 1, max(0, y + rows + 1)))
            let (left, right) = (16 &- fraction.x, fraction.x)
            let (top, bottom) = (16 &- fraction.y, fraction.y)
            // Where both neighbors lie within the row, they are one step apart.
            let inside = max(0, -columns)..<max(max(0, -columns), min(plane.width, plane.width - columns - 1))
            func blend(_ i: Int, _ a: Int, _ b: Int) {
                let above = UInt16(upper[a]) &* left &+ UInt16(upper[b]) &* right
                let below = UInt16(lower[a]) &* left &+ UInt16(lower[b]) &* right
                let sum: UInt32 = UInt32(above) &* UInt32(top) &+ UInt32(below) &* UInt32(bottom)
                out[i] = UInt8(truncatingIfNeeded: (sum &+ 128) &>> 8)
            }
            for i in inside.lowerBound * channels..<inside.upperBound * channels {
                let a = i &+ columns &* channels
                blend(i, a, a &+ channels)
            }
            for x in 0..<plane.width where !inside.contains(x) {
                let a = min(plane.width - 1, max(0, x + columns)) * channels
                let b = min(plane.width - 1, max(0, x + columns + 1)) * channels
                for c in 0..<channels { blend(x * channels + c, a + c, b + c) }
            }
        }
    }
}
