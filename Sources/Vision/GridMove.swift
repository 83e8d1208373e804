import Imaging

/// A map that sends pixels to pixels: a quarter turn or a flip and a shift by whole pixels. Source pixel =
/// (xx·x + xy·y + x0, yx·x + yy·y + y0) with factors −1, 0 and 1.
struct GridMove {
    let xx: Int, xy: Int, x0: Int
    let yx: Int, yy: Int, y0: Int

    /// nil when the map lies between the pixels.
    init?(_ homography: Homography) {
        guard homography.isAffine else { return nil }
        let m = homography.inverseMatrix
        let factors = [m[0], m[1], m[3], m[4]]
        guard factors.allSatisfy({ [-1, 0, 1].contains($0) }) else { return nil }
        (xx, xy, yx, yy) = (Int(m[0]), Int(m[1]), Int(m[3]), Int(m[4]))
        // From places at the edges of pixels to the pixels themselves: their centres are half a pixel off.
        let x = m[2] + Double(xx + xy) / 2 - 0.5
        let y = m[5] + Double(yx + yy) / 2 - 0.5
        guard abs(x) < 1e6, abs(y) < 1e6, abs(x - x.rounded()) < 1e-6, abs(y - y.rounded()) < 1e-6 else { return nil }
        x0 = Int(x.rounded())
        y0 = Int(y.rounded())
    }

    /// Whether every pixel of a result of that size has its source on a page of size `source`.
    func staysInside(_ source: Size, from result: Size) -> Bool {
        let corners = [(0, 0), (result.width - 1, result.height - 1)]
        return corners.allSatisfy { x, y in
            (0..<source.width).contains(xx * x + xy * y + x0) && (0..<source.height).contains(yx * x + yy * y + y0)
        }
    }

    /// Copies; what has no source gets the fill.
    func applied(to raster: Raster, size: Size, fill: Color) -> Raster {
        var result = Raster(uninitialized: raster.kind, width: size.width, height: size.height)
        let samples = fill.samples(for: raster.kind)
        raster.withPlane { from in
            result.withMutablePlane { to in
                for y in 0..<to.height { copyRow(y, from, to, samples) }
            }
        }
        return result
    }

    private func copyRow(_ y: Int, _ from: Plane, _ to: MutablePlane, _ fill: [UInt8]) {
        let channels = from.channels
        let row = to.row(y)
        let (startX, startY) = (xy * y + x0, yy * y + y0)
        // The columns whose source lies on the page.
        let a = within(start: startX, step: xx, count: from.width, of: to.width)
        let b = within(start: startY, step: yx, count: from.height, of: to.width)
        let inside = a.clamped(to: b)
        func blank(_ columns: Range<Int>) {
            for x in columns { for c in 0..<channels { row[x * channels + c] = fill[c] } }
        }
        blank(0..<inside.lowerBound)
        blank(inside.upperBound..<to.width)
        guard !inside.isEmpty else { return }
        let first = from.row(startY + yx * inside.lowerBound) + (startX + xx * inside.lowerBound) * channels
        let target = row + inside.lowerBound * channels
        if xx == 1 {
            target.update(from: first, count: inside.count * channels)
            return
        }
        let step = yx * from.stride + xx * channels
        for i in 0..<inside.count {
            let pixel = first + i * step
            for c in 0..<channels { target[i * channels + c] = pixel[c] }
        }
    }

    /// The x in 0 ..< `total` with 0 ≤ start + step·x < count.
    private func within(start: Int, step: Int, count: Int, of total: Int) -> Range<Int> {
        let low: Int
        let high: Int
        switch step {
        case 1: (low, high) = (-start, count - start)
        case -1: (low, high) = (start - count + 1, start + 1)
        default: (low, high) = start >= 0 && start < count ? (0, total) : (0, 0)
        }
        let first = min(max(low, 0), total)
        return first..<min(max(high, first), total)
    }
}
