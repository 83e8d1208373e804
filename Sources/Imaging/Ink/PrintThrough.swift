/// The print of a page seen a second time: through the sheet from its other side, or set off by the drum or by the sheet
/// that lay on it.
public struct PrintThrough: Sendable {
    private let ink: Raster
    private let isMirrored: Bool
    private let shift: (x: Double, y: Double)
    private let slope: Double
    private let wraps: Bool

    /// A view of ink (gray, 255 = full). It may be mirrored left to right, is shifted by so many pixels and turned by a few
    /// degrees; what comes from beyond the picture is nothing, or with `wraps` its other end.
    public init(_ ink: Raster, isMirrored: Bool, shift: (x: Double, y: Double), degrees: Double, wraps: Bool) {
        precondition(ink.channels == 1, "ink has one channel")
        self.ink = ink
        self.isMirrored = isMirrored
        self.shift = shift
        slope = sineAndCosine(degrees: degrees).sine
        self.wraps = wraps
    }

    /// Writes row `y` of a page that is `width` pixels wide; false when nothing is there.
    public func fill(_ row: UnsafeMutablePointer<UInt8>, y: Int, width: Int, height: Int) -> Bool {
        ink.withPlane { plane in
            // In 1/65536 pixels, stepping along a line that is turned by the angle.
            let middle = (x: Double(width) / 2, y: Double(height) / 2)
            let start = Double(isMirrored ? plane.width - 1 : 0) - shift.x + slope * (Double(y) - middle.y)
            var column = Int((start * 65536).rounded())
            var line = Int(((Double(y) - shift.y + slope * middle.x) * 65536).rounded())
            let (step, fall) = (isMirrored ? -65536 : 65536, -Int((slope * 65536).rounded()))
            var any: UInt8 = 0
            for x in 0..<width {
                var (i, j) = (column >> 16, line >> 16)
                column &+= step
                line &+= fall
                if wraps {
                    i = wrapped(i, plane.width)
                    j = wrapped(j, plane.height)
                } else if i < 0 || j < 0 || i >= plane.width || j >= plane.height {
                    row[x] = 0
                    continue
                }
                row[x] = plane.row(j)[i]
                any |= row[x]
            }
            return any != 0
        }
    }

    private func wrapped(_ i: Int, _ count: Int) -> Int {
        let rest = i % count
        return rest < 0 ? rest + count : rest
    }
}

extension Raster {
    /// The ink of this page as a gray picture, 255 = full.
    public func inkPicture(_ map: InkMap) -> Raster {
        var result = Raster(uninitialized: .gray, width: width, height: height)
        withPlane { source in
            result.withMutablePlane { target in
                for y in 0..<height { map.fill(target.row(y), y: y, of: source) }
            }
        }
        return result
    }
}
